"""The channel of a real engine process; only the action server is a stand-in."""

import json
import sqlite3
import threading
import uuid
from contextlib import closing

import pytest

from engine.fingerprint import ROOT
from tests.engine.conftest import Engine


@pytest.fixture
def conversation():
    return str(uuid.uuid4())


def stored(running, conversation):
    with closing(sqlite3.connect(running.database)) as database:
        query = "select type_name from events where sender_id = ? order by id"
        return [name for (name,) in database.execute(query, (conversation,))]


def test_a_ready_engine_names_its_model(running, model):
    status, body = running.request("health")
    assert status == 200 and body["status"] == "ready"
    note = json.loads(model.with_name(model.name.replace(".tar.gz", ".json")).read_text())
    assert body["model"]["hash"] == note["inputs"] and body["model"]["id"]


@pytest.mark.parametrize("secret", [None, "", "wrong", "a-secret-for-the-tests-onlY", "ä"])
@pytest.mark.parametrize("path", ["health", "turn", "parse", "forget"])
def test_everybody_else_is_refused(running, path, secret):
    if secret == "ä":
        secret = "ä".encode().decode("latin-1")
    status, body = running.request(path, None if path == "health" else {"text": "hi"}, secret=secret)
    assert status == 403 and body["error"]["code"] == "forbidden"


def test_a_turn_brings_the_answer_and_the_parse(running, actions, conversation):
    actions.answer = {
        "events": [],
        "responses": [
            {"text": "First line.\n\nSecond line.", "buttons": [{"title": "Yes", "payload": "/chat_affirm"}]},
            {"text": "One.\n\nTwo."},
            {"custom": {"signal": "escalate", "reason": "asked"}},
        ],
    }
    metadata = {"turn_id": "t1", "contact_id": None, "failed_answers": 0}
    status, body = running.turn(conversation, "t1", "How do I descale my Duo?", metadata=metadata)
    assert status == 200 and body["repeated"] is False
    assert body["messages"] == [
        {"text": "First line.\n\nSecond line.", "buttons": [{"title": "Yes", "payload": "/chat_affirm"}]},
        {"text": "One.\n\nTwo."},
        {"custom": {"signal": "escalate", "reason": "asked"}},
    ]
    parse = body["parse"]
    assert parse["intent"]["name"] == "support_maintain" and parse["lane"] == "support"
    assert parse["articles"][0]["id"] == "descale-the-duo" and parse["answerable"] is True
    message = actions.asked[-1]["tracker"]["latest_message"]
    assert message["message_id"] == "t1" and message["metadata"] == metadata
    assert {"lane", "lane_confidence", "articles", "answerable"} <= set(message)


def test_a_repeated_turn_is_told_again_not_run_again(running, actions, conversation):
    actions.answer["responses"] = [
        {"text": "a\n\nb", "buttons": [{"title": "x", "payload": "/chat_deny"}]},
        {"custom": {"signal": "cite"}},
    ]
    first = running.turn(conversation, "t1", "hello")[1]
    asked = len(actions.asked)
    running.turn(conversation, "t2", "hello")
    again = running.turn(conversation, "t1", "hello")[1]
    assert again["repeated"] is True
    assert again["messages"] == first["messages"] and again["parse"] == first["parse"]
    assert len(actions.asked) == 2 * asked
    assert stored(running, conversation).count("user") == 2


def test_the_same_turn_twice_at_once_runs_once(running, actions, conversation):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(running.turn(conversation, "t1", "hello")[1]["repeated"]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True, True, True]
    assert stored(running, conversation).count("user") == 1


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", "/chat_affirm", '/chat_give_details{"product": "duo"}', " //session_start"]
)
def test_a_typed_command_is_only_text(running, actions, conversation, text):
    status, body = running.turn(conversation, "t1", text)
    assert status == 200
    assert body["parse"]["ranking"][0]["confidence"] < 1.0
    assert "restart" not in stored(running, conversation)


def test_a_payload_runs_as_its_intent(running, actions, conversation):
    status, body = running.turn(conversation, "t1", "Yes", payload="/chat_request_human")
    assert status == 200
    assert body["parse"]["intent"] == {"name": "chat_request_human", "confidence": 1.0}
    assert body["parse"]["lane"] == "chat" and body["parse"]["lane_confidence"] == 1.0


@pytest.mark.parametrize("payload", ["/restart", "/no_such_intent", "chat_affirm", "/chat_affirm{", 5, ""])
def test_a_payload_that_is_no_known_intent_is_refused(running, actions, conversation, payload):
    assert running.turn(conversation, "t1", "x", payload=payload)[0] == 422
    assert stored(running, conversation) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "///",
        "😀😀😀",
        "\u202eمرحبا",
        "<script>alert(1)</script>",
        "\x00\x07 bell",
        "half \ud83d",
        "é" * 20_000,
    ],
)
def test_odd_texts_get_an_answer(running, actions, conversation, text):
    status, body = running.turn(conversation, "t1", text)
    assert status == 200 and body["messages"]
    assert running.turn(conversation, "t1", text)[1]["repeated"] is True


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"[]", 400, "bad_request"),
        (json.dumps({"conversation_id": "c", "turn_id": "t", "text": "x" * 100_000}).encode(), 413, "text_too_long"),
        (json.dumps({"conversation_id": "c", "turn_id": "t", "text": ["x"]}).encode(), 400, "bad_request"),
        (json.dumps({"conversation_id": "a b", "turn_id": "t", "text": "x"}).encode(), 400, "bad_request"),
        (json.dumps({"conversation_id": "c", "text": "x"}).encode(), 400, "bad_request"),
        (json.dumps({"conversation_id": "c", "turn_id": "t", "text": "x", "metadata": []}).encode(), 200, None),
        (
            json.dumps({"conversation_id": "c", "turn_id": "t", "text": "x", "metadata": [1]}).encode(),
            400,
            "bad_request",
        ),
        (b"[" * 100_000, 400, "bad_json"),
    ],
)
def test_bad_requests_are_named(running, actions, raw, status, code):
    answer, body = running.request("turn", raw=raw)
    assert answer == status
    assert code is None or body["error"]["code"] == code


def test_parsing_leaves_no_trace(running):
    status, body = running.request("parse", {"text": "  /where is bl 10482", "metadata": {}})
    assert status == 200
    entity = next(entity for entity in body["parse"]["entities"] if entity["entity"] == "order_number")
    assert (entity["start"], entity["end"], entity["text"]) == (12, 20, "bl 10482")
    assert body["parse"]["intent"]["name"] == "service_track_order" and body["parse"]["lane"] == "service"
    assert stored(running, "parse") == []


def test_a_message_that_was_judged_first_is_understood_alike_as_a_turn(running, actions, conversation):
    _, judged = running.request("parse", {"text": "How do I descale my Duo?"})
    _, turn = running.turn(conversation, "t1", "How do I descale my Duo?")
    _, later = running.turn(conversation, "t2", "How do I descale my Duo?")
    assert judged["parse"] == turn["parse"] == later["parse"]
    assert actions.asked[-2]["tracker"]["latest_message"]["message_id"] == "t1"


def test_what_was_judged_after_another_turn_is_judged_anew(running, actions, conversation):
    asked = {"text": "and how often?"}
    context = {"text": "how do I descale my duo", "products": ["duo"], "article": "descale-the-duo"}
    _, judged = running.request("parse", {**asked, "metadata": {"context": context}})
    assert judged["parse"]["articles"][0]["id"] == "descale-the-duo"
    other = {**context, "text": "how do I clean the frother", "products": [], "article": "clean-the-milk-system"}
    _, turn = running.turn(conversation, "turn-1", **asked, metadata={"context": other})
    assert turn["parse"]["articles"][0]["id"] == "clean-the-milk-system"


def test_an_action_that_fails_fails_the_turn_and_its_retry_runs_it(running, actions, conversation):
    assert running.turn(conversation, "t0", "hello")[0] == 200
    before = stored(running, conversation)
    actions.status = 500
    status, body = running.turn(conversation, "t1", "hello")
    assert status == 502 and body["error"]["code"] == "action_failed"
    assert stored(running, conversation) == before
    actions.status = 200
    status, body = running.turn(conversation, "t1", "hello")
    assert status == 200 and body["repeated"] is False and body["messages"]
    assert stored(running, conversation).count("user") == 2


def test_an_action_that_says_nothing_is_not_stored(running, actions, conversation):
    actions.answer = {"events": [], "responses": []}
    status, body = running.turn(conversation, "t1", "hello")
    assert status == 200 and body["messages"] == [] and body["repeated"] is False
    assert stored(running, conversation) == []


def test_a_long_conversation_keeps_its_slots_and_its_turns(running, actions, conversation):
    actions.answer = {
        "events": [{"event": "slot", "name": "machine", "value": "kept"}],
        "responses": [{"text": "set"}],
    }
    assert running.turn(conversation, "first", "hello")[0] == 200
    actions.answer = {"events": [], "responses": [{"text": "again"}]}
    for number in range(14):
        assert running.turn(conversation, f"t{number}", "thank you")[0] == 200
    tracker = actions.asked[-1]["tracker"]
    assert tracker["slots"]["machine"] == "kept"
    assert [event["event"] for event in tracker["events"]].count("user") == 2, "an action is told the last two messages"
    assert stored(running, conversation).count("user") == 15
    assert running.turn(conversation, "first", "hello")[1] == {
        **running.turn(conversation, "first", "hello")[1], "repeated": True, "messages": [{"text": "set"}],
    }  # fmt: skip


def test_forgetting_erases_one_conversation(running, actions, conversation):
    other = str(uuid.uuid4())
    for one in (conversation, other):
        running.turn(one, "t1", "hello")
    assert running.request("forget", {"conversation_id": conversation}) == (204, None)
    assert stored(running, conversation) == [] and stored(running, other)
    assert running.turn(conversation, "t1", "hello")[1]["repeated"] is False


def test_a_locked_tracker_store_fails_the_turn_loudly_and_only_while_it_lasts(running, actions, conversation):
    with closing(sqlite3.connect(running.database, isolation_level=None)) as database:
        database.execute("begin exclusive")
        status, body = running.turn(conversation, "t1", "hello")
        assert status == 503 and body["error"]["code"] == "tracker_store_failed"
        assert running.request("parse", {"text": "hello"})[0] == 200
        database.execute("rollback")
    status, body = running.turn(conversation, "t1", "hello")
    assert status == 200 and body["repeated"] is False
    assert stored(running, conversation).count("user") == 1


def test_a_tracker_store_that_was_replaced_is_not_written_to_under_its_old_name(running, actions, conversation):
    assert running.turn(conversation, "t1", "hello")[0] == 200
    for old in running.database.parent.glob(f"{running.database.name}*"):
        old.rename(old.with_name(f"old-{old.name}"))
    running.turn(conversation, "t2", "hello")  # fails at most once: the new file has no tables yet
    assert running.turn(conversation, "t3", "hello")[0] == 200
    assert "user" in stored(running, conversation)


def test_no_stack_trace_leaves_the_engine(running, actions):
    actions.status = 500
    content = json.dumps(running.turn("c-trace", "t1", "hello")[1])
    assert "Traceback" not in content and str(ROOT) not in content


def test_with_a_model_that_cannot_be_read_it_says_so(model, tmp_path):
    torn = tmp_path / "torn.tar.gz"
    torn.write_bytes(model.read_bytes()[:100_000])
    engine = Engine(tmp_path, torn, "http://127.0.0.1:9")
    try:
        engine.wait(503)
        assert engine.request("health")[1] == {"status": "loading"}
        status, body = engine.turn("c", "t", "hello")
        assert status == 503 and body["error"]["code"] == "model_missing"
    finally:
        engine.stop()


def test_without_actions_the_turn_fails_and_a_parse_works(model, tmp_path):
    engine = Engine(tmp_path, model, "http://127.0.0.1:9")
    try:
        engine.wait(200)
        status, body = engine.turn("c", "t", "hello")
        assert status == 502 and body["error"]["code"] == "action_failed"
        assert engine.request("parse", {"text": "hello"})[0] == 200
    finally:
        engine.stop()


def test_several_requests_go_back_to_a_gateway_that_may_split_them(running, actions, conversation):
    actions.answer = {"events": [], "responses": [{"text": "Here you are."}]}
    text = "How do I descale my Duo? And when are you open on saturday?"
    status, body = running.turn(conversation, "t1", text, metadata={"may_split": True})
    assert status == 200 and body["messages"] == []
    assert len(body["parse"]["requests"]) == 2
    assert stored(running, conversation) == [], "the first part comes back under the same id"
    status, body = running.turn(conversation, "t1", text, metadata={})
    assert body["messages"] == [{"text": "Here you are."}] and body["repeated"] is False
