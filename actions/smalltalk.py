"""Greetings, thanks and what the bot is."""

from actions.turn import Turn, TurnAction
from bot.domain.naming import first_name


class ActionGreet(TurnAction):
    """Says once who is talking; a second hello is simply returned."""

    def answer(self, turn: Turn) -> None:
        turn.say("utter_greet_again" if turn.slot("greeted") else "utter_greet", **names(turn), **called(turn))
        turn.remember(greeted=True)


class ActionGoodbye(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_goodbye")


class ActionThank(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_thank")


class ActionAskBot(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_ask_bot", **names(turn))


class ActionAskHelp(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_ask_help", **names(turn))


def names(turn: Turn) -> dict[str, str]:
    company = turn.knowledge.company
    return {"company": company.name, "assistant": company.assistant}


def called(turn: Turn) -> dict[str, str]:
    """ " Cleo" behind a hello, for those who gave their name or proved who they are; else nothing."""
    name = str(turn.metadata.get("customer_name") or "")
    return {"name": f" {first_name(name)}" if name else ""}
