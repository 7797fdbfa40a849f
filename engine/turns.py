"""One turn of a conversation: stored whole, or not at all.

Rasa goes on after an action that raised, answers 200 with nothing, and stores the half turn, so that a retry finds it
"done". Here any failure leaves the tracker as it was before, and the same turn can be run again by its id.
"""

import asyncio
import functools
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import rasa
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from engine.tracker import EngineTrackerStore, TrackerStoreFailed


class ActionFailed(RuntimeError):
    """An action raised, or the action server could not be reached."""


class NotReady(RuntimeError):
    """There is no model, or not the tracker store that this needs."""


class TurnOutput(CollectingOutputChannel):
    """Collects what the bot says, one message for each response: Rasa's own cuts texts at empty lines."""

    @classmethod
    def name(cls) -> str:
        return "gateway"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self._persist_message({"text": text.strip()})

    @staticmethod
    def _message(recipient_id: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        message = CollectingOutputChannel._message(recipient_id, *args, **kwargs)
        message.pop("recipient_id", None)
        return message


class WatchedAction(Action):
    """Runs an action and keeps the error that Rasa would only log."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.error: Exception | None = None

    def name(self) -> str:
        return self.action.name()

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self.action.event_for_successful_execution(prediction)

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return await self.action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise  # an action's own way to let another one be chosen
        except Exception as error:
            self.error = error
            raise


def check_result(result: object) -> bool:
    """Takes the place of Rasa's check of an action's result, which checks its JSON schema against the schema of JSON
    schemas each time and took 80 ms of a turn of 130. An event of an unknown kind is refused when it is read."""
    match result:
        case {"events": list(events), "responses": list(responses)}:
            if all(isinstance(part, dict) for part in responses) and all(
                isinstance(event, dict) and isinstance(event.get("event"), str) for event in events
            ):
                return True
    raise ActionFailed("the action server's answer is not of the form {events: [], responses: []}")


def action_call(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """What the action server is told: as Rasa does, but of the events only those since the customer's message before.

    No action looks further back (actions/said.py); ten turns with all that was understood took 5 ms to write and read.
    """
    events = list(tracker.applied_events())
    said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    state = tracker.current_state(EventVerbosity.NONE)
    state["events"] = [event.as_dict() for event in events[said[-2] if len(said) > 1 else 0 :]]
    call = {"next_action": action.name(), "sender_id": tracker.sender_id, "tracker": state, "version": rasa.__version__}
    if domain.does_custom_action_explicitly_need_domain(action.name()):
        call["domain"] = domain.as_dict()
    return call


class TurnProcessor(MessageProcessor):
    """A processor that shares everything with Rasa's, and stops a turn at the first failure."""

    @classmethod
    def over(cls, processor: MessageProcessor) -> "TurnProcessor":
        mine = cls.__new__(cls)
        mine.__dict__.update(processor.__dict__)
        if isinstance(mine.tracker_store, FailSafeTrackerStore):
            mine.tracker_store = mine.tracker_store._tracker_store
        if not isinstance(mine.tracker_store, EngineTrackerStore):
            raise NotReady("endpoints.yml must name engine.tracker.EngineTrackerStore as its tracker store")
        mine.on_circuit_break = cls.too_many_actions
        return mine

    @staticmethod
    def too_many_actions(*_: object) -> None:
        raise ActionFailed("the turn ran too many actions")

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        if isinstance(action, RemoteAction):
            action._validate_action_result = check_result
            action._action_call_format = functools.partial(action_call, action)
        watched = WatchedAction(action)
        another = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.error is not None:
            if isinstance(watched.error, TrackerStoreFailed):
                raise watched.error
            raise ActionFailed(f"{action.name()} failed") from watched.error
        return another

    async def run_turn(self, message: UserMessage) -> list[dict[str, Any]]:
        """What the bot says. A turn in which it says nothing is not stored, so that it can be tried again."""
        output = message.output_channel
        tracker = await self.log_message(message, should_save_tracker=False)
        tracker = await self.run_action_extract_slots(output, tracker)
        await self._run_prediction_loop(output, tracker)
        if output.messages:
            await self.save_tracker(tracker)
        return list(output.messages)


class Turns:
    """Runs turns one after another within a conversation; a turn that was stored before is told again."""

    def __init__(self) -> None:
        self.locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.waiting: dict[str, int] = defaultdict(int)
        self._processor: TurnProcessor | None = None
        self._source: MessageProcessor | None = None

    def processor(self, agent: Any) -> TurnProcessor:
        """Follows the agent when another model is loaded into it."""
        source = getattr(agent, "processor", None)
        if source is None:
            raise NotReady("there is no model")
        if self._processor is None or source is not self._source:
            self._processor, self._source = TurnProcessor.over(source), source
        return self._processor

    @asynccontextmanager
    async def alone(self, conversation_id: str) -> AsyncIterator[None]:
        """The lock store polls once a second; this wakes the next one at once. The gateway orders turns as well."""
        self.waiting[conversation_id] += 1
        try:
            async with self.locks[conversation_id]:
                yield
        finally:
            self.waiting[conversation_id] -= 1
            if not self.waiting[conversation_id]:
                del self.waiting[conversation_id], self.locks[conversation_id]

    async def told_before(
        self, processor: TurnProcessor, conversation_id: str, turn_id: str
    ) -> tuple[list[dict[str, Any]], dict[str, Any]] | None:
        """Messages and parse data of a stored turn."""
        events = await processor.tracker_store.turn(conversation_id, turn_id)
        if events is None:
            return None
        output = TurnOutput()
        for event in events[1:]:
            if event["event"] == BotUttered.type_name:
                said = BotUttered(event.get("text"), event.get("data"), event.get("metadata"), event.get("timestamp"))
                await output.send_response(conversation_id, said.message())
        parse_data = events[0].get("parse_data") or {}
        return output.messages, parse_data
