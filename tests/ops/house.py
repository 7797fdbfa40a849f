"""A small house for tests: a supervisor with an engine of a few lines, a workshop with a trainer of a few lines."""

import asyncio
import hashlib
import json
import socket
import sys
from pathlib import Path
from typing import Any

from bot.adapters.engine import EngineClient, LiveAddress
from bot.domain.ports import EngineFailure
from bot.model_files import ModelFiles
from bot.programs import write_address
from bot.services import deployments, runs
from bot.supervisor import Program, Supervisor
from bot.swap import ENGINE, SecondEngine, Swap
from bot.workshop import Workshop
from tests.conftest import Shop
from tests.ops.test_supervisor import Log
from tests.services.test_runs import report
from tests.waiting import eventually

HERE = Path(__file__).parent
PYTHON = (sys.executable, "-S", "-E")
"""Quick to start, with the standard library alone."""
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
        self.go = folder / "go"
        self.log = Log()
        self.gate = folder / "gate.yml"
        self.gate.write_text(GATE)
        self.address = folder / "run" / "engine.url"
        self.supervisor: Supervisor

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

    async def __aenter__(self) -> "House":
        self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def engine(self, port: int, model: Path, name: str) -> Program:
        command = (
            sys.executable,
            "-S",
            "-E",
            str(HERE / "small_engine.py"),
            "--port",
            str(port),
            "--model",
            str(model),
        )
        return Program(name, command, {}, self.folder, port=port)

    def second(self, archive: Path) -> SecondEngine:
        port = free_port()
        started = self.engine(port, archive, "engine-next")
        return SecondEngine(started, f"http://127.0.0.1:{port}", self.engine(port, self.files.live, ENGINE))

    def trainer(self, out: Path, result: Path, live: Path | None, messages: Path) -> tuple[tuple[str, ...], Json]:
        script = str(HERE / "small_trainer.py")
        paths = ("--out", str(out), "--report", str(result), "--messages", str(messages), "--plan", str(self.plan))
        return (*PYTHON, script, *paths), {}

    def put_first_model(self) -> None:
        content = json.dumps(OLD).encode()
        self.files.live.parent.mkdir(parents=True)
        self.files.live.write_bytes(content)
        note = {"archive": hashlib.sha256(content).hexdigest(), "inputs": "i", "seconds": 1}
        note["trained_at"] = "2026-11-18T10:00:00+00:00"
        self.files.live.with_name("live.json").write_text(json.dumps(note))

    # What people do and see

    def prepare(self, end: str = "done", model: Json = NEW, result: Json | None = None, pause: str = "") -> None:
        """What the next trainer does; it waits in the step `pause` until the file `go` is there."""
        plan = {"end": end, "model": model, "report": result or report(), "pause": pause}
        self.plan.write_text(json.dumps(plan))

    def train(self, end: str = "done", model: Json = NEW, result: Json | None = None, pause: str = "") -> str:
        self.prepare(end, model, result, pause)
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

    async def says(self, tries: int = 500) -> str:
        """Who answers a customer now; an engine that comes back is waited for."""
        engine = EngineClient(LiveAddress(self.address, None), "secret")
        try:
            for _ in range(tries):
                try:
                    answer = await engine.turn("conversation", "turn", "hello", None, {})
                    return str(answer.signals[0].text)  # type: ignore[union-attr]
                except EngineFailure:
                    await asyncio.sleep(0.02)
        finally:
            await engine.close()
        raise AssertionError("nobody answers")

    def trainer_pid(self) -> int:
        """The one process that trains for this house."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_text()
            except OSError:
                continue
            if "small_trainer.py" in command and str(self.folder) in command:
                return int(process.name)
        return 0

    def pid(self, name: str) -> int:
        process = self.supervisor.children[name].process
        return process.pid if process else 0

    def children(self) -> list[str]:
        return sorted(self.supervisor.children)

    @property
    def live(self) -> Json:
        found: Json = json.loads(self.files.live.read_text())
        return found
