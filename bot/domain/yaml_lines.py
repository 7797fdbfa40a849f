"""Lines added to the lists and mappings of a YAML file, and names replaced in it; everything else stays as it is."""

import re
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from bot.domain.errors import InvalidInput
from bot.domain.nlu_file import ENDS, Unreadable, lines_of


def with_item(path: str, text: str, key: str, item: str, beside: str) -> str:
    """`item` in the list at the top-level `key`, after the last one that begins with `beside`, else at its end."""
    _, value = _top(path, text, key)
    if not isinstance(value, SequenceNode) or not value.value:
        raise Unreadable(path, value.start_mark.line + 1, f"`{key}` must be a list")
    like = [node for node in value.value if _name(node).startswith(beside)]
    line = (like or value.value)[-1].start_mark.line
    lines = lines_of(text)
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    return _checked(path, "".join([*lines[: line + 1], f"{indent}- {item}\n", *lines[line + 1 :]]))


def with_entry(path: str, text: str, key: str, entry: str) -> str:
    """`entry`, whole lines, at the end of the mapping at the top-level `key`."""
    root, value = _top(path, text, key)
    if not isinstance(value, MappingNode):
        raise Unreadable(path, value.start_mark.line + 1, f"`{key}` must be a mapping")
    lines = lines_of(text)
    later = [other.start_mark.line for other, _ in root.value if other.start_mark.line > value.start_mark.line]
    end = min(later, default=len(lines))
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return _checked(path, "".join([*lines[:end], entry, *lines[end:]]))


def without_item(path: str, text: str, key: str, item: str) -> str:
    """The list or mapping at the top-level `key` without this one-line item or entry."""
    _, value = _top(path, text, key)
    nodes = [entry[0] if isinstance(entry, tuple) else entry for entry in value.value]
    doomed = {node.start_mark.line for node in nodes if _name(node) == item}
    return _checked(path, "".join(line for at, line in enumerate(lines_of(text)) if at not in doomed))


def renamed(path: str, text: str, old: str, new: str) -> str:
    """Every mention of a name as a whole word; what the file says otherwise is the same."""
    changed = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
    if _swapped(_loaded(path, text), old, new) != _loaded(path, changed):
        raise InvalidInput(f"{old} cannot be renamed in {path} without changing more.", file=path)
    return changed


def quoted(text: str) -> str:
    """One line as a YAML scalar."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _name(node: Any) -> str:
    """Of a list's item: what it says, or its first key."""
    return str(node.value[0][0].value if isinstance(node, MappingNode) and node.value else node.value)


def _swapped(value: Any, old: str, new: str) -> Any:
    match value:
        case dict():
            return {_swapped(key, old, new): _swapped(one, old, new) for key, one in value.items()}
        case list():
            return [_swapped(one, old, new) for one in value]
        case str():
            return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, value)
        case _:
            return value


def _top(path: str, text: str, key: str) -> tuple[Any, Any]:
    root: Any = YAML(typ="safe", pure=True).compose(_checked(path, text))
    found = [value for name, value in root.value if name.value == key] if isinstance(root, MappingNode) else []
    if not found:
        raise Unreadable(path, 1, f"there is no `{key}`")
    return root, found[0]


@lru_cache(maxsize=256)
def check_yaml(path: str, text: str) -> None:
    """Unreadable, with the line, for what is no YAML."""
    _loaded(path, text)


def _checked(path: str, text: str) -> str:
    _loaded(path, text)
    return text


def _loaded(path: str, text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else len(ENDS.findall(text))
        raise Unreadable(path, line, f"this is not valid YAML: {getattr(error, 'problem', error)}") from None
