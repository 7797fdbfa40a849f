"""The frozen messages with moods and with several requests: well-formed, hard enough, and nothing trained on them.

A failure names the message of the test set alone, never the example: who writes these must not see what is trained on.
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.engine.copies import ROOT, copies, mood_examples, nlu_examples, normalised, strings

SETS = Path(__file__).parent / "sets"
FEWEST = {"calm": 120, "pleased": 45, "worried": 50, "annoyed": 55, "angry": 60}


def read(name: str) -> list[dict]:
    return yaml.safe_load((SETS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def moods() -> list[dict]:
    return read("moods.yml")


@pytest.fixture(scope="module")
def requests() -> list[dict]:
    return read("requests.yml")


@pytest.fixture(scope="module")
def examples() -> set[str]:
    found = nlu_examples()
    enough = len(found) > 500
    assert enough, "the training examples were not read"
    return found | mood_examples()


def test_examples_are_found_however_a_file_is_built() -> None:
    built = {"calm": ["one", {"text": "two", "words": ["three"]}], "angry": "four", "strength": 0.5, "none": None}
    assert {"one", "two", "three", "four"} <= set(strings(built))


@pytest.mark.parametrize("name", ["moods.yml", "requests.yml"])
def test_no_message_is_a_training_example(name: str, examples: set[str]) -> None:
    found = copies([message["text"] for message in read(name)], examples)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["moods.yml", "requests.yml"])
def test_no_message_stands_twice(name: str) -> None:
    counts = Counter(normalised(message["text"]) for message in read(name))
    assert not [text for text, count in counts.items() if count > 1]


def test_moods_are_labelled(moods: list[dict]) -> None:
    assert all(set(message) == {"text", "mood", "hard"} for message in moods)
    assert not [message for message in moods if not message["text"].strip() or not isinstance(message["hard"], bool)]


def test_there_are_enough_messages_of_every_mood_and_half_of_them_are_hard(moods: list[dict]) -> None:
    assert {message["mood"] for message in moods} == set(FEWEST)
    for mood, fewest in FEWEST.items():
        hard = [message["hard"] for message in moods if message["mood"] == mood]
        assert len(hard) >= fewest, mood
        assert 2 * sum(hard) >= len(hard), mood


def test_parts_are_exact_and_in_order(requests: list[dict]) -> None:
    for message in requests:
        assert set(message) == {"text", "hard", "parts"}
        assert isinstance(message["hard"], bool)
        end = 0
        for part in message["parts"]:
            assert set(part) == {"text", "intent"}
            assert part["text"] and part["text"] == part["text"].strip()
            start = message["text"].find(part["text"], end)
            assert start >= 0, message
            end = start + len(part["text"])


def test_one_request_is_the_whole_message_and_several_differ(requests: list[dict]) -> None:
    for message in requests:
        intents = [part["intent"] for part in message["parts"]]
        assert intents, message
        assert len(set(intents)) == len(intents), message
        assert len(intents) > 1 or message["parts"][0]["text"] == message["text"], message


def test_there_are_enough_messages_of_one_and_of_several_requests_and_half_are_hard(requests: list[dict]) -> None:
    several = [message for message in requests if len(message["parts"]) > 1]
    one = [message for message in requests if len(message["parts"]) == 1]
    assert len(several) >= 70
    assert len(one) >= 90
    assert sum(len(message["parts"]) > 2 for message in several) >= 8
    for messages in (several, one):
        assert 2 * sum(message["hard"] for message in messages) >= len(messages)


def test_intents_of_the_parts_are_known(requests: list[dict]) -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    names = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in intents}
    assert {part["intent"] for message in requests for part in message["parts"]} <= names
