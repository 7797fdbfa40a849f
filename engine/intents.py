"""The intent classifier: a kernel head, calibrated, with lanes and a decision about what is out of scope.

Sets on the message (all plain Python values):
  intent           {name, confidence}; `nlu_fallback` when the message is like nothing that was taught
  intent_ranking   the ten likeliest, with `nlu_fallback` first where it was decided
  lane             support, service, success or chat: the prefix whose intents have the highest probability together
  lane_confidence  that probability, summed over all intents of the lane (not only the ten), calibrated on its own
  scope            0 to 1: the probability that the message is of a kind that was taught (engine.scope) and that it is
                   not what was taught as out of scope; 1 is surely in scope
A message is a fallback when the first of the two probabilities is below the threshold that `scope_loss` of the taught
examples fall under in cross-validation.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.component import Component
from engine.encoder import SentenceFeaturizer, both_of, shared_encoder
from engine.kernel import MAX_EXAMPLES, Fit, KernelHead
from engine.linear import best_temperature, folds_of, probabilities
from engine.normal import normal
from engine.scope import Scope, nearest_without, signs

# The private key under which the classifier leaves what it judged a message by, for those that judge pieces of it.
JUDGED = "careline_judged"
RANKING = 10
FOLDS = 5
# An intent with fewer examples is known by its name too. On unused training sentences of BANKING77 that is worth 0.6
# points with ten examples an intent; with 100 and more, on data/nlu, it is worth nothing (-0.3, within the noise).
FEW = 20
# What the examples of unsupported wishes are labelled with.
OUT_OF_SCOPE = "chat_out_of_scope"
# How far below nothing a score still counts: see `logits_of`.
SOFTNESS = 0.05


def lane_of(intent: str) -> str:
    return intent.split("_", 1)[0]


def logits_of(scores: np.ndarray) -> np.ndarray:
    """The logarithm of the scores, with those around and below 0 bent to small positive ones.

    Probabilities in proportion to a power of the scores (the power is 1 / temperature) fit cross-validated answers
    better than a softmax of the scores does: 0.37 against 0.42 nats an example, 0.01 to 0.02 against 0.03 of
    calibration error on data/nlu; half or double SOFTNESS makes no difference.
    """
    return np.log(np.logaddexp(0.0, scores.astype(np.float64) / SOFTNESS) * SOFTNESS + 1e-9)


@dataclass
class Verdict:
    ranking: list[tuple[str, float]]  # all intents, likeliest first
    lane: str
    lane_confidence: float
    scope: float
    in_scope: bool


@dataclass
class Calibration:
    temperature: float
    lane_temperature: float
    scope: Scope
    threshold: float  # of being known; below it a message is a fallback


class IntentModel:
    """Everything that is learnt from the examples, without Rasa. Vectors are those of `encode_both`."""

    def __init__(self, head: KernelHead, intents: list[str], calibration: Calibration) -> None:
        self.head = head
        self.intents = intents
        self.calibration = calibration
        self.lanes = sorted({lane_of(intent) for intent in intents})
        self._in_lane = membership(intents, self.lanes)

    @classmethod
    def learnt(
        cls,
        texts: Sequence[str],
        vectors: np.ndarray,
        labels: Sequence[str],
        encode: Callable[[list[str]], np.ndarray],
        scope_loss: float = 0.02,
    ) -> "IntentModel":
        """From the examples and the names of intents with few of them, each name one example more."""
        intents = sorted(set(labels))
        counts = Counter(labels)
        scarce = [intent for intent in intents if counts[intent] < FEW]
        names = [intent.replace("_", " ") for intent in scarce]
        numbers = np.searchsorted(np.array(intents), np.array([*labels, *scarce]))
        fit = Fit([*texts, *names], np.vstack([vectors, encode(names)]), numbers, len(intents))
        return cls(fit.head, intents, calibrated(fit, intents, numbers, len(texts), scope_loss))

    def judge(self, text: str, vector: np.ndarray) -> Verdict:
        similar = self.head.examples.cosines(vector[np.newaxis, :])
        scores = self.head.scores([text], similar)
        logits = logits_of(scores)
        chances = probabilities(logits, self.calibration.temperature)[0]
        by_lane = (probabilities(logits, self.calibration.lane_temperature) @ self._in_lane)[0]
        best = int(np.argmax(by_lane))
        known = float(self.calibration.scope.known(signs(scores, similar))[0])
        unsupported = float(chances[self.intents.index(OUT_OF_SCOPE)]) if OUT_OF_SCOPE in self.intents else 0.0
        return Verdict(
            ranking=[(self.intents[place], float(chances[place])) for place in np.argsort(-chances)],
            lane=self.lanes[best],
            lane_confidence=min(float(by_lane[best]), 1.0),
            scope=known * (1.0 - unsupported),
            in_scope=known >= self.calibration.threshold,
        )

    def arrays(self) -> dict[str, np.ndarray]:
        about = {
            "intents": self.intents,
            "temperature": self.calibration.temperature,
            "lane_temperature": self.calibration.lane_temperature,
            "scope": [*self.calibration.scope.weights.tolist(), self.calibration.scope.bias],
            "threshold": self.calibration.threshold,
        }
        return {**self.head.arrays(), "about": np.array(json.dumps(about))}

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "IntentModel":
        about = json.loads(str(arrays["about"]))
        *weights, bias = about["scope"]
        scope = Scope(np.array(weights), bias)
        calibration = Calibration(about["temperature"], about["lane_temperature"], scope, about["threshold"])
        return cls(KernelHead.restored(arrays), about["intents"], calibration)


def membership(intents: Sequence[str], lanes: Sequence[str]) -> np.ndarray:
    """[intents, lanes]: 1 where the intent is of the lane."""
    return np.array([[float(lane_of(intent) == lane) for lane in lanes] for intent in intents])


def calibrated(fit: Fit, intents: list[str], numbers: np.ndarray, count: int, scope_loss: float) -> Calibration:
    """From what the examples score when a fifth of each intent, or the whole intent, had not been taught.

    What follows the first `count` are names: taught, never asked for.
    """
    examples = slice(0, count)
    folds = np.r_[folds_of(numbers[examples], FOLDS), np.full(len(numbers) - count, FOLDS)]
    near, near_others = nearest_without(fit.vectors, folds, numbers)
    scores = fit.scores_without(folds)
    logits, labels = logits_of(scores[examples]), numbers[examples]
    in_lane = membership(intents, sorted({lane_of(intent) for intent in intents}))
    supported = np.array([intent != OUT_OF_SCOPE for intent in intents])[labels]
    known = signs(scores, near)[examples][supported]
    unknown = signs(fit.scores_without(numbers), near_others)[examples]
    scope = Scope.learnt(known, unknown)
    return Calibration(
        best_temperature(logits, labels),
        best_temperature(logits, in_lane.argmax(axis=1)[labels], in_lane),
        scope,
        float(np.quantile(scope.known(known), scope_loss)),
    )


def drawn(labels: Sequence[str], most: int) -> np.ndarray:
    """The places of so many examples, drawn by chance, but FEW of each intent if it has them and there is room.

    In cross-validation on data/nlu, with 2,000 of 5,500 examples, 74.0 % were right when they were drawn by chance,
    73.4 % with as many of each intent, 71.3 % with those that are least alike.
    """
    order = np.random.default_rng(7).permutation(len(labels))
    seen: Counter[str] = Counter()
    late = np.zeros(len(labels), dtype=bool)
    for place, number in enumerate(order):
        seen[labels[number]] += 1
        late[place] = seen[labels[number]] > FEW
    return np.sort(order[np.argsort(late, kind="stable")][:most])


def fallback(confidence: float) -> dict[str, Any]:
    return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": round(confidence, 6)}


@dataclass(frozen=True)
class Judged:
    model: IntentModel
    verdict: Verdict


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(IntentClassifier, Component):
    """Input: the text and its encoding. Output: see the module."""

    FILE = "intents.npz"
    model: IntentModel

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"scope_loss": 0.02}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    def learn(self, training_data: TrainingData) -> None:
        examples = [example for example in training_data.intent_examples if example.get(INTENT) and example.get(TEXT)]
        labels = [str(example.get(INTENT)) for example in examples]
        if len(set(labels)) < 2:
            raise ValueError(
                f"intents cannot be told apart: the examples have {len(set(labels))} of them, at least 2 are needed"
            )
        if len(examples) > MAX_EXAMPLES:
            print(
                f"  the intents are learnt from {MAX_EXAMPLES} of {len(examples)} examples, drawn by chance", flush=True
            )
            places = drawn(labels, MAX_EXAMPLES)
            examples, labels = [examples[place] for place in places], [labels[place] for place in places]
        texts = [normal(str(example.get(TEXT))) for example in examples]
        vectors = np.array([both_of(example) for example in examples])
        encode = shared_encoder().encode_both  # the featurizer's
        self.model = IntentModel.learnt(texts, vectors, labels, encode, float(self.config["scope_loss"]))

    def store(self, folder: Path) -> None:
        np.savez(folder / self.FILE, **self.model.arrays())

    def restore(self, folder: Path) -> None:
        with np.load(folder / self.FILE, allow_pickle=False) as stored:
            self.model = IntentModel.restored(dict(stored))

    def read(self, message: Message) -> dict[str, Any]:
        text = message.get(TEXT) or ""
        if text.strip():
            verdict = self.model.judge(normal(text), both_of(message))
            message.set(JUDGED, Judged(self.model, verdict))
        else:
            verdict = Verdict([], "chat", 0.0, 0.0, in_scope=False)
        ranking = [{"name": name, "confidence": round(chance, 6)} for name, chance in verdict.ranking[:RANKING]]
        if not verdict.in_scope:
            ranking.insert(0, fallback(1.0 - verdict.scope))
        return {
            INTENT: ranking[0],
            INTENT_RANKING_KEY: ranking,
            "lane": verdict.lane,
            "lane_confidence": round(verdict.lane_confidence, 6),
            "scope": round(verdict.scope, 6),
        }
