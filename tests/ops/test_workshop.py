"""The workshop with small processes: what it trains, what goes live, and what is left when any of them dies."""

import asyncio
import hashlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.engine import EngineClient, LiveAddress
from bot.db.base import utcnow
from bot.db.models.training import Run
from bot.model_files import ModelFiles
from bot.programs import write_address
from bot.services import deployments, runs
from bot.supervisor import Program, Supervisor
from bot.swap import ENGINE, SecondEngine, Swap
from bot.workshop import Workshop
from tests.conftest import Shop
from tests.ops.test_supervisor import Log, alive
from tests.services.test_runs import report
from tests.waiting import eventually

HERE = Path(__file__).parent
OLD, NEW = {"name": "old"}, {"name": "new", "reads": {"smoke!": "support"}}
GATE = "protected:\n  - {text: smoke!, lane: support}\n"
Json = dict[str, Any]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class House:
    """A supervisor with an engine, a workshop, and the two people who use them."""

    def __init__(self, shop: Shop, tom: str, folder: Path) -> None:
        self.shop, self.tom, self.folder = shop, tom, folder
        self.files = ModelFiles(folder / "models")
        self.plan = folder / "plan.json"
        self.log = Log()
        self.gate = folder / "gate.yml"
        self.gate.write_text(GATE)
        self.address = folder / "run" / "engine.url"
        self._put_first_model()
        self.open()

    def open(self) -> None:
        self.supervisor = Supervisor(self.log, self.folder / "run" / "processes.json", first_pause=0.01, grace=5)  # type: ignore[arg-type]
        port = free_port()
        self.supervisor.start(self.engine(port, self.files.live, ENGINE))
        write_address(self.address, f"http://127.0.0.1:{port}")
        swap = Swap(self.supervisor, self.files, self.address, "secret", self.second, f"http://127.0.0.1:{port}")
        self.workshop = Workshop(
            self.shop.database, self.shop.house, self.log, self.files, self.trainer, swap, "here", self.gate  # type: ignore[arg-type]
        )  # fmt: skip
        self.task = asyncio.create_task(self.workshop.run())

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.supervisor.stop_all()

    def engine(self, port: int, model: Path, name: str) -> Program:
        command = (sys.executable, str(HERE / "small_engine.py"), "--port", str(port), "--model", str(model))
        return Program(name, command, {}, self.folder, port=port)

    def second(self, archive: Path) -> SecondEngine:
        port = free_port()
        started = self.engine(port, archive, "engine-next")
        return SecondEngine(started, f"http://127.0.0.1:{port}", self.engine(port, self.files.live, ENGINE))

    def trainer(self, out: Path, result: Path, live: Path | None, messages: Path) -> tuple[tuple[str, ...], Json]:
        script = str(HERE / "small_trainer.py")
        paths = ("--out", str(out), "--report", str(result), "--messages", str(messages), "--plan", str(self.plan))
        return (sys.executable, script, *paths), {}

    def _put_first_model(self) -> None:
        content = json.dumps(OLD).encode()
        self.files.live.parent.mkdir(parents=True)
        self.files.live.write_bytes(content)
        note = {"archive": hashlib.sha256(content).hexdigest(), "inputs": "i", "seconds": 1}
        note["trained_at"] = "2026-11-18T10:00:00+00:00"
        self.files.live.with_name("live.json").write_text(json.dumps(note))

    # What people do and see

    def train(self, end: str = "done", model: Json = NEW, result: Json | None = None) -> str:
        self.plan.write_text(json.dumps({"end": end, "model": model, "report": result or report()}))
        return str(self.shop.do(runs.start_run, self.tom)["id"])

    def run(self, run_id: str) -> Json:
        return dict(self.shop.look(runs.run_detail, run_id))

    async def over(self, run_id: str) -> Json:
        await eventually(lambda: self.run(run_id)["state"] not in {"queued", "running"})
        return self.run(run_id)

    async def step(self, run_id: str, name: str) -> None:
        await eventually(lambda: self.run(run_id)["step"] == name)

    def promote(self, run_id: str) -> None:
        self.shop.do(deployments.promote, run_id, self.tom, may_override=True, reason="because I say so")

    async def deployed(self) -> Json:
        """The newest deployment that is settled."""
        await eventually(lambda: self.shop.look(deployments.models)["pending"] is None)
        return dict(self.shop.look(deployments.models)["history"][0])

    async def says(self) -> str:
        """Who answers a customer now."""
        engine = EngineClient(LiveAddress(self.address, None), "secret")
        try:
            answer = await engine.turn("conversation", "turn", "hello", None, {})
        finally:
            await engine.close()
        return str(answer.signals[0].text)  # type: ignore[union-attr]

    def children(self) -> list[str]:
        return sorted(self.supervisor.children)

    @property
    def live(self) -> Json:
        found: Json = json.loads(self.files.live.read_text())
        return found


@pytest.fixture
async def house(shop: Shop, tom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Looks often, because its processes are quick."""
    for module in ("workshop", "trainer"):
        monkeypatch.setattr(f"bot.{module}.LOOK_EVERY", 0.05)
    monkeypatch.setattr("bot.swap.SETTLED_AFTER", 0.1)
    shop.house = replace(shop.house, settings=replace(shop.house.settings, data_dir=tmp_path), now=utcnow)
    house = House(shop, tom, tmp_path)
    await eventually(lambda: bool(house.shop.look(deployments.models)["history"]))
    yield house
    await house.close()


def trainer_pid(house: House) -> int:
    """The one child of this process that is a trainer."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if "small_trainer.py" in command and str(house.folder) in command:
            return int(process.name)
    return 0


async def test_a_run_gives_a_model_that_goes_live_and_can_be_taken_back(house: House) -> None:
    run = await house.over(house.train())
    assert (run["state"], run["refusals"], run["facts"]) == ("done", [], {"data": "d" * 64})
    assert run["log"] == "a line of the log"
    assert house.live == OLD
    house.promote(run["id"])
    deployed = await house.deployed()
    assert (deployed["state"], deployed["failure"]) == ("live", None)
    assert house.live == NEW
    assert await house.says() == "new"
    await eventually(lambda: house.children() == [ENGINE])
    house.shop.do(deployments.roll_back, run["compared_with"], house.tom)
    assert (await house.deployed())["kind"] == "rollback"
    assert await house.says() == "old"
    assert house.live == OLD


async def test_after_a_restart_the_promoted_model_answers(house: House) -> None:
    house.promote((await house.over(house.train()))["id"])
    await house.deployed()
    await house.close()
    house.open()
    await eventually(lambda: house.log.said(ENGINE) != [])
    assert [one["state"] for one in house.shop.look(deployments.models)["history"]] == ["live", "replaced"]
    for _ in range(100):
        try:
            assert await house.says() == "new"
            break
        except Exception:
            await asyncio.sleep(0.05)
    else:
        pytest.fail("the engine did not come back")


async def test_a_turn_that_began_with_the_old_engine_ends_there(house: House) -> None:
    slow = await house.over(house.train(model={**NEW, "name": "slow", "slow": 1.5}))
    house.promote(slow["id"])
    await house.deployed()
    house.promote((await house.over(house.train()))["id"])
    talking = asyncio.create_task(house.says())
    assert (await house.deployed())["state"] == "live"
    assert await house.says() == "new"
    assert await talking == "slow"


@pytest.mark.parametrize(
    ("end", "code", "message"),
    [
        ("data", "data", "data/nlu/chat/smalltalk.yml:7: not good"),
        ("broke", "broke", "Traceback of a sort"),
        ("torn", "disk", "is damaged"),
    ],
)
async def test_a_run_that_fails_says_why_and_leaves_nothing(house: House, end: str, code: str, message: str) -> None:
    run = await house.over(house.train(end))
    assert run["state"] == "failed"
    assert run["failure"]["code"] == code
    assert message in run["failure"]["message"]
    assert house.live == OLD
    await eventually(lambda: not list(house.files.candidates.glob(f"{run['id']}*")))
    await eventually(lambda: not list((house.folder / "run").glob("*.messages.json")))


async def test_a_cancelled_run_ends_its_process_and_leaves_nothing(house: House) -> None:
    run_id = house.train("hang")
    await house.step(run_id, "candidate")
    pid = trainer_pid(house)
    house.shop.do(runs.cancel_run, run_id)
    run = await house.over(run_id)
    assert (run["state"], run["failure"]) == ("cancelled", None)
    assert not alive(pid)
    await eventually(lambda: not list(house.files.candidates.glob(f"{run_id}*")))
    assert (await house.over(house.train()))["state"] == "done"


async def test_a_trainer_that_is_killed_fails_its_run_and_the_next_one_begins(house: House) -> None:
    run_id = house.train("hang")
    await house.step(run_id, "candidate")
    os.kill(trainer_pid(house), signal.SIGKILL)
    assert (await house.over(run_id))["failure"]["code"] == "killed"
    assert (await house.over(house.train()))["state"] == "done"


async def test_a_run_that_was_under_way_when_the_house_closed_begins_again(house: House) -> None:
    run_id = house.train("hang")
    await house.step(run_id, "candidate")
    pid = trainer_pid(house)
    await house.close()
    assert not alive(pid)
    house.plan.write_text(json.dumps({"end": "done", "model": NEW, "report": report()}))
    house.open()
    assert (await house.over(run_id))["state"] == "done"
    assert [run.attempts for run in house.shop.rows(Run)] == [2]


async def test_rules_that_cannot_be_read_stop_a_run_before_it_begins(house: House) -> None:
    house.gate.write_text("refuse: [")
    assert "gate.yml" in (await house.over(house.train()))["failure"]["message"]


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ({**NEW, "start": "crash"}, "ended"),
        ({**NEW, "start": "never"}, "unusable"),
        ({"name": "deaf"}, "misread"),
    ],
)
async def test_a_model_that_fails_its_examination_never_answers(house: House, model: Json, code: str) -> None:
    house.promote((await house.over(house.train(model=model)))["id"])
    deployed = await house.deployed()
    assert (deployed["state"], deployed["failure"]["code"]) == ("failed", code)
    assert house.live == OLD
    assert await house.says() == "old"
    assert house.children() == [ENGINE]


async def test_a_sentence_that_an_admin_gave_up_is_not_asked_again(house: House) -> None:
    broken = [{"text": "smoke!", "intent": None, "lane": "support", "got": {"intent": "chat_greet"}, "new": True}]
    run = await house.over(house.train(model={"name": "deaf"}, result=report(protected=broken)))
    assert [one["rule"] for one in run["refusals"]] == ["protected_broken"]
    house.promote(run["id"])
    assert (await house.deployed())["state"] == "live"


async def test_a_damaged_file_does_not_go_live(house: House) -> None:
    run = await house.over(house.train())
    house.files.archive(run["model_id"]).write_bytes(b"torn")
    house.promote(run["id"])
    deployed = await house.deployed()
    assert deployed["failure"]["code"] == "damaged"
    assert run["model_id"] in deployed["failure"]["message"]
    assert await house.says() == "old"


async def test_a_candidate_engine_that_is_killed_leaves_the_live_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the moment between ready and examined."""
    run = await house.over(house.train())
    swap = house.workshop.swap
    examine = swap._examine

    async def kill_first(*given: Any) -> None:
        child = house.supervisor.children["engine-next"].process
        assert child is not None
        child.kill()
        await child.wait()
        await examine(*given)

    monkeypatch.setattr(swap, "_examine", kill_first)
    house.promote(run["id"])
    assert (await house.deployed())["state"] == "failed"
    assert await house.says() == "old"
    monkeypatch.setattr(swap, "_examine", examine)
    house.promote(run["id"])
    assert (await house.deployed())["state"] == "live"


async def test_a_house_that_closes_during_a_promotion_tells_what_became_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await house.over(house.train())
    reached = asyncio.Event()

    async def wait_for_ever(*_: Any) -> None:
        reached.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(house.workshop.swap, "_examine", wait_for_ever)
    house.promote(run["id"])
    await reached.wait()
    await house.close()
    house.open()
    deployed = await house.deployed()
    assert (deployed["state"], deployed["failure"]["code"]) == ("failed", "stopped")
    assert house.live == OLD


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
