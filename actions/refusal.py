"""Says a kind no. Every refusal of the actions goes through here."""

from collections.abc import Sequence

from actions.said import Button
from actions.turn import Turn
from actions.wording import wording
from bot.domain.refusal import Refusal, missing


class IncompleteRefusal(ValueError):
    """A no without a reason, an alternative or a next step."""


def say_no(turn: Turn, refusal: Refusal, more: Sequence[Button] = ()) -> None:
    """`more` buttons stand behind those of the alternatives."""
    owed = missing(wording(words.response).parts for words in refusal.words)
    if owed:
        raise IncompleteRefusal(f"{[words.response for words in refusal.words]}: no {', '.join(sorted(owed))}")
    taps = [{"title": one.name, "payload": one.payload} for one in refusal.instead if one.payload]
    *before, last = refusal.words
    for words in before:
        turn.say(words.response, **words.values)
    turn.say(last.response, [*taps, *more], **last.values)
    if refusal.colleague:
        offered = {"reason": refusal.colleague.reason, "priority": refusal.colleague.priority}
        turn.expect("handoff", handoff=offered)
