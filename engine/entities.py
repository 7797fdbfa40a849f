"""Entities: products and options of the catalogue, numbers and codes by their form, days and times, people.

Each has its offsets in the text and a normalised value:
  product         id in the catalogue            order_number   BL-12345         email     lower case, "dot" spelled out
  option          "cream", whatever it is called serial_number  D2419-0731       phone     +49305550140, or its digits
  light           "red", "red blinking"          error_code     E3               postcode  10115, 1011 AB
  date            2026-11-24T12:00/2026-11-24T18:00 (see engine.times)          amount    24.90 EUR
  person          the name as written
The catalogue is read at training, so that a new product needs no code.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc

from engine.catalogue import Name, names_of, read_catalogue
from engine.component import Component
from engine.language import SpacyLanguage
from engine.names import Names
from engine.patterns import KINDS, Span, find_all
from engine.products import ProductMatcher
from engine.times import dates
from engine.words import Words, read_words, stored, words_of


def resolved(spans: list[Span]) -> list[Span]:
    """No two overlap: the kind that stands first in KINDS wins, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (KINDS.index(span.entity), span.start - span.end, span.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def with_bare_orders(text: str, spans: list[Span]) -> list[Span]:
    """Five digits alone in a short message may be an order number as well as a postcode: both are offered."""
    if any(span.entity == "order_number" for span in spans) or len(text.split()) > 6 or "post" in text.lower():
        return spans
    doubled = []
    for span in spans:
        if span.entity == "postcode" and span.value.isdigit() and len(span.value) == 5:
            doubled.append(Span("order_number", f"BL-{span.value}", span.start, span.end))
        doubled.append(span)
    return doubled


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityFinder(EntityExtractorMixin, Component):
    """Input: the text, its spaCy document, and the message's metadata: `time`, when it was written where the company is
    (ISO 8601); without it, now. Output: `entities`."""

    PRODUCTS = "products.json"
    WORDS = "words.json"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`not_names`: words with a capital that are no person, such as the assistant's own name."""
        return {"not_names": []}

    @classmethod
    def required_components(cls) -> list[type]:
        return [SpacyLanguage]

    def learn(self, training_data: TrainingData) -> None:
        self._knows(names_of(read_catalogue()), read_words(self.config["not_names"]))

    def _knows(self, names: list[Name], words: Words) -> None:
        self.names = names
        self.words = words
        self.people = Names(words)
        self.matcher: ProductMatcher | None = None  # needs the vocabulary of the first document

    def store(self, folder: Path) -> None:
        rows = [(name.words, name.product, name.weak, name.kind) for name in self.names]
        (folder / self.PRODUCTS).write_text(json.dumps(rows), encoding="utf-8")
        (folder / self.WORDS).write_text(stored(self.words), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        rows = json.loads((folder / self.PRODUCTS).read_text(encoding="utf-8"))
        self._knows([Name(*row) for row in rows], words_of((folder / self.WORDS).read_text(encoding="utf-8")))

    def read(self, message: Message) -> dict[str, Any]:
        found = self.find(message.get(TEXT) or "", message.get(SPACY_DOCS[TEXT]), written_at(message))
        entities = [
            {"entity": span.entity, "value": span.value, "start": span.start, "end": span.end,
             "extractor": "EntityFinder"}
            for span in found
        ]  # fmt: skip
        return {ENTITIES: message.get(ENTITIES, []) + entities}

    def find(self, text: str, doc: Doc | None, now: datetime) -> list[Span]:
        text = text[:MAX_CHARACTERS]
        people = (span._replace(entity="person") for span in self.people.find(text))
        spans = [*find_all(text), *dates(text, now), *people]
        if doc is not None and len(doc):
            if self.matcher is None:
                self.matcher = ProductMatcher(self.names, doc.vocab, self.words)
            spans += [span for span in self.matcher.find(doc) if span.end <= len(text)]
        return with_bare_orders(text, resolved(spans))


def written_at(message: Message) -> datetime:
    """The wall clock's time; an unusable one is as if it had not been said."""
    said = (message.get("metadata") or {}).get("time")
    try:
        return datetime.fromisoformat(said).replace(tzinfo=None)
    except (TypeError, ValueError):
        return datetime.now()


# Numbers and names stand early in a message; the rest of a wall of text is not searched.
MAX_CHARACTERS = 4_000
