"""Complaints: heard in the customer's own words, explained honestly, and made up for within the written limits."""

from actions import store
from actions.handoff import escalate, offer
from actions.turn import Turn, TurnAction
from bot.db.models.goodwill import Gesture
from bot.domain.goodwill import Standing, borne_out, grievance_in, own_words, told_by_a_phrase
from bot.domain.handover import handover_for
from bot.domain.mood import mood_of
from bot.domain.policies import Grievance
from bot.services import goodwill
from bot.services.goodwill import Case


class ActionComplain(TurnAction):
    def answer(self, turn: Turn) -> None:
        complain(turn)


def complain(turn: Turn) -> None:
    policies = turn.knowledge.policies
    if rule := handover_for(turn.text, policies):
        escalate(turn, "utter_complain_person", rule.reason, rule.priority)
    elif found := grievance_in(turn.text, policies.goodwill):
        hear(turn, *found)
    else:
        offer(turn, "utter_complain", "complaint", "high")


def heard(turn: Turn) -> bool:
    """A complaint that was taken for a question, of a bill for instance: told by a phrase, one word is not enough."""
    rules = turn.knowledge.policies.goodwill
    found = grievance_in(turn.text, rules) if told_by_a_phrase(turn.text, rules) else None
    if found:
        hear(turn, *found)
    return found is not None


def poisoned(turn: Turn) -> bool:
    """Praise that is none: "great job, my third broken machine this year"."""
    felt = mood_of(turn.message.get("mood"))
    cross = felt is not None and felt.heat > 0
    if not cross and grievance_in(turn.text, turn.knowledge.policies.goodwill) is None:
        return False
    complain(turn)
    return True


def hear(turn: Turn, grievance: Grievance, word: str) -> None:
    """What they said, what happened and why, and what we do about it; a person for whom that is not enough."""
    turn.say("utter_complaint_heard", words=own_words(turn.text, word))
    if news := grievance.explained:
        turn.say("utter_bad_news", **{name: getattr(news, name) for name in vars(news)})
    contact = turn.metadata.get("proven_contact")
    if not contact:
        offer(turn, "utter_complaint_unknown", "complaint", "high")
        return
    gesture = _give(turn, grievance, str(contact))
    match gesture.standing:
        case Standing.ASKED:
            escalate(turn, "utter_goodwill_asked", "goodwill", "high")
        case Standing.REFUSED:
            offer(turn, "utter_complaint_unknown", "complaint", "high")
        case _:
            new = gesture.turn_id == turn.id
            said = "utter_goodwill_given" if new else "utter_goodwill_stands"
            offer(turn, said, "complaint", "high", gesture=gesture.gesture)


def _give(turn: Turn, grievance: Grievance, contact_id: str) -> Gesture:
    knowledge = turn.knowledge
    with store.working(turn.now) as business:
        true = borne_out(grievance, business.orders.of(contact_id), turn.now.date())
        case = Case(turn.id, str(turn.metadata["conversation_id"]), contact_id, turn.slot("last_order"), true)
        rules, currency = knowledge.policies.goodwill, knowledge.company.currency
        return goodwill.give(business.session, rules, grievance, case, turn.now, currency)
