"""A file of examples as lines: read with the YAML parser to know where things stand, changed by splicing lines.

A YAML writer would lose comments, order and quoting; here an added example is one added line. Every change is read
back before it counts: what else the file says must still be the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.domain.errors import Conflict, InvalidInput

ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML counts as the end of a line."""
LINE = re.compile(f"(.*?)({ENDS.pattern}|$)", re.DOTALL)
ITEM = re.compile(r"(\s*-\s*)(.*?)(\s*)", re.DOTALL)
BLOCK = re.compile(r"\|[-+]?\s*(#.*)?")


@dataclass(frozen=True)
class Example:
    """`text` as it stands in the file, marks included; `line` counts from 1."""

    text: str
    line: int


@dataclass(frozen=True)
class Block:
    """The examples of one intent in one file. `last` is the line after which another example goes."""

    intent: str
    line: int
    name_at: tuple[int, int]
    examples: tuple[Example, ...]
    last: int
    prefix: str
    editable: bool


class Unreadable(InvalidInput):
    """Names file and line."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}, line {line}: {why}", file=path, line=line)


@dataclass(frozen=True)
class NluFile:
    path: str
    text: str
    blocks: tuple[Block, ...]

    def block(self, intent: str) -> Block:
        """The first block of the intent; InvalidInput when this file has none that can be edited here."""
        found = next((block for block in self.blocks if block.intent == intent), None)
        if found is None:
            raise InvalidInput(f"{self.path} has no examples of {intent}.", file=self.path, intent=intent)
        if not found.editable:
            raise Unreadable(self.path, found.line, "these examples are not written as `examples: |` and one per line")
        return found

    def find(self, intent: str, text: str) -> tuple[Block, Example]:
        """Conflict when it is not there any more: somebody changed the file meanwhile."""
        for block in (block for block in self.blocks if block.intent == intent and block.editable):
            for example in block.examples:
                if example.text == text:
                    return block, example
        raise Conflict(f"{self.path} changed meanwhile: {text!r} is no longer there.", file=self.path, text=text)

    def add(self, intent: str, *texts: str) -> "NluFile":
        block, lines = self.block(intent), lines_of(self.text)
        above, end = ENDS.sub("", lines[block.last - 1]), _end_of(lines[block.last - 1])
        usual = _usual_end(lines)
        if not end:  # The file does not end with a line break: that stays so.
            lines[block.last - 1] = above + usual
        fresh = [f"{block.prefix}{text}{usual}" for text in texts]
        fresh[-1] = fresh[-1].removesuffix(usual) + end
        lines[block.last : block.last] = fresh
        return self._written("".join(lines), block, [*_texts(block), *texts])

    def replace(self, intent: str, old: str, new: str) -> "NluFile":
        lines, (block, example) = lines_of(self.text), self.find(intent, old)
        line = lines[example.line - 1]
        prefix, _, blank = _item(line)
        lines[example.line - 1] = f"{prefix}{new}{blank}{_end_of(line)}"
        texts = [new if each is example else each.text for each in block.examples]
        return self._written("".join(lines), block, texts)

    def remove(self, intent: str, text: str) -> "NluFile":
        """InvalidInput for the last one: an intent without examples cannot be learnt."""
        block, example = self.find(intent, text)
        if len(block.examples) == 1:
            raise InvalidInput(f"This is the only example of {intent} in {self.path}.", file=self.path, intent=intent)
        lines = lines_of(self.text)
        del lines[example.line - 1]
        return self._written("".join(lines), block, [each.text for each in block.examples if each is not example])

    def rename(self, intent: str, new: str) -> "NluFile":
        """Also where the comments at the top say what the intent means."""
        lines = lines_of(self.text)
        for block in (block for block in self.blocks if block.intent == intent):
            line, (start, end) = lines[block.line - 1], block.name_at
            lines[block.line - 1] = line[:start] + line[start:end].replace(intent, new) + line[end:]
        text = re.sub(rf"(?m)^(#.*?)\b{re.escape(intent)}\b", rf"\g<1>{new}", "".join(lines))
        expected = [(new if block.intent == intent else block.intent, _texts(block)) for block in self.blocks]
        return self._same(text, expected)

    def without(self, intent: str) -> "NluFile":
        """No block of this intent, nor the comment at the top that explains it."""
        lines = lines_of(self.text)
        for block in reversed(self.blocks):
            if block.intent == intent:
                last = block.last
                while last < len(lines) and not lines[last].strip():
                    last += 1
                del lines[block.line - 1 : last]
        text = re.sub(
            rf"(?m)^# {re.escape(intent)}: .*(?:{ENDS.pattern})(?:#   .*(?:{ENDS.pattern}))*", "", "".join(lines)
        )
        return self._same(text, [(block.intent, _texts(block)) for block in self.blocks if block.intent != intent])

    def _written(self, text: str, changed: Block, texts: list[str]) -> "NluFile":
        expected = [(block.intent, texts if block is changed else _texts(block)) for block in self.blocks]
        return self._same(text, expected)

    def _same(self, text: str, expected: list[tuple[str, list[str]]]) -> "NluFile":
        """What was written, read again: exactly what was meant, or nothing is changed."""
        file = read(self.path, text)
        if [(block.intent, _texts(block)) for block in file.blocks] != expected:
            raise Unreadable(self.path, 1, "this cannot be written without touching other examples")
        return file


@lru_cache(maxsize=64)
def read(path: str, text: str) -> NluFile:
    """Unreadable, with file and line, for what is no YAML or no training data."""
    root = _compose(path, text)
    blocks: list[Block] = []
    lines = lines_of(text)
    for key, value in _pairs(path, root):
        if key.value == "nlu":
            if not isinstance(value, SequenceNode):
                raise Unreadable(path, value.start_mark.line + 1, "`nlu` must be a list")
            blocks += [block for item in value.value if (block := _block(path, lines, item)) is not None]
    return NluFile(path, text, tuple(blocks))


def lines_of(text: str) -> list[str]:
    """With their ends; joined they are the text again."""
    return [whole for whole in (found.group() for found in LINE.finditer(text)) if whole]


def _compose(path: str, text: str) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(path, mark.line + 1 if mark else 1, f"this is not valid YAML: {error.problem}") from None
    except Exception as error:  # A character that YAML forbids; the reader has no common class for it.
        line = len(ENDS.findall(text[: getattr(error, "position", 0)])) + 1
        raise Unreadable(path, line, f"this is not valid YAML: {getattr(error, 'reason', error)}") from None
    return node


def _pairs(path: str, node: Node | None) -> list[tuple[ScalarNode, Any]]:
    if node is None:
        return []
    if not isinstance(node, MappingNode):
        raise Unreadable(path, node.start_mark.line + 1, "keys and values are expected here")
    return [(key, value) for key, value in node.value if isinstance(key, ScalarNode)]


def _block(path: str, lines: list[str], item: Node) -> Block | None:
    """None for synonyms, lookups and regexes: they are left alone."""
    pairs = {key.value: (key, value) for key, value in _pairs(path, item)}
    if "intent" not in pairs:
        return None
    name = pairs["intent"][1]
    if not isinstance(name, ScalarNode):
        raise Unreadable(path, name.start_mark.line + 1, "the name of an intent is expected here")
    line, name_at = name.start_mark.line + 1, (name.start_mark.column, name.end_mark.column)
    key, examples = pairs.get("examples", (None, None))
    if key is None or not isinstance(examples, ScalarNode) or examples.style != "|":
        return Block(name.value, line, name_at, (), line, "", False)
    header = examples.start_mark.line
    found, last = _items(lines, header + 1)
    plain = BLOCK.fullmatch(ENDS.sub("", lines[header][examples.start_mark.column :])) is not None
    prefix = _item(lines[found[-1].line - 1])[0] if found else " " * (key.start_mark.column + 2) + "- "
    return Block(name.value, line, name_at, tuple(found), last or header + 1, prefix, plain)


def _items(lines: list[str], start: int) -> tuple[list[Example], int]:
    """The examples of a block that begins with this line (counted from 0), and the line of the last one."""
    found: list[Example] = []
    indent: int | None = None
    for number, line in enumerate(lines[start:], start + 1):
        bare = ENDS.sub("", line)
        if not bare.strip(" "):
            continue
        depth = len(bare) - len(bare.lstrip(" "))
        indent = depth if indent is None else indent
        if depth < indent or depth == 0:
            break
        if bare[indent:].startswith("-"):
            found.append(Example(_item(line)[1], number))
    return found, found[-1].line if found else 0


def _item(line: str) -> tuple[str, str, str]:
    """`    - text  ` as its three parts."""
    found = ITEM.fullmatch(ENDS.sub("", line))
    return (found[1], found[2], found[3]) if found else ("", ENDS.sub("", line), "")


def _end_of(line: str) -> str:
    found = ENDS.search(line)
    return found.group() if found else ""


def _usual_end(lines: list[str]) -> str:
    return next((end for line in lines if (end := _end_of(line))), "\n")


def _texts(block: Block) -> list[str]:
    return [example.text for example in block.examples]
