"""Several requests in one message ("cancel my order and how do I descale"), split in order.

Sets on the message:
  requests  [] for one request, else one for each {text, start, end, intent: {name, confidence}, lane}; the offsets are
            those of the message's text
The wording offers cut points (engine.parts); each piece is judged by the classifier that judged the message. Only a
message that offers a cut is encoded again, in pieces, in one batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from engine.encoder import shared_encoder
from engine.intents import JUDGED, KernelIntentClassifier, Verdict
from engine.normal import normal
from engine.parts import Part, asks, parts_of

# A piece is a request of its own from this probability of its intent, when the whole message allows for it too: its
# intent has at least the probability SEEN there. On tests/engine/requests_dev.yml 0.4 to 0.5 does as well as 0.45;
# without SEEN a third more of the single requests fall apart, with 0.02 a tenth more of the others are missed.
SURE, SEEN = 0.45, 0.01
# Small talk asks for nothing, these two apart.
CHAT_REQUESTS = frozenset({"chat_request_human", "chat_ask_bot"})
# Intents that often tell one matter together ("it leaks, can you send somebody?"): they count as two requests only
# where the wording says that something else follows, or where both are questions.
MATTERS = tuple(
    frozenset(names.split())
    for names in (
        "support_troubleshoot support_report_danger support_maintain support_learn support_install service_book_visit "
        "service_check_warranty service_return_item service_complain success_checkin_bad",
        "service_cancel_order service_return_item service_ask_billing service_change_order service_track_order "
        "service_complain",
        "success_cancel_plan success_pause_plan service_ask_billing",
        "support_ask_product support_plan support_upgrade service_get_recommendation service_ask_price "
        "service_check_availability",
        "service_manage_account service_change_order",
    )
)


@dataclass
class Request:
    start: int
    end: int
    intent: str
    confidence: float
    lane: str
    asked: bool  # as a question or a wish


def requests_of(text: str, parts: Sequence[Part], verdicts: Sequence[Verdict], whole: Verdict) -> list[Request]:
    """Two or more requests in order, else none. A piece that asks for nothing belongs to the request before it."""
    seen = dict(whole.ranking)
    found: list[Request] = []
    for part, verdict in zip(parts, verdicts, strict=True):
        name, chance = verdict.ranking[0]
        asked = asks(text[part.start : part.end])
        if is_request(verdict, seen) and not (found and is_same_matter(found[-1], name, part.turn, asked)):
            found.append(Request(part.start, part.end, name, chance, verdict.lane, asked))
        elif found and not name.startswith("chat_"):
            found[-1].end = part.end
    return found if len(found) > 1 else []


def may_be_several(whole: Verdict) -> bool:
    """Whether the message allows for two intents that ask for something; most do not, and need no second look."""
    return sum(chance >= SEEN and not is_small_talk(name) for name, chance in whole.ranking) > 1


def is_request(verdict: Verdict, whole: Mapping[str, float]) -> bool:
    name, chance = verdict.ranking[0]
    return verdict.in_scope and chance >= SURE and whole[name] >= SEEN and not is_small_talk(name)


def is_small_talk(name: str) -> bool:
    return name.startswith("chat_") and name not in CHAT_REQUESTS


def is_same_matter(before: Request, name: str, turn: bool, asked: bool) -> bool:
    if before.intent == name:
        return True
    related = any({before.intent, name} <= matter for matter in MATTERS)
    return related and not turn and not (before.asked and asked)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RequestSplitter(GraphComponent):
    """Input: the text and the classifier that judged it. Output: `requests`."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [KernelIntentClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RequestSplitter":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set("requests", self._requests(message), add_to_output=True)
        return messages

    def _requests(self, message: Message) -> list[dict[str, Any]]:
        text = message.get(TEXT) or ""
        judged = message.get(JUDGED)
        if judged is None or not may_be_several(judged.verdict):
            return []
        parts = parts_of(text)
        pieces = [normal(text[part.start : part.end]) for part in parts]
        vectors = shared_encoder().encode_both(pieces)
        verdicts = [judged.model.judge(piece, vector) for piece, vector in zip(pieces, vectors, strict=True)]
        return [
            {
                "text": text[request.start : request.end],
                "start": request.start,
                "end": request.end,
                "intent": {"name": request.intent, "confidence": round(request.confidence, 6)},
                "lane": request.lane,
            }
            for request in requests_of(text, parts, verdicts, judged.verdict)
        ]
