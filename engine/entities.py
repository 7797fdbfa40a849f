"""Entities: products from the catalogue, numbers and codes by their form, people and dates from spaCy too.

Each entity has the span in the original text, that text, and a normalised value: a catalogue id, BL-12345, D2419-0731,
E3, a lower-case e-mail, "24.90 EUR". The catalogue is read at training, so that a new product needs no code.
"""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from engine.catalogue import Name, names_of, read_catalogue
from engine.fingerprint import code_hash, knowledge_hash
from engine.language import SpacyLanguage
from engine.patterns import KINDS, Span, find_all

# A weak name counts after these words, beside another product ("one or duo"), or capitalised inside a sentence.
OWNERS = {"brewline", "my", "our", "your"}
JOINERS = {"or", "and", "vs", "versus", "than", "between", "/"}


class ProductMatcher:
    """Finds names of products in a spaCy document; the longest name wins."""

    def __init__(self, names: list[Name], vocab: Vocab) -> None:
        self.names = names
        self.matcher = PhraseMatcher(vocab, attr="LOWER")
        tokenizer = SimpleTokenizer(vocab)
        for place, name in enumerate(names):
            self.matcher.add(str(place), [tokenizer(words) for words in {name.words, name.words.replace("-", " - ")}])

    def find(self, doc: Doc) -> list[Span]:
        hits = [(start, end, self.names[int(doc.vocab.strings[key])]) for key, start, end in self.matcher(doc)]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken: set[int] = set()
        chosen: list[tuple[int, int, Name]] = []
        for start, end, name in hits:
            if not taken.intersection(range(start, end)):
                taken.update(range(start, end))
                chosen.append((start, end, name))
        strong = {place for start, end, name in chosen if not name.weak for place in range(start, end)}
        spans = []
        for start, end, name in sorted(chosen, key=lambda hit: hit[0]):
            if not name.weak or self.is_meant(doc, start, end, strong):
                span = doc[start:end]
                spans.append(Span("product", name.product, span.start_char, span.end_char))
        return spans

    @staticmethod
    def is_meant(doc: Doc, start: int, end: int, strong: set[int]) -> bool:
        before = doc[start - 1].lower_ if start else ""
        if before in OWNERS or doc[start].lower_ in OWNERS:
            return True
        if start and doc[start].text.istitle() and doc[start - 1].text not in {".", "!", "?"}:
            return True
        for joiner, beyond in ((start - 1, start - 2), (end, end + 1)):
            if 0 <= joiner < len(doc) and doc[joiner].lower_ in JOINERS and strong & {beyond, beyond + 1, beyond - 1}:
                return True
        return False


class SimpleTokenizer:
    """spaCy's English tokenizer, so that names are cut as messages are."""

    def __init__(self, vocab: Vocab) -> None:
        from spacy.lang.en import English

        self.tokenizer = English(vocab=vocab).tokenizer

    def __call__(self, text: str) -> Doc:
        return self.tokenizer(text)


def spacy_spans(doc: Doc) -> list[Span]:
    """People and dates that the model sees; it guesses much in chat, so only what looks the part."""
    spans = []
    for found in doc.ents:
        text = found.text
        if found.label_ == "PERSON" and text.istitle() and text.replace(" ", "").isalpha() and found.start:
            spans.append(Span("person", text, found.start_char, found.end_char))
        elif found.label_ == "DATE" and any(letter.isalpha() for letter in text) and any(
            word in text.lower() for word in ("day", "week", "month", "year", "tomorrow", "morning", "ago", "spring",
                                              "summer", "autumn", "winter", "christmas", "easter")
        ):  # fmt: skip
            spans.append(Span("date", " ".join(text.lower().split()), found.start_char, found.end_char))
    return spans


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
class EntityFinder(EntityExtractorMixin, GraphComponent):
    """Input: the text and its spaCy document. Output: `entities`."""

    FILE = "products.json"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, names: list[Name]) -> None:
        self._storage = storage
        self._resource = resource
        self.names = names
        self.matcher: ProductMatcher | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        return [SpacyLanguage]

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
    ) -> "EntityFinder":
        return cls(config, model_storage, resource, [])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "EntityFinder":
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / cls.FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, [Name(*entry) for entry in stored])

    def train(self, training_data: TrainingData) -> Resource:
        self.names = names_of(read_catalogue())
        rows = [(name.words, name.product, name.weak) for name in self.names]
        with self._storage.write_to(self._resource) as folder:
            (folder / self.FILE).write_text(json.dumps(rows), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = self.find(message.get(TEXT) or "", message.get(SPACY_DOCS[TEXT]))
            entities = [
                {"entity": span.entity, "value": span.value, "start": span.start, "end": span.end,
                 "extractor": "EntityFinder"}
                for span in found
            ]  # fmt: skip
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def find(self, text: str, doc: Doc | None) -> list[Span]:
        text = text[:MAX_CHARACTERS]
        spans = list(find_all(text))
        if doc is not None and len(doc):
            if self.matcher is None:
                self.matcher = ProductMatcher(self.names, doc.vocab)
            spans += [span for span in self.matcher.find(doc) + spacy_spans(doc) if span.end <= len(text)]
        return with_bare_orders(text, resolved(spans))


# Numbers and names stand early in a message; the rest of a wall of text is not searched.
MAX_CHARACTERS = 4_000
