"""The frozen messages with personal data: a wrong label there would be counted as a fault of the masker."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from stdnum import iban, luhn

TYPES = {"name", "email", "phone", "card", "iban", "address", "postcode", "order", "serial"}
FORMS = {  # what every span of the type has, however it is written
    "email": r".*(@|\bat\b).*example.*",
    "phone": r"[+(\d][\d\s()+./-]{7,}\d",
    "address": r"(?s).*\d.*",
    "postcode": r"(?=.*\d)[\w -]{4,8}",
    "order": r"(bl[\s._–-]?)?\d{5}",
    "serial": r"[odp]\d{4}[\s-]?\d{4}",
}
LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){11,18}")


@pytest.fixture(scope="module")
def messages() -> list[dict]:
    return yaml.safe_load((Path(__file__).parent / "sets" / "personal.yml").read_text(encoding="utf-8"))


def texts(messages: list[dict], wanted: str) -> list[str]:
    return [span["text"] for message in messages for span in message["personal"] if span["type"] == wanted]


def test_the_set_is_large_and_hard_enough(messages: list[dict]) -> None:
    with_data = [message for message in messages if message["personal"]]
    assert len(messages) >= 310
    assert len(with_data) >= 220
    assert len(messages) - len(with_data) >= 90
    for part in (messages, with_data):
        assert 2 * sum(message["hard"] for message in part) >= len(part)


def test_every_type_appears_often(messages: list[dict]) -> None:
    counts = Counter(span["type"] for message in messages for span in message["personal"])
    assert set(counts) == TYPES
    assert min(counts.values()) >= 20, counts


def test_spans_are_exact_and_in_order(messages: list[dict]) -> None:
    for message in messages:
        assert set(message) == {"text", "hard", "personal"}
        assert isinstance(message["hard"], bool)
        end = 0
        for span in message["personal"]:
            assert set(span) == {"type", "text"}
            assert span["text"] and span["text"] == span["text"].strip()
            start = message["text"].find(span["text"], end)
            assert start >= 0, message
            end = start + len(span["text"])


def test_no_message_stands_twice(messages: list[dict]) -> None:
    counts = Counter(" ".join(re.findall(r"\w+", message["text"].lower())) for message in messages)
    assert not [text for text, count in counts.items() if count > 1]


@pytest.mark.parametrize("wanted", sorted(FORMS))
def test_spans_look_like_their_type(messages: list[dict], wanted: str) -> None:
    assert not [text for text in texts(messages, wanted) if not re.fullmatch(FORMS[wanted], text, re.IGNORECASE)]


def test_cards_and_accounts_have_valid_check_digits(messages: list[dict]) -> None:
    assert not [text for text in texts(messages, "card") if not luhn.is_valid(re.sub(r"[ -]", "", text))]
    assert not [text for text in texts(messages, "iban") if not iban.is_valid(text, check_country=False)]


def test_a_long_number_that_is_no_card_fails_the_check(messages: list[dict]) -> None:
    harmless = " ".join(message["text"] for message in messages if not message["personal"])
    numbers = [re.sub(r"[ -]", "", number) for number in LONG_NUMBER.findall(harmless)]
    assert numbers
    assert not [number for number in numbers if luhn.is_valid(number)]
