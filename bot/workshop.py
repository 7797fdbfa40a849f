"""Carries out what the studio asks for: training runs one after another, and putting models live.

It runs inside the supervisor, which owns the processes, so a gateway may come and go meanwhile. What is asked for and
what became of it lies in the database; several houses on one database share the runs by leases.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bot import programs
from bot.db.models.training import DeploymentKind
from bot.db.session import Database, open_database, transaction
from bot.domain.gate import BadRules, refusals
from bot.model_files import ModelDamaged, ModelFiles
from bot.services import release, texts, workbench
from bot.services.gate_file import GATE, Protected, read_gate
from bot.services.house import House
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor
from bot.swap import SECOND, NotFit, SecondEngine, Swap
from bot.trainer import Told, train

LOOK_EVERY = 1.0
T = TypeVar("T")
TrainerCommand = Callable[[Path, Path, Path | None, Path], tuple[tuple[str, ...], Mapping[str, str]]]
"""From where the model and the report go, the live model and the real messages: command and environment."""


class Workshop:
    """`worker` names this house among those on the same database, the same after each start."""

    def __init__(
        self,
        database: Database,
        house: House,
        log: structlog.stdlib.BoundLogger,
        files: ModelFiles,
        trainer: TrainerCommand,
        swap: Swap,
        worker: str,
        gate: Path = GATE,
    ) -> None:
        self.database = database
        self.house = house
        self.log = log
        self.files = files
        self.trainer = trainer
        self.swap = swap
        self.worker = worker
        self.gate = gate
        self.papers = house.settings.data_dir / "run"
        self._training: asyncio.Task[None] | None = None
        self._swapping: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until it is cancelled; a run that was under way then is taken up at the next start."""
        try:
            await self._until_done(self._begin)
            while True:
                await self._until_done(self._look)
                await asyncio.sleep(LOOK_EVERY)
        finally:
            under_way = [task for task in (self._training, self._swapping) if task is not None]
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _until_done(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A database that is away for a while is waited for."""
        while True:
            try:
                return await work()
            except Exception as error:
                self.log.error(f"the workshop cannot work: {error}", process="workshop")
                await asyncio.sleep(5 * LOOK_EVERY)

    async def _begin(self) -> None:
        for leftover in (*self.papers.glob("*.messages.json"), *self.papers.glob("*.report.json")):
            leftover.unlink(missing_ok=True)  # of a run that died with us
        live = await asyncio.to_thread(self.files.live_model)
        await self._write(release.settle, self.worker, live)
        if live is not None:
            await asyncio.to_thread(self.files.keep_live, live)

    async def _look(self) -> None:
        if self._training is None or self._training.done():
            run_id = await self._write(workbench.take_run, self.worker)
            if run_id is not None:
                self._training = asyncio.create_task(self._guarded(self._train(run_id)))
        if self._swapping is None or self._swapping.done():
            job = await self._write(release.take_deployment, self.worker)
            if job is not None:
                self._swapping = asyncio.create_task(self._guarded(self._put_live(job)))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            self.log.exception("the workshop failed", process="workshop")

    # Training

    async def _train(self, run_id: str) -> None:
        messages, report = self.papers / f"{run_id}.messages.json", self.papers / f"{run_id}.report.json"
        told = Told()
        self.log.info("a training run begins", process="workshop", run_id=run_id)

        async def keep_on() -> bool:
            log = "\n".join(told.log)
            return bool(await self._write(workbench.note_progress, run_id, self.worker, told.steps, log))

        try:
            rules, _ = read_gate(self.gate)
            found = await self._write(workbench.recent_messages, rules.recent_messages)
            await asyncio.to_thread(_write_private, messages, found)
            live = await asyncio.to_thread(self.files.live_model)
            command, env = self.trainer(self.files.archive(run_id), report, self.files.live if live else None, messages)
            code = await train(command, env, ROOT, told, keep_on)
            await keep_on()
            await self._write(workbench.note_facts, run_id, told.facts)
            if code != 0:
                await self._write(workbench.fail_run, run_id, self.worker, *told.why(code))
                return
            result = json.loads(await asyncio.to_thread(report.read_text, encoding="utf-8"))
            model = await asyncio.to_thread(self.files.adopt, run_id)
            why_not = refusals(result, rules)
            await self._write(workbench.finish_run, run_id, self.worker, model, result, why_not)
            self.log.info("a training run ended", process="workshop", run_id=run_id, model=model.id)
            keep = await self._write(release.wanted_models)
            await asyncio.to_thread(self.files.clear, keep)
        except BadRules as error:
            await self._write(workbench.fail_run, run_id, self.worker, "rules", str(error))
        except (OSError, ValueError, KeyError, ModelDamaged) as error:
            await self._write(workbench.fail_run, run_id, self.worker, "disk", str(error))
        finally:
            for leftover in (messages, report):
                leftover.unlink(missing_ok=True)
            self.files.discard(run_id)

    # Putting live

    async def _put_live(self, job: dict[str, Any]) -> None:
        async def is_live(seconds: dict[str, float]) -> None:
            await self._write(release.went_live, job["id"], seconds)
            self.log.info("another model is live", process="workshop", model=job["model_id"])

        try:
            sentences = [] if job["kind"] == DeploymentKind.ROLLBACK else self._sentences(job["known_broken"])
            await self.swap.carry_out(job["model_id"], job["archive"], sentences, is_live)
        except NotFit as refusal:
            await self._write(release.did_not, job["id"], refusal.code, refusal.message)
            self.log.warning(f"a model did not go live: {refusal.message}", process="workshop", model=job["model_id"])

    def _sentences(self, given_up: set[str]) -> list[Protected]:
        try:
            return [one for one in read_gate(self.gate)[1] if one.text not in given_up]
        except BadRules as error:
            raise NotFit("rules", str(error)) from None

    async def _write(self, verb: Callable[..., T], *values: Any) -> T:
        def work() -> T:
            with transaction(self.database.make_session, lambda wake: None) as session:
                return verb(session, self.house, *values)

        return await asyncio.to_thread(work)


def _write_private(file: Path, content: Any) -> None:
    """Customers' words: for our own eyes, and only for the time of the run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        file.unlink()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as paper:
        json.dump(content, paper)


async def open_workshop(
    settings: Settings, addresses: programs.Addresses, supervisor: Supervisor, log: structlog.stdlib.BoundLogger
) -> None:
    """The workshop of a running house, until it is cancelled."""

    def second_engine(archive: Path) -> SecondEngine:
        there = programs.another_engine(addresses)
        started = programs.engine(settings, there, archive, SECOND)
        return SecondEngine(started, there.engine, programs.engine(settings, there))

    files = ModelFiles()
    swap = Swap(supervisor, files, settings.engine_file, addresses.engine_secret, second_engine, addresses.engine)
    database = open_database(settings.database_url)
    try:
        house = House(settings, texts.load())
        worker = f"{socket.gethostname()}:{settings.data_dir.resolve()}"
        await Workshop(database, house, log, files, programs.trainer, swap, worker).run()
    finally:
        database.close()
