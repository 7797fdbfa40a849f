"""An order is shown only to who knows something besides its number."""

import pytest

from bot.db.session import Database, reading, transaction
from bot.domain.orders import Order, OrderStatus
from bot.services.orders import SqlOrderBook
from bot.services.samples import check_samples, load_samples
from tests.company import FOLDER, brewline
from tests.conftest import NOON

SAMPLES = check_samples(FOLDER, brewline())
EMAILS = {contact.id: contact.email for contact in SAMPLES.contacts}
POSTCODES = {contact.id: contact.postcode for contact in SAMPLES.contacts}
ORDER = next(order for order in SAMPLES.orders if order.number == "BL-10482")
EMAIL, POSTCODE = EMAILS[ORDER.contact], POSTCODES[ORDER.contact]


@pytest.fixture
def sold(database: Database) -> Database:
    with transaction(database.make_session, lambda _: None) as session:
        assert load_samples(session, FOLDER, brewline(), NOON)
    return database


def look(database: Database, number: str, email: str | None = None, postcode: str | None = None) -> Order | None:
    with reading(database.make_reader) as session:
        return SqlOrderBook(session, NOON).find(number, email=email, postcode=postcode)


@pytest.mark.parametrize("number", ["BL-10482", "bl-10482", "BL 10482", " #bl10482 ", "BL–10482", "bl_10482"])
def test_a_number_is_found_however_it_is_typed(sold: Database, number: str) -> None:
    found = look(sold, number, email=EMAIL)
    assert found and found.number == "BL-10482"


@pytest.mark.parametrize(
    "proof", [{"email": EMAIL.upper()}, {"email": f" {EMAIL} "}, {"postcode": f" {POSTCODE[:2]} {POSTCODE[2:]}"}]
)
def test_the_email_or_the_postcode_is_enough(sold: Database, proof: dict[str, str]) -> None:
    assert look(sold, ORDER.number, **proof)


def test_the_view_tells_what_the_sample_says(sold: Database) -> None:
    found = look(sold, ORDER.number, postcode=POSTCODE)
    assert found
    assert (found.status, found.carrier, found.tracking) == (ORDER.status, ORDER.carrier, ORDER.tracking)
    assert found.promised_on is not None and ORDER.promised_in_days is not None
    assert (found.promised_on - NOON.date()).days == ORDER.promised_in_days
    assert [(item.product_id, item.quantity, item.option) for item in found.items] == [
        (item.product, item.quantity, item.option) for item in ORDER.items
    ]
    assert [step.status for step in found.history] == [step.status for step in ORDER.history]
    assert EMAIL not in repr(found) and POSTCODE not in repr(found)


@pytest.mark.parametrize(
    ("number", "email", "postcode"),
    [
        (ORDER.number, None, None),
        (ORDER.number, "", ""),
        (ORDER.number, "someone.else@example.com", None),
        (ORDER.number, None, "00000"),
        (ORDER.number, POSTCODE, EMAIL),
        ("BL-99999", EMAIL, POSTCODE),
        ("", EMAIL, POSTCODE),
        ("10482", EMAIL, POSTCODE),
        ("%", EMAIL, POSTCODE),
        ("BL-10482' OR '1'='1", EMAIL, POSTCODE),
    ],
)
def test_a_wrong_number_and_a_wrong_second_fact_look_the_same(
    sold: Database, number: str, email: str | None, postcode: str | None
) -> None:
    assert look(sold, number, email, postcode) is None


def test_somebody_else_s_email_does_not_open_an_order(sold: Database) -> None:
    for other, email in EMAILS.items():
        if other != ORDER.contact:
            assert look(sold, ORDER.number, email=email) is None


def test_every_status_has_a_sample_and_is_found(sold: Database) -> None:
    assert {order.status for order in SAMPLES.orders} == set(OrderStatus)
    for order in SAMPLES.orders:
        found = look(sold, order.number, postcode=POSTCODES[order.contact])
        assert found and found.status == order.status


def test_only_what_is_still_on_its_way_can_be_late(sold: Database) -> None:
    late = {order.number for order in SAMPLES.orders if _view(sold, order.number, order.contact).late(NOON.date())}
    overdue = {
        order.number
        for order in SAMPLES.orders
        if (order.promised_in_days or 0) < 0 and order.status in (OrderStatus.DELAYED, OrderStatus.SHIPPED)
    }
    assert late == overdue and late


def _view(database: Database, number: str, contact: str) -> Order:
    found = look(database, number, email=EMAILS[contact])
    assert found
    return found
