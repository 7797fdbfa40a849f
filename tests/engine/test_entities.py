"""Entities: their values, and that their offsets match the text as the customer typed it."""

from datetime import datetime

import pytest
from rasa.shared.nlu.training_data.message import Message

from engine.catalogue import CatalogueError, Name, names_of, read_catalogue
from engine.entities import written_at
from engine.patterns import find_all
from engine.products import ProductMatcher


def found(parser, text):
    return {
        (entity["entity"], entity["value"], text[entity["start"] : entity["end"]])
        for entity in parser.parse(text)["entities"]
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where is BL-10482?", ("order_number", "BL-10482", "BL-10482")),
        ("where is bl 10482", ("order_number", "BL-10482", "bl 10482")),
        ("Order #10482 is late", ("order_number", "BL-10482", "#10482")),
        ("my order number is 10482 thanks", ("order_number", "BL-10482", "10482")),
        ("serial d24190731", ("serial_number", "D2419-0731", "d24190731")),
        ("it's P1187-2204", ("serial_number", "P1187-2204", "P1187-2204")),
        ("it shows e 3 again", ("error_code", "E3", "e 3")),
        ("error code 7 on the screen", ("error_code", "E7", "error code 7")),
        ("I am Cleo.Samplewood@Example.com", ("email", "cleo.samplewood@example.com", "Cleo.Samplewood@Example.com")),
        ("you took 24,90 € twice", ("amount", "24.90 EUR", "24,90 €")),
        ("postcode 1011ab", ("postcode", "1011 AB", "1011ab")),
        ("my zip code is 1010", ("postcode", "1010", "1010")),
        ("call me on +49 30 555 0140 please", ("phone", "+49305550140", "+49 30 555 0140")),
        ("on 24.12.2026 in the morning", ("date", "2026-12-24T06:00/2026-12-24T12:00", "24.12.2026 in the morning")),
        ("my name is Noor Fictiva", ("person", "Noor Fictiva", "Noor Fictiva")),
        ("my Brewline Duo is loud", ("product", "duo", "Brewline Duo")),
        ("hazelnut capsules please", ("product", "hazelnut-pods", "hazelnut capsules")),
        ("cinammon capsules please", ("product", "cinnamon-pods", "cinammon capsules")),
        ("do you have the duo in ivory?", ("option", "cream", "ivory")),
        ("the red light is blinking", ("light", "red blinking", "red light is blinking")),
        (
            "write to anna dot berg at example dot com",
            ("email", "anna.berg@example.com", "anna dot berg at example dot com"),
        ),
        ("it's noor fictiva here", ("person", "noor fictiva", "noor fictiva")),
        ("is the pro loud? or the duo?", ("product", "pro", "the pro")),
        ("difference between care and office plan", ("product", "plan-care", "care")),
    ],
)
def test_an_entity_is_found_with_its_value_and_its_words(parser, text, expected):
    assert expected in found(parser, text)


def test_a_product_behind_a_long_run_of_signs_keeps_its_place(parser):
    text = "🔥" * 50 + " my Brewline Duo is loud"
    assert ("product", "duo", "Brewline Duo") in found(parser, text)


def test_five_digits_alone_may_be_an_order_or_a_postcode(parser):
    assert {kind for kind, _, _ in found(parser, "10115")} == {"order_number", "postcode"}
    assert {kind for kind, _, _ in found(parser, "BL-10482 10115")} == {"order_number", "postcode"}
    assert ("postcode", "10115", "10115") in found(parser, "BL-10482 10115")


@pytest.mark.parametrize("text", ["I want one", "which one is better", "I bought one in 2023", "one sugar please"])
def test_an_everyday_one_is_no_product(parser, text):
    assert not [value for kind, value, _ in found(parser, text) if kind == "product"]


@pytest.mark.parametrize(
    "text", ["1350 watt is a lot", "it takes 2000 ml", "since 2023 my machine is loud and I wrote twice"]
)
def test_counts_and_years_are_no_postcodes(text):
    assert not [span for span in find_all(text) if span.entity == "postcode"]


def test_offsets_count_characters_also_behind_emoji(parser):
    assert ("order_number", "BL-10482", "BL-10482") in found(parser, "😀😀 é BL-10482")


def test_a_new_product_needs_no_code(parser):
    """The catalogue of the test has one product that no code knows."""
    import spacy

    doc = spacy.blank("en")("do you have cardamom pods or the Kyoto?")
    catalogue = {
        "forms": {"pod": {"words": ["pods"]}},
        "flavours": {"cardamom": {"name": "cardamom", "aliases": []}},
        "products": [
            {"id": "cardamom-pods", "name": "Cardamom", "form": "pod", "flavour": "cardamom"},
            {"id": "kyoto", "name": "Brewline Kyoto", "form": "machine", "weak_aliases": ["kyoto"]},
        ],
    }
    spans = ProductMatcher(names_of(catalogue), doc.vocab).find(doc)
    assert [(span.value, doc.text[span.start : span.end]) for span in spans] == [
        ("cardamom-pods", "cardamom pods"),
        ("kyoto", "Kyoto"),
    ]


def test_every_product_is_found_by_its_own_name(parser):
    catalogue = read_catalogue()
    missed = []
    for product in catalogue["products"]:
        values = {value for kind, value, _ in found(parser, f"i'd like to ask about the {product['name']} please")}
        if product["id"] not in values:
            missed.append(product["id"])
    assert not missed


def test_names_are_unique_and_strong_ones_win():
    names = names_of({"products": [{"id": "a", "name": "One", "weak_aliases": ["solo"]}, {"id": "b", "name": "Solo"}]})
    assert names == [Name("a", "a"), Name("b", "b"), Name("one", "a"), Name("solo", "b")]


def test_a_time_in_the_metadata_is_what_tomorrow_is_reckoned_from():
    message = Message({"metadata": {"time": "2026-11-22T23:30:00+01:00"}})
    assert written_at(message) == datetime(2026, 11, 22, 23, 30)


@pytest.mark.parametrize("time", [None, 5, "yesterday", ""])
def test_an_unusable_time_is_as_if_it_had_not_been_said(time):
    assert isinstance(written_at(Message({"metadata": {"time": time}})), datetime)


CLASH = """
products:
  - id: a
    name: Aroma
    aliases: [kettle]
  - id: b
    name: Blend
    aliases: [mug, Kettles]
"""


def test_a_name_of_two_products_is_an_error_with_file_and_line(tmp_path):
    file = tmp_path / "catalogue.yml"
    file.write_text(CLASH, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        read_catalogue(file)
    assert str(error.value) == f'{file}:8: aliases: "Kettles" also means a (line 3).'
