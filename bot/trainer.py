"""One training process: started in a group of its own, listened to, ended with all its helpers."""

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.supervisor import die_with, signal_group

LOOK_EVERY = 1.0
GRACE_SECONDS = 5.0
NICENESS = 10
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOT_FOR_PEOPLE = re.compile(r"^Your Rasa model is trained")  # names a folder that is gone by then


@dataclass
class Told:
    """What the process has said so far (see engine/prove.py)."""

    began: float = field(default_factory=time.monotonic)
    steps: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    failure: dict[str, str] | None = None
    log: list[str] = field(default_factory=list)

    def line(self, raw: str) -> None:
        line = _COLOUR.sub("", raw).rstrip()
        kind, _, rest = line.partition(" ")
        match kind, _content(rest) if kind.startswith("@") else None:
            case "@step", {"name": str(name), "done": int() | float() as done}:
                if not self.steps or self.steps[-1]["name"] != name:
                    self.steps.append({"name": name, "at": round(time.monotonic() - self.began, 1)})
                self.steps[-1]["done"] = done
            case "@facts", dict(facts):
                self.facts = facts
            case "@failed", {"code": str(code), "message": str(message)}:
                self.failure = {"code": code, "message": message}
            case _ if line and not _NOT_FOR_PEOPLE.match(line):
                self.log.append(line)

    def why(self, exit_code: int) -> tuple[str, str]:
        """Code and message, for a trainer to read."""
        if self.failure is not None:
            return self.failure["code"], self.failure["message"]
        if exit_code == -signal.SIGKILL:
            return "killed", "The training was ended from outside, perhaps because the machine ran out of memory."
        return "broke", "\n".join(self.log[-12:]) or f"The training ended with code {exit_code} and said nothing."


async def train(
    command: tuple[str, ...], env: Mapping[str, str], cwd: Path, told: Told, keep_on: Callable[[], Awaitable[bool]]
) -> int:
    """The exit code, negative for a signal. Ends everything as soon as `keep_on` says no, or when it is cancelled."""
    quiet_end = die_with(os.getpid())

    def prepare() -> None:
        os.nice(NICENESS)  # customers first
        if quiet_end is not None:
            quiet_end()

    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **env},
        cwd=cwd,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        process_group=0,
        preexec_fn=prepare,
        limit=1 << 20,
    )
    assert process.stdout is not None
    reader = asyncio.create_task(_listen(process.stdout, told))
    ended = asyncio.create_task(process.wait())
    try:
        while not ended.done():
            await asyncio.wait({ended}, timeout=LOOK_EVERY)
            if not ended.done() and not await keep_on():
                signal_group(process, signal.SIGTERM)
                await asyncio.wait({ended}, timeout=GRACE_SECONDS)
                break
    finally:
        signal_group(process, signal.SIGKILL)
        await asyncio.wait({reader, ended}, timeout=GRACE_SECONDS)
        reader.cancel()
    return await ended


async def _listen(stream: asyncio.StreamReader, told: Told) -> None:
    while True:
        try:
            raw = await stream.readline()
        except ValueError:  # a line longer than the limit
            continue
        if not raw:
            return
        told.line(raw.decode(errors="replace"))


def _content(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None
