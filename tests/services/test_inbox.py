"""The inbox on both databases: found once, decided once, whoever looks at the same time."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.staff import Role
from bot.db.models.studio import Decision, InboxItem
from bot.domain.conversation import Actor
from bot.domain.errors import Conflict
from bot.services import inbox
from bot.services.changes import log
from tests.conftest import Customer, Shop, hire


@pytest.fixture
def tom(shop: Shop) -> str:
    return hire(shop, "Tom Train", Role.TRAINER)


def says(shop: Shop, cleo: Customer, seq: int, text: str, **nlu: Any) -> str:
    """A message and what the bot made of it; its id."""

    def add(session: Any, house: Any) -> str:
        read = {"intent": "support_learn", "confidence": 0.3, "masked": text, "lane": "support", **nlu}
        message = Message(
            conversation_id=cleo.conversation_id,
            visitor_id=cleo.visitor_id,
            seq=seq,
            author=Actor.CUSTOMER,
            text=text,
            nlu=read,
            created_at=house.now(),
        )
        session.add(message)
        session.flush()
        return message.id

    return str(shop.do(add))


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """The results, or what was raised."""
    results: list[Any] = []

    def run(job: Callable[[], Any]) -> None:
        try:
            results.append(job())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_looking_again_finds_nothing_new(shop: Shop, cleo: Customer) -> None:
    says(shop, cleo, 1, "the froth arm is wobbly")
    says(shop, cleo, 2, "all fine and clear", confidence=0.99)
    says(shop, cleo, 3, "nobody masked this", masked=None)
    assert shop.do(inbox.collect) == 1
    assert shop.do(inbox.collect) == 0


def test_two_who_look_at_once_find_each_message_once(shop: Shop, cleo: Customer) -> None:
    for seq in range(1, 6):
        says(shop, cleo, seq, f"the froth arm is wobbly, number {seq}")
    look = lambda: shop.do(inbox.collect)  # noqa: E731
    assert sum(at_once(look, look, look)) == 5
    assert len(shop.rows(InboxItem)) == 5


def test_of_two_who_decide_at_once_one_wins(shop: Shop, cleo: Customer, tom: str) -> None:
    una = hire(shop, "Una Usher", Role.TRAINER)
    says(shop, cleo, 1, "the froth arm is wobbly")
    shop.do(inbox.collect)
    (item,) = shop.rows(InboxItem)
    results = at_once(
        lambda: shop.do(inbox.decide, tom, item.id, Decision.IGNORE),
        lambda: shop.do(inbox.decide, una, item.id, Decision.GAP),
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "list"]
    late = next(result for result in results if isinstance(result, Conflict))
    assert late.message.startswith(("Tom Train was faster", "Una Usher was faster"))


@pytest.mark.parametrize(
    ("reason", "data", "doubt"),
    [
        ("not_solved", {}, "not_solved"),
        ("scored", {"score": 2}, "low_score"),
        ("labelled", {"added": ["service"], "removed": []}, "disagreement"),
    ],
)
def test_what_people_did_later_counts_for_the_question_before(
    shop: Shop, cleo: Customer, reason: str, data: dict[str, Any], doubt: str
) -> None:
    asked = says(shop, cleo, 1, "how do i fold the froth arm", confidence=0.99)
    says(shop, cleo, 2, "no", confidence=0.99, intent="chat_not_solved", lane="chat")

    def happen(session: Any, house: Any) -> None:
        log(session, house, session.get_one(Conversation, cleo.conversation_id), Actor.AGENT, reason, **data)

    shop.do(happen)
    shop.do(inbox.collect)
    (item,) = shop.rows(InboxItem)
    assert (item.message_id, item.reasons) == (asked, [doubt])


@pytest.mark.parametrize(("reason", "data"), [("scored", {"score": 4}), ("labelled", {"added": ["vip"]})])
def test_what_says_nothing_about_the_bot_is_not_counted(
    shop: Shop, cleo: Customer, reason: str, data: dict[str, Any]
) -> None:
    says(shop, cleo, 1, "how do i fold the froth arm", confidence=0.99)

    def happen(session: Any, house: Any) -> None:
        log(session, house, session.get_one(Conversation, cleo.conversation_id), Actor.AGENT, reason, **data)

    shop.do(happen)
    assert shop.do(inbox.collect) == 0
