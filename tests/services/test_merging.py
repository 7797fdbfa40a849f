"""Two conversations of one person become one, and nothing is lost, forgotten or told to somebody else."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.db.models.conversation import Conversation
from bot.db.models.goodwill import Gesture
from bot.db.models.message import Message
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile, Visitor
from bot.domain.conversation import Actor, Priority, Resolution, Status
from bot.domain.errors import Conflict, IllegalMove, InvalidInput, NotFound, NotOwner
from bot.domain.goodwill import Standing
from bot.services import desk as agents
from bot.services import duplicates, figures, labels, promises
from bot.services.desk_views import conversation_detail, counts
from bot.services.house import House
from bot.services.merging import merge
from tests.conftest import Clock, Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

Asks = Callable[[Customer], str]


@pytest.fixture
def laptop(shop: Shop, cleo: Customer) -> Customer:
    """Cleo's other browser; both are proven to be hers."""
    other = arrive(shop)
    prove(shop, cleo, other)
    return other


def prove(shop: Shop, *browsers: Customer) -> None:
    def write(session, house: House) -> None:  # type: ignore[no-untyped-def]
        contact = Contact(id="cleo", name="Cleo Clark", email="cleo@example.com", created_at=house.now())
        session.add(contact)
        session.flush()
        for one in browsers:
            session.get_one(Visitor, one.visitor_id).contact_id = contact.id
            session.get_one(Conversation, one.conversation_id).contact_id = contact.id

    shop.do(write)


def test_one_goes_on_for_both(
    shop: Shop, desk: Desk, clock: Clock, cleo: Customer, laptop: Customer, ann: str, asks: Asks
) -> None:
    phone, other = asks(cleo), laptop.conversation_id
    shop.do(labels.set_labels, phone, ann, ["pump"])
    shop.do(promises.promise, phone, ann, "Call her", clock.now + timedelta(hours=1))
    clock.advance(minutes=9)
    desk.talk(laptop, "It still drips")
    waited, said = shop.conversation(phone), len(shop.messages(phone))
    shop.do(merge, phone, ann, other)

    closed, stays = shop.conversation(phone), shop.conversation(other)
    assert (closed.status, closed.resolution, closed.merged_into_id) == (Status.RESOLVED, Resolution.MERGED, other)
    assert (stays.status, stays.assignee_id) == (Status.ASSIGNED, ann)
    assert (stays.waiting_since, stays.answer_due_at) == (waited.waiting_since, waited.answer_due_at)
    assert (closed.waiting_since, closed.answer_due_at) == (None, None)
    detail = shop.look(conversation_detail, other)
    assert detail["conversation"]["labels"] == ["pump"]
    assert detail["conversation"]["promise"]["text"] == "Call her"
    [merged] = detail["merged"]
    assert [one["text"] for one in merged["messages"]][:1] == ["can I talk to someone"]
    assert len(shop.messages(phone)) == said + 1  # and where it goes on
    assert "survey" not in [message.kind for message in shop.rows(Message)]
    assert shop.reasons(phone)[-1] == "merged"
    assert "merged_from" in shop.reasons(other)
    assert shop.look(counts, ann)["mine"] == 1
    about = figures.About()
    assert [case.id for case in shop.look(figures.read_cases, about)] == [other]


def test_a_colleague_keeps_the_one_that_stays_and_hears_who_waits(
    shop: Shop, cleo: Customer, laptop: Customer, ann: str, ben: str, asks: Asks
) -> None:
    phone, other = asks(cleo), asks(laptop)
    shop.do(agents.reply, other, ben, "One moment")
    shop.do(agents.snooze, other, ben, None)
    shop.do(merge, phone, ann, other)
    stays = shop.conversation(other)
    assert (stays.status, stays.assignee_id) == (Status.ASSIGNED, ben)
    assert None not in (stays.waiting_since, stays.reply_by)


def test_who_writes_in_the_closed_one_goes_on_there(
    shop: Shop, desk: Desk, cleo: Customer, laptop: Customer, ann: str, ben: str, asks: Asks
) -> None:
    phone, other = asks(cleo), asks(laptop)
    shop.do(merge, phone, ann, other)
    shop.do(promises.promise, other, ann, "Call her", shop.house.now() + timedelta(hours=1))
    desk.write(cleo, "I am back on my phone")
    back, gone = shop.conversation(phone), shop.conversation(other)
    assert (back.status, back.assignee_id, back.merged_into_id) == (Status.ASSIGNED, ann, None)
    assert (gone.status, gone.merged_into_id) == (Status.RESOLVED, phone)
    shop.do(agents.reply, phone, ann, "Here I am")
    assert desk.said(cleo, "agent") == ["Here I am"]
    assert "Here I am" not in desk.said(laptop)
    assert shop.look(conversation_detail, phone)["conversation"]["promise"]["text"] == "Call her"
    with pytest.raises(IllegalMove):
        shop.do(agents.reply, other, ben, "Is anybody there?")
    desk.write(laptop, "And now on my laptop")
    assert (shop.conversation(other).status, shop.conversation(other).assignee_id) == (Status.ASSIGNED, ann)
    assert desk.pending() == []


def test_the_end_of_one_is_the_end_of_both(
    shop: Shop, desk: Desk, clock: Clock, cleo: Customer, laptop: Customer, ann: str, asks: Asks
) -> None:
    phone, other = asks(cleo), asks(laptop)
    shop.do(merge, phone, ann, other)
    shop.do(agents.propose_resolved, other, ann)
    desk.write(laptop, "yes")
    desk.write(cleo, "It broke again")
    back = shop.conversation(phone)
    assert (back.status, back.assignee_id, back.merged_into_id) == (Status.ASSIGNED, ann, None)
    assert shop.conversation(other).resolution == Resolution.CONFIRMED

    clock.advance(days=40)
    shop.do(agents.propose_resolved, phone, ann)
    desk.write(cleo, "yes")
    clock.advance(days=40)
    desk.write(cleo, "Something new")
    assert desk.current(cleo) not in (phone, other)


def test_in_one_browser_the_customer_writes_on_as_if_nothing_were(
    shop: Shop, desk: Desk, clock: Clock, cleo: Customer, ann: str, asks: Asks
) -> None:
    old = asks(cleo)
    shop.do(agents.claim, old, ann)
    shop.do(agents.propose_resolved, old, ann)
    desk.write(cleo, "yes")
    clock.advance(days=30)
    desk.write(cleo, "Something new")
    new = desk.current(cleo)
    desk.choose(cleo, 1, shop.messages(old)[-1])  # a late score brings the old one back
    assert (shop.conversation(old).status, old != new) == (Status.ASSIGNED, True)
    shop.do(merge, new, ann, old)
    assert desk.current(cleo) == old
    desk.write(cleo, "It drips")
    assert shop.messages(old)[-1].text == "It drips"
    assert desk.view(cleo)["conversation"]["status"] == "assigned"


def test_who_it_is_is_never_guessed(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    stranger = arrive(shop)
    phone, other = asks(cleo), asks(stranger)
    prove(shop, cleo)

    def claims(session, house: House) -> None:  # type: ignore[no-untyped-def]
        session.add(Profile(visitor_id=stranger.visitor_id, email="cleo@example.com", updated_at=house.now()))
        session.add(_gesture(phone, house))

    shop.do(claims)
    [found] = shop.look(duplicates.duplicates, phone, ann)
    assert (found["conversation"]["id"], found["because"]) == (other, "email")
    assert found["said"] == "can I talk to someone"
    with pytest.raises(Conflict):
        shop.do(merge, phone, ann, other)
    shop.do(merge, phone, ann, other, True)
    assert shop.conversation(other).contact_id is None
    assert [row.conversation_id for row in shop.rows(Gesture)] == [phone]


def _gesture(conversation_id: str, house: House) -> Gesture:
    return Gesture(
        turn_id="t1",
        contact_id="cleo",
        conversation_id=conversation_id,
        grievance="late",
        cents=1000,
        gesture="a voucher",
        standing=Standing.ASKED,
        created_at=house.now(),
    )


def test_what_cannot_be_merged_stays_as_it_is(
    shop: Shop, desk: Desk, cleo: Customer, laptop: Customer, ann: str, ben: str, asks: Asks
) -> None:
    phone, other = asks(cleo), asks(laptop)
    shop.do(agents.claim, phone, ben)
    with pytest.raises(NotOwner):
        shop.do(merge, phone, ann, other)
    with pytest.raises(InvalidInput):
        shop.do(merge, phone, ben, phone)
    with pytest.raises(NotFound):
        shop.do(merge, phone, ben, "nothing")
    shop.do(merge, phone, ben, other)
    for one, two in ((phone, other), (other, phone)):
        with pytest.raises(IllegalMove):
            shop.do(merge, one, ben, two)
    assert shop.conversation(other).status == Status.ASSIGNED


def test_the_urgency_and_what_was_merged_before_go_along(
    shop: Shop, desk: Desk, cleo: Customer, laptop: Customer, ann: str
) -> None:
    desk.engine.script.append(answer("Unplug it.", signal("escalate", reason="danger", priority="urgent")))
    desk.talk(laptop, "There is smoke")
    desk.write(cleo, "Hello?")
    shop.do(merge, cleo.conversation_id, ann, laptop.conversation_id)
    desk.answer()
    assert (desk.pending(), desk.said(cleo, "bot")) == ([], [])  # the bot's words are not wanted any more
    tablet = arrive(shop)
    desk.write(tablet, "Me again")
    shop.do(merge, laptop.conversation_id, ann, tablet.conversation_id, True)
    assert shop.conversation(tablet.conversation_id).priority == Priority.URGENT
    merged = shop.look(conversation_detail, tablet.conversation_id)["merged"]
    assert {one["id"] for one in merged} == {cleo.conversation_id, laptop.conversation_id}


def test_merging_and_writing_at_once_lose_nothing_and_end_in_one(
    shop: Shop, desk: Desk, cleo: Customer, laptop: Customer, ann: str, asks: Asks
) -> None:
    """Whoever holds two visitors takes them in one order, so nobody waits for each other for ever."""
    phone, other = asks(cleo), asks(laptop)
    before = len(shop.rows(Message, author=Actor.CUSTOMER))

    def one_of(number: int) -> None:
        with contextlib.suppress(Conflict):
            match number % 4:
                case 0:
                    shop.do(merge, phone, ann, other)
                case 1:
                    desk.write(cleo, f"on my phone {number}")
                case 2:
                    shop.do(merge, other, ann, phone)
                case _:
                    desk.write(laptop, f"on my laptop {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_of, range(24)))
    with contextlib.suppress(Conflict):
        shop.do(merge, phone, ann, other)
    assert len(shop.rows(Message, author=Actor.CUSTOMER)) == before + 12
    rows = [shop.conversation(phone), shop.conversation(other)]
    assert sorted(row.status == Status.RESOLVED for row in rows) == [False, True]
    assert [row.merged_into_id is None for row in rows] == [row.status != Status.RESOLVED for row in rows]
