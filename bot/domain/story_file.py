"""Rules and stories as lines: what becomes of them when one intent takes the place of another."""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from bot.domain.nlu_file import lines_of
from bot.domain.yaml_lines import renamed

PARTS = ("rules", "stories")


def merged(path: str, text: str, old: str, new: str) -> str | None:
    """Rules for `old` alone go, because `new` has its own; elsewhere `new` stands in its place.

    None when nothing is left of the file.
    """
    lines = lines_of(text)
    kept = 0
    for key, first, last, item in reversed(_items(text)):
        if key == "rules" and _intents(item) == [old]:
            del lines[first:last]
        else:
            kept += 1
    if not kept:
        return None
    once = _without_twins("".join(lines), old, new)
    return renamed(path, once, old, new)


def _items(text: str) -> list[tuple[str, int, int, Any]]:
    """Each rule and story: its kind, its lines (from 0, without the last) and what it says."""
    root: Any = YAML(typ="safe", pure=True).compose(text)
    loaded = YAML(typ="safe", pure=True).load(text)
    total = len(lines_of(text))
    found: list[tuple[str, int, int, Any]] = []
    for key, value in root.value if isinstance(root, MappingNode) else []:
        if key.value in PARTS and isinstance(value, SequenceNode):
            later = [other.start_mark.line for other, _ in root.value if other.start_mark.line > key.start_mark.line]
            starts = [*(node.start_mark.line for node in value.value), min(later, default=total)]
            spans = zip(starts, starts[1:], loaded[key.value], strict=False)
            found += [(key.value, first, last, item) for first, last, item in spans]
    return found


def _intents(item: Any) -> list[str]:
    """All that the steps wait for; several where `or` gives a choice."""
    steps = item.get("steps") or []
    return [str(one["intent"]) for step in steps for one in step.get("or", [step]) if "intent" in one]


def _without_twins(text: str, old: str, new: str) -> str:
    """In a list of alternatives that has both, the old one goes."""
    lines = lines_of(text)
    for _, first, last, item in reversed(_items(text)):
        for step in item.get("steps") or []:
            names = [one.get("intent") for one in step.get("or", [])]
            if old in names and new in names:
                doomed = next((at for at in range(first, last) if lines[at].strip() == f"- intent: {old}"), None)
                if doomed is not None:
                    del lines[doomed]
    return "".join(lines)
