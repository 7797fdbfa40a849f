"""A note calls colleagues: they see it wherever it stands, once, and the customer never."""

from typing import Any

import pytest

from bot.db.models.desk import Mention
from bot.db.models.staff import Role, Staff
from bot.domain.errors import InvalidInput
from bot.domain.events import DESK
from bot.services import desk as agents
from bot.services import teams, thread
from bot.services.desk_views import conversation_detail, counts, list_conversations
from tests.conftest import Customer, Shop, arrive, hire
from tests.services.conftest import Desk


@pytest.fixture
def said(desk: Desk, cleo: Customer) -> str:
    """Ann may call Ben into a conversation that the bot leads."""
    desk.write(cleo, "It drips")
    return cleo.conversation_id


def waiting(shop: Shop, who: str) -> tuple[int, list[str]]:
    """How many notes wait for them, and the conversations where one does."""
    rows = shop.look(list_conversations, mentioned=who, viewer=who)["conversations"]
    return shop.look(counts, who)["mentions"], [row["id"] for row in rows if row["mentioned"]]


def note(shop: Shop, where: str, who: str, text: str, *called: str, client_id: str | None = None) -> dict[str, Any]:
    return dict(shop.do(agents.add_note, where, who, text, client_id, called))


def test_a_colleague_is_called_and_has_seen_it(shop: Shop, said: str, ann: str, ben: str) -> None:
    shop.told.clear()
    receipt = note(shop, said, ann, "@Ben Busy have a look", ben)
    assert (DESK, "message") in {(wake.topic, wake.kind) for wake in shop.told}
    assert waiting(shop, ben) == (1, [said])
    assert waiting(shop, ann) == (0, [])
    [view] = [one for one in shop.look(conversation_detail, said)["messages"] if one["private"]]
    assert view["mentions"] == [{"name": "Ben Busy", "staff": [ben]}]

    shop.do(agents.mark_read, said, ann, receipt["seq"])
    shop.do(agents.mark_read, said, ben, receipt["seq"] - 1)
    assert waiting(shop, ben) == (1, [said])
    shop.told.clear()
    shop.do(agents.mark_read, said, ben, receipt["seq"])
    assert waiting(shop, ben) == (0, [])
    assert [wake.topic for wake in shop.told].count(DESK) == 1  # Ben's other pages count again
    assert [row["id"] for row in shop.look(list_conversations, mentioned=ben)["conversations"]] == [said]


def test_a_team_calls_each_of_its_people_once(shop: Shop, said: str, ann: str, ben: str) -> None:
    gone = hire(shop, "Gus Gone")
    fields = {"name": "Coffee", "lanes": [], "topics": [], "automatic": False, "members": [ann, ben, gone]}
    team = shop.do(teams.add_team, fields | dict.fromkeys(("first_response_s", "next_response_s", "resolution_s")))
    shop.do(lambda session, house: setattr(session.get_one(Staff, gone), "active", False))
    note(shop, said, ann, "@Coffee and @Ben Busy", team["id"], ben)
    assert [(row.staff_id, row.team_id) for row in rows(shop)] == [(ben, None)]
    note(shop, said, ann, "@Coffee again", team["id"])
    assert waiting(shop, ben) == (2, [said])
    assert shop.look(conversation_detail, said)["messages"][-1]["mentions"] == [{"name": "Coffee", "staff": [ben]}]


def test_nobody_is_called_who_does_not_work_at_the_desk(shop: Shop, said: str, ann: str, tom: str) -> None:
    gone = hire(shop, "Gus Gone", Role.ADMIN)
    shop.do(lambda session, house: setattr(session.get_one(Staff, gone), "active", False))
    before = len(shop.messages(said))
    for nobody in (tom, gone, "no-such-id"):
        with pytest.raises(InvalidInput):
            note(shop, said, ann, "@Somebody", nobody)
    assert len(shop.messages(said)) == before


def test_a_note_that_is_sent_again_calls_once(shop: Shop, said: str, ann: str, ben: str) -> None:
    first = note(shop, said, ann, "@Ben Busy", ben, client_id="n-1")
    assert note(shop, said, ann, "@Ben Busy", ben, client_id="n-1") == first
    assert waiting(shop, ben) == (1, [said])


def test_the_customer_never_sees_who_was_called(shop: Shop, said: str, cleo: Customer, ann: str, ben: str) -> None:
    other = arrive(shop)
    note(shop, said, ann, "@Ben Busy he is angry", ben)
    for who in (cleo, other):
        view = shop.look(thread.read_thread, who.visitor_id)
        assert "Ben" not in str(view)


def rows(shop: Shop) -> list[Mention]:
    return shop.look(lambda session, house: list(session.query(Mention)))
