"""Starts Careline's processes, restarts what dies, stops all of them together.

Our own 200 lines instead of supervisord, because of four things that it cannot do: start the processes side by side on
loopback ports that are chosen at start, hand the gateway a listening socket that survives its restarts (customers wait
a moment instead of being refused), fold every process into one structlog stream, and add and remove an engine while
the others run (how a new model is promoted). Each child leads its own process group and is told to stop by the kernel
when the supervisor is killed, so nothing is left behind.
"""

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog

from bot.logs import fold

GRACE_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY_AFTER = 60.0
PR_SET_PDEATHSIG = 1
TRACE_LINES = ("Traceback ", "During handling of the above", "The above exception was")


@dataclass(frozen=True)
class Program:
    """One child process. `port` is only reported; `fds` are open files that it inherits."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path
    port: int | None = None
    fds: tuple[int, ...] = ()


@dataclass
class Child:
    """A program and its present process, if it has one."""

    program: Program
    process: asyncio.subprocess.Process | None = None
    restarts: int = 0
    task: asyncio.Task[None] | None = field(default=None, repr=False)
    wanted: bool = True


class Supervisor:
    def __init__(
        self,
        log: structlog.stdlib.BoundLogger,
        state_file: Path,
        first_pause: float = FIRST_PAUSE,
        healthy_after: float = HEALTHY_AFTER,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.log = log
        self.state_file = state_file
        self.first_pause = first_pause
        self.healthy_after = healthy_after
        self.grace = grace
        self.children: dict[str, Child] = {}

    def start(self, program: Program) -> None:
        """Start the program and keep it running until `stop`."""
        child = Child(program)
        self.children[program.name] = child
        child.task = asyncio.create_task(self._keep_running(child), name=program.name)

    async def stop(self, name: str) -> None:
        """Ask the process to finish; after the grace period it is killed."""
        child = self.children.get(name)
        if child is None or child.task is None:
            return
        child.wanted = False
        if child.process is None:
            child.task.cancel()  # between two attempts
        else:
            signal_group(child.process, signal.SIGTERM)
        done, _ = await asyncio.wait({child.task}, timeout=self.grace)
        if not done and child.process is not None:
            self.log.warning("did not stop in time and was killed", process=name)
            signal_group(child.process, signal.SIGKILL)
            await asyncio.wait({child.task})
        del self.children[name]
        self._write_state()

    def succeed(self, name: str, successor: str, program: Program, retired: str) -> None:
        """`successor` becomes `name`, and `program` from its next start on; who had that name becomes `retired`.

        Nothing is stopped or started: that is the caller's next step.
        """
        before, after = self.children.pop(name), self.children.pop(successor)
        before.program = replace(before.program, name=retired)
        after.program = replace(program, name=name)
        self.children[name], self.children[retired] = after, before
        self._write_state()

    async def stop_all(self, *order: str) -> None:
        """Those named first, one after the other; then the rest together."""
        for name in order:
            await self.stop(name)
        await asyncio.gather(*(self.stop(name) for name in list(self.children)))
        self.state_file.unlink(missing_ok=True)

    async def _keep_running(self, child: Child) -> None:
        pause = self.first_pause
        while True:
            started = time.monotonic()
            code = await self._run_once(child)
            if not child.wanted:
                self.log.info("stopped", process=child.program.name, code=code)
                return
            if time.monotonic() - started >= self.healthy_after:
                pause = self.first_pause
            child.restarts += 1
            why = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            self.log.warning(f"ended ({why}), starts again in {pause:g} s", process=child.program.name, code=code)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, child: Child) -> int:
        program = child.program
        try:
            child.process = await asyncio.create_subprocess_exec(
                *program.command,
                env={**os.environ, **program.env},
                cwd=program.cwd,
                pass_fds=program.fds,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                process_group=0,
                preexec_fn=die_with(os.getpid()),
                limit=1 << 20,
            )
        except OSError as error:
            self.log.error(f"could not be started: {error}", process=program.name)
            return 127
        self.log.info("started", process=program.name, pid=child.process.pid, port=program.port)
        self._write_state()
        assert child.process.stdout is not None
        reader = asyncio.create_task(self._read(child, child.process.stdout))
        try:
            code = await child.process.wait()
        finally:
            signal_group(child.process, signal.SIGKILL)  # helpers that it may have left behind
        await asyncio.wait({reader}, timeout=1)
        reader.cancel()
        child.process = None
        self._write_state()
        return code

    async def _read(self, child: Child, output: asyncio.StreamReader) -> None:
        async for event in _events(output):
            level, text, fields = fold(event)
            self.log.log(level, text, **fields, process=child.program.name)

    def _write_state(self) -> None:
        """For tools and tests: which process is what. Written whole, so that nobody reads half of it."""
        state: dict[str, Any] = {"supervisor": {"pid": os.getpid()}}
        for name, child in self.children.items():
            pid = child.process.pid if child.process else None
            state[name] = {"pid": pid, "port": child.program.port, "restarts": child.restarts}
        self.state_file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.state_file.with_suffix(".new")
        draft.write_text(json.dumps(state, indent=1))
        draft.replace(self.state_file)


async def _events(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """The lines of a child, with each traceback, and those that caused it, as one event."""
    trace: list[str] = []
    ended = False  # the line that names the error was read; only "... direct cause ..." may still follow
    while True:
        try:
            raw = await asyncio.wait_for(stream.readline(), 0.2 if ended else None)
        except TimeoutError:
            raw = None
        except ValueError:  # a line longer than the limit; what was read of it is dropped
            continue
        line = raw.decode(errors="replace").rstrip("\n") if raw else ""
        goes_on = raw and (not line or line[0] in " \t" or line.startswith(TRACE_LINES) or not ended)
        if trace and goes_on and len(trace) < 400:
            ended = bool(line) and line[0] not in " \t" and not line.startswith(TRACE_LINES)
            trace.append(line)
            continue
        if trace:
            yield "\n".join(trace)
            trace, ended = [], False
        if line.startswith("Traceback "):
            trace = [line]
        elif line.strip():
            yield line
        if raw == b"":
            return


def die_with(parent: int) -> Callable[[], None] | None:
    """Run in a child before its program: Linux tells it to stop when its parent is gone, however it went."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it was gone before we could ask
            os._exit(1)

    return prepare


def signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
