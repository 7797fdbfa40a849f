"""The studio's runs and models over HTTP: who may, and what comes back."""

import pytest

from bot.db.models.staff import Role
from bot.services import release, workbench
from tests.api.conftest import Caller, Gateway
from tests.services.test_runs import DROP, HERE, flip, model, report


@pytest.fixture
def tom(gateway: Gateway) -> Caller:
    return gateway.staff("Tom", Role.TRAINER)


def carried_out(gateway: Gateway, run_id: str, letter: str, *refusals: object) -> None:
    shop = gateway.shop
    assert shop.do(workbench.take_run, HERE) == run_id
    assert shop.do(workbench.finish_run, run_id, HERE, model(letter), report(flip()), refusals)


def test_a_run_is_asked_for_watched_decided_on_and_promoted(gateway: Gateway, tom: Caller) -> None:
    gateway.shop.do(release.settle, HERE, model("0"))
    run = tom.post("/studio/runs", {"note": "parcels"}).body
    assert (run["state"], run["note"], run["author"]) == ("queued", "parcels", "Tom Tester")
    carried_out(gateway, run["id"], "a")
    shown = tom.get(f"/studio/runs/{run['id']}").body
    assert (shown["state"], shown["refusals"], shown["open_flips"]) == ("done", [], 1)
    (one,) = tom.get(f"/studio/runs/{run['id']}/flips").body
    decided = tom.post(f"/studio/runs/{run['id']}/flips", {"flips": [one["id"]], "decision": "accepted"}).body
    assert [flip["decision"] for flip in decided] == ["accepted"]
    asked = tom.post(f"/studio/runs/{run['id']}/promote")
    assert (asked.status, asked.body["state"]) == (202, "asked")
    gateway.shop.do(release.take_deployment, HERE)
    gateway.shop.do(release.went_live, asked.body["id"], {})
    found = tom.get("/studio/models").body
    assert [one["model_id"][0] for one in found["history"]] == ["a", "0"]
    back = tom.post(f"/studio/models/{'0' * 16}/rollback")
    assert (back.status, back.body["kind"]) == (202, "rollback")


def test_a_run_is_cancelled(gateway: Gateway, tom: Caller) -> None:
    run = tom.post("/studio/runs").body
    assert tom.post(f"/studio/runs/{run['id']}/cancel").body["state"] == "cancelled"
    assert tom.post(f"/studio/runs/{run['id']}/cancel").status == 409
    assert [one["id"] for one in tom.get("/studio/runs").body] == [run["id"]]


def test_a_refused_model_is_for_admins_with_a_reason(gateway: Gateway, tom: Caller) -> None:
    run = tom.post("/studio/runs").body
    carried_out(gateway, run["id"], "a", DROP)
    path, reason = f"/studio/runs/{run['id']}/promote", {"reason": "The old sentences are outdated."}
    assert tom.post(path, reason).status == 403
    admin = gateway.staff("Ada", Role.ADMIN)
    assert admin.post(path).status == 422
    assert admin.post(path, reason).body["reason"] == reason["reason"]


def test_agents_have_no_business_here(gateway: Gateway) -> None:
    ann = gateway.staff("Ann")
    assert ann.post("/studio/runs").status == 403
    assert ann.get("/studio/models").status == 403


@pytest.mark.parametrize("path", ["/studio/runs/nothing", "/studio/runs/nothing/flips", "/studio/runs/no%2Fid"])
def test_what_is_not_there_is_not_found(gateway: Gateway, tom: Caller, path: str) -> None:
    assert tom.get(path).status == 404


def test_a_decision_that_does_not_exist_is_refused(gateway: Gateway, tom: Caller) -> None:
    run = tom.post("/studio/runs").body
    assert tom.post(f"/studio/runs/{run['id']}/flips", {"flips": ["x"], "decision": "maybe"}).status == 422
    assert tom.post(f"/studio/runs/{run['id']}/flips", {"flips": [], "decision": None}).status == 422
