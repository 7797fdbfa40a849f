"""What helps agents: canned responses, labels, suggested articles, and what the bot should have understood."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from bot.db.models.desk import CannedResponse, Lesson
from bot.db.models.message import Message
from bot.domain.conversation import Actor
from bot.domain.errors import AlreadyExists, InvalidInput, NotFound
from bot.domain.ports import Project
from bot.services import canned, desk_messages, labels, lessons
from bot.services import desk as agents
from bot.services.desk_views import conversation_detail, list_conversations
from bot.services.house import House
from bot.services.suggestions import search_articles, suggested
from tests.company import stock
from tests.conftest import Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer

Asks = Callable[[Customer], str]


def test_the_demo_company_brings_its_canned_responses_once(shop: Shop) -> None:
    assert shop.do(lambda session, house: canned.load_canned(session)) is True
    loaded = shop.look(lambda session, house: canned.list_canned(session))
    assert "hello" in [one["name"] for one in loaded]
    for one in loaded:
        shop.do(canned.change_canned, one["id"], one["name"], one["text"])  # each keeps to the rules
    shop.do(canned.remove_canned, loaded[0]["id"])
    assert shop.do(lambda session, house: canned.load_canned(session)) is False
    assert len(shop.rows(CannedResponse)) == len(loaded) - 1


def test_a_canned_response_has_a_name_of_its_own_and_known_variables(shop: Shop) -> None:
    made = shop.do(canned.add_canned, "hello", "Hello {customer_name}")
    other = shop.do(canned.add_canned, "bye", "Bye")
    with pytest.raises(AlreadyExists):
        shop.do(canned.add_canned, "hello", "Again")
    with pytest.raises(AlreadyExists):
        shop.do(canned.change_canned, other["id"], "hello", "Bye")
    for name, text in (("No spaces", "x"), ("", "x"), ("ok", "  "), ("ok", "{customers_name}")):
        with pytest.raises(InvalidInput):
            shop.do(canned.add_canned, name, text)
    with pytest.raises(NotFound):
        shop.do(canned.remove_canned, "nothing")
    assert shop.do(canned.change_canned, made["id"], "hello", "Hi")["text"] == "Hi"


def test_labels_are_small_words_that_find_conversations_again(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    asks(arrive(shop))
    shop.do(labels.set_labels, cleo.conversation_id, ann, ["VIP ", "recall  2026", "vip"])
    assert shop.look(lambda session, house: labels.all_labels(session)) == ["recall 2026", "vip"]
    found = shop.look(list_conversations, label="Vip")["conversations"]
    assert [(row["id"], row["labels"]) for row in found] == [(cleo.conversation_id, ["recall 2026", "vip"])]
    shop.do(labels.set_labels, cleo.conversation_id, ann, ["vip"])
    shop.do(labels.set_labels, cleo.conversation_id, ann, ["vip"])
    events = shop.look(conversation_detail, cleo.conversation_id)["events"]
    changes = [event["data"] for event in events if event["reason"] == "labelled"]
    assert changes == [{"added": ["recall 2026", "vip"], "removed": []}, {"added": [], "removed": ["recall 2026"]}]
    for wrong in (["x" * 41], [str(number) for number in range(11)]):
        with pytest.raises(InvalidInput):
            shop.do(labels.set_labels, cleo.conversation_id, ann, wrong)


def test_an_agent_says_what_the_bot_should_have_understood(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, ben: str, project: Project
) -> None:
    desk.talk(cleo, "my pods taste of nothing")
    said, answered = shop.messages(cleo.conversation_id)[:2]
    shop.do(lessons.teach, project, cleo.conversation_id, ann, said.id, "service_return_item")
    shop.do(lessons.teach, project, cleo.conversation_id, ann, said.id, "support_troubleshoot")
    kept = [(one.message_id, one.intent, one.staff_id) for one in shop.rows(Lesson)]
    assert kept == [(said.id, "support_troubleshoot", ann)]
    assert shop.rows(Lesson)[0].at == shop.house.now()
    assert shop.look(conversation_detail, cleo.conversation_id)["messages"][0]["taught"] == "support_troubleshoot"
    shop.do(lessons.teach, project, cleo.conversation_id, ben, said.id, "service_return_item")
    assert len(shop.rows(Lesson)) == 2
    with pytest.raises(InvalidInput):
        shop.do(lessons.teach, project, cleo.conversation_id, ann, said.id, "support_everything")
    for message in (answered.id, "nothing"):
        with pytest.raises(NotFound):
            shop.do(lessons.teach, project, cleo.conversation_id, ann, message, "support_troubleshoot")


def test_articles_are_suggested_for_what_the_customer_asked_last(desk: Desk, shop: Shop, cleo: Customer) -> None:
    shop.do(stock)
    first, second, *_ = shop.look(search_articles, "descal")
    guesses = [
        {"id": first["id"], "title": "x", "heading": "no such heading", "score": 0.9},
        {"id": "gone", "title": "x", "heading": "", "score": 0.9},
        {"id": second["id"], "title": "x", "heading": "", "score": 0.05},
    ]
    desk.engine.script.append(answer("Hm.", articles=guesses))
    desk.talk(cleo, "no water comes out")
    messages = shop.look(conversation_detail, cleo.conversation_id)["messages"]
    found = shop.look(lambda session, house: suggested(session, messages))
    assert [one["id"] for one in found] == [first["id"]]
    assert found[0]["url"].startswith("/help/") and found[0]["text"]
    desk.engine.script.append(answer("Of course.", intent="chat_request_human", articles=guesses[1:]))
    desk.talk(cleo, "a person please")
    messages = shop.look(conversation_detail, cleo.conversation_id)["messages"]
    assert shop.look(lambda session, house: suggested(session, messages)) == found
    desk.engine.script.append(answer("Hm.", articles=[]))
    desk.talk(cleo, "and it hums")
    messages = shop.look(conversation_detail, cleo.conversation_id)["messages"]
    assert shop.look(lambda session, house: suggested(session, messages)) == []


def test_a_long_conversation_is_read_a_page_at_a_time(desk: Desk, shop: Shop, cleo: Customer, ann: str) -> None:
    desk.talk(cleo, "the first words")
    begun = len(shop.messages(cleo.conversation_id))

    def fill(session: Session, house: House) -> None:
        for number in range(250):
            agents.add_note(session, house, cleo.conversation_id, ann, f"note {number}")

    shop.do(fill)
    detail = shop.look(conversation_detail, cleo.conversation_id)
    seen = [message["seq"] for message in detail["messages"]]
    assert (len(seen), detail["earlier"], seen) == (100, True, sorted(seen))
    assert detail["handoff"]["problem"] == ["the first words"]
    pages = 1
    while True:
        page = shop.look(desk_messages.messages_before, cleo.conversation_id, seen[0])
        seen = [message["seq"] for message in page["messages"]] + seen
        pages += 1
        if not page["earlier"]:
            break
    assert (pages, len(seen), len(set(seen))) == (3, 250 + begun, 250 + begun)
    assert shop.rows(Message, author=Actor.CUSTOMER)[0].seq == seen[0]
