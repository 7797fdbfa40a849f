"""The article retriever as a Rasa component. The index itself is in engine.search.

Sets on the message:
  articles    the best articles, each {id, title, heading, passage, score}; score is the probability that it answers
  answerable  whether the best one is likely enough to be shown as an answer
A message that leans on the turn before is understood with it, if the gateway sent it (engine.followup).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.articles import read_articles, read_unanswerable
from engine.catalogue import machines_of, names_of, read_catalogue
from engine.component import Component
from engine.encoder import SentenceFeaturizer, both_of, shared_encoder
from engine.followup import CLEAR_LEAD, Context, context_of, points_back, stands_alone, together
from engine.normal import normal
from engine.search import Hints, Hit, Index
from engine.sentences import WIDTH, CachedEncoder

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
# Taught sentences that articles answer: of the intents with a stage. None answers those taught as out of scope.
OUT_OF_SCOPE = "chat_out_of_scope"
GIVES_DETAILS = "chat_give_details"
SURELY_SMALL_TALK = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ArticleRetriever(Component):
    """Input: text, encoding, entities and ranking. Output: `articles` and `answerable`."""

    FILE = "articles.npz"
    index: Index | None = None  # none without articles
    machines: Mapping[str, str]  # what they are called, to their ids

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads EntityFinder's products too, but its training does not, and Rasa asks for both alike."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`answerable_from` is a probability; see engine.answerable about its calibration."""
        return {"articles": 5, "answerable_from": 0.4}

    def learn(self, training_data: TrainingData) -> None:
        articles, catalogue = read_articles(), read_catalogue()
        own = set(machines_of(catalogue))
        self.machines = {name.words: name.product for name in names_of(catalogue) if name.product in own}
        if articles:
            encoder = CachedEncoder(shared_encoder())
            self.index = Index.of(articles, encoder.encode_both)
            examples = [example for example in training_data.intent_examples if example.get(TEXT)]
            good = [example for example in examples if example.get(INTENT) in STAGES]
            bad = [example for example in examples if example.get(INTENT) == OUT_OF_SCOPE]
            unanswerable = [normal(question) for question in read_unanswerable()]
            self.index.learn_answerable(
                [normal(str(example.get(TEXT))) for example in good],
                encodings(good),
                [*unanswerable, *(normal(str(example.get(TEXT))) for example in bad)],
                np.concatenate([encoder.encode_both(unanswerable), encodings(bad)]),
                encoder.encode_both,
            )

    def store(self, folder: Path) -> None:
        arrays = self.index.arrays() if self.index else {}
        np.savez(folder / self.FILE, machines=np.array(json.dumps(self.machines)), **arrays)

    def restore(self, folder: Path) -> None:
        with np.load(folder / self.FILE, allow_pickle=False) as stored:
            arrays = dict(stored)
        self.machines = json.loads(str(arrays.pop("machines")))
        self.index = Index.restored(arrays) if arrays else None

    def read(self, message: Message) -> dict[str, Any]:
        articles = self._articles(message)
        answerable = bool(articles) and articles[0]["score"] >= self.config["answerable_from"]
        return {"articles": articles, "answerable": answerable}

    def _articles(self, message: Message) -> list[dict[str, Any]]:
        if self.index is None:
            return []
        text, vector, hints = normal(message.get(TEXT) or ""), both_of(message), self._hints(message)
        hits = self.index.search(text, vector, hints, int(self.config["articles"]))
        context = context_of(message.get(METADATA))
        if context and hits and not small_talk(message) and self._leans(text, hits):
            hits = self._about(context, text, hints)
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

    def _leans(self, text: str, hits: list[Hit]) -> bool:
        """Whether the turn before is needed to understand this message."""
        if not stands_alone(text, self.machines):
            return True
        unclear = len(hits) > 1 and hits[0].log_odds - hits[1].log_odds < CLEAR_LEAD
        return unclear and points_back(text, self.machines)

    def _about(self, context: Context, text: str, hints: Hints) -> list[Hit]:
        """What answers both turns together; one more encoding, which only such messages cost."""
        titles = {article.id: article.title for article in self.index.articles}
        topic = titles.get(context.article, normal(context.text))
        asked = together(topic, text, self.machines, hints.products)
        both = Hints(
            hints.products or context.products & set(self.machines.values()),
            hints.stages,
            None if hints.products else context.article,
        )
        return self.index.search(asked, shared_encoder().encode_both([asked])[0], both, int(self.config["articles"]))

    def _hints(self, message: Message) -> Hints:
        stages: dict[str, float] = {}
        for guess in message.get(INTENT_RANKING_KEY) or []:
            if stage := STAGES.get(guess["name"]):
                stages[stage] = stages.get(stage, 0.0) + guess["confidence"]
        named = {entity["value"] for entity in message.get(ENTITIES) or [] if entity["entity"] == "product"}
        return Hints(frozenset(self.machines.values()) & named, stages)


def small_talk(message: Message) -> bool:
    """ "yes please", "thanks": short and without content, but no question about what was said before."""
    intent = message.get(INTENT) or {}
    name, sure = str(intent.get("name")), float(intent.get("confidence") or 0.0) >= SURELY_SMALL_TALK
    return sure and name.startswith("chat_") and name not in {OUT_OF_SCOPE, GIVES_DETAILS}


def encodings(messages: list[Message]) -> np.ndarray:
    return np.array([both_of(message) for message in messages], dtype=np.float32).reshape(-1, 2 * WIDTH)
