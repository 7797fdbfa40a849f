"""spaCy for EntityFinder: Rasa's loader, with only those parts of the model that are used.

Those are the tokenizer and the vocabulary, for the PhraseMatcher that finds products (engine.products); the word lists
of the model's lemmatiser tell ordinary words from names (engine.words). Names and dates are found by components of our
own, which see more of them in chat than the model's entity recogniser did; reading a sentence with that took a third of
a parse's processor time.
"""

import re

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

# spaCy's tokenizer cuts such a run sign by sign and looks at all of the rest each time: 20,000 emoji took 86 s.
RUN = re.compile(r"[^\w\s]{20,}")
UNUSED = ("tok2vec", "ner", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")


def without_runs(text: str) -> str:
    """Blanks in place of long runs of signs: names no product, and every offset stays."""
    return RUN.sub(lambda run: " " * len(run.group()), text)


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyLanguage",
)
class SpacyLanguage(SpacyNLP):
    """Input: the text. Output: the spaCy document, for EntityFinder."""

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
        return model.make_doc(self._preprocess_text(without_runs(text)))

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        """No component of ours learns from documents."""
        return training_data
