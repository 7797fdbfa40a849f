"""The article retriever as a Rasa component. The index itself is in engine.search.

Sets on the message:
  articles    the best articles, each {id, title, heading, passage, score}; score is the probability that it answers
  answerable  whether the best one is likely enough to be shown as an answer
"""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.articles import read_articles
from engine.catalogue import machines_of, read_catalogue
from engine.encoder import SentenceFeaturizer, shared_encoder, vector_of
from engine.fingerprint import code_hash, knowledge_hash
from engine.search import Index
from engine.sentences import CachedEncoder

STAGES = {
    "support_plan": "planning",
    "support_install": "installation",
    "support_learn": "learning",
    "support_troubleshoot": "troubleshooting",
    "support_maintain": "maintenance",
    "support_upgrade": "upgrade",
    "support_dispose": "disposal",
    "support_report_danger": "troubleshooting",
}
# Sentences that no article answers, for calibration: those taught as out of scope.
UNANSWERABLE = "chat_out_of_scope"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ArticleRetriever(GraphComponent):
    """Input: text, encoding, entities and ranking. Output: `articles` and `answerable`."""

    FILE = "articles.npz"

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, index: Index | None = None,
        machines: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self.index = index
        self.machines = machines

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads EntityFinder's products too, but its training does not, and Rasa asks for both alike."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`answerable_from` is a probability; see engine.search about its calibration."""
        return {"articles": 5, "answerable_from": 0.5}

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
    ) -> "ArticleRetriever":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ArticleRetriever":
        with model_storage.read_from(resource) as folder, np.load(folder / cls.FILE, allow_pickle=False) as stored:
            arrays = dict(stored)
        machines = frozenset(arrays.pop("machines").tolist())
        return cls(config, model_storage, resource, Index.restored(arrays) if arrays else None, machines)

    def train(self, training_data: TrainingData) -> Resource:
        articles = read_articles()
        machines = np.array(machines_of(read_catalogue()), dtype=str)
        arrays: dict[str, np.ndarray] = {}
        if articles:
            encoder = CachedEncoder(shared_encoder())
            self.index = Index.of(articles, encoder.encode)
            self.index.calibrate(
                encoder.encode,
                [str(e.get(TEXT)) for e in training_data.intent_examples if e.get(INTENT) == UNANSWERABLE],
            )
            arrays = self.index.arrays()
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / self.FILE, machines=machines, **arrays)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            articles = self._articles(message)
            answerable = bool(articles) and articles[0]["score"] >= self.config["answerable_from"]
            message.set("articles", articles, add_to_output=True)
            message.set("answerable", answerable, add_to_output=True)
        return messages

    def _articles(self, message: Message) -> list[dict[str, Any]]:
        if self.index is None:
            return []
        stages: dict[str, float] = {}
        for guess in message.get(INTENT_RANKING_KEY) or []:
            if stage := STAGES.get(guess["name"]):
                stages[stage] = stages.get(stage, 0.0) + guess["confidence"]
        named = {entity["value"] for entity in message.get(ENTITIES) or [] if entity["entity"] == "product"}
        hits = self.index.search(
            message.get(TEXT) or "", vector_of(message), self.machines & named, stages, int(self.config["articles"])
        )
        return [
            {
                "id": hit.article.id,
                "title": hit.article.title,
                "heading": hit.passage.heading,
                "passage": hit.passage.text,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]
