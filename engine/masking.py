"""Masks personal data: "my name is Anna Berg" becomes "my name is [NAME]", and what stands behind a mask.

No Rasa in here: engine/privacy.py is the component.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.patterns import Span
from engine.personal import MASK, Personal
from engine.words import WORD, fold

SHORTEST_REPEAT = 3  # letters of a word of a name that is masked wherever it stands


class Masked(NamedTuple):
    text: str
    spans: list[Span]  # offsets in the text as it was written
    behind: dict[str, str]  # "[NAME 2]" -> "Anna Berg": personal data, to be kept in memory only


class Piece(NamedTuple):
    """Where a stretch of the masked text that is no mask begins in both texts."""

    masked: int
    original: int


def mask(text: str, personal: Personal) -> Masked:
    """Masking what was masked changes nothing: what only shows once the rest is masked is found as well."""
    spans: list[Span] = []
    while True:
        masked, pieces, behind = written(text, spans)
        found = [moved(span, pieces) for span in (*personal.find(masked), *repeated(masked, spans, text, personal))]
        fresh = Personal.free(iter(found), len(text), spans)
        if not fresh:
            return Masked(masked, spans, behind)
        spans = sorted([*spans, *fresh], key=lambda span: span.start)


def written(text: str, spans: list[Span]) -> tuple[str, list[Piece], dict[str, str]]:
    labels = labels_of(text, spans)
    parts: list[str] = []
    pieces = [Piece(0, 0)]
    behind: dict[str, str] = {}
    length = done = 0
    for span, label in zip(spans, labels, strict=True):
        parts += [text[done : span.start], label]
        length += span.start - done + len(label)
        done = span.end
        pieces.append(Piece(length, done))
        behind.setdefault(label, text[span.start : span.end])
    return "".join([*parts, text[done:]]), pieces, behind


def labels_of(text: str, spans: list[Span]) -> list[str]:
    """[NAME], or [NAME 1] and [NAME 2] where names differ; never a label that the customer typed."""
    typed = set(MASK.findall(text)) if "[" in text else set()
    numbers: dict[tuple[str, str], int] = {}
    for span in spans:
        numbers.setdefault((span.entity, meaning(text, span)), 0)
    labels: dict[tuple[str, str], str] = {}
    for key in numbers:
        kind = key[0].upper()
        several = sum(other[0] == key[0] for other in numbers) > 1 or any(
            label.startswith(f"[{kind}") for label in typed
        )
        number = 0
        label = f"[{kind}]"
        while several and (number == 0 or label in typed or label in labels.values()):
            number += 1
            label = f"[{kind} {number}]"
        labels[key] = label
    return [labels[span.entity, meaning(text, span)] for span in spans]


def meaning(text: str, span: Span) -> str:
    """Two spellings of one thing get one number."""
    if span.entity == "email":
        return span.value
    return "".join(letter for letter in fold(text[span.start : span.end]) if letter.isalnum())


def moved(span: Span, pieces: list[Piece]) -> Span:
    """A span of the masked text, in the text as it was written."""
    piece = max((piece for piece in pieces if piece.masked <= span.start), key=lambda piece: piece.masked)
    shift = piece.original - piece.masked
    return span._replace(start=span.start + shift, end=span.end + shift)


def repeated(masked: str, spans: list[Span], text: str, personal: Personal) -> Iterator[Span]:
    """What was recognised once is masked wherever it stands as a word: "Quorl" after "my name is Una Quorl"."""
    kinds: dict[str, str] = {}
    for span in spans:
        said = text[span.start : span.end]
        if span.entity == "name":
            for word in WORD.findall(said):
                if len(word) >= SHORTEST_REPEAT and not personal.names.is_everyday(fold(word)):
                    kinds[word] = "name"
        elif len(said) >= SHORTEST_REPEAT:
            kinds[said] = span.entity
    if not kinds:
        return
    longest_first = sorted(kinds, key=lambda said: (-len(said), said))
    pattern = re.compile(
        rf"{MASK.pattern}|(?<!\w)(?P<again>{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
    )
    folded = {said.casefold(): kind for said, kind in kinds.items()}
    for found in pattern.finditer(masked):
        if found["again"]:
            kind = folded.get(found["again"].casefold(), "name")
            yield Span(kind, found["again"], *found.span())
