"""The mood of a message as a Rasa component. What it learns and how it decides is in engine.mood_model.

Sets on the message:
  mood  {label, strength, words}: label is calm, pleased, worried, annoyed or angry; strength 0 (calm) to 1; words are
        what caused it, each {text, start, end}, empty only for calm and for a text without any letter or sign
A reported problem without emotion is calm.
"""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.encoder import SentenceFeaturizer, both_of, shared_encoder
from engine.fingerprint import code_hash, mood_hash
from engine.mood_data import read_examples, read_lexicon
from engine.mood_model import MoodModel
from engine.normal import normal
from engine.sentences import CachedEncoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class MoodReader(GraphComponent):
    """Input: the text and its encoding. Output: `mood`."""

    FILE = "mood.npz"

    def __init__(self, storage: ModelStorage, resource: Resource, model: MoodModel | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self.model = model

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        return code_hash() + mood_hash()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MoodReader":
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "MoodReader":
        with model_storage.read_from(resource) as folder, np.load(folder / cls.FILE, allow_pickle=False) as stored:
            return cls(model_storage, resource, MoodModel.restored(dict(stored)))

    def train(self, training_data: TrainingData) -> Resource:
        """From data/mood, not from Rasa's examples: those say what a customer wants, not how they feel."""
        lexicon = read_lexicon()
        texts, labels = zip(*read_examples(), strict=True)
        vectors = CachedEncoder(shared_encoder()).encode_both([normal(text) for text in texts])
        self.model = MoodModel.learnt(texts, vectors, labels, lexicon)
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / self.FILE, **self.model.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set("mood", self._mood(message.get(TEXT) or "", message), add_to_output=True)
        return messages

    def _mood(self, text: str, message: Message) -> dict[str, Any]:
        if self.model is None or not text.strip():
            return {"label": "calm", "strength": 0.0, "words": []}
        mood = self.model.read(text, both_of(message))
        words = [{"text": text[start:end], "start": start, "end": end} for start, end in mood.spans]
        return {"label": mood.label, "strength": round(mood.strength, 4), "words": words}
