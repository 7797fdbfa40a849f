"""Commits of single files, through the git command. A project without git works too: then there is no commit."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bot.domain.errors import Conflict, Unavailable

SECONDS = 60


def is_checkout(root: Path) -> bool:
    """Whether the root itself belongs to a repository."""
    return shutil.which("git") is not None and _git(root, "ls-files", "--error-unmatch", "domain.yml").returncode == 0


def committed(root: Path, path: str) -> str | None:
    shown = _git(root, "show", f"HEAD:./{path}")
    return shown.stdout.decode() if shown.returncode == 0 else None


def commit(root: Path, paths: Sequence[str], message: str, author: str) -> str:
    """`--only` leaves what others have staged where it is."""
    _checked(_git(root, "add", "--intent-to-add", "--", *paths))
    who = ("-c", "user.name=Careline studio", "-c", "user.email=studio@careline.invalid")
    _checked(_git(root, *who, "commit", "--quiet", "--only", "-m", message, f"--author={author}", "--", *paths))
    return _checked(_git(root, "rev-parse", "--short", "HEAD")).stdout.decode().strip()


def _checked(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise Conflict(f"Git refuses: {said[-1] if said else 'no reason given'}", said=said[-5:])
    return done


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Without the variables of a git that may run around us, such as a hook's."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"Git does not answer: {type(error).__name__}.", part="git") from error
