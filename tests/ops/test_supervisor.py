"""The supervisor, with small children that behave and misbehave."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.supervisor import Program, Supervisor
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = "import time; print('up', flush=True); time.sleep(600)"


class Log:
    """Remembers what the supervisor wrote."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def log(self, level: int, event: str, **fields: Any) -> None:
        self.events.append({"level": level, "event": event, **fields})

    def info(self, event: str, **fields: Any) -> None:
        self.log(20, event, **fields)

    def warning(self, event: str, **fields: Any) -> None:
        self.log(30, event, **fields)

    def error(self, event: str, **fields: Any) -> None:
        self.log(40, event, **fields)

    def said(self, process: str) -> list[str]:
        return [event["event"] for event in self.events if event.get("process") == process]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
async def supervisor(log: Log, tmp_path: Path) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(log, tmp_path / "run" / "processes.json", first_pause=0.01, grace=5)  # type: ignore[arg-type]
    yield supervisor
    await supervisor.stop_all()


def program(name: str, code: str, **env: str) -> Program:
    return Program(name, (sys.executable, "-c", code), env, ROOT)


def state(supervisor: Supervisor) -> dict[str, Any]:
    return json.loads(supervisor.state_file.read_text()) if supervisor.state_file.exists() else {}


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


async def started(supervisor: Supervisor, log: Log, name: str, times: int = 1) -> int:
    await eventually(lambda: log.said(name).count("up") >= times)
    return int(state(supervisor)[name]["pid"])


async def test_a_child_that_was_killed_is_started_again(supervisor: Supervisor, log: Log) -> None:
    supervisor.start(program("engine", SLEEPER))
    first = await started(supervisor, log, "engine")
    os.kill(first, signal.SIGKILL)
    second = await started(supervisor, log, "engine", times=2)
    assert second != first
    assert state(supervisor)["engine"]["restarts"] == 1
    assert any("killed by signal 9" in line for line in log.said("engine"))


async def test_the_pauses_between_attempts_grow(supervisor: Supervisor, log: Log) -> None:
    supervisor.start(program("engine", "raise SystemExit(3)"))
    await eventually(lambda: sum("starts again" in line for line in log.said("engine")) >= 4)
    pauses = [float(line.split()[-2]) for line in log.said("engine") if "starts again" in line]
    assert pauses[:4] == [0.01, 0.02, 0.04, 0.08]


async def test_the_pause_is_short_again_after_a_time_of_health(log: Log, tmp_path: Path) -> None:
    supervisor = Supervisor(log, tmp_path / "processes.json", first_pause=0.01, healthy_after=0)  # type: ignore[arg-type]
    supervisor.start(program("engine", "raise SystemExit(3)"))
    await eventually(lambda: sum("starts again" in line for line in log.said("engine")) >= 3)
    await supervisor.stop_all()
    assert {line.split()[-2] for line in log.said("engine") if "starts again" in line} == {"0.01"}


async def test_a_command_that_does_not_exist_is_reported_and_tried_again(supervisor: Supervisor, log: Log) -> None:
    supervisor.start(Program("engine", ("/nowhere/python",), {}, ROOT))
    await eventually(lambda: sum("could not be started" in line for line in log.said("engine")) >= 2)


async def test_stopping_asks_first_and_leaves_nobody(supervisor: Supervisor, log: Log) -> None:
    polite = "import signal, sys, time\nsignal.signal(15, lambda *_: (print('bye', flush=True), sys.exit(0)))\n"
    supervisor.start(program("gateway", polite + SLEEPER))
    pid = await started(supervisor, log, "gateway")
    await supervisor.stop_all("gateway")
    assert "bye" in log.said("gateway")
    assert not alive(pid)
    assert not supervisor.state_file.exists()


async def test_a_child_that_will_not_stop_is_killed_with_its_helpers(log: Log, tmp_path: Path) -> None:
    deaf = (
        "import signal, subprocess, sys; signal.signal(15, signal.SIG_IGN)\n"
        "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(helper.pid, flush=True)\n" + SLEEPER
    )
    supervisor = Supervisor(log, tmp_path / "processes.json", grace=0.3)  # type: ignore[arg-type]
    supervisor.start(program("engine", deaf))
    pid = await started(supervisor, log, "engine")
    helper = next(int(line) for line in log.said("engine") if line.isdigit())
    await supervisor.stop_all()
    await eventually(lambda: not alive(pid) and not alive(helper))
    assert any("killed" in line for line in log.said("engine"))


async def test_stopping_between_two_attempts_works(supervisor: Supervisor, log: Log) -> None:
    supervisor.first_pause = 600
    supervisor.start(program("engine", "raise SystemExit(3)"))
    await eventually(lambda: any("starts again" in line for line in log.said("engine")))
    await supervisor.stop("engine")
    assert supervisor.children == {}


async def test_what_children_print_becomes_events(supervisor: Supervisor, log: Log) -> None:
    code = """
import json
print(json.dumps({"level": "warning", "event": "queue is long", "waiting": 7}))
print("2026-11-21 10:00:00 ERROR    rasa.core  - no model")
print("2026-11-21 10:00:00 [warning  ] structlog.line key=1")
print("plain words")
print("Traceback (most recent call last):\\n  File x\\n    y\\nValueError: broken\\nafterwards")
import time; time.sleep(600)
"""
    supervisor.start(program("engine", code, PYTHONUNBUFFERED="1"))
    await eventually(lambda: "afterwards" in log.said("engine"))
    seen = {event["event"]: event for event in log.events if event.get("process") == "engine"}
    assert (seen["queue is long"]["level"], seen["queue is long"]["waiting"]) == (30, 7)
    assert seen["rasa.core  - no model"]["level"] == 40
    assert seen["structlog.line key=1"]["level"] == 30
    assert seen["plain words"]["level"] == 20
    assert seen["ValueError: broken"]["level"] == 40
    assert seen["ValueError: broken"]["exception"].splitlines()[0] == "Traceback (most recent call last):"


async def test_a_chain_of_tracebacks_is_one_event(supervisor: Supervisor, log: Log) -> None:
    code = """
import time, traceback
try:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("caused") from error
except ValueError:
    traceback.print_exc()
time.sleep(600)
"""
    supervisor.start(program("engine", code, PYTHONUNBUFFERED="1"))
    await eventually(lambda: "ValueError: caused" in log.said("engine"))
    assert not [line for line in log.said("engine") if "direct cause" in line or "ZeroDivision" in line]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux only")
async def test_children_end_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from bot.logs import log_to_file
from bot.supervisor import Program, Supervisor
async def main():
    log = log_to_file(Path({str(tmp_path / "log")!r}), quiet=True)
    supervisor = Supervisor(log, Path({str(tmp_path / "state.json")!r}))
    supervisor.start(Program("engine", (sys.executable, "-c", {SLEEPER!r}), {{}}, Path({str(ROOT)!r})))
    await asyncio.sleep(600)
asyncio.run(main())
"""
    boss = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)  # noqa: ASYNC220 - it is returned at once
    try:
        await eventually(lambda: (tmp_path / "state.json").exists())
        pid = json.loads((tmp_path / "state.json").read_text())["engine"]["pid"]
        assert alive(pid)
    finally:
        boss.kill()
        boss.wait()
    await eventually(lambda: not alive(pid))
