"""The admin API: the crew, blocking, and the log."""

import pytest

from tests.api.conftest import Caller, Gateway, Visitor

MEMBER = {"name": "Nia New", "role": "agent", "capacity": 3}


@pytest.mark.parametrize("path", ["/admin/staff", "/admin/blocked", "/admin/log"])
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
    assert boss.delete(path).status == 204
    assert cleo.say("sorry").status == 202
