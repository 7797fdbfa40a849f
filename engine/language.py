"""spaCy for the other components: Rasa's loader, with only those parts of the model that are used.

That is the tokenizer. Names and dates are found by our own components, which see more of them in chat than the model's
entity recogniser did; reading a sentence with it took a third of a parse's processor time.
"""

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from spacy.language import Language
from spacy.tokens import Doc

UNUSED = ("tok2vec", "ner", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")


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
        return model.make_doc(self._preprocess_text(text))

    @staticmethod
    def _process_content_bearing_samples(
        model: Language, samples_to_pipe: list[tuple[int, str]]
    ) -> list[tuple[int, Any]]:
        return [(place, model.make_doc(text)) for place, text in samples_to_pipe]
