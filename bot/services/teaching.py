"""Changes of the bot's files: one author, one message, shown as a diff, undone, committed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db.base import new_id
from bot.db.models.staff import Staff
from bot.db.models.studio import Decision, FileChange, InboxItem
from bot.domain.errors import Conflict, NotFound
from bot.domain.nlu_file import read
from bot.domain.patches import FileEdit, patch_from, patch_of
from bot.domain.ports import Project
from bot.services.house import House
from bot.services.studio_views import ChangesView, ChangeView

LONGEST_MESSAGE = 200
NLU = "data/nlu/"


@dataclass(frozen=True)
class Planned:
    """A change before it was checked and saved."""

    message: str
    edits: Sequence[FileEdit]


def save(
    session: Session, house: House, project: Project, staff_id: str, message: str, edits: Sequence[FileEdit]
) -> FileChange:
    """The last thing of its transaction: a database that refuses must refuse before the files change."""
    for edit in edits:
        if edit.path.startswith(NLU) and edit.after is not None:
            read(edit.path, edit.after)
    files = [patch_of(edit.path, edit.before, edit.after).stored() for edit in edits]
    now = house.now()
    change = FileChange(id=new_id(), staff_id=staff_id, message=message[:LONGEST_MESSAGE], files=files, at=now)
    session.add(change)
    session.flush()
    project.save(change.id, edits)
    return change


def kept(session: Session, change_ids: Collection[str]) -> set[str]:
    """Those that the database has; an undo is a change of its own and kept under its own id."""
    return set(session.scalars(select(FileChange.id).where(FileChange.id.in_(change_ids))))


def plan_undo(session: Session, project: Project, change_id: str) -> Planned:
    """By a change of its own, so that it can be undone as well."""
    change = _not_undone(session, change_id)
    edits = []
    for patch in map(patch_from, change.files):
        text = _now(project, patch.path)
        edits.append(FileEdit(patch.path, text, patch.backwards(text)))
    return Planned(f"Undo: {change.message}", edits)


def undo(
    session: Session, house: House, project: Project, staff_id: str, change_id: str, planned: Planned
) -> FileChange:
    """The message of the inbox is open again."""
    change = _not_undone(session, change_id)
    change.undone_at, change.undone_by = house.now(), staff_id
    for item in session.scalars(select(InboxItem).where(InboxItem.change_id == change.id)):
        item.decision, item.decided_by, item.decided_at = Decision.OPEN, None, None
        item.taught = item.change_id = None
    return save(session, house, project, staff_id, planned.message, planned.edits)


def _not_undone(session: Session, change_id: str) -> FileChange:
    change = session.get(FileChange, change_id)
    if change is None:
        raise NotFound("There is no such change.")
    if change.undone_at is not None:
        raise Conflict("This was undone already.")
    return change


def commit(session: Session, project: Project, staff_id: str, message: str) -> str:
    """All changes that are in no commit yet, in one; Conflict when the files hold other people's work too."""
    if not project.is_checkout():
        raise Conflict("This project is not a Git checkout.")
    waiting = list(session.scalars(uncommitted().order_by(FileChange.at.desc(), FileChange.id)))
    if not waiting:
        raise Conflict("There is nothing to commit.")
    paths = [path for path in _paths(waiting) if _now(project, path) != project.committed(path)]
    if not paths:
        raise Conflict("There is nothing to commit: what was changed was undone again.")
    for path in paths:
        _check_only_ours(project, path, waiting)
    author = session.get_one(Staff, staff_id)
    done = project.commit(paths, message.strip() or waiting[0].message, f"{author.name} <{author.email}>")
    for change in waiting:
        change.git_commit = done
    return done


def uncommitted() -> Select[FileChange]:
    return select(FileChange).where(FileChange.git_commit.is_(None))


def list_changes(session: Session, project: Project, limit: int = 100) -> ChangesView:
    """Newest first."""
    newest = select(FileChange, Staff.name).join(Staff, Staff.id == FileChange.staff_id)
    rows = session.execute(newest.order_by(FileChange.at.desc(), FileChange.id).limit(limit)).all()
    return {"changes": [change_view(change, name) for change, name in rows], "git": project.is_checkout()}


def change_view(change: FileChange, name: str) -> ChangeView:
    return {
        "id": change.id,
        "author": name,
        "message": change.message,
        "at": change.at.isoformat(),
        "undone": change.undone_at is not None,
        "commit": change.git_commit,
        "files": [{"path": patch.path, "diff": patch.diff()} for patch in map(patch_from, change.files)],
    }


def _paths(changes: Sequence[FileChange]) -> list[str]:
    return sorted({patch["path"] for change in changes for patch in change.files})


def _check_only_ours(project: Project, path: str, newest_first: Sequence[FileChange]) -> None:
    """Taking back what is to be committed must lead to what was committed last."""
    text = _now(project, path)
    for patch in (patch_from(stored) for change in newest_first for stored in change.files if stored["path"] == path):
        text = patch.backwards(text)
    if text != project.committed(path):
        raise Conflict(f"{path} has other changes that are not committed. Commit those first.", file=path)


def _now(project: Project, path: str) -> str | None:
    return project.read(path) if project.exists(path) else None
