"""spaCy for the other components: Rasa's loader, with only those parts of the model that are used.

A message is tokenised and its names and dates are found. Training examples are only tokenised: nothing that is trained
reads their entities, and this takes a hundredth of the time.
"""

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from spacy.language import Language
from spacy.tokens import Doc

UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
# The entity recogniser is quadratic in nothing but patience: a longer message is tokenised only.
MAX_CHARACTERS = 4_000


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyLanguage",
)
class SpacyLanguage(SpacyNLP):
    """Input: the text. Output: the spaCy document, for SpacyTokenizer and EntityFinder."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """The name is a path relative to the project's root, so that a model archive works in every clone."""
        try:
            language = spacy.load(spacy_model_name, exclude=list(UNUSED))
        except OSError as error:
            raise InvalidModelError(
                f"the spaCy model is not at {spacy_model_name}: run `make setup` to repair it"
            ) from error
        return SpacyModel(model=language, model_name=spacy_model_name)

    def _doc_for_text(self, model: Language, text: str) -> Doc:
        text = self._preprocess_text(text)
        return model(text) if len(text) <= MAX_CHARACTERS else model.make_doc(text)

    @staticmethod
    def _process_content_bearing_samples(
        model: Language, samples_to_pipe: list[tuple[int, str]]
    ) -> list[tuple[int, Any]]:
        return [(place, model.make_doc(text)) for place, text in samples_to_pipe]
