"""The figures as they are read from what happened, and the conversations behind each."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.db.models.rating import Rating, RatingKind
from bot.domain.errors import InvalidInput
from bot.services import desk as agents
from bot.services import figures, presence, thread
from bot.services.figures import About
from bot.services.house import House
from tests.conftest import NOON, Clock, Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer

TODAY = NOON.date()


def rate(shop: Shop, who: Customer, kind: RatingKind, score: int) -> None:
    def add(session, house: House) -> None:  # type: ignore[no-untyped-def]
        session.add(
            Rating(
                kind=kind,
                key=f"{kind} {score} {who.conversation_id}",
                conversation_id=who.conversation_id,
                visitor_id=who.visitor_id,
                score=score,
                at=house.now(),
            )
        )

    shop.do(add)


@pytest.fixture
def day(desk: Desk, shop: Shop, clock: Clock, ann: str, asks: Callable[[Customer], str]) -> tuple[Customer, Customer]:
    """One is helped by a person after ten minutes and ends; one has only talked to the bot."""
    shop.do(presence.arrived, ann)
    helped, alone = arrive(shop), arrive(shop)
    asks(helped)
    clock.advance(minutes=10)
    shop.do(agents.reply, helped.conversation_id, ann, "Hello, here I am.", None)
    clock.advance(minutes=20)
    shop.do(thread.end_chat, helped.visitor_id)
    desk.engine.script.append(answer("Once a month."))
    desk.talk(alone, "how often do I descale")
    rate(shop, helped, RatingKind.CSAT, 2)
    clock.advance(minutes=1)
    rate(shop, helped, RatingKind.CSAT, 5)
    rate(shop, alone, RatingKind.NPS, 9)
    return helped, alone


def test_the_figures_of_a_day(shop: Shop, day: tuple[Customer, Customer]) -> None:
    view = shop.look(figures.figures_view, About())
    assert (view["first"], view["last"]) == ((TODAY - timedelta(days=27)).isoformat(), TODAY.isoformat())
    told = {name: (figure["value"], figure["of"]) for name, figure in view["all"].items()}
    assert told == {
        "conversations": (2.0, 2),
        "csat": (1.0, 1),  # the second thought counts
        "nps": (100.0, 1),
        "containment": (0.0, 1),
        "confirmed": (0.0, 1),
        "first_response": (600.0, 1),
        "resolution": (1800.0, 1),
    }
    assert [group["key"] for group in view["over_time"]][-1] == TODAY.isoformat()
    assert sum(group["figures"]["conversations"]["of"] for group in view["by_lane"]) == 2


def test_a_figure_names_its_conversations(shop: Shop, day: tuple[Customer, Customer]) -> None:
    helped, _ = day
    assert [row["id"] for row in shop.look(figures.behind, "first_response", About())] == [helped.conversation_id]
    assert len(shop.look(figures.behind, "conversations", About())) == 2
    assert shop.look(figures.behind, "csat", About(last=TODAY - timedelta(days=1))) == []
    with pytest.raises(InvalidInput):
        shop.look(figures.behind, "happiness", About())


def test_the_table_has_a_line_for_each_conversation(shop: Shop, day: tuple[Customer, Customer]) -> None:
    head, *lines = shop.look(figures.as_csv, About(first=TODAY, last=TODAY)).splitlines()
    assert head == "id,began,lane,topic,csat,nps,containment,confirmed,first_response,resolution"
    assert sorted(line.split(",")[0] for line in lines) == sorted(who.conversation_id for who in day)


@pytest.mark.parametrize("first", [TODAY + timedelta(days=1), date(2024, 1, 1)])
def test_a_period_ends_after_it_began_and_within_a_year(shop: Shop, first: date) -> None:
    with pytest.raises(InvalidInput):
        shop.look(figures.figures_view, About(first=first, last=TODAY))
