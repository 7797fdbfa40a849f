"""Manners that come before the subject of a message: its language, "what did you say?", and insults."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from bot.domain.manners import Language, Manners, only_insults, sorry_in, wants_repetition
from bot.settings import ROOT

if TYPE_CHECKING:
    from actions.turn import Turn

FILE = ROOT / "data" / "texts" / "manners.yml"


def answered(turn: "Turn") -> bool:
    """Whether that was all there was to say."""
    if turn.chose:
        return False
    if sorry := sorry_in(turn.text, _manners()):
        turn.say("utter_other_language", sorry=sorry)
        turn.expect("handoff", handoff={"reason": "language", "priority": "medium"})
    elif turn.last_answer and wants_repetition(turn.text, _manners()):
        turn.say("utter_repeat", turn.last_buttons, answer="\n\n".join(turn.last_answer))
        turn.keep_question()
    elif only_insults(turn.text, _manners()):
        turn.say("utter_insulted")
        turn.keep_question()
        turn.remember(person_offered=True)
    else:
        return False
    return True


@cache
def _manners() -> Manners:
    data: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return Manners(
        repeat=tuple(re.compile(pattern, re.IGNORECASE) for pattern in data["repeat"]),
        insults=tuple(data["insults"]),
        around_insults=frozenset(data["around_insults"]),
        english=frozenset(data["english"]),
        languages=tuple(Language(each["sorry"], frozenset(each["words"])) for each in data["languages"].values()),
        scripts=data["scripts"],
    )
