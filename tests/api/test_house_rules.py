"""Hours and times over the admin API: another gateway has them at once."""

from typing import Any

from tests.api.conftest import Caller, Gateway
from tests.company import stock
from tests.conftest import Shop


def rule(boss: Caller, name: str) -> dict[str, Any]:
    return next(one for one in boss.get("/admin/rules").body if one["name"] == name)


def test_an_admin_changes_the_hours_and_puts_them_back(shop: Shop, start: Any, boss: Caller, ann: Caller) -> None:
    shop.do(stock)
    other: Gateway = start()
    assert ann.get("/admin/rules").status == 403
    hours = rule(boss, "hours")
    new = {**hours["fields"], "time_zone": "America/New_York"}
    assert ann.put("/admin/rules/hours", {"number": 0, "fields": new}).status == 403
    assert boss.put("/admin/rules/hours", {"number": 0, "fields": new}).body["number"] == 1
    shown = other.client.get("/api/v1/visitor/settings").json()["company"]
    assert shown["time_zone"] == "America/New_York"
    refused = boss.put("/admin/rules/hours", {"number": 0, "fields": None})
    assert (refused.status, refused.body["error"]["code"]) == (409, "changed_meanwhile")
    back = boss.post("/admin/rules/hours/put-back", {"number": 1, "wanted": 0})
    assert (back.body["fields"], back.body["decided"]) == (hours["fields"], False)


def test_what_is_no_rule_is_refused_with_its_field(shop: Shop, boss: Caller) -> None:
    shop.do(stock)
    hours = rule(boss, "hours")["fields"]
    wrong = {**hours, "hours": {**hours["hours"], "monday": ["18:00-09:00"]}}
    error = boss.put("/admin/rules/hours", {"number": 0, "fields": wrong}).body["error"]
    assert error["details"]["problems"][0]["field"] == "hours.monday"
    for name, fields in (("hours", {"monday": 1}), ("times", {}), ("times", {"resolution": "soon"})):
        assert boss.put(f"/admin/rules/{name}", {"number": 0, "fields": fields}).status == 422
    assert boss.put("/admin/rules/prices", {"number": 0, "fields": {}}).status == 404
