"""The mood of a message as a Rasa component. What it learns and how it decides is in engine.mood_model.

Sets on the message:
  mood  {label, strength, words}: label is calm, pleased, worried, annoyed or angry; strength 0 (calm) to 1; words are
        what caused it, each {text, start, end}, empty only for calm and for a text without any letter or sign
A reported problem without emotion is calm.
"""

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.component import Component
from engine.encoder import SentenceFeaturizer, both_of, shared_encoder
from engine.mood_data import read_examples, read_lexicon
from engine.mood_model import MoodModel
from engine.normal import normal
from engine.sentences import CachedEncoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class MoodReader(Component):
    """Input: the text and its encoding. Output: `mood`."""

    FILE = "mood.npz"
    model: MoodModel

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    def learn(self, training_data: TrainingData) -> None:
        """From data/mood, not from Rasa's examples: those say what a customer wants, not how they feel."""
        lexicon = read_lexicon()
        texts, labels = zip(*read_examples(), strict=True)
        vectors = CachedEncoder(shared_encoder()).encode_both([normal(text) for text in texts])
        self.model = MoodModel.learnt(texts, vectors, labels, lexicon)

    def store(self, folder: Path) -> None:
        np.savez(folder / self.FILE, **self.model.arrays())

    def restore(self, folder: Path) -> None:
        with np.load(folder / self.FILE, allow_pickle=False) as stored:
            self.model = MoodModel.restored(dict(stored))

    def read(self, message: Message) -> dict[str, Any]:
        text = message.get(TEXT) or ""
        if not text.strip():
            return {"mood": {"label": "calm", "strength": 0.0, "words": []}}
        mood = self.model.read(text, both_of(message))
        words = [{"text": text[start:end], "start": start, "end": end} for start, end in mood.spans]
        return {"mood": {"label": mood.label, "strength": round(mood.strength, 4), "words": words}}
