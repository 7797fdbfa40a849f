"""Carries what is in the outbox: takes letters, sends them outside of any transaction, notes what came of it."""

import structlog

from bot.db.session import Database, Publish, reading, transaction
from bot.domain.ports import Post, PostFailure
from bot.services import mails
from bot.services.house import House

log = structlog.get_logger()


def deliver(database: Database, house: House, publish: Publish, post: Post) -> int:
    """All that is due now; says how many were sent. Blocks."""
    with reading(database.make_reader) as session:
        if not mails.anyone_waiting(session, house):
            return 0
    with transaction(database.make_session, publish) as session:
        letters = mails.take_due(session, house)
    delivered = 0
    for letter in letters:
        try:
            post.send(letter.id, letter.sender, letter.to, letter.subject, letter.text)
        except PostFailure as failure:
            log.warning("mail_failed", mail_id=letter.id, error=str(failure))
            with transaction(database.make_session, publish) as session:
                mails.failed(session, house, letter.id, str(failure))
            continue
        with transaction(database.make_session, publish) as session:
            mails.sent(session, house, letter.id)
        delivered += 1
    return delivered
