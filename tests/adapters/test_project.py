"""Files of the project: all of a change or none, whatever dies in between."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path

import pytest

from bot.adapters.project import ProjectFolder
from bot.domain.errors import Conflict, NotFound, Unavailable
from bot.domain.patches import FileEdit
from bot.settings import ROOT

ONE, TWO = FileEdit("data/one.yml", "one\r\n", "one more\r\n"), FileEdit("data/two.yml", None, "two\n")

DIES = """
import os, sys
from pathlib import Path
from bot.adapters.project import ProjectFolder
from bot.domain.patches import FileEdit
folder = ProjectFolder(Path(sys.argv[1]), Path(sys.argv[2]))
with folder.editing(lambda ids: ()):
    one = FileEdit("data/one.yml", "one\\r\\n", "one more\\r\\n")
    folder.save("a", [one, FileEdit("data/two.yml", None, "two\\n")])
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def folder(tmp_path: Path) -> ProjectFolder:
    (tmp_path / "root" / "data").mkdir(parents=True)
    (tmp_path / "root" / "data" / "one.yml").write_bytes(b"one\r\n")
    return ProjectFolder(tmp_path / "root", tmp_path / "var")


def none_of(_: Collection[str]) -> Collection[str]:
    return ()


def all_of(ids: Collection[str]) -> Collection[str]:
    return ids


def contents(folder: ProjectFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.root / "data").iterdir()}


def test_a_change_that_is_in_the_database_stays(folder: ProjectFolder) -> None:
    with folder.editing(all_of):
        folder.save("a", [ONE, TWO])
    assert contents(folder) == {"one.yml": b"one more\r\n", "two.yml": b"two\n"}
    assert [path.name for path in folder.journals.iterdir()] == ["lock"]


def test_a_change_that_the_database_refused_is_put_back(folder: ProjectFolder) -> None:
    def refused() -> None:
        with folder.editing(none_of):
            folder.save("a", [ONE, TWO])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refused()
    assert contents(folder) == {"one.yml": b"one\r\n"}


def test_whoever_dies_between_files_and_database_leaves_nothing_half_written(folder: ProjectFolder) -> None:
    subprocess.run([sys.executable, "-c", DIES, folder.root, folder.journals.parent], cwd=ROOT, check=False)
    assert contents(folder)["one.yml"] == b"one more\r\n"
    with folder.editing(none_of):
        pass
    assert contents(folder) == {"one.yml": b"one\r\n"}


def test_whoever_dies_after_the_database_knows_has_saved(folder: ProjectFolder) -> None:
    folder.save("a", [ONE, TWO])
    with folder.editing(all_of):
        pass
    assert contents(folder) == {"one.yml": b"one more\r\n", "two.yml": b"two\n"}


def test_what_was_written_by_hand_since_is_not_put_back(folder: ProjectFolder) -> None:
    folder.save("a", [ONE])
    (folder.root / "data" / "one.yml").write_bytes(b"by hand\n")
    with folder.editing(none_of):
        pass
    assert contents(folder) == {"one.yml": b"by hand\n"}


@pytest.mark.parametrize("at", range(3))
def test_a_full_disk_changes_nothing(folder: ProjectFolder, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """It is full when the journal, the first or the second file is written; what was there still fits."""
    written = 0

    def fsync(_: int) -> None:
        nonlocal written
        written += 1
        if written == at + 1:
            raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Unavailable, match="disk is full"), folder.editing(none_of):
        folder.save("a", [ONE, TWO])
    assert contents(folder) == {"one.yml": b"one\r\n"}


def test_a_file_that_changed_meanwhile_is_not_overwritten(folder: ProjectFolder) -> None:
    (folder.root / "data" / "one.yml").write_bytes(b"somebody else\n")
    with pytest.raises(Conflict, match="somebody else"), folder.editing(none_of):
        folder.save("a", [ONE])
    assert contents(folder) == {"one.yml": b"somebody else\n"}


def test_nobody_else_writes_meanwhile(folder: ProjectFolder) -> None:
    order: list[str] = []

    def second() -> None:
        with folder.editing(none_of):
            order.append("second")

    other = threading.Thread(target=second)
    with folder.editing(none_of):
        other.start()
        other.join(timeout=0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_nothing_outside_is_read(folder: ProjectFolder) -> None:
    with pytest.raises(NotFound):
        folder.read("../var/secret")
