"""Asked at the right moment, not twice in a row; thanks is no answer and reopens nothing; a score may be explained."""

import pytest

from bot.db.models.rating import Rating
from bot.domain.understanding import understanding_of
from bot.services import reminders, resolution, thread
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal, understood

PROPOSE = signal("propose_resolution")
QUESTION = "Did that solve it?"


def carry_out(shop: Shop) -> int:
    count = 0
    while shop.do(reminders.do_next):
        count += 1
        assert count < 20
    return count


@pytest.fixture
def asked(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(answer("Descale it.", PROPOSE))
    desk.talk(cleo, "E3 on my Duo")


@pytest.fixture
def passed_over(desk: Desk, cleo: Customer, asked: None) -> None:
    """Cleo was asked, and asks something else instead of answering."""
    desk.engine.parses = understanding_of(understood("support_maintain"))
    desk.engine.script.append(answer("Every three months.", PROPOSE, intent="support_maintain"))
    desk.talk(cleo, "and how often do I do that")


def test_who_passed_over_the_question_is_not_asked_again_at_once(desk: Desk, cleo: Customer, passed_over: None) -> None:
    assert desk.status(cleo) == "bot"
    assert desk.said(cleo).count(QUESTION) == 1


def test_but_is_asked_when_nothing_more_comes(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, passed_over: None
) -> None:
    clock.advance(minutes=9)
    assert carry_out(shop) == 0
    clock.advance(minutes=2)
    assert carry_out(shop) == 1
    assert desk.status(cleo) == "confirming"
    assert desk.said(cleo)[-1] == QUESTION
    assert carry_out(shop) == 0


def test_who_wrote_meanwhile_is_not_asked(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, passed_over: None
) -> None:
    desk.talk(cleo, "hm, and where is the descaler")
    clock.advance(minutes=11)
    carry_out(shop)
    assert desk.status(cleo) == "bot"


def test_after_no_the_next_answer_is_asked_about(desk: Desk, cleo: Customer, asked: None) -> None:
    desk.choose(cleo, "no")
    desk.engine.script.append(answer("Then try the needle.", PROPOSE))
    desk.answer()
    assert desk.status(cleo) == "confirming"


@pytest.mark.parametrize("words", ["thanks", "Thank you so much!", "ok, bye"])
def test_thanks_is_no_yes_but_nobody_is_pressed_for_one(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asked: None, words: str
) -> None:
    desk.talk(cleo, words)
    assert desk.status(cleo) == "confirming"
    assert len(desk.engine.turns) == 1
    clock.advance(minutes=30)
    assert shop.do(resolution.sweep) == 0, "no reminder"
    clock.advance(minutes=31)
    assert shop.do(resolution.sweep) == 1
    assert shop.conversation(cleo.conversation_id).resolution == "unconfirmed"


def test_thanks_in_more_words_is_judged_by_the_engine(desk: Desk, cleo: Customer, asked: None) -> None:
    desk.engine.parses = understanding_of(understood("chat_thank"))
    desk.talk(cleo, "that is ever so kind of you, thanks a bunch")
    assert desk.status(cleo) == "confirming"


def test_thanks_after_the_end_reopens_nothing(desk: Desk, shop: Shop, cleo: Customer, asked: None) -> None:
    desk.choose(cleo, "yes")
    desk.talk(cleo, "Thanks a lot, bye!")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution) == ("resolved", "confirmed")
    desk.talk(cleo, "oh, now it says E4")
    assert desk.status(cleo) == "bot"


def test_a_score_is_kept_with_what_it_is_about_when_the_conversation_goes_on(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asked: None
) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, 4)
    desk.talk(cleo, "one more question, how big is the tank")
    assert shop.conversation(cleo.conversation_id).score is None
    [rating] = shop.rows(Rating)
    assert (rating.kind, rating.score, rating.lane, rating.topic) == ("csat", 4, "support", "troubleshoot")
    assert (rating.at, rating.conversation_id, rating.staff_id) == (clock.now, cleo.conversation_id, None)


def test_a_word_may_be_added_to_the_score(desk: Desk, shop: Shop, cleo: Customer, asked: None) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, 4)
    desk.choose(cleo, "Add a word")
    desk.talk(cleo, "quick, but the app is slow")
    [rating] = shop.rows(Rating)
    assert rating.comment == "quick, but the app is slow"
    assert desk.status(cleo) == "resolved"
    desk.talk(cleo, "the app does not start at all now")
    assert desk.status(cleo) == "bot", "what comes after the comment is a new message"


def test_who_changes_their_mind_about_the_word_is_left_in_peace(
    desk: Desk, shop: Shop, cleo: Customer, asked: None
) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, 5)
    desk.choose(cleo, "Add a word")
    desk.talk(cleo, "no thanks")
    assert shop.rows(Rating)[0].comment is None
    assert desk.status(cleo) == "resolved"


def test_an_hour_later_words_are_a_new_message(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asked: None
) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, 5)
    desk.choose(cleo, "Add a word")
    clock.advance(hours=2)
    desk.talk(cleo, "it leaks")
    assert shop.rows(Rating)[0].comment is None
    assert desk.status(cleo) == "bot"


def test_a_score_that_the_bot_is_told_unasked_is_kept_once_and_its_reason_asked_for(
    desk: Desk, shop: Shop, cleo: Customer
) -> None:
    desk.engine.script.append(answer(signal("recommends", score=3), intent="success_give_score"))
    desk.talk(cleo, "3 out of 10")
    desk.talk(cleo, "nobody called me back")
    [rating] = shop.rows(Rating)
    assert (rating.kind, rating.score, rating.comment) == ("nps", 3, "nobody called me back")
    desk.talk(cleo, "yes please")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason, row.priority) == ("queued", "success_unhappy", "high")


def test_a_reason_that_is_a_question_is_answered_as_well(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer(signal("recommends", score=8), intent="success_give_score"))
    desk.talk(cleo, "8")
    desk.talk(cleo, "good, but how do I get the app?")
    assert shop.rows(Rating)[0].comment == "good, but how do I get the app?"
    assert desk.said(cleo)[-1] == "Please descale it."


def test_a_button_that_was_left_behind_opens_what_had_ended(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("Of course.", signal("escalate", reason="asked")))
    desk.talk(cleo, "can I talk to someone")
    shop.do(thread.end_chat, cleo.visitor_id)
    desk.choose(cleo, "Go on with the bot")
    assert desk.status(cleo) == "bot"
    desk.answer()
    assert desk.said(cleo, "bot")[-1] == "Please descale it.", "it is answered as the words that it says"
