"""Reads data/gate.yml: the rules of the gate, and the sentences that must always be understood."""

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.domain.gate import BadRules, Rules, rules_of
from bot.settings import ROOT

GATE = ROOT / "data" / "gate.yml"


@dataclass(frozen=True)
class Protected:
    text: str
    lane: str


def read_gate(file: Path = GATE) -> tuple[Rules, list[Protected]]:
    """BadRules, with file and line, for what cannot be read."""
    name = f"data/{file.name}"
    try:
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadRules(f"{name}{line}: {error.problem}") from None
    except (OSError, UnicodeError, YAMLError) as error:
        raise BadRules(f"{name} cannot be read: {error}") from None
    rules = rules_of(content)
    protected = []
    for one in (content or {}).get("protected") or []:
        if not (isinstance(one, dict) and isinstance(one.get("text"), str) and isinstance(one.get("lane"), str)):
            raise BadRules(f"{name}: each protected sentence needs a text and a lane, not {one!r}.")
        protected.append(Protected(one["text"], one["lane"]))
    return rules, protected
