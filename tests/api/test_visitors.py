"""Sessions, messages and the long poll."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.services.visitors import visitor_of
from tests.api.conftest import Gateway, Visitor
from tests.api.engine import say


def test_a_session_gives_a_token_and_a_conversation(gateway: Gateway) -> None:
    response = gateway.client.post("/api/v1/visitor/sessions")
    assert response.status_code == 201
    assert set(response.json()) == {"token", "conversation_id"}
    assert response.headers["Cache-Control"] == "no-store"


def test_a_token_renews_the_session_of_the_same_visitor(gateway: Gateway, cleo: Visitor) -> None:
    renewed = cleo.post("/visitor/sessions")
    assert renewed.status == 201
    assert renewed.body["conversation_id"] == cleo.conversation_id
    house = gateway.shop.house
    assert visitor_of(house, renewed.body["token"]) == visitor_of(house, cleo.token)


def test_a_message_has_the_fields_of_the_contract(cleo: Visitor) -> None:
    receipt = cleo.say("Hello", "c-1")
    assert receipt.status == 202
    assert set(receipt.body) == {"id", "seq"}
    thread = cleo.thread()
    message = thread["messages"][0]
    assert (message["id"], message["seq"]) == (receipt.body["id"], receipt.body["seq"])
    assert (message["author"], message["kind"], message["text"]) == ("customer", "text", "Hello")
    assert message["client_id"] == "c-1"
    assert message["choices"] == []
    assert message["created_at"].endswith("Z")
    assert (thread["conversation"]["status"], thread["conversation"]["queue"]) == ("bot", None)


def test_a_repeated_client_id_is_answered_with_the_first_result(cleo: Visitor) -> None:
    client_id = uuid.uuid4().hex
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: cleo.say(text, client_id), ["one", "two", "three", "four"]))
    assert {answer.status for answer in answers} == {202}
    assert len({answer.body["id"] for answer in answers}) == 1
    assert [m["author"] for m in cleo.thread()["messages"]].count("customer") == 1


def test_messages_are_answered_in_order(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.next(*(say(f"answer {number}") for number in range(5)))
    for number in range(5):
        cleo.say(f"question {number}")
    cleo.await_message(text="answer 4")
    assert [turn["text"] for turn in gateway.engine.turns] == [f"question {number}" for number in range(5)]


def test_only_what_is_new_is_read(cleo: Visitor) -> None:
    first = cleo.say("one").body["seq"]
    assert first not in [message["seq"] for message in cleo.thread(after=first)["messages"]]


def test_the_long_poll_ends_when_the_time_is_over(cleo: Visitor) -> None:
    assert cleo.thread(after=0, wait=0.2)["messages"] == []


def test_a_wait_above_the_limit_is_shortened(cleo: Visitor) -> None:
    cleo.say("one")
    assert cleo.thread(after=0, wait=10_000)["messages"][0]["text"] == "one"


def test_choices_come_without_what_they_do(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.next(
        {
            **say(),
            "messages": [
                {
                    "text": "Which one?",
                    "buttons": [
                        {"title": "Duo", "payload": '/chat_give_details{"product": "duo"}'},
                        {"title": "Talk to a person", "payload": "/chat_request_human"},
                    ],
                }
            ],
        }
    )
    message = cleo.await_message(cleo.say("it leaks").body["seq"], author="bot")
    assert message["kind"] == "choices"
    assert [(choice["title"], choice["value"]) for choice in message["choices"]] == [
        ("Duo", None),
        ("Talk to a person", "person"),
    ]
    assert "payload" not in str(message)
    cleo.await_message(cleo.choose(message, "Duo").body["seq"], author="bot")
    assert gateway.engine.turns[-1]["payload"] == '/chat_give_details{"product": "duo"}'


def test_a_cited_article_is_linked(gateway: Gateway, cleo: Visitor) -> None:
    cite = {"custom": {"signal": "cite", "title": "Descaling the One", "url": "/help/descale-the-one"}}
    said = say("Mix the descaler.")
    gateway.engine.next({**said, "messages": [*said["messages"], cite]})
    assert cleo.ask("how do I descale")["link"] == {"title": "Descaling the One", "url": "/help/descale-the-one"}


def test_a_waking_engine_is_admitted_and_the_turn_is_run_later(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.state = "loading"
    receipt = cleo.say("hello?").body
    notice = cleo.await_message(receipt["seq"], author="system")
    assert notice["kind"] == "notice"
    assert cleo.thread(notice["seq"])["conversation"]["typing"] is None
    gateway.engine.state = "ready"
    assert cleo.await_message(notice["seq"], author="bot")["text"] == "Please descale it."


def test_the_widget_learns_its_words_without_a_token(gateway: Gateway) -> None:
    settings: dict[str, Any] = gateway.client.get("/api/v1/visitor/settings").json()
    house = gateway.shop.house.settings
    assert settings["limits"] == {"max_text": house.message_max_chars, "max_file": house.file_max_bytes}
    assert settings["texts"]["send"]
    assert settings["locale"] == "en"
    assert set(settings["company"]) == {"name", "assistant_name"}


@pytest.mark.parametrize("life", [timedelta(days=30)])
def test_tokens_say_why_they_are_refused(gateway: Gateway, cleo: Visitor, life: timedelta) -> None:
    def code(token: str) -> tuple[int, str]:
        response = gateway.client.get("/api/v1/visitor/messages", headers={"Authorization": f"Bearer {token}"})
        return response.status_code, response.json()["error"]["code"]

    assert code("nonsense") == (401, "bad_token")
    assert code(cleo.token[:-4] + "AAAA") == (401, "bad_token")
    real = gateway.shop.house.now
    object.__setattr__(gateway.shop.house, "now", lambda: real() + life + timedelta(seconds=1))
    assert code(cleo.token) == (401, "token_expired")


def test_no_token_at_all_is_not_signed_in(gateway: Gateway) -> None:
    response = gateway.client.post("/api/v1/visitor/messages", json={"client_id": "a", "text": "b"})
    assert (response.status_code, response.json()["error"]["code"]) == (401, "not_signed_in")
    assert response.headers["WWW-Authenticate"] == "Bearer"
