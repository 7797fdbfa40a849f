"""What the last answered turn was about: a message like "and how often?" is understood with it (engine/followup.py)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.message import Message, Turn, TurnStatus
from bot.domain.articles import ARTICLES
from bot.domain.conversation import Actor
from bot.domain.lanes import Lane

LOOK_BACK = 5
"""Small talk between a question and its follow-up is passed over, for so many turns."""
MOST_TEXT = 500
BUSINESS = {Lane.SUPPORT.value, Lane.SERVICE.value, Lane.SUCCESS.value}


def context_before(session: Session, turn: Turn) -> dict[str, Any] | None:
    """Of the last typed message before this turn that the bot answered and that was no small talk; None without one.

    `article` is the one that the bot last showed since then. For a later part of a message it is the part before it.
    """
    if turn.part > 1:
        return _part_before(session, turn)
    answered = (
        select(Message)
        .join(Turn, Turn.message_id == Message.id)
        .where(Turn.conversation_id == turn.conversation_id, Turn.seq < turn.seq)
        .where(Turn.status == TurnStatus.DONE, Turn.payload.is_(None))
        .order_by(Turn.seq.desc())
        .limit(LOOK_BACK)
    )
    for message in session.scalars(answered):
        nlu = message.nlu or {}
        if nlu.get("lane") in BUSINESS:
            return {
                "text": message.text[:MOST_TEXT],
                "intent": nlu.get("intent"),
                "lane": nlu.get("lane"),
                "products": [one["value"] for one in nlu.get("entities") or [] if one.get("entity") == "product"],
                "article": _last_shown(session, message),
            }
    return None


def _part_before(session: Session, turn: Turn) -> dict[str, Any] | None:
    message = session.get_one(Message, turn.message_id)
    nlu = message.nlu or {}
    match nlu.get("requests", [])[turn.part - 2 : turn.part - 1]:
        case [{"text": str(text), "start": int(start), "end": int(end), "lane": lane, "intent": {"name": intent}}]:
            entities = [one for one in nlu.get("entities") or [] if one.get("entity") == "product"]
            return {
                "text": text[:MOST_TEXT],
                "intent": intent,
                "lane": lane,
                "products": [one["value"] for one in entities if start <= (one.get("start") or 0) < end],
                "article": _last_shown(session, message),
            }
    return None


def _last_shown(session: Session, since: Message) -> str | None:
    shown = (
        select(Message.link)
        .where(Message.conversation_id == since.conversation_id, Message.seq > since.seq)
        .where(Message.author == Actor.BOT, Message.link.is_not(None))
        .order_by(Message.seq.desc())
        .limit(1)
    )
    link = session.scalar(shown)
    folder, _, id = str(link["url"]).rpartition("/") if link else ("", "", "")
    return id if folder == ARTICLES else None
