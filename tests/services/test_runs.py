"""Training runs and deployments in the tables: one at a time, taken up again, decided by people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message
from bot.db.models.studio import InboxItem
from bot.db.models.training import Deployment, DeploymentState, FlipDecision
from bot.domain.conversation import Actor, Status
from bot.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from bot.domain.gate import BadRules, Refusal, Rules
from bot.domain.ports import Project
from bot.domain.runs import TrainedModel
from bot.services import deployments, inbox, lessons, release, runs, thread, workbench
from bot.services.gate_file import read_gate
from tests.conftest import NOON, Clock, Customer, Shop

HERE, THERE = "this house", "another house"
DROP = Refusal("overall_drop", "intent_accuracy", 0.9, 0.8)


class Ticking(Clock):
    """Every look at it is a moment later, as it is in life: what came after is newer."""

    def __call__(self) -> datetime:
        self.advance(milliseconds=1)
        return self.now


@pytest.fixture
def shop(shop: Shop) -> Shop:
    shop.house = replace(shop.house, now=Ticking())
    return shop


def model(letter: str) -> TrainedModel:
    return TrainedModel(letter * 64, "0" * 64, NOON, 40.0)


def flip(text: str = "where is it", set_: str = "heldout", **more: Any) -> dict[str, Any]:
    said = {"intent": "service_track_order", "lane": "service", "confidence": 0.8}
    reading = {**said, "action": "action_track_order", "article": None, "products": []}
    known = {"set": set_, "message_id": None, "text": text, "expected": None, "changed": ["intent"]}
    return {**known, "before": reading, "after": reading, "better": None, **more}


def report(*flips: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"sets": {}, "lanes": {}, "plots": {}, "confusion": [], "protected": [], **more, "flips": list(flips)}


@pytest.fixture
def trained(shop: Shop, tom: str) -> Callable[..., str]:
    """A finished run; returns its id."""

    def train(letter: str, *flips: dict[str, Any], refusals: tuple[Refusal, ...] = ()) -> str:
        run = shop.do(runs.start_run, tom, f"run {letter}")
        assert shop.do(workbench.take_run, HERE) == run["id"]
        assert shop.do(workbench.finish_run, run["id"], HERE, model(letter), report(*flips), refusals)
        return str(run["id"])

    return train


def state(shop: Shop, run_id: str) -> str:
    return str(shop.look(runs.run_detail, run_id)["state"])


def go_live(shop: Shop, deployment: dict[str, Any]) -> None:
    job = shop.do(release.take_deployment, HERE)
    assert job["id"] == deployment["id"]
    shop.do(release.went_live, job["id"], {"start": 4.0})


# Runs


def test_runs_are_carried_out_one_after_another(shop: Shop, tom: str) -> None:
    first, second = (shop.do(runs.start_run, tom)["id"] for _ in range(2))
    assert shop.do(workbench.take_run, HERE) == first
    assert shop.do(workbench.take_run, THERE) is None
    shop.do(workbench.finish_run, first, HERE, model("a"), report(), ())
    assert shop.do(workbench.take_run, THERE) == second


def test_a_waiting_run_knows_how_many_are_before_it(shop: Shop, tom: str) -> None:
    for _ in range(3):
        shop.do(runs.start_run, tom)
    shop.do(workbench.take_run, HERE)
    assert [run["ahead"] for run in shop.look(runs.list_runs)] == [2, 1, 0]


def test_too_many_runs_are_not_queued(shop: Shop, tom: str) -> None:
    for _ in range(runs.MOST_QUEUED):
        shop.do(runs.start_run, tom)
    with pytest.raises(Conflict):
        shop.do(runs.start_run, tom)


def test_progress_is_shown_with_what_is_left(shop: Shop, tom: str) -> None:
    run_id = shop.do(runs.start_run, tom)["id"]
    shop.do(workbench.take_run, HERE)
    shop.house.now.advance(seconds=10)  # type: ignore[attr-defined]
    steps = [{"name": "preparing", "at": 0.0, "done": 0.0}, {"name": "intents", "at": 8.0, "done": 0.0}]
    assert shop.do(workbench.note_progress, run_id, HERE, steps, "a line")
    shown = shop.look(runs.run_detail, run_id)
    assert (shown["step"], shown["log"]) == ("intents", "a line")
    assert 0 < shown["share"] < 1
    assert shown["left_s"] > 0


def test_a_queued_run_is_cancelled_at_once_and_a_running_one_when_its_process_ended(shop: Shop, tom: str) -> None:
    queued = shop.do(runs.start_run, tom)["id"]
    assert shop.do(runs.cancel_run, queued)["state"] == "cancelled"
    assert shop.do(workbench.take_run, HERE) is None
    running = shop.do(runs.start_run, tom)["id"]
    shop.do(workbench.take_run, HERE)
    assert shop.do(runs.cancel_run, running)["stopping"]
    assert not shop.do(workbench.note_progress, running, HERE, [], "")
    shop.do(workbench.fail_run, running, HERE, "killed", "it was ended")
    shown = shop.look(runs.run_detail, running)
    assert (shown["state"], shown["failure"]) == ("cancelled", None)
    with pytest.raises(Conflict):
        shop.do(runs.cancel_run, running)


def test_a_failed_run_says_why(shop: Shop, tom: str) -> None:
    run_id = shop.do(runs.start_run, tom)["id"]
    shop.do(workbench.take_run, HERE)
    shop.do(workbench.fail_run, run_id, HERE, "data", "data/nlu/chat/smalltalk.yml:7: …")
    assert shop.look(runs.run_detail, run_id)["failure"]["message"].startswith("data/nlu/chat/smalltalk.yml:7")
    assert shop.do(workbench.take_run, HERE) is None


def test_a_run_whose_house_was_stopped_begins_again_but_not_for_ever(shop: Shop, tom: str) -> None:
    run_id = shop.do(runs.start_run, tom)["id"]
    shop.do(workbench.take_run, HERE)
    assert shop.do(workbench.take_run, THERE) is None  # its lease still holds
    assert shop.do(workbench.take_run, HERE) == run_id  # the same house after a restart
    assert "begins again" in shop.look(runs.run_detail, run_id)["log"]
    shop.house.now.advance(seconds=workbench.LEASE.total_seconds() + 1)  # type: ignore[attr-defined]
    assert shop.do(workbench.take_run, THERE) is None
    assert state(shop, run_id) == "failed"


def test_a_worker_that_lost_its_run_cannot_finish_it(shop: Shop, tom: str) -> None:
    run_id = shop.do(runs.start_run, tom)["id"]
    shop.do(workbench.take_run, HERE)
    shop.house.now.advance(seconds=workbench.LEASE.total_seconds() + 1)  # type: ignore[attr-defined]
    assert shop.do(workbench.take_run, THERE) == run_id
    assert not shop.do(workbench.note_progress, run_id, HERE, [], "")
    assert not shop.do(workbench.finish_run, run_id, HERE, model("a"), report(), ())
    assert state(shop, run_id) == "running"


def test_the_last_real_messages_come_with_what_an_agent_said_they_mean(
    shop: Shop, cleo: Customer, ann: str, project: Project
) -> None:
    said = shop.do(thread.receive_text, cleo.visitor_id, "one", "where is my parcel")

    def understood(session: Any, house: Any) -> None:
        session.get_one(Message, said["id"]).nlu = {
            "intent": "chat_greet",
            "lane": "chat",
            "masked": "where is my parcel",
        }

    assert shop.do(workbench.recent_messages, 10) == []  # not understood yet
    shop.do(understood)
    shop.do(lessons.teach, project, cleo.conversation_id, ann, said["id"], "service_track_order")
    (found,) = shop.do(workbench.recent_messages, 10)
    assert (found["text"], found["intent"], found["lane"]) == ("where is my parcel", "service_track_order", "service")

    def labelled(session: Any, house: Any) -> None:
        inbox.bring(session, house, [said["id"]])
        item = session.scalars(select(InboxItem)).one()
        item.taught = "service_change_order"

    shop.do(labelled)
    (found,) = shop.do(workbench.recent_messages, 10)
    assert found["intent"] == "service_change_order"


# Flips


def test_flips_are_decided_on_and_frozen_sentences_are_never_taught(
    shop: Shop, tom: str, trained: Callable[..., str]
) -> None:
    run_id = trained("a", flip("worse", better=False), flip("a customer's", "recent"))
    frozen, real = shop.look(runs.list_flips, run_id)
    assert (frozen["text"], real["set"]) == ("worse", "recent")
    with pytest.raises(InvalidInput):
        shop.do(runs.decide_flips, run_id, tom, [frozen["id"], real["id"]], FlipDecision.EXAMPLE)
    shop.do(runs.decide_flips, run_id, tom, [frozen["id"]], FlipDecision.ACCEPTED)
    assert [one["id"] for one in shop.look(runs.list_flips, run_id, open_only=True)] == [real["id"]]
    assert shop.look(runs.run_detail, run_id)["open_flips"] == 1
    shop.do(runs.decide_flips, run_id, tom, [frozen["id"]], None)
    assert shop.look(runs.run_detail, run_id)["open_flips"] == 2
    with pytest.raises(NotFound):
        shop.do(runs.decide_flips, run_id, tom, ["nothing"], FlipDecision.ACCEPTED)


def test_a_customers_message_that_flips_the_wrong_way_goes_to_the_inbox_masked(
    shop: Shop, tom: str, cleo: Customer, trained: Callable[..., str]
) -> None:
    said = shop.do(thread.receive_text, cleo.visitor_id, "one", "i am Cleo, where is it")

    def understood(session: Any, house: Any) -> None:
        nlu = {
            "intent": "service_track_order",
            "lane": "service",
            "confidence": 0.9,
            "masked": "i am [name], where is it",
        }
        session.get_one(Message, said["id"]).nlu = nlu

    shop.do(understood)
    run_id = trained("a", flip("i am [name], where is it", "recent", message_id=said["id"], better=False))
    (found,) = shop.look(runs.list_flips, run_id)
    shop.do(runs.decide_flips, run_id, tom, [found["id"]], FlipDecision.EXAMPLE)
    (item,) = shop.rows(InboxItem)
    assert (item.text, item.reasons) == ("i am [name], where is it", ["flipped"])


def test_a_flip_of_a_message_that_was_erased_meanwhile_is_left_out(shop: Shop, trained: Callable[..., str]) -> None:
    run_id = trained("a", flip("gone", "recent", message_id="was-erased"), flip("there"))
    assert [one["text"] for one in shop.look(runs.list_flips, run_id)] == ["there"]


# Deployments


def test_a_model_goes_live_and_the_one_before_is_history(shop: Shop, tom: str, trained: Callable[..., str]) -> None:
    shop.do(release.settle, HERE, model("0"))
    run_id = trained("a")
    asked = shop.do(deployments.promote, run_id, tom, may_override=False)
    assert shop.look(deployments.models)["pending"]["state"] == "asked"
    go_live(shop, asked)
    shown = shop.look(deployments.models)
    assert shown["pending"] is None
    assert [(one["model_id"], one["state"], one["kind"]) for one in shown["history"]] == [
        ("a" * 16, "live", "promote"),
        ("0" * 16, "replaced", "found"),
    ]
    assert [one["id"] for one in shown["models"] if one["live"]] == ["a" * 16]
    with pytest.raises(Conflict):
        shop.do(deployments.promote, run_id, tom, may_override=False)


def test_a_refused_model_needs_an_admin_with_a_reason(shop: Shop, tom: str, trained: Callable[..., str]) -> None:
    run_id = trained("a", refusals=(DROP,))
    with pytest.raises(Forbidden):
        shop.do(deployments.promote, run_id, tom, may_override=False, reason="I am sure about this one")
    with pytest.raises(InvalidInput):
        shop.do(deployments.promote, run_id, tom, may_override=True, reason="  yes ")
    asked = shop.do(deployments.promote, run_id, tom, may_override=True, reason="The old sentences are outdated.")
    assert asked["reason"] == "The old sentences are outdated."


def test_only_one_model_is_on_its_way(shop: Shop, tom: str, trained: Callable[..., str]) -> None:
    first, second = trained("a"), trained("b")
    shop.do(deployments.promote, first, tom, may_override=False)
    with pytest.raises(Conflict):
        shop.do(deployments.promote, second, tom, may_override=False)


def test_a_run_without_a_model_cannot_be_promoted(shop: Shop, tom: str) -> None:
    run = shop.do(runs.start_run, tom)
    with pytest.raises(Conflict):
        shop.do(deployments.promote, run["id"], tom, may_override=True)
    with pytest.raises(NotFound):
        shop.do(deployments.promote, "nothing", tom, may_override=True)


def test_a_model_that_is_not_fit_leaves_the_live_one_alone(shop: Shop, tom: str, trained: Callable[..., str]) -> None:
    shop.do(release.settle, HERE, model("0"))
    shop.do(deployments.promote, trained("a"), tom, may_override=False)
    job = shop.do(release.take_deployment, HERE)
    shop.do(release.did_not, job["id"], "damaged", "its sha256 differs")
    shown = shop.look(deployments.models)
    assert [one["id"] for one in shown["models"] if one["live"]] == ["0" * 16]
    assert shown["history"][0]["failure"] == {"code": "damaged", "message": "its sha256 differs"}


def test_only_what_was_live_can_be_rolled_back_to(shop: Shop, tom: str, trained: Callable[..., str]) -> None:
    shop.do(release.settle, HERE, model("0"))
    go_live(shop, shop.do(deployments.promote, trained("a"), tom, may_override=False))
    trained("b")
    with pytest.raises(NotFound):
        shop.do(deployments.roll_back, "b" * 16, tom)
    go_live(shop, shop.do(deployments.roll_back, "0" * 16, tom))
    assert shop.look(deployments.models)["history"][0]["kind"] == "rollback"


@pytest.mark.parametrize("got_there", [True, False])
def test_after_a_stop_in_between_the_files_say_what_is_live(
    shop: Shop, tom: str, trained: Callable[..., str], got_there: bool
) -> None:
    shop.do(release.settle, HERE, model("0"))
    shop.do(deployments.promote, trained("a"), tom, may_override=False)
    shop.do(release.take_deployment, HERE)
    shop.do(release.settle, HERE, model("a" if got_there else "0"))
    (deployment,) = [one for one in shop.rows(Deployment) if one.model_id == "a" * 16]
    assert deployment.state == (DeploymentState.LIVE if got_there else DeploymentState.FAILED)
    assert deployment.pending is None


def test_a_model_that_was_put_there_by_hand_is_in_the_history(shop: Shop) -> None:
    shop.do(release.settle, HERE, model("0"))
    shop.do(release.settle, HERE, model("0"))
    shop.do(release.settle, HERE, model("1"))
    shown = shop.look(deployments.models)["history"]
    assert [(one["model_id"][0], one["state"]) for one in shown] == [("1", "live"), ("0", "replaced")]


def test_history_says_what_came_of_it(shop: Shop, cleo: Customer) -> None:
    shop.do(thread.receive_text, cleo.visitor_id, "one", "hello")

    def score(session: Any, house: Any) -> None:
        session.get_one(Conversation, cleo.conversation_id).score = 4

    shop.do(score)
    later = shop.house.now() + timedelta(hours=1)
    found = shop.look(lambda session, house: deployments.outcome_between(session, NOON, later))
    assert found == {"conversations": 1, "containment": 1.0, "csat": 4.0, "scores": 1}

    def to_people(session: Any, house: Any) -> None:
        session.add(
            Event(
                conversation_id=cleo.conversation_id,
                at=house.now(),
                actor=Actor.CUSTOMER,
                after=Status.QUEUED,
                reason="asked",
            )
        )

    shop.do(to_people)
    assert shop.look(lambda session, house: deployments.outcome_between(session, NOON, later))["containment"] == 0.0
    before = shop.look(lambda session, house: deployments.outcome_between(session, NOON - timedelta(days=1), NOON))
    assert before == {"conversations": 0, "containment": None, "csat": None, "scores": 0}


# data/gate.yml


def test_the_shipped_rules_can_be_read() -> None:
    rules, protected = read_gate()
    assert isinstance(rules, Rules)
    assert {one.lane for one in protected} == {"support", "service", "success", "chat"}


def test_a_broken_rules_file_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "gate.yml"
    file.write_text("refuse:\n  lane_drop: 0.1\n   overall_drop: 0.2\n")
    with pytest.raises(BadRules, match=r"data/gate.yml:\d"):
        read_gate(file)
    file.write_text("protected: [hello]")
    with pytest.raises(BadRules, match="hello"):
        read_gate(file)
