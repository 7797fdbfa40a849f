"""Runs the turns: one at a time per conversation, many conversations at once, the engine outside any transaction."""

import asyncio
import os
import time
import uuid
from contextlib import suppress
from typing import Any

import structlog

from bot.db.session import Database, reading, transaction
from bot.domain.events import TURNS
from bot.domain.ports import Engine, EngineAnswer, EngineFailure, Fanout, Post, Trouble
from bot.domain.understanding import Understanding
from bot.services import answering, due, forgotten, postman, recounting, reminders, resolution, routing, turns
from bot.services.house import House
from bot.services.turns import Job

log = structlog.get_logger()

SWEEP_S = 2.0
_RENEW_S = turns.LEASE.total_seconds() / 3
_HINTS = 2
_AT_ONCE = 50
"""Conversations that one sweep hands out or looks after at most."""


def _report(task: asyncio.Task[int]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("posting_failed", error=repr(error))


def _several(job: Job, answer: EngineAnswer) -> bool:
    """The engine answered nothing yet, because the message holds several requests."""
    return bool(job.metadata.get("may_split")) and not answer.signals and len(answer.understanding.requests) > 1


class Runner:
    """`run()` until it is cancelled. Wakes make it quick; the sweep finds what a wake did not reach."""

    def __init__(self, database: Database, house: House, engine: Engine, hub: Fanout, post: Post | None = None) -> None:
        self.database = database
        self.house = house
        self.engine = engine
        self.hub = hub
        self.post = post
        self._counted_with: tuple[object, ...] | None = None
        self._posting: asyncio.Task[int] | None = None
        self.worker = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._places = asyncio.Semaphore(house.settings.turn_workers)
        self._hints = asyncio.Semaphore(_HINTS)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._others: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            async with self.hub.listen(TURNS) as wakes:
                swept = -SWEEP_S
                while True:
                    if time.monotonic() - swept >= SWEEP_S:
                        swept = time.monotonic()
                        await self.sweep()
                    wake = await wakes.next(timeout=SWEEP_S)
                    match wake:
                        case None:
                            continue
                        case _ if wake.kind == "hint":
                            self._spawn(self._hint(str(wake.data["message_id"])))
                        case _:
                            self.start(str(wake.data["conversation_id"]))
        finally:
            await self._stop()

    async def sweep(self) -> None:
        """Pending turns whose wake was lost or whose worker died, and all whose time has come."""
        try:
            for conversation_id in await asyncio.to_thread(self._due):
                self.start(conversation_id)
            await asyncio.to_thread(self._sweep_silence)
            await asyncio.to_thread(self._all, due.anything_due, reminders.do_next)
            self._deliver_mail()
            await asyncio.to_thread(self._count_again)
            await asyncio.to_thread(self._all, forgotten.anyone_forgotten, forgotten.remember_next)
            await asyncio.to_thread(self._all, routing.anything_to_hand_out, routing.hand_out_next)
        except Exception:
            log.exception("sweep_failed")

    def _deliver_mail(self) -> None:
        """Beside the sweep, because a mail server may be slow; one round at a time."""
        if self.post is None or (self._posting is not None and not self._posting.done()):
            return
        work = asyncio.to_thread(postman.deliver, self.database, self.house, self.hub.publish, self.post)
        self._posting = asyncio.create_task(work)
        self._posting.add_done_callback(_report)

    def start(self, conversation_id: str) -> None:
        """Run what is pending there; if it is running already, look once more afterwards."""
        if conversation_id in self._running:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._drive(conversation_id))
        self._running[conversation_id] = task
        task.add_done_callback(lambda _: self._ended(conversation_id))

    async def idle(self) -> None:
        """Until nothing runs: for tests and for a calm stop."""
        while tasks := [*self._running.values(), *self._others]:
            await asyncio.wait(tasks)
            await asyncio.sleep(0)

    def _ended(self, conversation_id: str) -> None:
        del self._running[conversation_id]
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self.start(conversation_id)

    async def _drive(self, conversation_id: str) -> None:
        async with self._places:
            try:
                job: Job | None = await self._write(turns.take_next, conversation_id, self.worker)
                while job is not None:
                    job = await self._run_one(job)
            except BaseException as error:
                # Whatever it was: the turn is still pending and the sweep comes back to it.
                if isinstance(error, Exception):
                    log.exception("turn_broke", conversation_id=conversation_id)
                    await asyncio.sleep(1)
                with suppress(Exception):
                    await asyncio.shield(asyncio.to_thread(self._release, conversation_id))
                if not isinstance(error, Exception):
                    raise

    async def _run_one(self, job: Job) -> Job | None:
        """Run it, settle it, and take the next one in the same transaction."""
        keeper = asyncio.create_task(self._keep(job))
        began = time.perf_counter()
        try:
            if job.judge:
                understanding = await self._parse(job.text, job.metadata)
                _, following = await self._settle(job, answering.store_judgement, understanding)
                return following
            answer = await self._ask(job)
            if _several(job, answer):
                _, following = await self._settle(job, answering.store_requests, answer.understanding)
                return following
            ms = int((time.perf_counter() - began) * 1000)
            _, following = await self._settle(job, answering.store_answer, answer, ms)
            log.info("turn_done", turn_id=job.turn_id, engine_ms=ms, repeated=answer.repeated)
            return following
        except EngineFailure as failure:
            log.warning("turn_failed", turn_id=job.turn_id, trouble=failure.trouble.value, detail=failure.detail)
            pause, following = await self._settle(job, answering.store_failure, failure)
            if pause is not None:
                self._spawn(self._later(job.conversation_id, pause.total_seconds()))
            return following
        finally:
            keeper.cancel()

    async def _ask(self, job: Job) -> EngineAnswer:
        limit = self.house.settings.engine_timeout.total_seconds()
        try:
            async with asyncio.timeout(limit):
                answer = await self.engine.turn(job.conversation_id, job.turn_id, job.text, job.payload, job.metadata)
        except TimeoutError:
            raise EngineFailure(Trouble.TIMEOUT, f"no answer within {limit:.0f} s") from None
        if answering.says_nothing(answer) and not _several(job, answer):
            raise EngineFailure(Trouble.NOTHING_SAID, "an answer with nothing in it")
        return answer

    async def _hint(self, message_id: str) -> None:
        """For the agent's eyes; when the engine is down there is none."""
        async with self._hints:
            try:
                text = await asyncio.to_thread(self._text_of, message_id)
                understanding = await self._parse(text, {}) if text else None
                if understanding is not None:
                    await self._write(answering.store_hint, message_id, understanding)
            except Exception:
                log.exception("hint_failed", message_id=message_id)

    async def _parse(self, text: str, metadata: dict[str, Any]) -> Understanding | None:
        try:
            async with asyncio.timeout(self.house.settings.engine_timeout.total_seconds()):
                return await self.engine.parse(text, metadata)
        except (EngineFailure, TimeoutError) as error:
            log.info("parse_unavailable", error=str(error))
            return None

    async def _keep(self, job: Job) -> None:
        """A slow turn keeps its lease, so that no other worker runs it meanwhile."""
        while True:
            await asyncio.sleep(_RENEW_S)
            with suppress(Exception):
                await self._write(turns.renew, job.conversation_id, self.worker)

    async def _later(self, conversation_id: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.start(conversation_id)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _stop(self) -> None:
        """Turns that run are given up: they stay pending and start again under their ids."""
        self._again.clear()
        tasks = [*self._running.values(), *self._others]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, verb: Any, *values: Any) -> Any:
        """One service call in a thread, in a transaction of its own."""
        return await asyncio.to_thread(self._in_transaction, verb, *values)

    async def _settle(self, job: Job, verb: Any, *values: Any) -> tuple[Any, Job | None]:
        def settle() -> tuple[Any, Job | None]:
            with transaction(self.database.make_repeatable, self.hub.publish) as session:
                result = verb(session, self.house, job.turn_id, self.worker, *values)
                session.flush()
                return result, turns.take_following(session, self.house, job.conversation_id, self.worker)

        return await asyncio.to_thread(settle)

    def _in_transaction(self, verb: Any, *values: Any) -> Any:
        with transaction(self.database.make_repeatable, self.hub.publish) as session:
            return verb(session, self.house, *values)

    def _release(self, conversation_id: str) -> None:
        with transaction(self.database.make_repeatable, self.hub.publish) as session:
            turns.release(session, conversation_id, self.worker)

    def _due(self) -> list[str]:
        with reading(self.database.make_reader) as session:
            return list(turns.due_conversations(session, self.house))

    def _sweep_silence(self) -> None:
        with reading(self.database.make_reader) as session:
            if not resolution.anyone_silent(session, self.house):
                return
        self._in_transaction(resolution.sweep)

    def _count_again(self) -> None:
        """After hours or times changed, until nothing is wrong: somebody may still be counting with the old ones."""
        with reading(self.database.make_reader) as session:
            with_ = recounting.counted_with(session)
            wrong = recounting.miscounted(session, self.house) if with_ != self._counted_with else []
        for conversation_id in wrong:
            self._in_transaction(recounting.count_again, conversation_id)
        if not wrong:
            self._counted_with = with_

    def _all(self, found: Any, do_next: Any) -> None:
        """One after another, each in a transaction of its own, so that no lock is held for long."""
        with reading(self.database.make_reader) as session:
            if not found(session, self.house):
                return
        for _ in range(_AT_ONCE):
            if not self._in_transaction(do_next):
                return

    def _text_of(self, message_id: str) -> str | None:
        with reading(self.database.make_reader) as session:
            return turns.text_of(session, message_id)
