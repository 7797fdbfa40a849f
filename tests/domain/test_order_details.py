import pytest

from bot.domain.order_details import NumberStyle, OrderDetails, read_details

STYLE = NumberStyle("BL-10482")


@pytest.mark.parametrize(
    "text", ["BL-10482", "bl10482", "it's Bl 10482.", "BL - 10482", "my order number is 10482", "10482"]
)
def test_a_number_is_read_however_it_is_typed(text):
    assert read_details(text, STYLE) == OrderDetails(number="BL-10482")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BL-10482 and cleo@example.com", OrderDetails("BL-10482", "cleo@example.com")),
        ("BL-10482, 10115", OrderDetails("BL-10482", postcode="10115")),
        ("where is my order BL-10482 10115", OrderDetails("BL-10482", postcode="10115")),
        ("10482 postcode 10115", OrderDetails("BL-10482", postcode="10115")),
        ("postcode is 10115, order 10482", OrderDetails("BL-10482", postcode="10115")),
        ("bl10466 1011 ab", OrderDetails("BL-10466", postcode="1011 AB")),
        ("Cleo.Samplewood@Example.com.", OrderDetails(email="cleo.samplewood@example.com")),
        ("no idea", OrderDetails()),
    ],
)
def test_the_second_fact_is_told_from_the_number(text, expected):
    assert read_details(text, STYLE) == expected


def test_bare_digits_are_what_is_missing():
    known = OrderDetails(number="BL-10482")
    assert read_details("10115", STYLE, known) == OrderDetails(postcode="10115")
    assert read_details("sorry, order 10483", STYLE, known) == OrderDetails(number="BL-10483")


def test_a_correction_is_about_what_was_said_last():
    assert read_details("wait, actually 10483", STYLE, OrderDetails("BL-10482")) == OrderDetails("BL-10483")
    known = OrderDetails("BL-10482", postcode="99999")
    assert read_details("nope, it's 10115", STYLE, known) == OrderDetails(postcode="10115")


def test_the_last_number_counts_when_a_customer_corrects_a_slip():
    assert read_details("BL-10482, no, BL-10483", STYLE).number == "BL-10483"


def test_a_new_second_fact_replaces_the_old_one_and_a_new_number_keeps_it():
    known = OrderDetails("BL-10482", email="old@example.com")
    assert known.updated(OrderDetails(postcode="10115")) == OrderDetails("BL-10482", postcode="10115")
    assert known.updated(OrderDetails(number="BL-10483")) == OrderDetails("BL-10483", email="old@example.com")


def test_another_company_writes_its_numbers_its_own_way():
    assert read_details("kx 204", NumberStyle("KX/204")).number == "KX/204"
