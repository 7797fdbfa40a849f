"""Masking: what is masked and what is not, and what holds for any text."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from engine.evaluate_personal import shipped
from engine.masking import mask
from engine.personal import MASK, TYPES
from engine.privacy import PersonalDataMasker
from engine.words import fold, stored, words_of

PERSONAL = shipped()
PIECES = st.sampled_from(
    ["my name is ", "it's ", "anna berg", "Noor Fictiva", "Quorl", " from ", "BL-10482", "10115",
     "12 Baker Street", "[NAME]", "[EMAIL 2]", "anna dot berg at example dot com", "a@b.example", "+49 30 5550140",
     "4111 1111 1111 1111", "\n", ", ", ". ", " ", "thanks, ", "mr ", "DE89370400440532013000", "Lindenstraße 14",
     "D2419-0731", "will", "👋", "ı", "ﬁ", "İ", "next tuesday"]
)  # fmt: skip
MESSAGES = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map("".join))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my name is Anna Berg", "my name is [NAME]"),
        ("it's anna berg, order bl 10482", "it's [NAME], order [ORDER]"),
        ("THIS IS HANS MÜLLER AND I AM ANGRY", "THIS IS [NAME] AND I AM ANGRY"),
        ("for mrs fields please", "for [NAME] please"),
        ("Thanks!\nwanjiku mwangi", "Thanks!\n[NAME]"),
        ("cheers, tom", "cheers, [NAME]"),
        ("Ayşe Demir", "[NAME]"),
        ("from anna berg to anna holm", "from [NAME 1] to [NAME 2]"),
        ("I am Una Quorl. Ask for quorl.", "I am [NAME 1]. Ask for [NAME 2]."),
        ("anna dot berg at example dot com", "[EMAIL]"),
        ("0 1 7 6 1 2 3 4 5 6 7 8 is my number", "[PHONE] is my number"),
        ("4111-1111 1111-1111 thats the card", "[CARD] thats the card"),
        ("de89 3704 0044 0532 0130 00 please", "[IBAN] please"),
        ("ship to lindenstr. 14 10969 berlin", "ship to [ADDRESS]"),
        ("Flat 3, 22 Acacia Avenue, Leeds", "[ADDRESS]"),
        ("8001 Zürich", "[POSTCODE]"),
        ("the sticker says d 2419 0731", "the sticker says [SERIAL]"),
        ("it is [NAME], i mean anna", "it is [NAME], i mean [NAME 1]"),
    ],
)
def test_personal_data_is_masked_by_its_type(text, masked):
    assert mask(text, PERSONAL).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Hello Bea, my Brewline Duo shows E3 since Tuesday",
        "I AM SO ANGRY, THE MACHINE IS BROKEN AGAIN",
        "I'm German and will be in Amsterdam in March",
        "it's brocken again and im furius",
        "tracking says 00340434161094042557",
        "we need 120 boxes of pods by 24.12.2026 at 10:30 for 279,90 €",
        "Nespresso, Philips or Lavazza?",
        "black",
        "",
    ],
)
def test_what_is_no_personal_data_is_left_alone(text):
    assert mask(text, PERSONAL).text == text


def test_what_stands_behind_a_mask_is_in_the_map():
    masked = mask("from anna berg to anna holm, anna.berg@example.com", PERSONAL)
    assert masked.behind == {"[NAME 1]": "anna berg", "[NAME 2]": "anna holm", "[EMAIL]": "anna.berg@example.com"}


@settings(max_examples=150, deadline=None)
@given(MESSAGES)
@example("name name name")
@example("[NAME] Berg [NAME 1]")
@example("it's İpek, İPEK and ipek")
def test_any_text_can_be_masked(text):
    """The offsets are valid, the rest is untouched, and masking again changes nothing."""
    masked = mask(text, PERSONAL)
    rebuilt, done = [], 0
    for span in masked.spans:
        assert done <= span.start < span.end <= len(text)
        assert span.entity in TYPES
        rebuilt += [text[done : span.start], None]
        done = span.end
    rest = [*(part for part in rebuilt if part is not None), text[done:]]
    pattern = f"({MASK.pattern})".join(re.escape(part) for part in rest)
    assert re.fullmatch(pattern, masked.text, re.DOTALL)
    assert mask(masked.text, PERSONAL).text == masked.text


@settings(max_examples=150, deadline=None)
@given(MESSAGES)
def test_no_masked_piece_stands_elsewhere_as_words_of_its_own(text):
    """Except a name that is an everyday word too: "will" after "Will here"; and what is part of a longer word."""
    masked = mask(text, PERSONAL)
    rest = MASK.sub("\0", masked.text)
    for span in masked.spans:
        piece = text[span.start : span.end]
        if len(piece) < 3 or (span.entity == "name" and PERSONAL.names.is_everyday(fold(piece))):
            continue
        assert not re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", rest)


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "Anna " * 4_000, "1 " * 10_000, "a@" * 10_000, "name " * 4_000, "\0\r\t" * 6_000]
)
def test_a_wall_of_text_is_masked_too(text):
    masked = mask(text, PERSONAL)
    assert "anna" not in masked.text.lower()


def test_the_component_lets_only_masks_and_offsets_out():
    masker = PersonalDataMasker({"not_names": ["Bea"]}, None, None)
    masker.personal = PERSONAL
    message = Message({"text": "it's anna berg, anna.berg@example.com"})
    masker.process([message])
    output = message.as_dict(only_output_properties=True)
    assert output["masked"] == "it's [NAME], [EMAIL]"
    assert output["personal"] == [{"type": "name", "start": 5, "end": 14}, {"type": "email", "start": 16, "end": 37}]
    assert "anna" not in json.dumps({key: value for key, value in output.items() if key != "text"})


def test_the_word_lists_survive_storing():
    assert words_of(stored(PERSONAL.names.words)) == PERSONAL.names.words


def test_a_message_without_text_has_nothing_to_mask():
    message = Message({})
    masker = PersonalDataMasker({}, None, None)
    masker.personal = PERSONAL
    masker.process([message])
    assert (message.get("masked"), message.get("personal")) == ("", [])
