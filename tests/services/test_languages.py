"""The house speaks to each customer as their chat does."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import Blocked
from bot.services import blocking, mails, thread
from bot.services import desk as agents
from bot.services.texts import FILE, load
from tests.company import stock
from tests.conftest import Clock, Customer, Shop, arrive
from tests.services.conftest import Desk


def writes(shop: Shop, who: Customer, text: str, locale: str | None) -> None:
    shop.do(thread.receive_text, who.visitor_id, uuid.uuid4().hex, text, for_person=True, locale=locale)


def heard(desk: Desk, who: Customer) -> str:
    return " ".join(desk.said(who, "system") + desk.said(who, "bot"))


@pytest.mark.parametrize("locale", [None, "en", "tlh", "../de"])
def test_without_a_language_that_we_speak_it_is_english(desk: Desk, shop: Shop, cleo: Customer, locale: str) -> None:
    writes(shop, cleo, "a person please", locale)
    assert "I am bringing in a colleague" in heard(desk, cleo)


def test_notices_waits_questions_and_faces_are_german_for_a_german_chat(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, clock: Clock
) -> None:
    shop.do(stock)
    clock.advance(days=3, hours=9)  # Saturday night
    dora = arrive(shop)
    writes(shop, cleo, "ein Mensch bitte", "de")
    writes(shop, dora, "a person please", "en")
    assert "Wir sind am Montag um 08:00 Uhr wieder da" in heard(desk, cleo)
    assert "We are back on Monday at 08:00" in heard(desk, dora)
    queue = desk.view(cleo)["conversation"]["queue"]
    assert queue["opens"] == "am Montag um 08:00 Uhr"
    choices = [choice["title"] for message in desk.view(cleo)["messages"] for choice in message["choices"]]
    assert choices == ["Mit dem Bot weitermachen"]
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.propose_resolved, cleo.conversation_id, ann)
    desk.choose(cleo, "yes")
    said = heard(desk, cleo)
    for words in ("Ann ist jetzt im Gespräch.", "Ist es für Sie gelöst?", "Schön zu hören.", "Wie war es, von 1"):
        assert words in said
    assert "Ann has joined" not in said


def test_the_last_language_counts(desk: Desk, shop: Shop, cleo: Customer) -> None:
    writes(shop, cleo, "ein Mensch bitte", "de")
    writes(shop, cleo, "hello", None)
    shop.do(thread.end_chat, cleo.visitor_id)
    assert "Sie haben den Chat beendet." in heard(desk, cleo)
    writes(shop, cleo, "hello", "en")
    shop.do(thread.end_chat, cleo.visitor_id)
    assert "You have ended the chat." in heard(desk, cleo)


def test_letters_are_german_too(desk: Desk, shop: Shop, cleo: Customer, ann: str) -> None:
    shop.do(stock)
    shop.with_settings(smtp_url="smtp://post.test", public_url="https://shop.test/")
    writes(shop, cleo, "ein Mensch bitte", "de")
    shop.do(mails.wish, cleo.visitor_id, "cleo@example.com")
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.reply, cleo.conversation_id, ann, "It is on its way.")
    (letter,) = shop.do(mails.take_due)
    assert letter.subject == "Brewline hat Ihnen geantwortet"
    assert "Guten Tag, Ann von Brewline" in letter.text
    assert "It is on its way." in letter.text


def test_who_is_blocked_reads_so_in_their_language(shop: Shop, cleo: Customer, ann: str) -> None:
    writes(shop, cleo, "ein Mensch bitte", "de")
    shop.do(blocking.block, cleo.conversation_id, ann, "abuse")
    with pytest.raises(Blocked, match="Wir haben diesen Chat geschlossen"):
        writes(shop, cleo, "hallo", None)


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "fr.yml").write_text('gateway:\n  welcome: "De rien."\n', encoding="utf-8")
    french = load(tmp_path / "en.yml").of("fr")
    assert french("welcome") == "De rien."
    assert french("ended") == load()("ended")


def test_german_days_have_german_names(clock: Clock) -> None:
    german, day = load().of("de"), clock.now + timedelta(days=20)
    assert (german.day(day), load().day(day)) == ("Dienstag, 8. Dezember", "Tuesday, 8 December")
