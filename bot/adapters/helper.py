"""The studio's helpers in the engine's interpreter (`engine/studio.py`): started when asked, one line each way."""

import json
import os
import select
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.domain.ports import HelperFailure
from bot.settings import ROOT, Settings

PATIENCE_S = 90.0
IDLE_S = 1200.0


class HelperProcess:
    """One question at a time; whoever asks waits. A process that dies is started again by the next question, one that
    nobody needs gives its memory back. It ends with its input, so none outlives this process."""

    def __init__(
        self, command: Sequence[str], cwd: Path, env: Mapping[str, str], patience_s: float = PATIENCE_S
    ) -> None:
        self._command = list(command)
        self._cwd = cwd
        self._env = dict(env)
        self._patience_s = patience_s
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._closed = False

    def ask(self, do: str, **given: Any) -> Any:
        with self._turn:
            self._rest(None)
            try:
                return self._asked({"do": do, **given})
            finally:
                self._rest(IDLE_S)

    def wake(self) -> None:
        """Somebody will ask soon: it starts meanwhile, or stays."""
        if not self._turn.acquire(blocking=False):
            return
        try:
            self._rest(None)
            with suppress(HelperFailure):  # whoever asks hears of it
                self._started()
            self._rest(IDLE_S)
        finally:
            self._turn.release()

    def close(self) -> None:
        """At once and for good: whoever waits for an answer, or is about to ask, hears that there is none."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
        with self._turn:
            self._rest(None)
            self._stop()

    def _idle_for_long(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._stop()
            finally:
                self._turn.release()

    def _asked(self, question: dict[str, Any]) -> Any:
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            said = json.loads(self._line(process))
        except (OSError, ValueError) as error:
            self._stop()
            raise HelperFailure(f"no answer: {error}") from error
        if "error" in said:
            raise HelperFailure(str(said["error"]))
        return said["answer"]

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], self._patience_s)[0]:
            raise OSError(f"nothing within {self._patience_s:.0f} s")
        return process.stdout.readline()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None and not self._closed:
            try:
                self._process = subprocess.Popen(
                    self._command,
                    cwd=self._cwd,
                    env={**os.environ, **self._env},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,
                )
            except OSError as error:
                raise HelperFailure(f"it does not start: {error}") from error
        if self._closed or self._process is None:  # `close` saw it, or this does: one of the two ends it
            self._stop()
            raise HelperFailure("it is closed")
        return self._process

    def _rest(self, after_s: float | None) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = None
        if after_s is not None and self._process is not None:
            self._idle = threading.Timer(after_s, self._idle_for_long)
            self._idle.daemon = True
            self._idle.start()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()


def studio_helper(kind: str, settings: Settings) -> HelperProcess:
    """`kind`: rasa or examples."""
    python = ROOT / "engine" / ".venv" / "bin" / "python"
    command = (str(python), "-m", "engine.studio", kind, "--root", str(settings.project_dir))
    return HelperProcess(command, ROOT, {"PYTHONPATH": str(ROOT), "CARELINE_SECRET": "", "CARELINE_ADMIN_PASSWORD": ""})
