"""A thumb under an answer: stored once, taken back, heard by trainers, counted with its article."""

from typing import Any

import pytest

from bot.db.models.message import Message
from bot.db.models.studio import InboxItem
from bot.domain.errors import Blocked, NotFound
from bot.services import blocking, inbox, opinions
from bot.services.articles import list_articles
from bot.services.desk_views import conversation_detail
from tests.company import brewline, stock
from tests.conftest import Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

ARTICLE = brewline().articles[0].id
ASKED = "how do i clean the froth arm"


@pytest.fixture
def answered(desk: Desk, shop: Shop, cleo: Customer) -> Message:
    """The bot's answer from an article; the question after it is about something else."""
    cite = signal("cite", title="Froth", url=f"/help/{ARTICLE}")
    desk.engine.script.append(answer("With water.", cite, intent="support_maintain", masked=ASKED))
    desk.talk(cleo, ASKED)
    desk.engine.script.append(answer("On its way.", intent="service_track_order", masked="and my order"))
    desk.talk(cleo, "and my order")
    (found,) = [message for message in shop.messages(cleo.conversation_id) if message.link]
    return found


def helpful(desk: Desk, cleo: Customer) -> Any:
    return [message["helpful"] for message in desk.view(cleo)["messages"] if message["link"]]


def test_a_thumb_is_kept_once_changed_and_taken_back(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, answered: Message
) -> None:
    assert helpful(desk, cleo) == [None]
    for thumb in (False, False, True, None):
        shop.do(opinions.rate, cleo.visitor_id, answered.id, thumb)
        assert helpful(desk, cleo) == [thumb]
    assert shop.reasons(cleo.conversation_id)[-3:] == ["thumb_down", "thumb_up", "thumb_taken_back"]
    assert desk.status(cleo) == "bot"
    shop.do(opinions.rate, cleo.visitor_id, answered.id, False)
    seen = shop.look(conversation_detail, cleo.conversation_id)["messages"]
    assert [message["helpful"] for message in seen] == [None, False, None, None]


def test_only_ones_own_answers_with_a_source_have_thumbs(
    desk: Desk, shop: Shop, cleo: Customer, answered: Message
) -> None:
    dora = arrive(shop)
    with pytest.raises(NotFound):
        shop.do(opinions.rate, dora.visitor_id, answered.id, False)
    for message in shop.messages(cleo.conversation_id):
        if message.id != answered.id:
            with pytest.raises(NotFound):
                shop.do(opinions.rate, cleo.visitor_id, message.id, True)
    assert helpful(desk, cleo) == [None]


def test_who_is_blocked_rates_nothing(shop: Shop, cleo: Customer, ann: str, answered: Message) -> None:
    shop.do(blocking.block, cleo.conversation_id, ann, "abuse")
    with pytest.raises(Blocked):
        shop.do(opinions.rate, cleo.visitor_id, answered.id, False)


def test_a_thumb_down_brings_the_question_to_the_trainers(shop: Shop, cleo: Customer, answered: Message) -> None:
    shop.do(opinions.rate, cleo.visitor_id, answered.id, False)
    shop.do(inbox.collect)
    (item,) = shop.rows(InboxItem)
    assert (item.text, item.reasons) == (ASKED, ["thumb_down"])


@pytest.mark.parametrize("then", [None, True])
def test_a_thumb_that_did_not_stay_down_brings_nothing(
    shop: Shop, cleo: Customer, answered: Message, then: bool | None
) -> None:
    for thumb in (False, then):
        shop.do(opinions.rate, cleo.visitor_id, answered.id, thumb)
    shop.do(inbox.collect)
    assert shop.rows(InboxItem) == []


@pytest.mark.parametrize(("thumb", "solved", "not_solved"), [(True, 1, 0), (False, 0, 1), (None, 0, 0)])
def test_an_article_is_counted_by_its_thumbs(
    shop: Shop, cleo: Customer, answered: Message, thumb: bool | None, solved: int, not_solved: int
) -> None:
    shop.do(stock)
    shop.do(opinions.rate, cleo.visitor_id, answered.id, thumb)
    row = next(row for row in shop.look(list_articles) if row["id"] == ARTICLE)
    assert (row["shown"], row["solved"], row["not_solved"]) == (1, solved, not_solved)
