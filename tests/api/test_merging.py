"""Merging, as the desk calls it."""

from bot.db.models.staff import Role
from tests.api.conftest import Caller, Gateway, Visitor


def test_two_conversations_become_one(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    other = gateway.visitor()
    for who in (cleo, other):
        who.ask("it drips")
    path = f"/desk/conversations/{cleo.conversation_id}"
    body = {"into": other.conversation_id}
    assert ann.get(f"{path}/duplicates").body == []
    assert gateway.staff("Tom", Role.TRAINER).post(f"{path}/merge", body).status == 403
    assert ann.post(f"{path}/merge", {"into": "nothing", "same_person": True}).status == 404
    assert ann.post(f"{path}/merge", {"into": cleo.conversation_id}).status == 422
    assert ann.post(f"{path}/merge", body).status == 409
    done = ann.post(f"{path}/merge", body | {"same_person": True})
    assert (done.status, done.body["id"], done.body["status"]) == (200, other.conversation_id, "assigned")
    assert ann.get(path).body["conversation"]["merged_into"] == other.conversation_id
    [merged] = ann.get(f"/desk/conversations/{other.conversation_id}").body["merged"]
    assert [one["text"] for one in merged["messages"] if one["author"] == "customer"] == ["it drips"]
    refused = ann.post(f"{path}/messages", {"text": "Hello"})
    assert (refused.status, refused.body["error"]["details"]) == (409, {"merged_into": other.conversation_id})
