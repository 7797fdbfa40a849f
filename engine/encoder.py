"""The sentence encoder as a Rasa featurizer: a message is encoded once, the components after it share the vectors.

Options in config.yml:
  precision  fp32 or int8 (see engine.build_encoder); a model is served with the very graph that it was trained with
  threads    for one sentence; 1 leaves the other cores to the other processes
"""

import json
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.component import Component
from engine.normal import normal, owner
from engine.sentences import DEFAULT_PRECISION, WIDTH, CachedEncoder, SentenceEncoder
from engine.weights import WeightsError

VECTOR = "careline_vector"


class Encoding(np.ndarray):
    """A vector that Rasa's training can tell apart without printing it (which took longer than encoding it)."""

    def fingerprint(self) -> str:
        return sha1(self.tobytes()).hexdigest()


_opened: dict[tuple[str, int], SentenceEncoder] = {}


def shared_encoder(precision: str | None = None, threads: int = 1) -> SentenceEncoder:
    """One copy of the weights in the process, whoever asks: without arguments that which the pipeline uses."""
    if precision is None and _opened:
        return next(reversed(_opened.values()))
    wanted = (precision or DEFAULT_PRECISION, threads)
    _opened[wanted] = _opened.pop(wanted, None) or SentenceEncoder(precision=wanted[0], threads=threads)
    return _opened[wanted]


def both_of(message: Message) -> np.ndarray:
    """The message's encoding and that of the middle layer, float32 [768]; zeros where there was no text."""
    vector = message.get(VECTOR)
    return np.asarray(vector) if vector is not None else np.zeros(2 * WIDTH, dtype=np.float32)


def vector_of(message: Message) -> np.ndarray:
    """The message's encoding, float32 [384]; zeros where there was no text."""
    return both_of(message)[:WIDTH]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(Component, DenseFeaturizer):
    """Input: the text. Output: a dense sentence feature and the private key VECTOR (never part of the output).

    Nothing is learnt in training; the model only remembers the version of the encoder that its vectors come from.
    """

    FILE = "encoder.json"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        Component.__init__(self, config, storage, resource)
        DenseFeaturizer.__init__(self, name, self.config)
        self.encoder = shared_encoder(str(self.config["precision"]), int(self.config["threads"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "precision": DEFAULT_PRECISION, "threads": 1}

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        pass

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
        return cls(config, model_storage, resource, execution_context.node_name)

    def learn(self, training_data: TrainingData) -> None:
        pass

    def store(self, folder: Path) -> None:
        (folder / self.FILE).write_text(json.dumps({"version": self.encoder.version}), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        owner()  # read now rather than with the first message
        if json.loads((folder / self.FILE).read_text(encoding="utf-8"))["version"] != self.encoder.version:
            raise WeightsError(
                "the model was trained with another sentence encoder than the one that is installed: "
                "run `make setup`, and if that changes nothing `make train`"
            )

    def read(self, message: Message) -> dict[str, Any]:
        self._attach([message], self.encoder.encode_both([normal(message.get(TEXT) or "")]))
        return {}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_data.training_examples
        texts = [normal(message.get(TEXT) or "") for message in messages]
        self._attach(messages, CachedEncoder(self.encoder).encode_both(texts))
        return training_data

    def _attach(self, messages: list[Message], vectors: np.ndarray) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            message.set(VECTOR, vector.view(Encoding))
            if message.get(TEXT):
                feature = Features(vector[np.newaxis, :WIDTH], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                message.add_features(feature)
