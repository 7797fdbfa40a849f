"""What changed between two texts, as pieces that can be shown, kept, and taken back even when other lines moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any

from bot.domain.errors import Conflict
from bot.domain.nlu_file import lines_of

CONTEXT = 3


@dataclass(frozen=True)
class Piece:
    """Lines with their ends and the unchanged ones around them; `at` counts lines from 0."""

    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    def narrower(self) -> Iterator["Piece"]:
        """With fewer and fewer unchanged lines around it: somebody may have written beside it since."""
        top = _common(self.before, self.after)
        end = _common(self.before[top:][::-1], self.after[top:][::-1])
        for context in range(CONTEXT, -1, -1):
            cut, tail = max(top - context, 0), max(end - context, 0)
            before, after = self.before[cut : len(self.before) - tail], self.after[cut : len(self.after) - tail]
            if after:
                yield Piece(self.at + cut, before, after)

    def stored(self) -> dict[str, Any]:
        return {"at": self.at, "before": list(self.before), "after": list(self.after)}


@dataclass(frozen=True)
class FileEdit:
    """A whole file as it was read and as it should be; None where there is no such file."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Patch:
    """Of one file."""

    path: str
    pieces: tuple[Piece, ...]
    created: bool = False
    deleted: bool = False

    def stored(self) -> dict[str, Any]:
        pieces = [piece.stored() for piece in self.pieces]
        return {"path": self.path, "created": self.created, "deleted": self.deleted, "pieces": pieces}

    def diff(self) -> list[str]:
        """As a reviewer reads it, without line ends."""
        shown: list[str] = []
        for piece in self.pieces:
            lines = list(unified_diff(piece.before, piece.after, lineterm="", n=CONTEXT))[2:]
            header, *rest = lines or [""]
            if header:
                shown.append(f"@@ -{piece.at + 1},{len(piece.before)} +{piece.at + 1},{len(piece.after)} @@")
            shown += [line.rstrip("\r\n\x85\u2028\u2029") for line in rest]
        return shown

    def backwards(self, text: str | None) -> str | None:
        """The text without this change; Conflict when somebody changed these very lines since."""
        if (text is None) != self.deleted:
            raise Conflict(f"{self.path} was {'removed' if text is None else 'written'} anew since.", file=self.path)
        if text is None:
            return "".join(line for piece in self.pieces for line in piece.before)
        lines = lines_of(text)
        for piece in reversed(self.pieces):
            found = next((place for narrow in piece.narrower() if (place := _place(lines, narrow)) is not None), None)
            if found is None:
                why = f"{self.path} was changed in the same place since; this can no longer be undone by itself."
                raise Conflict(why, file=self.path)
            at, narrow = found
            lines[at : at + len(narrow.after)] = narrow.before
        if self.created and lines:
            raise Conflict(f"{self.path} was extended since; remove what is no longer wanted by hand.", file=self.path)
        return None if self.created else "".join(lines)


def patch_of(path: str, before: str | None, after: str | None) -> Patch:
    old, new = lines_of(before or ""), lines_of(after or "")
    pieces: list[Piece] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        first, last = group[0], group[-1]
        pieces.append(Piece(first[3], tuple(old[first[1] : last[2]]), tuple(new[first[3] : last[4]])))
    return Patch(path, tuple(pieces), created=before is None, deleted=after is None)


def patch_from(stored: dict[str, Any]) -> Patch:
    pieces = tuple(Piece(one["at"], tuple(one["before"]), tuple(one["after"])) for one in stored["pieces"])
    return Patch(stored["path"], pieces, stored["created"], stored["deleted"])


def _place(lines: Sequence[str], piece: Piece) -> tuple[int, Piece] | None:
    """Where the lines of the piece stand now, as near as possible to where they were."""
    wanted, size = piece.after, len(piece.after)
    places = [at for at in range(len(lines) - size + 1) if tuple(lines[at : at + size]) == wanted]
    at = min(places, key=lambda at: abs(at - piece.at), default=None)
    return None if at is None else (at, piece)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
