"""Nothing is saved that would break the project: our own checks, with file and line, and then Rasa's validator.

Only what a change makes wrong stops it. What was wrong before it, by somebody's editor, is shown in the studio: a
trainer must be able to undo and to mend.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import InvalidInput, NotFound, Unavailable
from bot.domain.patches import FileEdit
from bot.domain.ports import Files, Helper, HelperFailure
from bot.services.file_checks import problems
from bot.services.studio_views import FileProblem

CHECKED = ("domain.yml", "data/nlu/", "data/stories/")
TOLD = 5


@dataclass(frozen=True)
class Changed:
    """The project's files as they would be after some edits; only for reading."""

    project: Files
    edits: Sequence[FileEdit]

    def paths(self, folder: str, ending: str) -> list[str]:
        gone = {edit.path for edit in self.edits if edit.after is None}
        new = {edit.path for edit in self.edits if edit.path.startswith(f"{folder}/") and edit.path.endswith(ending)}
        return sorted({*self.project.paths(folder, ending), *new} - gone)

    def read(self, path: str) -> str:
        for edit in self.edits:
            if edit.path == path:
                if edit.after is None:
                    raise NotFound(f"There is no {path}.", file=path)
                return edit.after
        return self.project.read(path)

    def exists(self, path: str) -> bool:
        found = next((edit for edit in self.edits if edit.path == path), None)
        return self.project.exists(path) if found is None else found.after is not None


def check(project: Files, rasa: Helper, edits: Sequence[FileEdit]) -> None:
    """InvalidInput names what the edits would break; Unavailable when Rasa cannot be asked."""
    if not any(edit.path.startswith(CHECKED) for edit in edits):
        return
    if found := problems(Changed(project, edits)):
        before = [_without_line(one) for one in problems(project)]
        _refuse([one for one in found if _without_line(one) not in before])
    _refuse(_by_rasa(rasa, edits))


def check_all(project: Files, rasa: Helper) -> None:
    """The project as it stands."""
    _refuse(problems(project))
    _refuse(_by_rasa(rasa, ()))


def _by_rasa(rasa: Helper, edits: Sequence[FileEdit]) -> list[FileProblem]:
    try:
        said: list[str] = rasa.ask("validate", edits={edit.path: edit.after for edit in edits})
    except HelperFailure:
        why = "Rasa cannot check the files at the moment, so nothing was saved. Please try again."
        raise Unavailable(why, part="rasa") from None
    return [{"file": "", "line": 0, "message": f"Rasa says: {message}"} for message in said]


def _refuse(found: Sequence[FileProblem]) -> None:
    if not found:
        return
    lines = [f"{one['file']}, line {one['line']}: {one['message']}" if one["file"] else one["message"] for one in found]
    more = [f"… and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    where = {"file": found[0]["file"], "line": found[0]["line"]} if found[0]["file"] else {}
    raise InvalidInput("\n".join([*lines[:TOLD], *more]), **where, problems=list(found[:50]))


def _without_line(one: FileProblem) -> tuple[str, str]:
    """An edit moves lines."""
    return one["file"], one["message"]
