"""What the bot does not do, and what it did not understand."""

from actions import articles, availability, details, titles
from actions.handoff import escalate
from actions.refusal import say_no
from actions.requests import flow
from actions.smalltalk import names
from actions.turn import Turn, TurnAction
from bot.domain.meaning import likely_meanings
from bot.domain.refusal import Colleague, Refusal, Words
from bot.domain.wishes import wish_of

SURE_OF_LANE = 0.7
MISSES_BEFORE_A_PERSON = 2


class ActionOutOfScope(TurnAction):
    def answer(self, turn: Turn) -> None:
        if details.goes_on(turn):
            return
        if articles.surely_answers(turn):
            articles.answer(turn)
            return
        if wish := wish_of("nlu_fallback", turn.text):
            flow.begin(turn, wish)
            return
        if availability.likely_meant(turn) and availability.check(turn):
            return
        misses = int(turn.slot("misses") or 0) + 1
        if misses >= MISSES_BEFORE_A_PERSON:
            say_no(turn, Refusal(Words("utter_out_of_scope_again"), colleague=Colleague("not_understood")))
        else:
            say_no(turn, Refusal(Words("utter_out_of_scope", names(turn))))
        turn.remember(misses=misses)


class ActionAskMeaning(TurnAction):
    """Two stages: ask what was meant; the second miss in a row goes to a person. It never guesses a third time."""

    def answer(self, turn: Turn) -> None:
        if details.goes_on(turn):
            return
        if articles.surely_answers(turn):
            articles.answer(turn)
            return
        if availability.likely_meant(turn) and availability.check(turn):
            return
        turn.signal("misunderstood")
        misses = int(turn.slot("misses") or 0) + 1
        if misses >= MISSES_BEFORE_A_PERSON:
            escalate(turn, "utter_bring_person_not_understood", "not_understood")
        else:
            ask_meaning(turn)
            turn.remember(misses=misses)


class ActionRephrase(TurnAction):
    """None of the offered meanings: in other words, then. The next miss goes to a person."""

    def answer(self, turn: Turn) -> None:
        if not details.goes_on(turn):
            turn.say("utter_ask_rephrase")
            turn.remember(misses=turn.slot("misses"))


def ask_meaning(turn: Turn) -> None:
    meanings = likely_meanings(
        turn.ranking, turn.lane if turn.lane_confidence >= SURE_OF_LANE else None, titles.intents()
    )
    if not meanings:
        turn.say("utter_ask_other_words")
        return
    buttons = [{"title": title, "payload": f"/{intent}"} for intent, title in meanings]
    asks = "utter_ask_meaning" if len(meanings) > 1 else "utter_ask_one_meaning"
    turn.say(asks, [*buttons, titles.choice("something_else", "/chat_deny")])
    turn.expect("meaning", question=articles.asked(turn))
