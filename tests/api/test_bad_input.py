"""Whatever is sent: a clear error or a correct answer, never a 500, never a lost or doubled message."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.api.conftest import Caller, Gateway, Visitor

MESSAGES = "/api/v1/visitor/messages"


def send(cleo: Visitor, content: bytes, content_type: str = "application/json") -> tuple[int, dict[str, Any]]:
    headers = {**cleo.headers, "Content-Type": content_type}
    response = cleo.client.post(MESSAGES, content=content, headers=headers)
    return response.status_code, response.json()


def assert_error(answer: tuple[int, dict[str, Any]], status: int, code: str) -> None:
    assert answer[0] == status
    assert set(answer[1]) == {"error"}
    assert set(answer[1]["error"]) == {"code", "message", "details"}
    assert answer[1]["error"]["code"] == code


def test_an_empty_message_is_refused(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for text in ["", " ", "\n\t ", "\u200b\u200b", "\x00", "\u2028"]:
        with subtests.test(text=text):
            answer = cleo.say(text)
            assert_error((answer.status, answer.body), 422, "invalid_input")
            assert cleo.thread()["messages"] == []


def test_a_message_above_the_limit_is_too_large(cleo: Visitor) -> None:
    answer = cleo.say("x" * 4001)
    assert_error((answer.status, answer.body), 413, "too_large")
    assert answer.body["error"]["details"]["limit"] == 4000
    assert cleo.say("x" * 4000).status == 202


def test_a_huge_body_is_too_large_before_it_is_read(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for size in [100_000, 5_000_000]:
        with subtests.test(size=size):
            body = json.dumps({"client_id": "big", "text": "x" * size}).encode()
            assert_error(send(cleo, body), 413, "too_large")


def test_a_body_of_unknown_length_is_counted(cleo: Visitor) -> None:
    def pieces() -> Any:
        yield b'{"client_id": "a", "text": "'
        for _ in range(100):
            yield b"x" * 1000
        yield b'"}'

    headers = {**cleo.headers, "Content-Type": "application/json"}
    response = cleo.client.post(MESSAGES, content=pieces(), headers=headers)
    assert_error((response.status_code, response.json()), 413, "too_large")


def test_broken_or_binary_json_is_a_bad_request(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for body in [b"{", b'{"client_id": "a", "text": }', b"\xff\xfe\x00\x01", b"[" * 30_000, b"\x00"]:
        with subtests.test(body=body):
            assert_error(send(cleo, body), 400, "bad_request")


def test_json_of_another_shape_says_what_is_missing(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for body in [b"", b"null", b"[]", b'"text"', b"{}", b'{"text": "no id"}']:
        with subtests.test(body=body):
            answer = send(cleo, body)
            assert_error(answer, 422, "invalid_input")
            assert answer[1]["error"]["details"]["problems"]


def test_fields_of_another_kind_are_named(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for field, value in [("text", 5), ("text", None), ("text", ["a"]), ("client_id", {})]:
        with subtests.test(field=field, value=value):
            answer = cleo.post("/visitor/messages", {"client_id": "a", "text": "b", field: value})
            assert_error((answer.status, answer.body), 422, "invalid_input")
            assert answer.body["error"]["details"]["problems"][0]["field"] == field


def test_a_bad_client_id_is_refused(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for client_id in ["", " ", "x" * 101, "a\x00b", "ключ", "\ud800"]:
        with subtests.test(client_id=client_id):
            answer = cleo.post("/visitor/messages", {"client_id": client_id, "text": "hello"})
            assert_error((answer.status, answer.body), 422, "invalid_input")


def test_another_content_type_is_refused(cleo: Visitor) -> None:
    assert_error(send(cleo, b"client_id=a&text=b", "application/x-www-form-urlencoded"), 415, "unsupported_media_type")


def test_odd_words_are_stored_as_they_are(gateway: Gateway, cleo: Visitor, subtests: pytest.Subtests) -> None:
    for text, kept in [
        ("<script>alert(1)</script><img src=x onerror=alert(2)>", None),
        ("مرحبا، آلتي لا تعمل ☕️👩🏽‍🔧", None),
        ("\u202eevil\u202c", None),
        ("nul\x00 inside", "nul inside"),
        ("broken \ud83d emoji", "broken \ufffd emoji"),
        ("Zeile\r\neins", "Zeile\neins"),
        ("'; DROP TABLE messages; --", None),
        ("{company} %s ${HOME} {{7*7}}", None),
        ("/restart", None),
        ('/chat_affirm{"a": 1}', None),
    ]:
        with subtests.test(text=text, kept=kept):
            body = json.dumps({"client_id": uuid.uuid4().hex, "text": text}).encode("utf-8", "surrogatepass")
            status, receipt = send(cleo, body)
            assert status == 202
            assert cleo.thread(receipt["seq"] - 1)["messages"][0]["text"] == (kept or text)
            cleo.await_message(receipt["seq"], author="bot")
            assert gateway.engine.turns[-1]["payload"] is None


def test_an_unknown_message_has_no_choices(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for message_id in ["", "x", str(uuid.uuid4()), "a" * 300, "a\x00b", "../..", "\ud800"]:
        with subtests.test(message_id=message_id):
            answer = cleo.post("/visitor/choices", {"client_id": "a", "message_id": message_id, "choice_id": "1"})
            assert_error((answer.status, answer.body), 404, "not_found")


def test_another_visitors_message_cannot_be_answered(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.next(
        {
            "messages": [{"text": "Solved?", "buttons": [{"title": "Yes", "payload": "/chat_affirm"}]}],
            "parse": gateway.engine.parses,
        }
    )
    asked = cleo.ask("does this work?")
    mallory = gateway.visitor()
    body = {"client_id": "m", "message_id": asked["id"], "choice_id": asked["choices"][0]["id"]}
    answer = mallory.post("/visitor/choices", body)
    assert_error((answer.status, answer.body), 404, "not_found")
    unknown = cleo.post("/visitor/choices", {**body, "choice_id": "99"})
    assert_error((unknown.status, unknown.body), 404, "not_found")
    assert cleo.thread()["messages"][asked["seq"] - 1]["chosen"] is None


def test_visitors_do_not_see_each_other(gateway: Gateway, cleo: Visitor) -> None:
    cleo.say("my secret", "same-id")
    mallory = gateway.visitor()
    assert mallory.say("other", "same-id").status == 202
    assert "secret" not in str(mallory.thread())


def test_bad_query_values_are_named(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for query in [
        "after=-1",
        "after=x",
        "after=99999999999999999999",
        "after=2147483648",
        "wait=-1",
        "wait=nan",
        "wait=inf",
        "after=%00",
    ]:
        with subtests.test(query=query):
            response = cleo.client.get(f"{MESSAGES}?{query}", headers=cleo.headers)
            assert_error((response.status_code, response.json()), 422, "invalid_input")


def test_a_seq_from_the_future_is_no_error(cleo: Visitor, subtests: pytest.Subtests) -> None:
    for after in [100, 2**31 - 1]:
        with subtests.test(after=after):
            cleo.say("hello")
            assert cleo.thread(after=after)["messages"] == []


def test_odd_tokens_are_refused(gateway: Gateway, subtests: pytest.Subtests) -> None:
    for token in ["", "x", "a.b.c", "Bearer", "\x7f", "ä".encode().decode("latin-1")]:
        with subtests.test(token=token):
            headers = [(b"authorization", f"Bearer {token}".encode("latin-1"))]
            response = gateway.client.get(MESSAGES, headers=headers)
            assert response.status_code == 401
            response = gateway.client.get("/api/v1/desk/conversations", headers=headers)
            assert response.status_code == 401


def test_an_unknown_conversation_is_not_found(gateway: Gateway, subtests: pytest.Subtests) -> None:
    ann = gateway.staff("Ann")
    for verb in ["", "/claim", "/resolve", "/release", "/return-to-bot", "/typing"]:
        for conversation_id in ["x", str(uuid.uuid4()), "a%00b", "..%2f..", "a" * 2000, "%F0%9F%98%80"]:
            with subtests.test(verb=verb, conversation_id=conversation_id):
                method = "POST" if verb else "GET"
                path = f"/api/v1/desk/conversations/{conversation_id}{verb}"
                response = gateway.client.request(method, path, headers=ann.headers)
                assert response.status_code == 404
                assert response.json()["error"]["code"] == "not_found"


def test_bad_filters_of_the_desk_are_named(gateway: Gateway, subtests: pytest.Subtests) -> None:
    ann = gateway.staff("Ann")
    for query in [
        "status=nonsense",
        "cursor=nonsense",
        "cursor=%00",
        "lane=x",
        "limit=0",
        "limit=1000",
        "assignee=%00",
    ]:
        with subtests.test(query=query):
            response = gateway.client.get(f"/api/v1/desk/conversations?{query}", headers=ann.headers)
            assert_error((response.status_code, response.json()), 422, "invalid_input")


def test_a_search_for_wildcards_finds_them_only(gateway: Gateway, cleo: Visitor) -> None:
    cleo.say("100% arabica")
    ann = gateway.staff("Ann")
    assert len(ann.get("/desk/conversations", q="100%").body["conversations"]) == 1
    assert ann.get("/desk/conversations", q="%_%").body["conversations"] == []


def test_a_wrong_method_is_not_allowed(gateway: Gateway) -> None:
    response = gateway.client.delete(MESSAGES)
    assert_error((response.status_code, response.json()), 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"] or "POST" in response.headers["Allow"]


def test_an_unknown_address_is_not_found(gateway: Gateway) -> None:
    response = gateway.client.get("/api/v1/nothing")
    assert_error((response.status_code, response.json()), 404, "not_found")


def test_fifty_messages_in_a_second_are_all_taken_or_all_refused_clearly(start: Any) -> None:
    gateway = start(rate_messages="30/minute")
    cleo = gateway.visitor()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda number: cleo.say(f"message {number}", f"c{number}"), range(50)))
    taken = [answer for answer in answers if answer.status == 202]
    refused = [answer for answer in answers if answer.status == 429]
    assert (len(taken), len(refused)) == (30, 20)
    assert all(1 <= answer.body["error"]["details"]["retry_after_s"] <= 60 for answer in refused)
    stored = [m["id"] for m in cleo.thread()["messages"] if m["author"] == "customer"]
    assert sorted(stored) == sorted(answer.body["id"] for answer in taken)


def test_an_error_that_nobody_expected_says_nothing_but_its_id(gateway: Gateway, cleo: Visitor) -> None:
    async def break_down(verb: Any) -> Any:
        raise RuntimeError("the password is hunter2")

    gateway.app.state.parts.write = break_down
    answer = cleo.say("hello")
    assert_error((answer.status, answer.body), 500, "internal_error")
    assert "hunter2" not in str(answer.body)
    assert answer.body["error"]["details"]["request_id"]


def test_a_database_that_is_away_is_unavailable(gateway: Gateway, cleo: Visitor) -> None:
    from sqlalchemy.exc import OperationalError

    async def away(verb: Any) -> Any:
        raise OperationalError("SELECT secret", {}, Exception("connection refused"))

    gateway.app.state.parts.write = away
    answer = cleo.say("hello")
    assert_error((answer.status, answer.body), 503, "unavailable")
    assert "SELECT" not in str(answer.body)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["client_id", "text", "message_id", "choice_id", "email", "password", "private"]), inner
            )
        ),
    )
)
def test_no_body_at_all_makes_a_500(gateway: Gateway, body: Any) -> None:
    token = _tokens(gateway)
    for path in ("visitor/messages", "visitor/choices", "visitor/sessions", "staff/login", "studio/parse"):
        headers = token["staff"] if path.startswith("studio") else token["visitor"]
        response = gateway.client.post(f"/api/v1/{path}", json=body, headers=headers)
        assert response.status_code < 500, (path, body, response.text)


def _tokens(gateway: Gateway) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] | None = getattr(gateway, "known_tokens", None)
    if known is None:
        ann: Caller = gateway.staff("Ann")
        known = {"visitor": gateway.visitor().headers, "staff": ann.headers}
        gateway.known_tokens = known  # type: ignore[attr-defined]
    return known
