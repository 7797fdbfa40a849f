"""Likeness by meaning, with a small encoder whose vectors are the words of a text."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.alike import Library, Shelf, fitting, health, nearest
from engine.examples import Example
from engine.studio import answer_to

WORDS = ["milk", "foam", "pump", "order", "parcel", "late", "refund", "clean", "dirty", "smells"]


def vector(text: str) -> np.ndarray:
    found = np.array([float(text.split().count(word)) for word in WORDS], dtype=np.float32)
    return found / max(np.linalg.norm(found), 1e-6)


class Small(Shelf):
    def __init__(self, root: Path) -> None:
        encoder: Any = SimpleNamespace(encode_both=lambda texts: np.array([np.tile(vector(one), 2) for one in texts]))
        self.root = root
        self.encoder = SimpleNamespace(encode_both=encoder.encode_both, encoder=encoder)  # type: ignore[assignment]
        self._seen, self._library, self._health = [], None, None


EXAMPLES = {
    "service_track": ["where is my parcel order", "parcel is late", "order late", "my parcel order"],
    "support_clean": [
        "clean milk",
        "dirty milk foam",
        "milk smells",
        "clean dirty pump",
        "the parcel order is late",
    ],
}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "data" / "nlu"
    folder.mkdir(parents=True)
    for intent, texts in EXAMPLES.items():
        lines = "".join(f"    - {text}\n" for text in texts)
        (folder / f"{intent}.yml").write_text(f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{lines}')
    return Small(tmp_path)


def test_an_example_that_lies_nearer_to_another_intent_is_shown_with_its_nearest_sentence(shelf: Shelf) -> None:
    (found,) = health(shelf.library())["nearer"]
    assert found["text"] == "the parcel order is late"
    assert found["intent"] == "support_clean"
    assert found["place"] == "data/nlu/support_clean.yml:9"
    assert found["nearest"]["intent"] == "service_track"
    assert found["alike"] > found["own"]


def test_two_that_say_the_same_are_doubles(shelf: Shelf) -> None:
    (found,) = health(shelf.library())["doubles"]
    assert {found["text"], found["twin"]["text"]} == {"where is my parcel order", "my parcel order"}
    assert found["alike"] == 1.0


def test_intents_with_many_examples_on_the_other_side_overlap(shelf: Shelf) -> None:
    (found,) = health(shelf.library())["overlaps"]
    assert found == {"intents": ["service_track", "support_clean"], "crossed": 1, "share": 0.111}


def test_the_only_example_of_an_intent_is_not_said_to_lie_elsewhere() -> None:
    examples = [Example("a", "milk", "f:1"), Example("b", "milk foam", "f:2"), Example("b", "foam", "f:3")]
    library = Library(examples, np.array([np.tile(vector(one.text), 2) for one in examples]) / np.float32(2**0.5))
    assert [one["text"] for one in health(library)["nearer"]] == []


def test_the_nearest_examples_of_a_sentence(shelf: Shelf) -> None:
    found = nearest(shelf, "the foam is dirty", most=2)
    assert found[0]["text"] == "dirty milk foam"
    assert found[0]["intent"] == "support_clean"


def test_only_what_is_nearest_to_the_intent_and_new_fits(shelf: Shelf) -> None:
    asked = ["clean foam", "late order", "clean foam", "milk smells", "smells dirty"]
    assert [asked[one["place"]] for one in fitting(shelf, "support_clean", asked)] == ["clean foam", "smells dirty"]
    assert fitting(shelf, "support_gone", asked) == []


def test_what_changed_on_disk_is_seen(shelf: Shelf) -> None:
    assert shelf.library() is shelf.library()
    assert shelf.health() is shelf.health()
    before = shelf.health()
    file = shelf.root / "data/nlu/support_clean.yml"
    file.write_text(file.read_text() + "    - foam foam pump\n")
    assert nearest(shelf, "foam pump", most=1)[0]["text"] == "foam foam pump"
    assert shelf.health()["examples"] == before["examples"] + 1


def test_a_question_that_cannot_be_answered_is_an_error_and_no_end() -> None:
    assert answer_to('{"do": "say"}', {"say": lambda asked: 1}) == {"answer": 1}
    assert "error" in answer_to('{"do": "sing"}', {})
    assert "error" in answer_to("nonsense", {})
