"""Made-up customers: only where there are none, and only whole ones."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.db.models.shop import Contact, Order, OrderItem, OwnedMachine, Plan
from bot.db.session import Database, reading, transaction
from bot.services.knowledge import KnowledgeError
from bot.services.samples import check_samples, load_samples
from tests.company import FOLDER, brewline, copy_to, replace_in, stock
from tests.conftest import NOON


def load(database: Database) -> bool:
    with transaction(database.make_session, lambda _: None) as session:
        stock(session)
        return load_samples(session, FOLDER)


def count(database: Database, table: type) -> int:
    with reading(database.make_reader) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_empty_database_gets_all_samples_once(database: Database) -> None:
    samples = check_samples(FOLDER, brewline())
    assert load(database) is True
    assert load(database) is False
    assert [count(database, table) for table in (Contact, Order, OwnedMachine, Plan)] == [
        len(group) for group in (samples.contacts, samples.orders, samples.machines, samples.plans)
    ]


def test_real_customers_never_get_made_up_neighbours(database: Database) -> None:
    with transaction(database.make_session, lambda _: None) as session:
        session.add(Contact(name="Real Person", email="real@example.com", created_at=NOON))
    assert load(database) is False
    assert count(database, Order) == 0


def test_nobody_ordered_before_becoming_a_customer(database: Database) -> None:
    load(database)
    with reading(database.make_reader) as session:
        for contact, order in session.execute(select(Contact, Order).join(Order, Order.contact_id == Contact.id)):
            assert contact.created_at <= order.ordered_at


def test_items_keep_the_price_of_the_day(database: Database) -> None:
    load(database)
    with reading(database.make_reader) as session:
        for item in session.scalars(select(OrderItem)):
            product = brewline().product(item.product_id)
            assert product and product.price
            assert item.unit_cents == product.price * 100


def test_nobody_in_the_samples_can_be_written_to() -> None:
    assert all(contact.email.endswith("example.com") for contact in check_samples(FOLDER, brewline()).contacts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("contact: cleo", "contact: cloe", "Did you mean cleo"),
        ("product: duo,", "product: doe,", "is not known"),
        ("status: shipped", "status: shiped", "Did you mean shipped"),
        ("option: cream", "option: green apple", "no option"),
        ("product: hazelnut-pods", "product: vanilla-pods", "has no price"),
        ("number: BL-10483", "number: BL-10482", "taken already"),
        ("plan: plan-care", "plan: plan-car", "Did you mean plan-care"),
    ],
)
def test_a_mistake_in_the_samples_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = copy_to(tmp_path)
    line = replace_in(folder / "samples.yml", old, new)
    with pytest.raises(KnowledgeError) as caught:
        check_samples(folder, brewline())
    assert any(one.line == line and message in one.message for one in caught.value.problems)


def test_a_company_without_samples_starts_empty(tmp_path: Path, database: Database) -> None:
    folder = copy_to(tmp_path)
    (folder / "samples.yml").unlink()
    with transaction(database.make_session, lambda _: None) as session:
        assert load_samples(session, folder, brewline()) is False
