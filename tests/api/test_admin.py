"""The admin API: the crew, blocking, and the log."""

import pytest

from tests.api.conftest import Caller, Gateway, Visitor

MEMBER = {"name": "Nia New", "role": "agent", "capacity": 3}


@pytest.mark.parametrize("path", ["/admin/staff", "/admin/blocked", "/admin/log", "/admin/labels"])
def test_only_admins_look(ann: Caller, boss: Caller, path: str) -> None:
    assert ann.get(path).status == 403
    assert boss.get(path).status == 200


def test_a_colleague_is_hired_demoted_and_gone(gateway: Gateway, boss: Caller) -> None:
    hired = boss.post("/admin/staff", {**MEMBER, "email": "nia@example.com", "password": "a long password"})
    assert (hired.status, hired.body["capacity"]) == (201, 3)
    path = f"/admin/staff/{hired.body['id']}"
    assert boss.put(path, {**MEMBER, "role": "king"}).status == 422
    assert boss.put(f"{path}/password", {"password": "short"}).status == 422
    assert boss.put(f"{path}/password", {"password": "another long one"}).status == 204
    login = {"email": "nia@example.com", "password": "another long one"}
    assert gateway.client.post("/api/v1/staff/login", json=login).status_code == 200
    gateway.client.cookies.clear()
    assert boss.put(path, {**MEMBER, "active": False}).body["active"] is False
    assert gateway.client.post("/api/v1/staff/login", json=login).status_code == 401
    done = [entry["action"] for entry in boss.get("/admin/log").body["entries"]]
    assert done == ["staff_changed", "password_set", "staff_added"]
    assert boss.put("/admin/staff/nobody", MEMBER).status == 404


def test_who_is_blocked_is_told_so(boss: Caller, cleo: Visitor) -> None:
    cleo.say("some abuse")
    path = f"/admin/blocked/{cleo.conversation_id}"
    assert boss.put(path, {"reason": ""}).status == 422
    assert boss.put(path, {"reason": "abuse"}).status == 204
    refused = cleo.say("more of it")
    assert (refused.status, refused.body["error"]["code"]) == (403, "blocked")
    assert boss.delete(path).status == 422
    assert boss.delete(path, {"reason": "apologised"}).status == 204
    assert cleo.say("sorry").status == 202


def test_teams_and_texts_are_logged_from_what_to_what(boss: Caller) -> None:
    team = boss.post("/admin/teams", {"name": "Repairs"}).body
    text = boss.post("/admin/canned", {"name": "hello", "text": "Hello"}).body
    for path, fields in (
        (f"/admin/teams/{team['id']}", {"name": "Workshop"}),
        (f"/admin/canned/{text['id']}", {"name": "hello", "text": "Hi"}),
    ):
        mark = team["mark"] if "teams" in path else text["mark"]
        assert boss.put(path, {**fields, "mark": mark}).status == 200
        refused = boss.put(path, {**fields, "mark": mark})
        assert (refused.status, refused.body["error"]["code"]) == (409, "changed_meanwhile")
        assert refused.body["error"]["details"] == {"name": "Bo Tester"}
    logged = {entry["action"]: entry["data"] for entry in boss.get("/admin/log").body["entries"]}
    assert logged["team_changed"] == {"name": ["Repairs", "Workshop"]}
    assert logged["canned_changed"] == {"text": ["Hello", "Hi"]}


def test_labels_are_merged_and_retired(boss: Caller, cleo: Visitor) -> None:
    cleo.say("it leaks")
    path = f"/desk/conversations/{cleo.conversation_id}/labels"
    boss.put(path, {"labels": ["leak", "leaks"]})
    assert boss.post("/admin/labels/rename", {"label": "leak", "to": "Leaks"}).status == 204
    assert boss.post("/admin/labels/retire", {"label": "leaks", "retired": True}).status == 204
    assert boss.get("/admin/labels").body == [{"label": "leaks", "count": 1, "retired": True}]
    assert boss.get("/desk/labels").body == []
    assert boss.put(path, {"labels": []}).status == 204
    assert boss.put(path, {"labels": ["leaks"]}).status == 422
    assert boss.post("/admin/labels/rename", {"label": "nothing", "to": "x"}).status == 404
    assert [entry["action"] for entry in boss.get("/admin/log").body["entries"]][:2] == [
        "label_retired",
        "label_merged",
    ]
