"""Masks personal data: "my name is Anna Berg" becomes "my name is [NAME]".

Sets on the message:
  masked    the text with every piece replaced by its type in brackets (see engine.personal); where several of a type
            differ, they are numbered
  personal  [{type, start, end}], offsets in the text as it was written; never the text itself
What stands behind a mask does not leave this component.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.fingerprint import code_hash, knowledge_hash
from engine.masking import mask
from engine.personal import Personal
from engine.words import Words, read_words, stored, words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PersonalDataMasker(GraphComponent):
    """Input: the text. Output: see the module."""

    FILE = "words.json"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, words: Words) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self.personal = Personal(words)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`not_names`: words with a capital that are no person, such as the assistant's own name."""
        return {"not_names": []}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        return code_hash() + knowledge_hash()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PersonalDataMasker":
        return cls(config, model_storage, resource, Words())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "PersonalDataMasker":
        with model_storage.read_from(resource) as folder:
            words = words_of((folder / cls.FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, words)

    def train(self, training_data: TrainingData) -> Resource:
        words = read_words(self.config["not_names"])
        self.personal = Personal(words)
        with self._storage.write_to(self._resource) as folder:
            (folder / self.FILE).write_text(stored(words), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            masked = mask(message.get(TEXT) or "", self.personal)
            places = [{"type": span.entity, "start": span.start, "end": span.end} for span in masked.spans]
            message.set("masked", masked.text, add_to_output=True)
            message.set("personal", places, add_to_output=True)
        return messages
