"""A person: at once when asked for, else as an offer that the customer accepts or declines."""

from datetime import datetime, time, timedelta

from actions.turn import Turn, TurnAction
from bot.domain.naming import spoken_day

LEAVING = frozenset({"cancel_plan", "pause_plan"})
EVENING = time(17)
"""A day that was named without an hour ends with the office hours."""


def escalate(turn: Turn, response: str, reason: str, priority: str = "medium", **values: object) -> None:
    """Says why and asks the gateway for a person. Nothing is waited for any more."""
    turn.say(response, **values)
    turn.signal("escalate", reason=reason, priority=priority)
    turn.remember(handoff=None, request=None)


def offer(turn: Turn, response: str, reason: str, priority: str = "medium", **values: object) -> None:
    """`response` asks and brings the yes and no buttons with it."""
    turn.say(response, **values)
    turn.expect("handoff", handoff={"reason": reason, "priority": priority})


class ActionRequestHuman(TurnAction):
    def answer(self, turn: Turn) -> None:
        leaving = (turn.slot("request") or {}).get("name") in LEAVING
        reason, priority = ("success_leaving", "high") if leaving else ("asked", "medium")
        if by := _time_named(turn):
            when = f"{spoken_day(by.date())}, {by:%H:%M}"
            turn.signal("remember_promise", text=turn.text, due_at=by.isoformat())
            escalate(turn, "utter_bring_person_by", reason, priority, when=when)
        else:
            escalate(turn, "utter_bring_person", reason, priority)


class ActionAcceptHandoff(TurnAction):
    def answer(self, turn: Turn) -> None:
        offered = turn.slot("handoff") or {}
        escalate(turn, "utter_handoff_accepted", offered.get("reason", "asked"), offered.get("priority", "medium"))


class ActionDeclineHandoff(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_handoff_declined")
        turn.remember(handoff=None)


def _time_named(turn: Turn) -> datetime | None:
    """ "Can somebody call me tomorrow afternoon?": the end of that time, if it lies ahead."""
    _, _, end = (turn.entity("date") or "").partition("/")
    if not end:
        return None
    by = datetime.fromisoformat(end).replace(tzinfo=turn.now.tzinfo)
    if by.time() == time(0):
        by = datetime.combine(by.date() - timedelta(days=1), EVENING, by.tzinfo)
    return by if by > turn.now else None
