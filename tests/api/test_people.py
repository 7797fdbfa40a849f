"""Teams, presence, handing on and putting away, as the desk calls them."""

from datetime import timedelta

import pytest

from bot.db.base import utcnow
from tests.api.conftest import Caller, Gateway, Visitor
from tests.api.engine import signal

TEAM = {"name": "Repairs", "lanes": ["support"], "topics": ["troubleshoot"], "automatic": True, "members": []}


@pytest.fixture
def ben(gateway: Gateway) -> Caller:
    return gateway.staff("Ben")


@pytest.fixture
def queued(gateway: Gateway, cleo: Visitor) -> Visitor:
    """Cleo has asked for a person."""
    gateway.engine.next(signal("escalate", intent="chat_request_human", reason="asked", priority="medium"))
    cleo.await_message(cleo.say("can I talk to someone").body["seq"], author="system")
    return cleo


def colleague(caller: Caller, name: str) -> dict[str, object]:
    found = next(one for one in caller.get("/desk/colleagues").body if one["name"].startswith(name))
    return dict(found)


def test_who_calls_is_online_until_they_say_otherwise(ann: Caller, ben: Caller) -> None:
    assert colleague(ann, "Ben")["presence"] == "offline"
    ben.get("/desk/counts")
    assert colleague(ann, "Ben")["presence"] == "online"
    assert ben.put("/desk/presence", {"presence": "away"}).status == 204
    assert colleague(ann, "Ben")["presence"] == "away"
    assert ben.put("/desk/presence", {"presence": "asleep"}).status == 422


def test_only_admins_make_teams(ann: Caller, boss: Caller) -> None:
    assert ann.post("/admin/teams", TEAM).status == 403
    made = boss.post("/admin/teams", TEAM)
    assert made.status == 201
    assert boss.post("/admin/teams", TEAM).status == 409
    assert boss.post("/admin/teams", {**TEAM, "name": "Sales", "lanes": ["selling"]}).status == 422
    assert boss.post("/admin/teams", {**TEAM, "name": "Sales", "members": ["nobody"]}).status == 422
    assert boss.post("/admin/teams", {**TEAM, "name": "Sales", "first_response_s": 0}).status == 422
    assert [team["name"] for team in ann.get("/desk/teams").body] == ["Repairs"]
    renamed = boss.put(f"/admin/teams/{made.body['id']}", {**TEAM, "name": "Workshop"})
    assert (renamed.status, renamed.body["name"]) == (200, "Workshop")
    assert boss.delete(f"/admin/teams/{made.body['id']}").status == 204
    assert ann.get("/desk/teams").body == []
    assert boss.put(f"/admin/teams/{made.body['id']}", TEAM).status == 404


def test_a_conversation_is_handed_on_with_a_note(queued: Visitor, ann: Caller, ben: Caller) -> None:
    path = f"/desk/conversations/{queued.conversation_id}"
    ann.post(f"{path}/claim")
    assert ann.post(f"{path}/transfer", {}).status == 422
    assert ann.post(f"{path}/transfer", {"staff_id": "nobody"}).status == 422
    handed = ann.post(f"{path}/transfer", {"staff_id": colleague(ann, "Ben")["id"], "note": "Knows about pumps?"})
    assert handed.status == 200
    assert handed.body["assignee"]["name"].startswith("Ben")
    assert ann.post(f"{path}/transfer", {"staff_id": colleague(ann, "Ann")["id"]}).status == 409
    assert "Knows about pumps?" not in str(queued.thread())


def test_a_team_is_in_the_row_and_its_end_leaves_the_conversation(queued: Visitor, ann: Caller, boss: Caller) -> None:
    team = boss.post("/admin/teams", {**TEAM, "automatic": False}).body
    path = f"/desk/conversations/{queued.conversation_id}"
    handed = ann.post(f"{path}/transfer", {"team_id": team["id"]})
    assert (handed.status, handed.body["team"]) == (200, {"id": team["id"], "name": "Repairs"})
    assert boss.delete(f"/admin/teams/{team['id']}").status == 204
    assert ann.get(path).body["conversation"]["team"] is None


def test_a_snooze_and_the_clocks_are_in_the_row(queued: Visitor, ann: Caller) -> None:
    path = f"/desk/conversations/{queued.conversation_id}"
    row = ann.post(f"{path}/claim").body
    assert row["clocks"]["clock"] == "first_response"
    assert row["clocks"]["overdue"] is False
    ann.post(f"{path}/messages", {"text": "I will ask the workshop."})
    later = (utcnow() + timedelta(hours=2)).isoformat()
    snoozed = ann.post(f"{path}/snooze", {"until": later})
    assert (snoozed.status, snoozed.body["status"]) == (200, "snoozed")
    assert snoozed.body["snoozed_until"] is not None
    assert ann.post(f"{path}/snooze", {"until": "yesterday"}).status == 422
    back = ann.post(f"{path}/unsnooze")
    assert (back.status, back.body["status"], back.body["snoozed_until"]) == (200, "assigned", None)


def test_an_automatic_team_is_handed_its_own(gateway: Gateway, cleo: Visitor, ann: Caller, boss: Caller) -> None:
    ann.get("/desk/counts")
    me = colleague(ann, "Ann")["id"]
    boss.post("/admin/teams", {**TEAM, "lanes": [], "topics": [], "members": [me]})
    gateway.engine.next(signal("escalate", intent="chat_request_human", reason="asked", priority="medium"))
    sent = cleo.say("can I talk to someone").body["seq"]
    waiting = cleo.await_message(sent, author="system")
    joined = cleo.await_message(waiting["seq"], author="system")
    assert joined["text"] == "Ann has joined the conversation."
    assert cleo.status == "assigned"
