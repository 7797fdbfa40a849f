"""Where a message may fall into several requests: the cut points that its wording offers."""

import re
from dataclasses import dataclass

MAX_CHARACTERS = 2_000
MAX_PARTS = 8  # of a longer message only the beginning is cut, the last part keeps the rest

# What opens a new clause: question words, helping verbs, "I …", verbs that ask for something, a thing with its verb.
ASKS = r"(?:how|what|what's|whats|where|where's|wheres|when|when's|why|which|who|can|could|do|does|did|is|are|will|would|should|has|have|may)(?![\w'])"  # noqa: E501
WANTS = r"(?:(?:i'd|we'd|i would) (?:also )?(?:like|love|prefer|need)|(?:i|we) (?:also )?(?:want|need|wish|wonder|have to know)|please|pls|let me|tell|send|give|cancel|stop|pause|add|book|change|move|resend|show|explain|return|refund|delete|update|remove|put|check|help|recommend|get me|call me|connect|order)\b"  # noqa: E501
TELLS = r"(?:i|i'd|i'm|i'll|i've|we|we'd|we're|we've)\b"
NAMES = r"(?:there's|there is|(?:my|the|our|one|another)\s+(?:\w+\s+){1,4}?(?:is|are|was|were|has|have|had|does|will|says?|shows?|makes?|keeps?|needs?|leaks?|smells?|drips?|never|came|stopped|broke|got|\w+n't))\b"  # noqa: E501
THINGS = r"(?:the|my|your|an?|some|another)\s+\w+\s+\w+"
CLAUSE = rf"(?:{ASKS}|{WANTS}|{TELLS}|{NAMES})"

# What opens a question even where nothing joins it to the words before ("cancel my order how do i descale").
FRESH = r"(?:(?:how (?:do|can|much|many|long|often)|where(?:'s|s| is| are| can| do)|what(?:'s|s| is| are| does| do| time)|when (?:is|are|will|does|do|can|did)|why (?:is|does|did)|can (?:i|you|we)|could (?:i|you|we)|do you|does (?:it|the|my)|is (?:it|there|my|the)|are (?:there|the|you)|please (?:also|cancel|send|add|change|tell|stop|pause|book))(?![\w']))"  # noqa: E501
# No question opens behind these: they are part of it.
OPENER_WORDS = """
how where what when which who why whose much many long often time if whether that than because as so but know
knows me us wonder wondering asking ask see sure tell check or and then also please thing one about on of
"""
OPENERS = frozenset(OPENER_WORDS.split())
# Words between two requests that say themselves that something else follows.
TURN = r"(?:by the way|btw|oh and|ah and|oh,? also|and also|also|and then|another thing|(?:and )?one more (?:thing|question)|(?:and )?another question|on another note|apart from that|aside from that|besides(?: that)?|separately|unrelated(?: question)?|while (?:we're|i'm) at it|(?:my )?(?:second|next|other|last|third)(?: question| thing)?:|secondly|(?:second|third)(?=,|\s+(?:i|how|where|when|what|can|do|is|please)\b)|thirdly|finally,|additionally|in addition|furthermore|plus|and btw|and by the way|what about|and what about|p\.?s\.?:?)"  # noqa: E501
LEAD = re.compile(
    rf"(?:[\s,;:.…\-–—+&*•]|\d{{1,2}}[.)]\s|(?:{TURN}|and|then|first(?:ly)?|second(?:ly)?|so|but|ok(?:ay)?|well|or)\b(?!\s+(?:of|time|hand)\b))+",
    re.IGNORECASE,
)
# Runs are bounded, so that a wall of blanks or marks takes no longer than a wall of words.
CUT = re.compile(
    rf"(?P<turn>(?:[,.;!?\s(\-–—]|^){{1,9}}(?:and\s{{1,9}}|but\s{{1,9}})?\b{TURN}(?=[\s,:])"
    rf"|(?:^|\s)(?:\d{{1,2}}[.)]|[*•+])\s{{1,9}})"
    rf"|(?P<end>[.!?…]{{1,20}}[)\"']{{0,2}}(?=\s)|\n{{1,20}}|;\s|\s[-–—]\s)"
    rf"|(?P<weak>,?\s{{1,9}}(?:and|&|n|then|or|as well as|along with)\s{{1,9}}"
    rf"(?=(?:then\s{{1,9}}|please\s{{1,9}}|also\s{{1,9}})?{CLAUSE})"
    rf"|,\s{{1,9}}(?={CLAUSE})|,?\s{{1,9}}(?:and|&|as well as)\s{{1,9}}(?={THINGS}))"
    rf"|(?P<fresh>(?<=\w)\s{{1,9}}(?={FRESH}))",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\"[^\"\n]*\"|\u201c[^\u201d\n]*\u201d|\u00ab[^\u00bb\n]*\u00bb|(?<!\w)'[^'\n]{8,}'(?!\w)")
ASKING = re.compile(rf"\s*(?:{ASKS}|{WANTS})", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Part:
    """A piece, without what joins it to the one before; `turn`: those words said that something else follows."""

    start: int
    end: int
    turn: bool


def parts_of(text: str) -> list[Part]:
    """Two or more, or none where the wording offers no cut. Nothing inside quotation marks is cut."""
    read = text[:MAX_CHARACTERS]
    plain = read.replace("\u2019", "'")
    quoted = [found.span() for found in QUOTED.finditer(plain)]
    parts: list[Part] = []
    start, turn = 0, False
    for cut in CUT.finditer(plain):
        if len(parts) == MAX_PARTS - 1:
            break
        if any(first <= cut.start() < last for first, last in quoted):
            continue
        if cut["fresh"] and not opens(plain[start : cut.start()]):
            continue
        if add(parts, plain, start, after_marks(plain, cut.start(), cut.end()), turn):
            turn = False
        start, turn = cut.end(), turn or bool(cut["turn"])
    add(parts, plain, start, len(plain), turn)
    return parts if len(parts) > 1 else []


def after_marks(text: str, start: int, end: int) -> int:
    """Where the marks that close the piece before end: "?" belongs to it."""
    return start + len(text[start:end]) - len(text[start:end].lstrip(".!?…)\"'"))


def opens(before: str) -> bool:
    """Whether a question that follows these words without any sign is one of its own."""
    words = before.lower().split()
    return len(words) >= 3 and not OPENERS.intersection(words[-2:])


def asks(text: str) -> bool:
    """Whether it is worded as a question or a wish, not as news."""
    return text.rstrip().endswith("?") or ASKING.match(text) is not None


def add(parts: list[Part], text: str, start: int, end: int, turn: bool) -> bool:
    """Whether there was anything to add: a piece has at least one word."""
    lead = LEAD.match(text, start, end)
    start = lead.end() if lead and lead.end() < end else start
    piece = text[start:end]
    end = start + len(piece.rstrip(" \t\n,;:.-–—(&+"))
    start += len(piece) - len(piece.lstrip())
    if start >= end or not WORD.search(text, start, end):
        return False
    parts.append(Part(start, end, turn))
    return True
