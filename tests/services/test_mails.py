"""Who leaves is answered by e-mail: once, with a way back, and somebody hears of it when it cannot be sent."""

import re
import uuid

import pytest

from bot.adapters.mail import Post
from bot.db.models.mail import Mail, MailWish
from bot.domain.errors import BadToken, Blocked, InvalidInput, TokenExpired, Unavailable
from bot.domain.files import Stored
from bot.services import attachments, blocking, mails, thread
from bot.services import desk as agents
from bot.services.postman import deliver
from bot.services.visitors import visitor_of, visitor_of_link
from tests.company import stock
from tests.conftest import Clock, Customer, Shop, arrive
from tests.post_office import PostOffice
from tests.services.conftest import Desk

SHOP = "https://shop.example"
ADDRESS = "cleo@example.com"


@pytest.fixture
def posting(shop: Shop, desk: Desk, post_office: PostOffice) -> Shop:
    shop.do(stock)
    shop.with_settings(smtp_url=post_office.url, public_url=SHOP)
    return shop


def carry(shop: Shop, office: PostOffice) -> int:
    return deliver(shop.database, shop.house, shop.told.append, Post(office.url))


def leave(shop: Shop, who: Customer) -> None:
    shop.do(thread.receive_text, who.visitor_id, "first", "It leaks.", for_person=True)
    shop.do(mails.wish, who.visitor_id, " Cleo@Example.com ")


def test_a_reply_goes_out_once_with_a_link_back(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice
) -> None:
    leave(posting, cleo)
    posting.do(agents.reply, cleo.conversation_id, ann, "Please close the tap.\n\nYours, Ann")
    posting.do(agents.add_note, cleo.conversation_id, ann, "only for us")
    assert [carry(posting, post_office), carry(posting, post_office)] == [1, 0]
    [letter] = post_office.letters
    assert (letter["To"], letter["From"]) == (ADDRESS, "care@example.com")
    assert "Brewline" in letter["Subject"]
    text = letter.get_content().replace("\r\n", "\n")
    assert "Please close the tap.\n\nYours, Ann" in text
    link = re.search(rf"{SHOP}#careline=(\S+)", text)
    assert link is not None
    assert visitor_of_link(posting.house, link[1]) == cleo.visitor_id


def test_a_letter_says_which_files_came_with_the_reply(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice
) -> None:
    def upload(name: str) -> str:
        stored = Stored(uuid.uuid4().hex, name, "image/png", 10, 1, 1)
        return str(posting.do(attachments.upload, cleo.conversation_id, ann, stored)["id"])

    leave(posting, cleo)
    posting.do(agents.reply, cleo.conversation_id, ann, "The valve.", None, [upload("valve.png"), upload("tap.png")])
    posting.do(agents.add_note, cleo.conversation_id, ann, "", None, (), [upload("secret.png")])
    posting.do(agents.reply, cleo.conversation_id, ann, "", None, [upload("steps.pdf")])
    assert carry(posting, post_office) == 2
    first, second = (letter.get_content() for letter in post_office.letters)
    assert "The valve." in first and "valve.png, tap.png" in first
    assert "steps.pdf" in second and "valve.png" not in second
    for text in (first, second):
        assert "secret" not in text and f"{SHOP}#careline=" in text and "{" not in text


def test_the_link_opens_nothing_else_and_not_for_ever(posting: Shop, cleo: Customer, clock: Clock) -> None:
    link = mails.link_token(posting.house, cleo.visitor_id)
    with pytest.raises(BadToken):
        visitor_of(posting.house, link)
    with pytest.raises(BadToken):
        visitor_of_link(posting.house, cleo.token)
    clock.advance(days=31)
    with pytest.raises(TokenExpired):
        visitor_of_link(posting.house, link)


def test_who_writes_in_the_chat_again_gets_no_more_letters(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice
) -> None:
    leave(posting, cleo)
    posting.do(thread.receive_text, cleo.visitor_id, "second", "I am back.")
    posting.do(agents.reply, cleo.conversation_id, ann, "Good.")
    assert carry(posting, post_office) == 0
    assert posting.rows(Mail) == []


def test_nobody_elses_reply_goes_to_that_address(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice
) -> None:
    leave(posting, cleo)
    other = arrive(posting)
    posting.do(thread.receive_text, other.visitor_id, "first", "Mine too.", for_person=True)
    posting.do(agents.reply, other.conversation_id, ann, "For somebody else.")
    assert carry(posting, post_office) == 0


def test_a_server_that_refuses_is_tried_again_and_then_given_up_with_a_word(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice, clock: Clock
) -> None:
    leave(posting, cleo)
    posting.do(agents.reply, cleo.conversation_id, ann, "Please close the tap.")
    post_office.refusal = b"550 no such person"
    for pause in mails.PAUSES:
        assert carry(posting, post_office) == 0
        assert carry(posting, post_office) == 0  # not before the pause is over
        clock.advance(seconds=pause.total_seconds())
    assert "mail_failed" not in posting.reasons(cleo.conversation_id)
    carry(posting, post_office)
    [mail] = posting.rows(Mail)
    assert (mail.attempts, mail.next_try_at, mail.sent_at) == (len(mails.PAUSES) + 1, None, None)
    assert "no such person" in mail.error
    assert "mail_failed" in posting.reasons(cleo.conversation_id)
    told = posting.messages(cleo.conversation_id)[-1]
    assert (told.private, ADDRESS in told.text) == (True, True)


def test_a_server_that_is_back_gets_it(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice, clock: Clock
) -> None:
    leave(posting, cleo)
    posting.do(agents.reply, cleo.conversation_id, ann, "Please close the tap.")
    gone = Post("smtp://127.0.0.1:1")
    assert deliver(posting.database, posting.house, posting.told.append, gone) == 0
    clock.advance(minutes=2)
    assert carry(posting, post_office) == 1
    assert posting.rows(Mail)[0].error is None


def test_a_letter_that_somebody_carries_is_not_carried_twice(
    posting: Shop, cleo: Customer, ann: str, post_office: PostOffice, clock: Clock
) -> None:
    leave(posting, cleo)
    posting.do(agents.reply, cleo.conversation_id, ann, "Please close the tap.")
    assert len(posting.do(mails.take_due)) == 1
    assert posting.do(mails.take_due) == []
    clock.advance(minutes=4)  # whoever carried it has died
    assert carry(posting, post_office) == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@example.com\nBcc: b@example.com"])
def test_what_is_no_address_is_refused(posting: Shop, cleo: Customer, address: str) -> None:
    with pytest.raises(InvalidInput):
        posting.do(mails.wish, cleo.visitor_id, address)
    with posting.database.make_reader() as session:
        assert session.get(MailWish, cleo.visitor_id) is None


def test_who_is_blocked_leaves_no_address(posting: Shop, cleo: Customer, ann: str) -> None:
    posting.do(blocking.block, cleo.conversation_id, ann, "abuse")
    with pytest.raises(Blocked):
        posting.do(mails.wish, cleo.visitor_id, ADDRESS)


def test_without_a_mail_server_it_is_not_offered(shop: Shop, cleo: Customer) -> None:
    assert not mails.offered(shop.house)
    with pytest.raises(Unavailable):
        shop.do(mails.wish, cleo.visitor_id, ADDRESS)
    shop.with_settings(public_url=SHOP)
    assert not mails.offered(shop.house)
