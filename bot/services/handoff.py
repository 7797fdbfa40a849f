"""The handoff packet: all that an agent needs in order not to ask again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message
from bot.db.models.shop import Contact, Order, OrderItem
from bot.domain import mood
from bot.domain.articles import ARTICLES
from bot.domain.conversation import Actor
from bot.services.goodwill import ledger
from bot.services.suggestions import LIKELY
from bot.services.views import HandoffView, moment, moment_or_none

_MOST = 5
# What says nothing about the problem.
_SAID = "affirm ask_bot ask_help deny goodbye greet request_human solved stop thank"
_MANNERS = {f"chat_{said}" for said in _SAID.split()}


def handoff_packet(session: Session, conversation: Conversation, messages: Sequence[Message]) -> HandoffView:
    customer = [message for message in messages if message.author == Actor.CUSTOMER]
    bot = [message for message in messages if message.author == Actor.BOT]
    about, shown = _about_the_problem(customer), _articles(bot)
    return {
        "problem": [message.text for message in about],
        "lane": conversation.lane,
        "topic": conversation.topic,
        "reason": conversation.reason,
        "priority": conversation.priority.value,
        "entities": _entities(customer),
        "articles": shown,
        "considered": _considered(about, {article["url"] for article in shown}),
        "guides": conversation.guides,
        "answers": [message.text for message in bot if message.kind == Kind.TEXT][-_MOST:],
        "mood": _mood(customer),
        "waiting_since": moment_or_none(conversation.waiting_since),
        "orders": _orders(session, conversation.contact_id),
        "goodwill": ledger(session, conversation),
        "earlier": _earlier(session, conversation),
    }


def contact_view(contact: Contact | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    return {
        "id": contact.id,
        "name": contact.name,
        "email": contact.email,
        "postcode": contact.postcode,
        "since": moment(contact.created_at),
    }


def _about_the_problem(customer: list[Message]) -> list[Message]:
    """In the customer's own words, without greetings and the like; what was not understood may be the problem."""
    typed = [message for message in customer if (message.nlu or {}).get("intent") not in _MANNERS]
    return (typed or customer)[:_MOST]


def _mood(customer: list[Message]) -> dict[str, Any] | None:
    """How the customer feels now, by which words, and where it is going."""
    moods = [found for message in customer if (found := mood.mood_of((message.nlu or {}).get("mood"))) is not None]
    felt = mood.now(moods)
    if felt is None:
        return None
    return {
        "label": felt.label.value,
        "strength": felt.strength,
        "words": list(felt.words),
        "trend": mood.trend(moods).value,
    }


def _entities(customer: list[Message]) -> list[dict[str, Any]]:
    """Products, codes, order numbers: each once, the newest value last."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for message in customer:
        entities = (message.nlu or {}).get("entities", [])
        postcodes = [entity.get("text") for entity in entities if entity.get("entity") == "postcode"]
        for entity in entities:
            if entity.get("entity") == "order_number" and entity.get("text") in postcodes:
                continue  # five digits may be either; nobody writes an order number like a postcode only
            said = "text" if entity.get("entity") == "date" else "value"  # a range of times is for programs
            key = (str(entity.get("entity")), str(entity.get(said)))
            found[key] = {"entity": key[0], "value": key[1]}
    return list(found.values())


def _articles(bot: list[Message]) -> list[dict[str, Any]]:
    """What was shown, so that nobody suggests it again."""
    shown = {message.link["url"]: message.link for message in bot if message.link}
    return list(shown.values())


def _considered(about: list[Message], shown: set[str]) -> list[dict[str, Any]]:
    """What was likely enough to suggest for the problem and was not shown, the likeliest first."""
    guesses = [guess for message in about for guess in (message.nlu or {}).get("articles") or []]
    found: dict[str, str] = {}
    for guess in sorted(guesses, key=lambda guess: -(guess.get("score") or 0)):
        url = f"{ARTICLES}/{guess.get('id')}"
        if (guess.get("score") or 0) >= LIKELY and guess.get("title") and url not in shown:
            found.setdefault(url, guess["title"])
    return [{"title": title, "url": url} for url, title in list(found.items())[:_MOST]]


def _orders(session: Session, contact_id: str | None) -> list[dict[str, Any]]:
    if contact_id is None:
        return []
    newest = select(Order).where(Order.contact_id == contact_id).order_by(Order.ordered_at.desc()).limit(_MOST)
    orders = session.scalars(newest).all()
    items: dict[str, list[str]] = {}
    for item in session.scalars(select(OrderItem).where(OrderItem.order_id.in_([order.id for order in orders]))):
        items.setdefault(item.order_id, []).append(f"{item.quantity} × {item.name}")
    return [
        {
            "number": order.number,
            "status": order.status.value,
            "ordered_at": moment(order.ordered_at),
            "items": items.get(order.id, []),
        }
        for order in orders
    ]


def _earlier(session: Session, conversation: Conversation) -> list[dict[str, Any]]:
    """The visitor's and the contact's other conversations, newest first."""
    same = Conversation.visitor_id == conversation.visitor_id
    if conversation.contact_id is not None:
        same = same | (Conversation.contact_id == conversation.contact_id)
    others = select(Conversation).where(same, Conversation.id != conversation.id)
    return [
        {
            "id": other.id,
            "status": other.status.value,
            "lane": other.lane,
            "topic": other.topic,
            "resolution": other.resolution.value if other.resolution else None,
            "score": other.score,
            "created_at": moment(other.created_at),
        }
        for other in session.scalars(others.order_by(Conversation.created_at.desc()).limit(_MOST))
    ]
