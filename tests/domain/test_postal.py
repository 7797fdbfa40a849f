"""Addresses as customers type them."""

import pytest

from bot.domain.postal import Address, read_address


@pytest.mark.parametrize(
    ("text", "street", "postcode", "city"),
    [
        ("Lindenstraße 12, 10969 Berlin", "Lindenstraße 12", "10969", "Berlin"),
        ("it's 4 Mill Lane, 1012 LM Amsterdam", "4 Mill Lane", "1012 LM", "Amsterdam"),
        ("please send it to my new address Lindenstr. 5a, 10969 Berlin instead", "Lindenstr. 5a", "10969", "Berlin"),
        ("change the address of my order to Am Markt 3 in 20095 Hamburg", "Am Markt 3", "20095", "Hamburg"),
        ("12 Linden Street, Berlin 10969", "12 Linden Street", "10969", "Berlin"),
        ("no, make it Gartenweg 7, 50667 Köln please", "Gartenweg 7", "50667", "Köln"),
        ("i moved to 80331 Munich, Sonnenstr. 3", "Sonnenstr. 3", "80331", "Munich"),
        ("to my office: Kaiserstraße 10, 60311 Frankfurt am Main", "Kaiserstraße 10", "60311", "Frankfurt am Main"),
        ("BL-10471 should go to Damrak 70, 1012 LM Amsterdam", "Damrak 70", "1012 LM", "Amsterdam"),
        ("Sonnenstr. 3", "Sonnenstr. 3", None, None),
        ("10969 Berlin", None, "10969", "Berlin"),
        ("change the address of order 10483", None, None, None),
        ("send order BL-10466 to another address please, postcode 1011 AB", None, None, None),
        ("i bought 2 machines 3 weeks ago", None, None, None),
        ("2 boxes of house pods please", None, None, None),
        ("my postcode is 10115", None, None, None),
    ],
)
def test_an_address_is_read(text: str, street: str | None, postcode: str | None, city: str | None) -> None:
    assert read_address(text) == Address(street, postcode, city)


def test_parts_come_together() -> None:
    street = read_address("Sonnenstr. 3")
    assert not street.complete
    assert str(street.updated(read_address("80331 Munich"))) == "Sonnenstr. 3, 80331 Munich"
