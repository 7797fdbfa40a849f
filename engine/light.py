"""Makes Rasa's start quick and quiet.

Rasa imports TensorFlow at its start for callbacks and batch generators of neural components. With none of them in
the pipeline that costs about 4 s and 300 MB for nothing. `without_tensorflow` puts a stand-in before the
modules that ask for it, which loads the real one when somebody makes one of its objects: DIET or TED would still work.
For training the components themselves are stood in for, unless config.yml names one of them.
"""

import importlib
import logging
import sys
import types
import warnings
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import structlog

STANDINS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator", "RasaDataGenerator"),
}
# Named in every model's training graph, which is read, not run, when a model is loaded.
SERVING = {"rasa.graph_components.validators.default_recipe_validator": ("DefaultV1RecipeValidator",)}
# Rasa's training imports every component that it knows.
TRAINING = {
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
}


def standin(module: str, name: str) -> type:
    def make(cls: type, *args: object, **named: object) -> object:
        sys.modules.pop(module, None)
        return getattr(importlib.import_module(module), name)(*args, **named)

    return type(name, (), {"__new__": make, "__doc__": f"Stands in for {module}.{name} until it is needed."})


def without_tensorflow(more: Mapping[str, tuple[str, ...]] = SERVING) -> None:
    for module, names in {**STANDINS, **more}.items():
        if module not in sys.modules:
            placeholder = types.ModuleType(module)
            for name in names:
                setattr(placeholder, name, standin(module, name))
            sys.modules[module] = placeholder
    # spaCy's array library looks for TensorFlow only to convert tensors that nobody has here.
    if "tensorflow" not in sys.modules:
        sys.modules["tensorflow"] = None  # type: ignore[assignment]
        try:
            importlib.import_module("thinc.compat")
        finally:
            del sys.modules["tensorflow"]


def standins_for_training(config: Path) -> dict[str, tuple[str, ...]]:
    text = config.read_text(encoding="utf-8")
    return {} if any(name in text for names in TRAINING.values() for name in names) else TRAINING


def to_logging(_: object, method: str, event: MutableMapping[str, Any]) -> str:
    """One line, through the handlers of the standard library."""
    level = logging.getLevelName(str(event.pop("level", method)).upper())
    name = str(event.pop("event", ""))
    logging.getLogger("rasa").log(level, "%s %s", name, " ".join(f"{key}={value!r}" for key, value in event.items()))
    raise structlog.DropEvent


NOISE = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)

HARMLESS = (
    "pkg_resources is deprecated",
    "Slot auto-fill has been removed",  # said whenever a slot is named like an entity; ours are set by actions
)


def quiet() -> None:
    """Drops what old libraries say about each other; our own and Rasa's warnings and errors stay.

    Not by a filter: several libraries put their own filters in front when they are imported.
    """
    show = warnings.showwarning

    def show_what_matters(message, category, *rest, **named):  # type: ignore[no-untyped-def]
        if not issubclass(category, NOISE) and not any(words in str(message) for words in HARMLESS):
            show(message, category, *rest, **named)

    warnings.showwarning = show_what_matters
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stdout, level=logging.WARNING)
    # Unconfigured, structlog prints every debug event of Rasa's, messages of customers included.
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, to_logging],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )
    for name in ("tensorflow", "matplotlib", "apscheduler", "h5py"):
        logging.getLogger(name).setLevel(logging.ERROR)
