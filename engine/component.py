"""What Rasa asks of a component that learns, said once for ours.

A component says what it learns from a training, how that is kept in a folder of the model, and what it reads in a
message: values by name, which become part of the parse.
"""

from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.model import InvalidModelError
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.fingerprint import inputs_hash


class Component(GraphComponent):
    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource

    @abstractmethod
    def learn(self, training_data: TrainingData) -> None: ...

    @abstractmethod
    def store(self, folder: Path) -> None: ...

    @abstractmethod
    def restore(self, folder: Path) -> None: ...

    @abstractmethod
    def read(self, message: Message) -> dict[str, Any]: ...

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Component":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "Component":
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            try:
                component.restore(folder)
            except (KeyError, ValueError, TypeError, IndexError, OSError) as error:
                raise InvalidModelError(
                    f"what {cls.__name__} learnt was stored by another version: run `make train` ({error!r})"
                ) from error
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Several read files that Rasa knows nothing of."""
        return inputs_hash()

    def train(self, training_data: TrainingData) -> Resource:
        self.learn(training_data)
        with self._storage.write_to(self._resource) as folder:
            self.store(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for name, value in self.read(message).items():
                message.set(name, value, add_to_output=True)
        return messages
