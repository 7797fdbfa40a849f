"""Replies by e-mail: the wish, the outbox, and the way back into the conversation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.mail import Mail, MailWish
from bot.db.models.message import Kind, Message
from bot.db.models.shop import Contact
from bot.domain.conversation import Actor
from bot.domain.errors import Unavailable
from bot.domain.files import MOST_FILES
from bot.services import resolution
from bot.services.blocking import check_not_blocked
from bot.services.changes import hold_visitor, log
from bot.services.house import House
from bot.services.knowledge import current
from bot.services.profiles import Said, save_profile
from bot.services.receiving import current_conversation
from bot.services.saying import notice, say, texts_for
from bot.services.visitors import link_token

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""Between attempts; after the last one it is given up, and agents read so in the conversation."""

_REPLY = ("mail_subject", ("mail_opening", "mail_text", "mail_files", "mail_link", "mail_end"))
_QUESTION = ("mail_asks", ("mail_text", "mail_answer_link", "mail_end"))
_LEASE = timedelta(minutes=3)


@dataclass(frozen=True)
class Letter:
    """Ready for the post."""

    id: str
    to: str
    sender: str
    subject: str
    text: str


def offered(house: House) -> bool:
    """Only where letters can be sent and lead back."""
    return house.settings.smtp_url is not None and house.settings.public_url is not None


def wish(session: Session, house: House, visitor_id: str, email: str) -> None:
    """From now on people's answers go to this address as well. InvalidInput for what is none, Unavailable when no
    letters can be sent, Blocked for who may not write."""
    if not offered(house):
        raise Unavailable("This house sends no e-mail.", part="mail")
    visitor = hold_visitor(session, visitor_id)
    if visitor is not None:
        check_not_blocked(house, visitor)
    address = save_profile(session, house, visitor_id, Said(email=email or "?"))["email"]
    assert address is not None
    session.merge(MailWish(visitor_id=visitor_id, email=address, created_at=house.now()))
    conversation = current_conversation(session, house, visitor_id)
    log(session, house, conversation, Actor.CUSTOMER, "wants_mail")
    notice(session, house, conversation, "mail_wished", email=address)


def forget_wish(session: Session, visitor_id: str) -> None:
    """The customer is back in the chat."""
    session.execute(delete(MailWish).where(MailWish.visitor_id == visitor_id))


def post_reply(session: Session, house: House, message: Message) -> None:
    """Into the outbox, in the transaction that stores the reply."""
    if not offered(house):
        return
    address = session.scalar(select(MailWish.email).where(MailWish.visitor_id == message.visitor_id))
    if address is not None:
        now = house.now()
        session.add(Mail(message_id=message.id, email=address, next_try_at=now, created_at=now))


def post_question(session: Session, house: House, message: Message, contact_id: str | None) -> None:
    """What the bot asks some days later also goes to a known customer's own address, where letters can be sent."""
    contact = session.get(Contact, contact_id) if contact_id else None
    if offered(house) and contact is not None:
        now = house.now()
        session.add(Mail(message_id=message.id, email=contact.email, next_try_at=now, created_at=now))


def anyone_waiting(session: Session, house: House) -> bool:
    return session.scalar(_due(house).limit(1)) is not None


def take_due(session: Session, house: House, limit: int = 10) -> list[Letter]:
    """Letters to send now. Each is leased by one conditional UPDATE, so that two gateways do not send it twice."""
    taken = []
    for mail_id in session.scalars(_due(house).limit(limit)).all():
        lease = update(Mail).where(Mail.id == mail_id, Mail.sent_at.is_(None), Mail.next_try_at <= house.now())
        values = {"next_try_at": house.now() + _LEASE, "attempts": Mail.attempts + 1}
        if session.execute(lease.values(values).returning(Mail.id)).first() is not None:
            taken.append(_letter(session, house, session.get_one(Mail, mail_id, populate_existing=True)))
    return taken


def sent(session: Session, house: House, mail_id: str) -> None:
    mail = session.get_one(Mail, mail_id)
    mail.sent_at, mail.next_try_at, mail.error = house.now(), None, None


def failed(session: Session, house: House, mail_id: str, error: str) -> None:
    """Once more after a pause; after the last pause agents are told in the conversation."""
    mail = session.get_one(Mail, mail_id)
    mail.error = error[:500]
    if mail.attempts <= len(PAUSES):
        mail.next_try_at = house.now() + PAUSES[mail.attempts - 1]
        return
    mail.next_try_at = None
    message = session.get_one(Message, mail.message_id)
    hold_visitor(session, message.visitor_id)
    conversation = session.get_one(Conversation, message.conversation_id)
    log(session, house, conversation, Actor.SYSTEM, "mail_failed")
    words = house.texts("mail_failed", email=mail.email)
    say(session, house, conversation, Actor.SYSTEM, words, kind=Kind.NOTICE, private=True)


def _due(house: House) -> Select[str]:
    return select(Mail.id).where(Mail.sent_at.is_(None), Mail.next_try_at <= house.now()).order_by(Mail.next_try_at)


def _letter(session: Session, house: House, mail: Mail) -> Letter:
    message = session.get_one(Message, mail.message_id)
    company = current(session).company
    link = f"{house.settings.public_url}#careline={link_token(house, message.visitor_id)}"
    name = resolution.agent_name(session, message.staff_id) or company.name
    words, files = ("", message.text) if message.kind == Kind.FILE else (message.text, "")
    files = ", ".join(filter(None, (files, *_sent_with(session, message))))
    values = {"name": name, "company": company.name, "text": words, "files": files, "link": link}
    subject, keys = _QUESTION if message.author == Actor.BOT else _REPLY
    left_out = {"mail_text": not words, "mail_files": not files}
    texts = texts_for(session, house, message.visitor_id)
    text = "\n\n".join(texts(key, **values) for key in keys if not left_out.get(key))
    return Letter(mail.id, mail.email, company.email, texts(subject, **values), text + "\n")


def _sent_with(session: Session, message: Message) -> Iterator[str]:
    """The names of the files that came with an agent's reply: the messages behind it without a letter of their own."""
    if message.author != Actor.AGENT:
        return
    behind = (
        select(Message, Mail.id)
        .outerjoin(Mail, Mail.message_id == Message.id)
        .where(Message.conversation_id == message.conversation_id, Message.seq > message.seq)
        .order_by(Message.seq)
        .limit(MOST_FILES)
    )
    for other, own_letter in session.execute(behind):
        if other.kind != Kind.FILE or other.private or other.staff_id != message.staff_id or own_letter:
            return
        yield other.text
