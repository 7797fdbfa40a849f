"""What stands behind the requests: changes once, guessers stopped, papers only for whom they belong to."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db.models.file import File
from bot.db.models.message import Kind
from bot.db.models.service import Technician
from bot.db.models.shop import Contact, Effect
from bot.db.session import Database, reading, transaction
from bot.domain.orders import Order
from bot.services.business import Business, check_chosen, maker
from bot.services.calendar import SqlCalendar
from bot.services.documents import hand_over
from bot.services.effects import once
from bot.services.files import folder
from bot.services.identity import identify, proven_contact
from bot.services.orders import SqlOrderBook
from bot.services.profiles import Said, save_profile, sign
from bot.services.proof import LIMITS, WINDOW, Proof, Wrong, prove
from bot.services.samples import load_samples
from bot.settings import SettingsError
from tests.company import FOLDER, brewline, stock
from tests.conftest import NOON, Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

IDA, THEO = "BL-10471", "BL-10420"


@pytest.fixture
def sold(database: Database) -> Database:
    with transaction(database.make_session, lambda _: None) as session:
        stock(session)
        assert load_samples(session, FOLDER, brewline(), NOON)
    return database


def attempt(
    database: Database, number: str, postcode: str, visitor: str = "v1", turn: str = "", later: int = 0
) -> object:
    now = NOON + timedelta(hours=later)
    with transaction(database.make_session, lambda _: None) as session:
        proof = Proof(visitor, number, postcode=postcode)
        return prove(session, SqlOrderBook(session, now), proof, turn or f"{visitor}{number}{postcode}", now)


def test_three_wrong_pairs_and_then_a_person_even_for_the_right_one(sold: Database) -> None:
    assert attempt(sold, IDA, "11111") is Wrong.AGAIN
    assert attempt(sold, IDA, "11112") is Wrong.AGAIN
    assert attempt(sold, IDA, "11113") is Wrong.OVER
    assert attempt(sold, IDA, "50667") is Wrong.OVER
    assert isinstance(attempt(sold, IDA, "50667", "v2", later=int(WINDOW.total_seconds() / 3600) + 1), Order)


def test_another_visitor_does_not_begin_anew_with_the_same_order(sold: Database) -> None:
    for visitor, postcode in (("v1", "11111"), ("v2", "11112"), ("v3", "11113")):
        last = attempt(sold, IDA, postcode, visitor)
    assert last is Wrong.OVER
    assert attempt(sold, IDA, "50667", "v4") is Wrong.OVER
    assert isinstance(attempt(sold, THEO, "1000", "v4"), Order)


def test_a_number_that_does_not_exist_is_counted_like_one_that_does(sold: Database) -> None:
    outcomes = [[attempt(sold, number, f"2222{n}", f"{number}{n}") for n in range(4)] for number in (IDA, "BL-99999")]
    assert outcomes[0] == outcomes[1] == [Wrong.AGAIN, Wrong.AGAIN, Wrong.OVER, Wrong.OVER]


def test_one_postcode_cannot_be_tried_on_all_numbers(sold: Database) -> None:
    last = [attempt(sold, f"BL-{20000 + n}", "50667", f"v{n}") for n in range(LIMITS["postcode"])][-1]
    assert last is Wrong.OVER


def test_a_turn_that_is_run_again_is_no_new_try(sold: Database) -> None:
    assert [attempt(sold, IDA, "11111", turn="t1") for _ in range(5)] == [Wrong.AGAIN] * 5


def test_of_two_runs_of_one_turn_at_the_same_time_one_changes_and_both_hear_the_same(sold: Database) -> None:
    changed: list[int] = []
    heard: list[dict[str, object]] = []
    ready = threading.Barrier(2)

    def run() -> None:
        ready.wait()
        with transaction(sold.make_session, lambda _: None) as session:

            def change() -> dict[str, object]:
                changed.append(1)
                return {"said": "done"}

            heard.append(once(session, "t1:cancel", "cancel", NOON, change))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert changed == [1]
    assert heard == [{"said": "done"}] * 2


def test_a_change_that_fails_leaves_no_mark(sold: Database) -> None:
    def fails() -> dict[str, object]:
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction(sold.make_session, lambda _: None) as session:
        once(session, "t1:x", "x", NOON, fails)
    with reading(sold.make_reader) as session:
        assert session.get(Effect, "t1:x") is None


def test_an_order_can_be_changed_and_comes_back_changed(sold: Database) -> None:
    with transaction(sold.make_session, lambda _: None) as session:
        business = Business(session, brewline(), NOON)
        order = business.orders.hold(IDA)
        assert order
        business.orders.add(IDA, order.items[0], 0, "k")
        again = business.orders.hold(IDA)
        assert again and again.items[0].quantity == 2 * order.items[0].quantity
        label = business.orders.take_back(THEO, [order.items[0]], "k")
        assert business.orders.take_back(THEO, [], "k2") == label == business.orders.label(THEO)


def test_two_customers_race_for_the_last_slot_and_one_wins(sold: Database) -> None:
    with transaction(sold.make_session, lambda _: None) as session:
        one, other = session.scalars(select(Contact.id).order_by(Contact.id).limit(2)).all()
        calendar = SqlCalendar(session, brewline(), NOON)
        slot = calendar.free()[0]
        for _ in range(session.scalar(select(func.count()).select_from(Technician)) - 1):  # type: ignore[operator]
            assert calendar.book(one, slot, "duo", 0, "k")
    won: list[bool] = []
    ready = threading.Barrier(2)

    def book(contact: str) -> None:
        ready.wait()
        with transaction(sold.make_session, lambda _: None) as session:
            won.append(SqlCalendar(session, brewline(), NOON).book(contact, slot, "duo", 0, contact) is not None)

    threads = [threading.Thread(target=book, args=(contact,)) for contact in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]
    with reading(sold.make_reader) as session:
        assert slot not in SqlCalendar(session, brewline(), NOON).free()


def test_a_cancelled_visit_leaves_its_slot_free(sold: Database) -> None:
    with transaction(sold.make_session, lambda _: None) as session:
        wanda = session.scalars(select(Contact.id).where(Contact.external_id == "C-1006")).one()
        calendar = SqlCalendar(session, brewline(), NOON)
        (visit,) = calendar.of(wanda)
        moved = calendar.move(visit.id, calendar.free()[0], "k")
        assert moved and calendar.of(wanda) == (moved,)
        calendar.cancel(moved.id, "k")
        session.flush()
        assert calendar.of(wanda) == ()
        assert calendar.free()[0] == moved.slot


def sample_contact(shop: Shop, **equal: object) -> Contact:
    (contact,) = shop.rows(Contact, **equal)
    return contact  # type: ignore[no-any-return]


def test_a_label_is_a_file_for_the_buyer(desk: Desk, shop: Shop, cleo: Customer, sold: Database) -> None:
    theo = sample_contact(shop, external_id="C-1007")
    with transaction(sold.make_session, lambda _: None) as session:
        orders = SqlOrderBook(session, NOON)
        order = orders.hold(THEO)
        assert order
        orders.take_back(THEO, order.items, "k")
    said = signal("identified", order=THEO, contact=theo.id), signal("document", kind="label", order=THEO)
    desk.engine.script.append(answer("Here it is.", *said))
    desk.talk(cleo, "i want to send it back")
    message = shop.messages(cleo.conversation_id)[-1]
    assert message.kind == Kind.FILE
    (file,) = shop.rows(File, message_id=message.id)
    content = (folder(shop.house.settings) / file.id).read_bytes()
    assert content.startswith(b"%PDF") and theo.name.encode() in content


def test_a_paper_of_somebody_else_is_not_handed_over(desk: Desk, shop: Shop, cleo: Customer, sold: Database) -> None:
    shop.do(
        lambda session, house: hand_over(session, house, shop.conversation(cleo.conversation_id), "label", THEO, "t1")
    )
    assert shop.rows(File) == []


def test_a_signed_customer_is_proven_and_a_claimed_one_is_not(shop: Shop, cleo: Customer, sold: Database) -> None:
    shop.with_settings(identity_secret="s" * 40)

    def proven() -> str | None:
        return shop.look(lambda session, house: proven_contact(session, shop.conversation(cleo.conversation_id)))  # type: ignore[no-any-return]

    shop.do(save_profile, cleo.visitor_id, Said(external_id="C-1003"))
    assert proven() is None
    shop.do(save_profile, cleo.visitor_id, Said(external_id="C-1003", signature=sign("s" * 40, "C-1003")))
    ida = sample_contact(shop, external_id="C-1003")
    assert proven() == ida.id
    assert shop.conversation(cleo.conversation_id).contact_id == ida.id


def test_what_was_proven_in_another_conversation_is_no_proof_here(shop: Shop, cleo: Customer, sold: Database) -> None:
    theo = sample_contact(shop, external_id="C-1007")

    def pretend(session: object, house: object) -> None:
        from bot.db.models.conversation import Conversation

        session.get_one(Conversation, cleo.conversation_id).contact_id = theo.id  # type: ignore[attr-defined]

    shop.do(pretend)
    look = shop.look(lambda session, house: proven_contact(session, shop.conversation(cleo.conversation_id)))
    assert look is None
    shop.do(
        lambda session, house: identify(
            session, house, session.merge(shop.conversation(cleo.conversation_id)), theo.id, THEO
        )
    )
    assert shop.look(lambda session, house: proven_contact(session, shop.conversation(cleo.conversation_id))) == theo.id


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("shopify", 'must be "sql" or "module:name"'),
        ("no.such.module:Book", "cannot be imported"),
        ("bot.services.orders:Nothing", "has no Nothing"),
        ("bot.services.orders:__doc__", "cannot be called"),
    ],
)
def test_an_adapter_that_is_not_there_stops_the_start(value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        check_chosen({"CARELINE_ORDER_BOOK": value})
    assert "CARELINE_ORDER_BOOK" in str(caught.value)


def test_an_adapter_of_the_company_is_used() -> None:
    check_chosen({})
    assert maker("CARELINE_ORDER_BOOK", {"CARELINE_ORDER_BOOK": "bot.services.orders:SqlOrderBook"}) is SqlOrderBook
