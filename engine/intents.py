"""The intent classifier: a linear head, calibrated, with lanes and a decision about what is out of scope.

Sets on the message (all plain Python values):
  intent           {name, confidence}; `nlu_fallback` when the message is like nothing that was taught
  intent_ranking   the ten likeliest, with `nlu_fallback` first where it was decided
  lane             support, service, success or chat: the prefix whose intents have the highest probability together
  lane_confidence  that probability, summed over all intents of the lane (not only the ten)
  scope            0 to 1: highest probability times mean cosine of the five nearest examples; out of scope below
                   the threshold that `scope_loss` of the taught examples fall under in cross-validation
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.encoder import SentenceFeaturizer, both_of
from engine.fingerprint import code_hash
from engine.linear import LinearHead, best_temperature, fit_head, folds_of, probabilities
from engine.normal import normal
from engine.sentences import WIDTH

RANKING = 10
NEIGHBOURS = 5
FOLDS = 3


def lane_of(intent: str) -> str:
    return intent.split("_", 1)[0]


@dataclass
class Verdict:
    ranking: list[tuple[str, float]]  # all intents, likeliest first
    lane: str
    lane_confidence: float
    scope: float
    in_scope: bool


class IntentModel:
    """Everything that is learnt from the examples, without Rasa. Vectors are those of `encode_both`."""

    def __init__(
        self, head: LinearHead, intents: list[str], examples: np.ndarray, temperature: float, threshold: float
    ) -> None:
        self.head = head
        self.intents = intents
        self.examples = examples
        self.temperature = temperature
        self.threshold = threshold
        self.lanes = sorted({lane_of(intent) for intent in intents})
        self.lane_places = [
            [place for place, intent in enumerate(intents) if lane_of(intent) == lane] for lane in self.lanes
        ]

    @classmethod
    def learnt(
        cls, texts: list[str], vectors: np.ndarray, labels: list[str], scope_loss: float = 0.02
    ) -> "IntentModel":
        intents = sorted(set(labels))
        numbers = np.array([intents.index(label) for label in labels])
        fit = fit_head(texts, vectors, numbers, len(intents), FOLDS)
        temperature = best_temperature(fit.held_out_logits, numbers)
        fold = folds_of(numbers, FOLDS)
        likeliest = probabilities(fit.held_out_logits, temperature).max(axis=1)
        examples = vectors[:, :WIDTH]
        cosines = examples @ examples.T
        cosines[fold[:, np.newaxis] == fold[np.newaxis, :]] = -1.0  # as if the whole fold had not been taught
        scores = likeliest * nearness(cosines)
        return cls(fit.head, intents, examples, temperature, float(np.quantile(scores, scope_loss)))

    def judge(self, text: str, vector: np.ndarray) -> Verdict:
        chances = probabilities(self.head.logits([text], vector[np.newaxis, :]), self.temperature)[0]
        order = np.argsort(-chances)
        sums = [float(chances[places].sum()) for places in self.lane_places]
        best = int(np.argmax(sums))
        near = float(nearness(vector[np.newaxis, :WIDTH] @ self.examples.T)[0])
        scope = float(chances[order[0]]) * near
        return Verdict(
            ranking=[(self.intents[place], float(chances[place])) for place in order],
            lane=self.lanes[best],
            lane_confidence=min(sums[best], 1.0),
            scope=scope,
            in_scope=scope >= self.threshold,
        )

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            **self.head.arrays(),
            "examples": self.examples.astype(np.float16),
            "about": np.array(
                json.dumps({"intents": self.intents, "temperature": self.temperature, "threshold": self.threshold})
            ),
        }

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "IntentModel":
        about = json.loads(str(arrays["about"]))
        return cls(
            LinearHead.restored(arrays),
            about["intents"],
            arrays["examples"].astype(np.float32),
            about["temperature"],
            about["threshold"],
        )


def nearness(cosines: np.ndarray) -> np.ndarray:
    """Mean cosine of the nearest examples, for each row, never below 0."""
    count = min(NEIGHBOURS, cosines.shape[1])
    nearest = np.partition(cosines, -count, axis=1)[:, -count:]
    return np.clip(nearest.mean(axis=1), 0.0, 1.0)


def fallback(confidence: float) -> dict[str, Any]:
    return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": round(confidence, 6)}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Input: the text and its encoding. Output: see the module."""

    FILE = "intents.npz"

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self.model = model

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"scope_loss": 0.02}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        return code_hash()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        with model_storage.read_from(resource) as folder, np.load(folder / cls.FILE, allow_pickle=False) as stored:
            return cls(config, model_storage, resource, IntentModel.restored(dict(stored)))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(INTENT) and example.get(TEXT)]
        labels = [str(example.get(INTENT)) for example in examples]
        if len(set(labels)) < 2:
            raise ValueError(
                f"intents cannot be told apart: the examples have {len(set(labels))} of them, at least 2 are needed"
            )
        texts = [normal(str(example.get(TEXT))) for example in examples]
        vectors = np.array([both_of(example) for example in examples])
        self.model = IntentModel.learnt(texts, vectors, labels, float(self.config["scope_loss"]))
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / self.FILE, **self.model.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        if self.model is None or not text.strip():
            verdict = Verdict([], "chat", 0.0, 0.0, in_scope=False)
        else:
            verdict = self.model.judge(normal(text), both_of(message))
        ranking = [{"name": name, "confidence": round(chance, 6)} for name, chance in verdict.ranking[:RANKING]]
        if not verdict.in_scope:
            ranking.insert(0, fallback(1.0 - verdict.scope))
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set("lane", verdict.lane, add_to_output=True)
        message.set("lane_confidence", round(verdict.lane_confidence, 6), add_to_output=True)
        message.set("scope", round(verdict.scope, 6), add_to_output=True)
