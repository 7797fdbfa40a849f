"""What is done around every answer, whatever it is about: danger, a person for who gets angry."""

from typing import TYPE_CHECKING

from bot.domain import handover
from bot.domain.conversation import Priority
from bot.domain.danger import stop_sign
from bot.domain.mood import Tone, needs_person
from bot.domain.policies import Handover

if TYPE_CHECKING:
    from actions.turn import Turn


def danger_in(turn: "Turn") -> Handover | None:
    """Smoke or a shock comes first, whatever else the message was taken for; so do the stop signs of the guide that
    was walked last. While a step is asked, the guide itself says what to do."""
    if turn.chose:
        return None
    if found := handover.danger_in(turn.text, turn.knowledge.policies):
        return found
    guide = turn.knowledge.guide((turn.slot("guide") or {}).get("guide", ""))
    if guide is None or turn.slot("waiting_for") == "guide" or not stop_sign(turn.text, guide.stops):
        return None
    return Handover(handover.DANGER, Priority.URGENT, ())


def come_back(turn: "Turn") -> None:
    """After a question in between: to where the customer was, unless something else is asked or a person comes.

    While a request asks for something the place is kept without a word.
    """
    match turn.slot("back_to"):
        case {"expect": str(what), "response": str(response), "buttons": list(buttons), "values": dict(values)}:
            if turn.expects or turn.handed_over:
                return
            if response and not turn.slot("request"):
                turn.say(response, buttons, **values)
            turn.expect(what)


def offer_person(turn: "Turn") -> None:
    """Strong or growing anger brings the offer of a person beside the answer: a statement, so that whatever was asked
    stays open. Never twice in a row; it counts anew when the customer has been calm in between.
    """
    if turn.handed_over or turn.offers_person:
        turn.remember(person_offered=True)
    elif turn.slot("person_offered"):
        turn.remember(person_offered=turn.tone is not Tone.CALM)
    elif needs_person(turn.moods):
        turn.say("utter_offer_person")
        turn.remember(person_offered=True)
