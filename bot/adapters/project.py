"""The project's files on disk: read whole, written whole, all of a change or none.

Before anything is written, a journal in the data directory keeps what the files were. It goes when the change is in
the database; a journal that is still there means that somebody died in between, and its files are put back.
"""

import errno
import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.adapters import git
from bot.domain.errors import Conflict, NotFound, Unavailable
from bot.domain.nlu_file import ENDS, Unreadable
from bot.domain.patches import FileEdit


class ProjectFolder:
    """Writers hold `editing`; that counts for all threads and all gateways that share the data directory."""

    def __init__(self, root: Path, data_dir: Path) -> None:
        self.root = root
        self.journals = data_dir / "studio"

    def paths(self, folder: str, ending: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in (self.root / folder).rglob(f"*{ending}"))

    def exists(self, path: str) -> bool:
        return self._inside(path).is_file()

    def read(self, path: str) -> str:
        found = self._bytes(path)
        if found is None:
            raise NotFound(f"There is no {path}.", file=path)
        try:
            return found.decode()
        except UnicodeDecodeError as error:
            line = len(ENDS.findall(found[: error.start].decode())) + 1
            raise Unreadable(
                path, line, f"byte 0x{found[error.start]:02x} is not UTF-8; save the file as UTF-8"
            ) from None

    def save(self, change_id: str, edits: Sequence[FileEdit]) -> None:
        for edit in edits:
            if self._bytes(edit.path) != _encoded(edit.before):
                raise Conflict(
                    f"{edit.path} was changed by somebody else meanwhile. Please look again.", file=edit.path
                )
        journal = [{"path": edit.path, "before": edit.before, "after": edit.after} for edit in edits]
        with _honest():
            self.journals.mkdir(parents=True, exist_ok=True)
            _write(self.journals / f"{change_id}.json", json.dumps(journal).encode())
            for edit in edits:
                self._become(edit.path, edit.after)

    @contextmanager
    def editing(self, kept: Callable[[Collection[str]], Collection[str]]) -> Iterator[None]:
        """One change at a time. `kept` says which of these changes are in the database; the others are put back."""
        self.journals.mkdir(parents=True, exist_ok=True)
        with (self.journals / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._settle(kept)
            try:
                yield
            finally:
                self._settle(kept)

    def is_checkout(self) -> bool:
        return git.is_checkout(self.root)

    def committed(self, path: str) -> str | None:
        return git.committed(self.root, path)

    def commit(self, paths: Sequence[str], message: str, author: str) -> str:
        return git.commit(self.root, paths, message, author)

    def _settle(self, kept: Callable[[Collection[str]], Collection[str]]) -> None:
        journals = {path.stem: path for path in self.journals.glob("*.json")}
        known = kept(journals) if journals else ()
        for change_id, path in journals.items():
            with suppress(OSError):  # A disk that is still full: the journal stays, and the next change tries again.
                if change_id not in known:
                    for entry in json.loads(path.read_bytes()):
                        self._put_back(FileEdit(entry["path"], entry["before"], entry["after"]))
                path.unlink()

    def _put_back(self, edit: FileEdit) -> None:
        """Only where nobody wrote something else since."""
        if self._bytes(edit.path) == _encoded(edit.after):
            self._become(edit.path, edit.before)

    def _become(self, path: str, text: str | None) -> None:
        if text is None:
            self._inside(path).unlink(missing_ok=True)
        else:
            _write(self._inside(path), text.encode())

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self._inside(path).read_bytes()
        except FileNotFoundError:
            return None

    def _inside(self, path: str) -> Path:
        whole = (self.root / path).resolve()
        if not whole.is_relative_to(self.root.resolve()):
            raise NotFound("This is not a file of the project.")
        return whole


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _write(path: Path, content: bytes) -> None:
    """A reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(mode)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


@contextmanager
def _honest() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (
            "The disk is full"
            if error.errno in {errno.ENOSPC, errno.EDQUOT}
            else f"The file system says: {error.strerror}"
        )
        raise Unavailable(f"{why}. Nothing was changed.", part="files") from error
