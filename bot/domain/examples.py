"""What an example may be, checked before it comes into a file."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.domain.errors import InvalidInput

LONGEST = 400
MARKED = re.compile(r"\[([^\[\]]+)\](?:\(([^()]*)\)|(\{[^{}]*\}))")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ud800-\udfff]")
HIDDEN = re.compile(r"\[[A-Z]{3,}(?: \d+)?\](?![({])")


@dataclass(frozen=True)
class Taught:
    """An example where it stands; `text` with its marks."""

    intent: str
    text: str
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def plain(text: str) -> str:
    """Without marks, as a customer would write it."""
    return MARKED.sub(r"\1", text)


def normal(text: str) -> str:
    """What counts as the same sentence; as `engine.examples` has it."""
    return " ".join(plain(text).lower().split())


def checked(raw: str, entities: Collection[str]) -> str:
    """The example as it is written; InvalidInput says what is wrong with it."""
    text = raw.strip()
    if not text:
        raise InvalidInput("An example needs words.", field="text")
    if len(text) > LONGEST:
        raise InvalidInput(f"An example has at most {LONGEST} characters.", field="text")
    if CONTROL.search(text):
        raise InvalidInput("An example is one line, without invisible characters.", field="text")
    if text.startswith(("/", "- ")):
        raise InvalidInput(f"An example does not begin with {text[0]!r}.", field="text")
    if hidden := HIDDEN.search(text):
        raise InvalidInput(f"{hidden.group()} hides something personal. Please write something made-up.", field="text")
    check_marks(text, entities)
    return text


def check_marks(text: str, entities: Collection[str]) -> None:
    """InvalidInput for a mark that does not close, and for one of an entity that nobody knows."""
    rest = MARKED.sub("", text)
    if "[" in rest or "](" in rest or "]{" in rest:
        raise InvalidInput("A mark is not closed. A mark looks like this: [the duo](product).", field="text")
    for _, bare, quoted in MARKED.findall(text):
        name = entity_of(bare, quoted)
        if name not in entities:
            raise InvalidInput(f"There is no entity {name!r}; there are {', '.join(sorted(entities))}.", field="text")


def entity_of(bare: str, quoted: str) -> str:
    """Of what MARKED found behind the words: `(product:role)` or `{"entity": "product"}`."""
    if not quoted:
        return bare.partition(":")[0].partition("#")[0]
    try:
        return str(json.loads(quoted).get("entity", ""))
    except ValueError:
        raise InvalidInput(f"{quoted} is not valid JSON.", field="text") from None


def repeated(text: str, among: Iterable[Taught]) -> Taught | None:
    """Where the same sentence stands already."""
    wanted = normal(text)
    return next((one for one in among if normal(one.text) == wanted), None)
