"""Two models side by side on the same sentences: how good each is, and every message that they read differently.

Three sets: `heldout`, frozen sentences with their intents; `conversations`, the customers' lines of
tests/conversations, some with their lane; `recent`, the last real messages, with what people said they mean. What a
message would be answered with is what the model decides about it: the action, the article where it answers from one,
the products that it is about. What the actions look up for it may differ as well, from both models alike.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.evaluate import HELD_OUT, Outcome, Parser, figures, outcome_of, read_examples
from engine.fingerprint import ROOT, code_hash
from engine.weights import sha256_of

CONVERSATIONS = ROOT / "tests" / "conversations"
RULES = ROOT / "data" / "gate.yml"
CANDIDATES = ROOT / "models" / "candidates"
FROM_ARTICLES = "action_answer_question"
BINS = 10
MOST_CONFUSED = 15
Tell = Callable[[str, float], None]
"""Called with a step's name and the share of it that is done."""


@dataclass(frozen=True)
class Sentence:
    """`set` is heldout, conversations, recent or protected; what is expected may be unknown."""

    set: str
    text: str
    intent: str | None = None
    lane: str | None = None
    message_id: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a model makes of a sentence."""

    outcome: Outcome
    action: str
    article: str | None
    products: tuple[str, ...]
    masked: str

    @property
    def answer(self) -> tuple[object, ...]:
        return self.action, self.article, self.products

    def shown(self) -> dict[str, Any]:
        said = self.outcome
        return {
            "intent": said.got,
            "lane": said.lane,
            "confidence": round(said.confidence, 3),
            "action": self.action,
            "article": self.article,
            "products": list(self.products),
        }


def held_out(folder: Path = HELD_OUT) -> Iterator[Sentence]:
    for text, intent in read_examples(folder):
        yield Sentence("heldout", text, intent, intent.split("_", 1)[0])


def saved_conversations(folder: Path = CONVERSATIONS) -> Iterator[Sentence]:
    for file in sorted(folder.glob("*.yml")):
        for conversation in YAML(typ="safe").load(file.read_text(encoding="utf-8")) or []:
            for turn in conversation["turns"]:
                if "customer" in turn:
                    yield Sentence("conversations", str(turn["customer"]), lane=turn.get("lane"))


def protected(file: Path = RULES) -> Iterator[Sentence]:
    for one in (YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}).get("protected") or []:
        yield Sentence("protected", str(one["text"]), one.get("intent"), one["lane"])


def recent(file: Path | None) -> Iterator[Sentence]:
    """From the gateway: [{message_id, text, intent, lane, context}]; it alone knows what was said."""
    for one in json.loads(file.read_text(encoding="utf-8")) if file else []:
        metadata = {"context": one["context"]} if one.get("context") else {}
        yield Sentence("recent", one["text"], one.get("intent"), one.get("lane"), one["message_id"], metadata)


class Reader:
    """A model that reads sentences, loaded when there is one to read that it has not read before.

    What it made of the fixed sets is kept beside it (the live model was a candidate once). Real messages are not kept.
    """

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.kept_in = CANDIDATES / f"{sha256_of(archive)[:16]}.readings.json"
        self.code = code_hash()
        self.actions: dict[str, str] = {}

    def read(self, sentences: Sequence[Sentence], tell: Callable[[float], None] = lambda done: None) -> list[Reading]:
        kept = self.kept()
        found: list[Reading] = []
        for sentence in sentences:
            key = json.dumps([sentence.text, sentence.intent])
            reading = kept.get(key) if sentence.set != "recent" else None
            if reading is None:
                reading = self.reading(sentence, self.parser.parse(sentence.text, sentence.metadata))
            if sentence.set != "recent":
                kept[key] = reading
            found.append(reading)
            tell(len(found) / len(sentences))
        self.keep(kept)
        return found

    @cached_property
    def parser(self) -> Parser:
        return Parser(self.archive)

    def kept(self) -> dict[str, Reading]:
        try:
            content = json.loads(self.kept_in.read_text(encoding="utf-8"))
            if content["code"] != self.code:
                return {}
            return {
                key: Reading(Outcome(**one.pop("outcome")), products=tuple(one.pop("products")), **one)
                for key, one in content["readings"].items()
            }
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, readings: dict[str, Reading]) -> None:
        content = {"code": self.code, "readings": {key: asdict(one) for key, one in readings.items()}}
        self.kept_in.parent.mkdir(parents=True, exist_ok=True)
        draft = self.kept_in.with_suffix(".new")
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(self.kept_in)

    def reading(self, sentence: Sentence, parsed: dict[str, Any]) -> Reading:
        outcome = outcome_of(parsed, sentence.text, sentence.intent or "")
        action = self.action(outcome.got)
        articles = parsed.get("articles") or []
        answered = action == FROM_ARTICLES and parsed.get("answerable") and articles
        products = {str(one["value"]) for one in parsed.get("entities") or [] if one["entity"] == "product"}
        return Reading(
            outcome,
            action,
            articles[0]["id"] if answered else None,
            tuple(sorted(products)),
            parsed.get("masked") or sentence.text,
        )

    def action(self, intent: str) -> str:
        """What is done first about this intent when nothing was said before."""
        if intent not in self.actions:
            from rasa.shared.core.events import ActionExecuted, UserUttered
            from rasa.shared.core.trackers import DialogueStateTracker

            processor = self.parser.processor
            domain = processor.domain
            said = [ActionExecuted("action_listen"), UserUttered("…", {"name": intent, "confidence": 1.0}, [])]
            tracker = DialogueStateTracker.from_events("comparison", said, domain.slots)
            prediction = processor._predict_next_with_tracker(tracker)
            self.actions[intent] = domain.action_names_or_texts[prediction.max_confidence_index]
        return self.actions[intent]


def report_of(sentences: Sequence[Sentence], live: Sequence[Reading], candidate: Sequence[Reading]) -> dict[str, Any]:
    """`live` may be empty: the first model has nothing to be compared with."""
    sides = {"candidate": candidate, **({"live": live} if live else {})}
    found: dict[str, Any] = {"sets": {}, "lanes": {}, "lane_matrix": {}, "plots": {}}
    for name in ("heldout", "conversations", "recent"):
        places = [place for place, one in enumerate(sentences) if one.set == name]
        if not places:
            continue
        found["sets"][name] = {
            side: set_figures([sentences[place] for place in places], [read[place] for place in places])
            for side, read in sides.items()
        }
    held = [place for place, one in enumerate(sentences) if one.set == "heldout"]
    for side, read in sides.items():
        outcomes = [read[place].outcome for place in held]
        found["lanes"][side] = lanes_of(outcomes)
        found["lane_matrix"][side] = lane_matrix(outcomes)
        found["plots"][side] = {
            "reliability": reliability([(one.confidence, one.likeliest == one.expected) for one in outcomes]),
            "confidence": histogram(one.outcome.confidence for one in read),
        }
    found["confusion"] = confusion({side: [read[place].outcome for place in held] for side, read in sides.items()})
    found["protected"] = broken(sentences, live, candidate)
    found["flips"] = flips(sentences, live, candidate) if live else []
    return found


def set_figures(sentences: Sequence[Sentence], read: Sequence[Reading]) -> dict[str, float]:
    """With intents known: all of them; else the share of lanes that are right, where a lane is known."""
    known = [reading.outcome for one, reading in zip(sentences, read, strict=True) if one.intent]
    lanes = [reading.outcome.lane == one.lane for one, reading in zip(sentences, read, strict=True) if one.lane]
    found: dict[str, float] = {"sentences": len(sentences), "with_intent": len(known), "with_lane": len(lanes)}
    if known:
        found |= {name: round(value, 4) for name, value in figures(known).items() if name != "sentences"}
    if lanes:
        found["lane_accuracy"] = round(sum(lanes) / len(lanes), 4)
    return found


def lanes_of(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """For each lane, how many of its sentences were read as of this lane."""
    right: dict[str, list[bool]] = defaultdict(list)
    for one in outcomes:
        right[one.expected_lane].append(one.lane == one.expected_lane)
    return {lane: {"sentences": len(all_), "right": round(sum(all_) / len(all_), 4)} for lane, all_ in right.items()}


def lane_matrix(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """{lane that is meant: {lane that was read: sentences}}"""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        counts[one.expected_lane][one.lane] += 1
    return {meant: dict(read) for meant, read in counts.items()}


def reliability(answers: Iterable[tuple[float, bool]]) -> list[dict[str, float]]:
    """How often it was right, for each tenth of confidence that occurs."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in answers:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return [
        {
            "confidence": round(sum(confidence for confidence, _ in own) / len(own), 4),
            "right": round(sum(right for _, right in own) / len(own), 4),
            "sentences": len(own),
        }
        for _, own in sorted(bins.items())
    ]


def histogram(confidences: Iterable[float]) -> list[int]:
    counts = Counter(min(BINS - 1, int(confidence * BINS)) for confidence in confidences)
    return [counts[place] for place in range(BINS)]


def confusion(sides: dict[str, list[Outcome]]) -> list[dict[str, Any]]:
    """The pairs of intents that are taken for each other most often, by either model."""
    counts = {
        side: Counter((one.expected, one.likeliest) for one in outcomes if one.likeliest != one.expected)
        for side, outcomes in sides.items()
    }
    pairs = sorted(set().union(*counts.values()), key=lambda pair: (-max(one[pair] for one in counts.values()), pair))
    return [
        {"expected": expected, "got": got, **{side: one[expected, got] for side, one in counts.items()}}
        for expected, got in pairs[:MOST_CONFUSED]
    ]


def fits(sentence: Sentence, reading: Reading) -> bool | None:
    """None where nobody said what it means."""
    if sentence.intent:
        return reading.outcome.got == sentence.intent
    return reading.outcome.lane == sentence.lane if sentence.lane else None


def broken(
    sentences: Sequence[Sentence], live: Sequence[Reading], candidate: Sequence[Reading]
) -> list[dict[str, Any]]:
    """Protected sentences that the candidate reads wrongly; `new` when the live model does not."""
    found = []
    for place, one in enumerate(sentences):
        if one.set == "protected" and not fits(one, candidate[place]):
            shown = {"text": one.text, "intent": one.intent, "lane": one.lane, "got": candidate[place].shown()}
            found.append({**shown, "new": not live or bool(fits(one, live[place]))})
    return found


def flips(sentences: Sequence[Sentence], live: Sequence[Reading], candidate: Sequence[Reading]) -> list[dict[str, Any]]:
    """Every message whose lane, intent or answer is another one, worse ones first. Real messages are masked."""
    found = []
    for one, before, after in zip(sentences, live, candidate, strict=True):
        changed = [
            name
            for name, old, new in (
                ("lane", before.outcome.lane, after.outcome.lane),
                ("intent", before.outcome.got, after.outcome.got),
                ("answer", before.answer, after.answer),
            )
            if old != new
        ]
        if changed and one.set != "protected":
            was, is_ = fits(one, before), fits(one, after)
            found.append(
                {
                    "set": one.set,
                    "message_id": one.message_id,
                    "text": after.masked if one.set == "recent" else one.text,
                    "expected": one.intent or one.lane,
                    "changed": changed,
                    "before": before.shown(),
                    "after": after.shown(),
                    "better": None if was == is_ else is_,
                }
            )
    return sorted(found, key=lambda flip: {False: 0, None: 1, True: 2}[flip["better"]])


def compare(live: Path | None, candidate: Path, messages: Path | None, tell: Tell) -> dict[str, Any]:
    sentences = [*held_out(), *saved_conversations(), *protected(), *recent(messages)]
    after = Reader(candidate).read(sentences, lambda done: tell("candidate", done))
    before = Reader(live).read(sentences, lambda done: tell("live", done)) if live else []
    return report_of(sentences, before, after)
