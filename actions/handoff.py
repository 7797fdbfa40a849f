"""A person: at once when asked for, else as an offer that the customer accepts or declines."""

from actions.turn import Turn, TurnAction


def escalate(turn: Turn, response: str, reason: str, priority: str = "medium") -> None:
    """Says why and asks the gateway for a person. Nothing is waited for any more."""
    turn.say(response)
    turn.signal("escalate", reason=reason, priority=priority)
    turn.remember(handoff=None, task=None, request=None)


def offer(turn: Turn, response: str, reason: str, priority: str = "medium", **values: object) -> None:
    """`response` asks and brings the yes and no buttons with it."""
    turn.say(response, **values)
    turn.expect("handoff", handoff={"reason": reason, "priority": priority})


class ActionRequestHuman(TurnAction):
    def answer(self, turn: Turn) -> None:
        leaving = turn.slot("task") == "leave_plan"
        if leaving:
            escalate(turn, "utter_bring_person", "success_leaving", "high")
        else:
            escalate(turn, "utter_bring_person", "asked")


class ActionAcceptHandoff(TurnAction):
    def answer(self, turn: Turn) -> None:
        offered = turn.slot("handoff") or {}
        escalate(turn, "utter_handoff_accepted", offered.get("reason", "asked"), offered.get("priority", "medium"))


class ActionDeclineHandoff(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_handoff_declined")
        turn.remember(handoff=None, task=None)
