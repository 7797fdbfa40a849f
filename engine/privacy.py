"""Masks personal data: "my name is Anna Berg" becomes "my name is [NAME]".

Sets on the message:
  masked    the text with every piece replaced by its type in brackets (see engine.personal); where several of a type
            differ, they are numbered
  personal  [{type, start, end}], offsets in the text as it was written; never the text itself
What stands behind a mask does not leave this component.
"""

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.component import Component
from engine.masking import mask
from engine.personal import Personal
from engine.words import Words, read_words, stored, words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PersonalDataMasker(Component):
    """Input: the text. Output: see the module."""

    FILE = "words.json"
    personal = Personal(Words())

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`not_names`: words with a capital that are no person, such as the assistant's own name."""
        return {"not_names": []}

    def learn(self, training_data: TrainingData) -> None:
        self.personal = Personal(read_words(self.config["not_names"]))

    def store(self, folder: Path) -> None:
        (folder / self.FILE).write_text(stored(self.personal.names.words), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        self.personal = Personal(words_of((folder / self.FILE).read_text(encoding="utf-8")))

    def read(self, message: Message) -> dict[str, Any]:
        masked = mask(message.get(TEXT) or "", self.personal)
        places = [{"type": span.entity, "start": span.start, "end": span.end} for span in masked.spans]
        return {"masked": masked.text, "personal": places}
