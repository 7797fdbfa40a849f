"""One turn as the actions see it: what was said, what is remembered, what to answer."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import around, manners, store
from actions.said import Button, Said
from actions.wording import wording
from bot.domain.knowledge import Knowledge
from bot.domain.lanes import Lane
from bot.domain.mood import Tone
from bot.domain.promotion import may_promote

# Below it no reading of a message stands out: asking costs the customer less than a wrong answer.
LEAST_CONFIDENCE = 0.45
LEAST_LANE_CONFIDENCE = 0.5
# Being asked back makes anger worse; a person is offered beside the answer anyway.
LEAST_FOR_THE_ANGRY = 0.3
# Whoever is angry or in danger is not asked what was meant.
NEVER_ASKED_BACK = frozenset({"service_complain", "support_report_danger", "chat_request_human"})
ASK_MEANING = "action_ask_meaning"


class Turn(Said):
    """Collects words, buttons, signals and slots; hands them to Rasa when the action is done."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        super().__init__(tracker)
        self._dispatcher = dispatcher
        self._slots: dict[str, Any] = tracker.slots
        self._remembered: dict[str, Any] = {}
        self.handed_over = False
        self.passed_to: str | None = None
        self._proposes = False

    # What was said

    @property
    def text(self) -> str:
        """The customer's words; after a button, the words of the question that it answers."""
        said = str(self.message.get("text") or "")
        return str(self.question.get("text", "")) if said.startswith("/") else said

    @property
    def unsure(self) -> bool:
        """Nothing was asked that this could answer, and several kinds of wishes are equally likely."""
        busy = self.slot("waiting_for") or self.slot("request")
        if self.chose or busy or self.intent in NEVER_ASKED_BACK:
            return False
        # Within support it hardly matters which kind of question it is: the articles answer them all.
        lane_is_enough = self.lane == Lane.SUPPORT and self.lane_confidence >= LEAST_LANE_CONFIDENCE
        least = LEAST_FOR_THE_ANGRY if self.tone is Tone.ANGRY else LEAST_CONFIDENCE
        return self.confidence < least and not lane_is_enough

    # What is remembered

    def slot(self, name: str) -> Any:
        return self._remembered.get(name, self._slots.get(name))

    def remember(self, **slots: Any) -> None:
        self._remembered.update(slots)

    def expect(self, what: str, **slots: Any) -> None:
        """The next "yes", "no" or free answer is about this."""
        self.remember(waiting_for=what, **slots)

    def keep_question(self) -> None:
        """This turn answers nothing: whatever was asked before it is still open."""
        self.remember(waiting_for=self._slots.get("waiting_for"))

    @property
    def expects(self) -> bool:
        """This turn ends with a question of its own."""
        return bool(self._remembered.get("waiting_for"))

    @property
    def offers_person(self) -> bool:
        return self._remembered.get("waiting_for") == "handoff"

    @property
    def question(self) -> dict[str, Any]:
        """The product question that is being settled: its words, its candidates, what was shown."""
        return self.slot("question") or {}

    # What the company knows

    @cached_property
    def knowledge(self) -> Knowledge:
        return store.knowledge()

    # What to answer

    def say(self, response: str, buttons: Sequence[Button] = (), /, **values: object) -> bool:
        """A sentence from domain.yml, its {blanks} filled, in the variant for the customer's mood.

        False when nothing was said: something promotional has its place in few conversations, and once in them.
        """
        if wording(response).promotional:
            if not self._may_promote:
                return False
            self.remember(suggested=True)
        texts = {name: str(value) for name, value in values.items()} | {"mood": self.tone.value}
        self._dispatcher.utter_message(response=response, buttons=list(buttons), **cast(dict[str, Any], texts))
        return True

    @property
    def _may_promote(self) -> bool:
        support_open = bool(self.metadata.get("support_open", True))  # not knowing counts as open
        return may_promote(self.lane, support_open, self.moods, bool(self.slot("suggested")))

    def pass_to(self, action: str) -> None:
        """The message belongs to another action, which sees it as it came: nothing is said or changed here."""
        self._dispatcher.messages.clear()
        self.passed_to = action

    def propose_resolution(self) -> None:
        """Ask whether that solved it, unless this turn ends with another question."""
        self._proposes = True

    def signal(self, name: str, **fields: object) -> None:
        """Tell the gateway what this means for the conversation; it alone decides about ownership."""
        self._dispatcher.utter_message(json_message={"signal": name, **fields})
        self.handed_over = self.handed_over or name == "escalate"

    def events(self) -> list[Mapping[str, Any]]:
        # What nobody asked for any more is forgotten, and a turn that was understood ends a row of misses.
        asked = self._asked()
        if self._proposes and not asked["waiting_for"]:
            self.signal("propose_resolution")
        forgotten: dict[str, Any] = {"misses": 0}
        if self.lane != Lane.CHAT:
            forgotten["topic"] = None
        slots = forgotten | self._remembered | asked
        changed = {name: value for name, value in slots.items() if (self._slots.get(name) or None) != (value or None)}
        # Listening is said, not predicted: a policy could otherwise add words of its own.
        return [*(SlotSet(name, value) for name, value in changed.items()), FollowupAction("action_listen")]

    def _asked(self) -> dict[str, Any]:
        """The question that is open after this turn. Of several requests in one message the last question counts
        (bot/services/several_requests.py); until the last part it is set aside, so that no part passes for its answer.
        """
        asked = {"waiting_for": self._remembered.get("waiting_for")}
        if asked["waiting_for"]:
            asked |= {name: self.slot(name) for name in ("handoff", "question")}
        elif self.metadata.get("part", 1) > 1 and not self.handed_over:
            asked |= self.slot("set_aside") or {}
        if self.metadata.get("parts_left"):
            return {"waiting_for": None, "set_aside": asked if asked["waiting_for"] else None}
        return {**asked, "set_aside": None}


class TurnAction(Action, ABC):
    """Reads, decides, says. Subclasses are called `ActionVerbNoun` for `action_verb_noun`."""

    digresses: ClassVar[bool] = True
    """After this action, a customer in the middle of something else is reminded of it. Once."""

    def name(self) -> str:
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(self).__name__)[1:]

    @abstractmethod
    def answer(self, turn: Turn) -> None: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Mapping[str, Any]]:
        turn = Turn(dispatcher, tracker)
        if self.name() != ASK_MEANING and turn.unsure:
            return [FollowupAction(ASK_MEANING)]
        # The database driver blocks; the server's loop must not.
        await asyncio.to_thread(self._act, turn)
        return [FollowupAction(turn.passed_to)] if turn.passed_to else turn.events()

    def _act(self, turn: Turn) -> None:
        if danger := around.danger_in(turn):
            turn.say("utter_report_danger")
            turn.signal("escalate", reason=danger.reason, priority=danger.priority)
            turn.remember(handoff=None, request=None, back_to=None)
            return
        if manners.answered(turn):
            return
        from actions import questions  # both build on this module
        from actions.requests import flow

        part = turn.metadata.get("part", 1)
        if part == 1 and flow.goes_on(turn):
            around.come_back(turn)
            around.offer_person(turn)
            return
        if part > 1:
            turn.say("utter_next_request", request=turn.text)
        request = turn.slot("request")
        if not questions.goes_on(turn):
            self.answer(turn)
        if turn.passed_to:
            return
        if request and self.digresses and request == turn.slot("request") and not (turn.handed_over or turn.expects):
            flow.remind(turn)
        around.come_back(turn)
        around.offer_person(turn)
