"""Canned responses, articles, intents, lessons and labels, as the desk calls them."""

from datetime import UTC, datetime, timedelta

from bot.db.models.staff import Role
from tests.api.conftest import Caller, Gateway, Visitor


def test_admins_write_canned_responses_and_agents_read_them(ann: Caller, boss: Caller) -> None:
    assert ann.post("/admin/canned", {"name": "hello", "text": "Hello"}).status == 403
    made = boss.post("/admin/canned", {"name": "hello", "text": "Hello {customer_name}"})
    assert made.status == 201
    assert boss.post("/admin/canned", {"name": "hello", "text": "Hi"}).status == 409
    assert boss.post("/admin/canned", {"name": "hi", "text": "Hi {whoever}"}).status == 422
    assert boss.put(f"/admin/canned/{made.body['id']}", {"name": "hi", "text": "Hi"}).status == 200
    assert [(one["name"], one["text"]) for one in ann.get("/desk/canned").body] == [("hi", "Hi")]
    assert boss.delete(f"/admin/canned/{made.body['id']}").status == 204
    assert boss.delete(f"/admin/canned/{made.body['id']}").status == 404
    assert ann.get("/desk/canned").body == []


def test_trainers_are_not_at_the_desk(gateway: Gateway) -> None:
    tom = gateway.staff("Tom", Role.TRAINER)
    for path in ("/desk/canned", "/desk/labels", "/desk/intents", "/desk/articles"):
        assert tom.get(path).status == 403


def test_a_message_is_taught_and_labelled(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    cleo.ask("it does not brew")
    path = f"/desk/conversations/{cleo.conversation_id}"
    said = ann.get(path).body["messages"][0]
    intents = [one["name"] for one in ann.get("/desk/intents").body]
    taught = ann.post(f"{path}/lessons", {"message_id": said["id"], "intent": intents[0]})
    assert (taught.status, taught.body) == (201, {"message_id": said["id"], "intent": intents[0]})
    assert ann.post(f"{path}/lessons", {"message_id": said["id"], "intent": "x"}).status == 422
    assert ann.post(f"{path}/lessons", {"message_id": "x", "intent": intents[0]}).status == 404
    assert ann.put(f"{path}/labels", {"labels": ["Recall"]}).status == 204
    assert ann.get("/desk/labels").body == ["recall"]
    assert [row["id"] for row in ann.get("/desk/conversations", label="recall").body["conversations"]] == [
        cleo.conversation_id
    ]
    assert ann.get("/desk/conversations", label="other").body["conversations"] == []
    opened = ann.get(path).body
    assert opened["messages"][0]["taught"] == intents[0]
    assert (opened["earlier"], opened["suggestions"]) == (False, [])
    earlier = ann.get(f"{path}/messages", before=opened["messages"][-1]["seq"]).body
    assert [one["id"] for one in earlier["messages"]] == [one["id"] for one in opened["messages"][:-1]]


def test_promises_are_made_kept_and_put_off(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    cleo.ask("it does not brew")
    path = f"/desk/conversations/{cleo.conversation_id}"
    due_at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert ann.post(f"{path}/promises", {"text": "Call", "due_at": "tomorrow"}).status == 422
    assert ann.post(f"{path}/promises", {"text": "", "due_at": due_at}).status == 422
    made = ann.post(f"{path}/promises", {"text": "Call her back", "due_at": due_at})
    assert made.status == 201
    assert [one["text"] for one in ann.get(path).body["promises"]] == ["Call her back"]
    [row] = ann.get("/desk/conversations", promise="open").body["conversations"]
    assert row["promise"]["id"] == made.body["id"]
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    assert ann.post(f"/desk/promises/{made.body['id']}/put-off", {"due_at": later}).status == 204
    assert ann.post(f"/desk/promises/{made.body['id']}/keep").status == 204
    assert ann.post("/desk/promises/none/keep").status == 404
    assert ann.get("/desk/promises").body == []


def test_only_a_note_calls_colleagues(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    ben = gateway.staff("Ben")
    cleo.ask("it does not brew")
    path = f"/desk/conversations/{cleo.conversation_id}/messages"
    [ben_id] = [one["id"] for one in ann.get("/desk/colleagues").body if one["name"].startswith("Ben")]
    assert ann.post(path, {"text": "@Ben", "mentions": [ben_id]}).status == 422
    assert ann.post(path, {"text": "@Ben", "private": True, "mentions": ["nobody"]}).status == 422
    sent = ann.post(path, {"text": "@Ben", "private": True, "mentions": [ben_id]})
    page = ben.get("/desk/conversations", mentioned="me").body
    assert (sent.status, [row["mentioned"] for row in page["conversations"]]) == (201, [True])
    assert page["counts"]["mentions"] == 1
    ben.post(f"/desk/conversations/{cleo.conversation_id}/read", {"seq": sent.body["seq"]})
    assert ben.get("/desk/counts").body["mentions"] == 0
