"""What is done around every answer, whatever it is about: danger, reminders, a person for who gets angry."""

from typing import TYPE_CHECKING

from bot.domain.handover import handover_for
from bot.domain.knowledge import Handover
from bot.domain.mood import Tone, needs_person

if TYPE_CHECKING:
    from actions.turn import Turn


def danger_in(turn: "Turn") -> Handover | None:
    """Smoke or a shock comes first, whatever else the message was taken for."""
    return None if turn.chose else handover_for(turn.text, turn.knowledge.policies, {"danger"})


def remind(turn: "Turn", task: str) -> None:
    """Once, and never beside another question."""
    if turn.slot("reminded") == task or turn.expects:
        return
    turn.say(f"utter_remind_{task}")
    turn.remember(reminded=task)
    if task == "leave_plan":
        turn.expect("handoff", handoff={"reason": "success_leaving", "priority": "high"})


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
