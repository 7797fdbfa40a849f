"""The sentence encoder as a Rasa featurizer: a message is encoded once, the classifier and the retriever share it."""

from functools import lru_cache
from hashlib import sha1
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.normal import normal
from engine.sentences import WIDTH, CachedEncoder, SentenceEncoder

VECTOR = "careline_vector"


class Encoding(np.ndarray):
    """A vector that Rasa's training can tell apart without printing it (which took longer than encoding it)."""

    def fingerprint(self) -> str:
        return sha1(self.tobytes()).hexdigest()


@lru_cache(maxsize=1)
def shared_encoder(threads: int = 1) -> SentenceEncoder:
    """One copy of the weights in the process, whoever asks."""
    return SentenceEncoder(threads=threads)


def both_of(message: Message) -> np.ndarray:
    """The message's encoding and that of the middle layer, float32 [768]; zeros where there was no text."""
    vector = message.get(VECTOR)
    return np.asarray(vector) if vector is not None else np.zeros(2 * WIDTH, dtype=np.float32)


def vector_of(message: Message) -> np.ndarray:
    """The message's encoding, float32 [384]; zeros where there was no text."""
    return both_of(message)[:WIDTH]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Input: the text. Output: a dense sentence feature and the private key VECTOR (never part of the output)."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self.encoder = shared_encoder(int(config["threads"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "threads": 1}

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
        return cls({**cls.get_default_config(), **config}, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        self._attach(messages, self.encoder.encode_both([normal(message.get(TEXT) or "") for message in messages]))
        return messages

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
