"""The workshop with small processes: what it trains, what goes live, and what is left when any of them dies."""

import asyncio
import hashlib
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.db.models.training import Run
from bot.model_files import ModelFiles
from bot.services import deployments, runs
from bot.swap import ENGINE
from tests.ops.house import NEW, OLD, House, Json
from tests.ops.test_supervisor import alive
from tests.services.test_runs import report
from tests.waiting import eventually


async def test_a_run_gives_a_model_that_goes_live_and_can_be_taken_back(home: House) -> None:
    run = await home.over(home.train())
    assert (run["state"], run["refusals"], run["facts"]) == ("done", [], {"data": "d" * 64})
    assert run["log"] == "a line of the log"
    assert home.live == OLD
    home.promote(run["id"])
    deployed = await home.deployed()
    assert (deployed["state"], deployed["failure"]) == ("live", None)
    assert home.live == NEW
    assert await home.says() == "new"
    await eventually(lambda: home.children() == [ENGINE])
    home.shop.do(deployments.roll_back, run["compared_with"], home.tom)
    assert (await home.deployed())["kind"] == "rollback"
    assert await home.says() == "old"
    assert home.live == OLD


async def test_after_a_restart_the_promoted_model_answers(home: House) -> None:
    home.promote((await home.over(home.train()))["id"])
    await home.deployed()
    await home.close()
    home.open()
    await eventually(lambda: home.log.said(ENGINE) != [])
    assert [one["state"] for one in home.shop.look(deployments.models)["history"]] == ["live", "replaced"]
    assert await home.says() == "new"


async def test_a_turn_that_began_with_the_old_engine_ends_there(home: House) -> None:
    slow = await home.over(home.train(model={**NEW, "name": "slow", "slow": 1.5}))
    home.promote(slow["id"])
    await home.deployed()
    home.promote((await home.over(home.train()))["id"])
    talking = asyncio.create_task(home.says())
    assert (await home.deployed())["state"] == "live"
    assert await home.says() == "new"
    assert await talking == "slow"


async def test_whoever_talks_while_a_model_goes_live_is_answered_at_the_first_try(home: House) -> None:
    run = await home.over(home.train())
    said: list[str] = []

    async def talk() -> None:
        while said.count("new") < 5:
            said.append(await home.says(tries=1))

    talking = [asyncio.create_task(talk()) for _ in range(3)]
    home.promote(run["id"])
    await asyncio.gather(*talking)
    assert set(said) == {"old", "new"}
    assert (await home.deployed())["state"] == "live"


@pytest.mark.parametrize(
    ("end", "code", "message"),
    [
        ("data", "data", "data/nlu/chat/smalltalk.yml:7: not good"),
        ("broke", "broke", "Traceback of a sort"),
        ("torn", "disk", "is damaged"),
    ],
)
async def test_a_run_that_fails_says_why_and_leaves_nothing(home: House, end: str, code: str, message: str) -> None:
    run = await home.over(home.train(end))
    assert run["state"] == "failed"
    assert run["failure"]["code"] == code
    assert message in run["failure"]["message"]
    assert home.live == OLD
    await eventually(lambda: not list(home.files.candidates.glob(f"{run['id']}*")))
    await eventually(lambda: not list((home.folder / "run").glob("*.messages.json")))


async def test_a_cancelled_run_ends_its_process_and_leaves_nothing(home: House) -> None:
    run_id = home.train(pause="candidate")
    await home.step(run_id, "candidate")
    pid = home.trainer_pid()
    home.shop.do(runs.cancel_run, run_id)
    run = await home.over(run_id)
    assert (run["state"], run["failure"]) == ("cancelled", None)
    assert not alive(pid)
    await eventually(lambda: not list(home.files.candidates.glob(f"{run_id}*")))
    assert (await home.over(home.train()))["state"] == "done"


async def test_a_trainer_that_is_killed_fails_its_run_and_the_next_one_begins(home: House) -> None:
    run_id = home.train(pause="candidate")
    await home.step(run_id, "candidate")
    os.kill(home.trainer_pid(), signal.SIGKILL)
    assert (await home.over(run_id))["failure"]["code"] == "killed"
    assert (await home.over(home.train()))["state"] == "done"


async def test_a_run_that_was_under_way_when_the_house_closed_begins_again(home: House) -> None:
    run_id = home.train(pause="candidate")
    await home.step(run_id, "candidate")
    pid = home.trainer_pid()
    await home.close()
    assert not alive(pid)
    home.prepare()
    home.open()
    assert (await home.over(run_id))["state"] == "done"
    assert [run.attempts for run in home.shop.rows(Run)] == [2]


async def test_rules_that_cannot_be_read_stop_a_run_before_it_begins(home: House) -> None:
    home.gate.write_text("refuse: [")
    assert "gate.yml" in (await home.over(home.train()))["failure"]["message"]


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ({**NEW, "start": "crash"}, "ended"),
        ({**NEW, "start": "never"}, "unusable"),
        ({"name": "deaf"}, "misread"),
    ],
)
async def test_a_model_that_fails_its_examination_never_answers(home: House, model: Json, code: str) -> None:
    home.promote((await home.over(home.train(model=model)))["id"])
    deployed = await home.deployed()
    assert (deployed["state"], deployed["failure"]["code"]) == ("failed", code)
    assert home.live == OLD
    assert await home.says() == "old"
    assert home.children() == [ENGINE]


async def test_a_sentence_that_an_admin_gave_up_is_not_asked_again(home: House) -> None:
    broken = [{"text": "smoke!", "intent": None, "lane": "support", "got": {"intent": "chat_greet"}, "new": True}]
    run = await home.over(home.train(model={"name": "deaf"}, result=report(protected=broken)))
    assert [one["rule"] for one in run["refusals"]] == ["protected_broken"]
    home.promote(run["id"])
    assert (await home.deployed())["state"] == "live"


async def test_a_damaged_file_does_not_go_live(home: House) -> None:
    run = await home.over(home.train())
    home.files.archive(run["model_id"]).write_bytes(b"torn")
    home.promote(run["id"])
    deployed = await home.deployed()
    assert deployed["failure"]["code"] == "damaged"
    assert run["model_id"] in deployed["failure"]["message"]
    assert await home.says() == "old"


async def test_a_candidate_engine_that_is_killed_leaves_the_live_one(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the moment between ready and examined."""
    run = await home.over(home.train())
    swap = home.workshop.swap
    examine = swap._examine

    async def kill_first(*given: Any) -> None:
        child = home.supervisor.children["engine-next"].process
        assert child is not None
        child.kill()
        await child.wait()
        await examine(*given)

    monkeypatch.setattr(swap, "_examine", kill_first)
    home.promote(run["id"])
    assert (await home.deployed())["state"] == "failed"
    assert await home.says() == "old"
    monkeypatch.setattr(swap, "_examine", examine)
    home.promote(run["id"])
    assert (await home.deployed())["state"] == "live"


async def test_a_house_that_closes_during_a_promotion_tells_what_became_of_it(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await home.over(home.train())
    reached = asyncio.Event()

    async def wait_for_ever(*_: Any) -> None:
        reached.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(home.workshop.swap, "_examine", wait_for_ever)
    home.promote(run["id"])
    await reached.wait()
    await home.close()
    home.open()
    deployed = await home.deployed()
    assert (deployed["state"], deployed["failure"]["code"]) == ("failed", "stopped")
    assert home.live == OLD


# The files


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    files = ModelFiles(tmp_path / "models")
    files.candidates.mkdir(parents=True)
    return files


def lay(path: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path.write_bytes(content)
    note = {"archive": digest, "inputs": "i", "trained_at": "2026-11-18T10:00:00+00:00", "seconds": 1}
    path.with_name(path.name.removesuffix(".tar.gz") + ".json").write_text(json.dumps(note))
    return digest


def cut_off(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """The power goes at the n-th rename."""
    names = iter(range(1, 100))
    rename = Path.replace

    def replace_or_stop(self: Path, target: Path) -> Path:
        if next(names) == at:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_stop)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_change_that_is_cut_off_leaves_one_model_with_its_own_note(
    files: ModelFiles, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], Any], at: int
) -> None:
    lay(files.live, b"old")
    lay(files.candidates / "run.tar.gz", b"new")
    new = files.adopt("run")
    cut_off(monkeypatch, at)
    if at < 4:
        with pytest.raises(KeyboardInterrupt):
            files.put_live(new.id, clock())
    else:
        files.put_live(new.id, clock())
    monkeypatch.undo()
    live = files.live_model()
    assert live is not None
    assert (live.id == new.id) == (files.live.read_bytes() == b"new") == (at > 2)


def test_what_nobody_wants_is_cleared(files: ModelFiles) -> None:
    lay(files.candidates / "run.tar.gz", b"new")
    kept = files.adopt("run")
    lay(files.candidates / "other.tar.gz", b"other")
    (files.candidates / ".training-1").mkdir()
    files.clear({kept.id})
    assert sorted(path.name for path in files.candidates.iterdir()) == [f"{kept.id}.json", f"{kept.id}.tar.gz"]
