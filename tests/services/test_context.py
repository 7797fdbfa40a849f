"""What the engine is told of the turn before."""

from bot.domain.ports import EngineFailure, Trouble
from bot.domain.understanding import understanding_of
from tests.company import stock
from tests.conftest import Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal, understood


def last_context(desk: Desk) -> object:
    return desk.engine.metadata[-1]["context"]


def test_the_first_turn_has_no_context(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "how do I descale my Duo")
    assert last_context(desk) is None


def test_a_turn_brings_what_the_last_one_was_about_and_the_article_that_was_shown(desk: Desk, cleo: Customer) -> None:
    duo = {"entity": "product", "value": "duo", "text": "Duo", "start": 17, "end": 20}
    desk.engine.script.append(
        answer(
            "Take descaler.",
            signal("cite", title="Descaling the Duo", url="/help/descale-the-duo"),
            intent="support_maintain",
            entities=[duo],
        )
    )
    desk.talk(cleo, "how do I descale my Duo")
    desk.talk(cleo, "and how often?")
    assert last_context(desk) == {
        "text": "how do I descale my Duo",
        "intent": "support_maintain",
        "lane": "support",
        "products": ["duo"],
        "article": "descale-the-duo",
    }


def test_without_an_article_the_context_is_the_question_alone(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "E3 on my Duo")
    desk.talk(cleo, "and now?")
    context = last_context(desk)
    assert isinstance(context, dict)
    assert (context["text"], context["products"], context["article"]) == ("E3 on my Duo", [], None)


def test_small_talk_between_question_and_follow_up_is_passed_over(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "E3 on my Duo")
    desk.engine.script.append(answer("You are welcome.", intent="chat_thank"))
    desk.talk(cleo, "ok thanks")
    desk.talk(cleo, "and the Pro?")
    context = last_context(desk)
    assert isinstance(context, dict) and context["text"] == "E3 on my Duo"


def test_a_turn_that_failed_is_no_context(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(EngineFailure(Trouble.TIMEOUT))
    desk.talk(cleo, "E3 on my Duo")
    assert last_context(desk) is None


def test_a_judgement_is_made_with_the_same_context(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("Take descaler.", signal("propose_resolution")))
    desk.talk(cleo, "how do I descale my Duo")
    assert desk.status(cleo) == "confirming"
    desk.engine.parses = understanding_of(understood("support_maintain"))
    desk.talk(cleo, "and how often?")
    ((text, metadata),) = desk.engine.parsed
    assert text == "and how often?" and metadata["context"]["text"] == "how do I descale my Duo"
    assert metadata["context"] == last_context(desk)


def test_a_turn_says_when_it_was_written_on_the_companys_clock(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.talk(cleo, "tomorrow please")
    assert desk.engine.metadata[-1]["time"] == "2026-11-18T11:00:00+00:00"
    shop.do(stock)
    desk.talk(cleo, "no, next tuesday")
    assert desk.engine.metadata[-1]["time"] == "2026-11-18T12:00:00+01:00"
