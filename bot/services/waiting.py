"""The queue: how a conversation gets into it, its place, and an honest guess at the wait."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.domain import choices
from bot.domain.conversation import RANK, Actor, Priority, Status
from bot.domain.mood import Tone, tone
from bot.services.changes import change, raise_to
from bot.services.history import latest_moods
from bot.services.hours import in_words, opens_next
from bot.services.house import House
from bot.services.presence import anyone_online
from bot.services.saying import notice, texts_for
from bot.services.teams import choose_team
from bot.services.texts import Texts
from bot.services.views import QueueView, moment_or_none

_RECENT = 20
_ENOUGH = 5


def rank() -> ColumnElement[int]:
    """Priority as a number that the database can sort by."""
    return case({priority.value: number for priority, number in RANK.items()}, value=Conversation.priority, else_=0)


def send_to_queue(
    session: Session,
    house: House,
    conversation: Conversation,
    actor: Actor,
    reason: str,
    priority: Priority = Priority.MEDIUM,
    *,
    staff_id: str | None = None,
    announce: bool = True,
    explained: bool = False,
) -> None:
    """To people, with the reason; the customer hears the place, the hours and how to go on with the bot.

    `explained`: the bot has said in its own words that a colleague comes. An angry customer has priority high at least.
    """
    choose_team(session, conversation)
    raise_to(session, house, conversation, priority, actor, reason)
    if actor != Actor.AGENT:
        heed_anger(session, house, conversation, actor)
    change(session, house, conversation, Status.QUEUED, actor, reason, staff_id=staff_id)
    session.flush()
    if announce:
        announce_wait(session, house, conversation, explained=explained)


def heed_anger(session: Session, house: House, conversation: Conversation, actor: Actor) -> None:
    """Whoever is angry by now goes before the others who wait."""
    session.flush()
    if tone(latest_moods(session, conversation)) is Tone.ANGRY:
        raise_to(session, house, conversation, Priority.HIGH, actor, "anger")


def announce_wait(session: Session, house: House, conversation: Conversation, *, explained: bool = False) -> None:
    queue, words = queue_view(session, house, conversation), []
    texts = texts_for(session, house, conversation.visitor_id)
    if not explained:
        reason = conversation.reason
        words.append(texts(f"queued_{reason}" if reason in _REASONS else "queued"))
    if queue["opens"] is not None:
        words.append(texts("queued_closed", opens=queue["opens"]))
    elif not queue["staffed"]:
        words.append(texts("queued_nobody"))
    elif queue["position"] == 1:
        words.append(texts("queued_next", wait=spoken_wait(texts, queue)))
    else:
        words.append(texts("queued_position", position=queue["position"], wait=spoken_wait(texts, queue)))
    words.append(texts("queued_leave"))
    back = (texts("choice_bot"), choices.BACK_TO_BOT)
    notice(session, house, conversation, "plain", back, text=" ".join(words))


_REASONS = {"bot_unavailable", "not_understood", "not_solved", "danger"}


def queue_view(session: Session, house: House, conversation: Conversation) -> QueueView:
    low, high = wait_range(session, house)
    opening = opens_next(session, house)
    closed = opening - house.now() if opening else timedelta(0)
    texts = texts_for(session, house, conversation.visitor_id)
    return {
        "position": position(session, conversation),
        "staffed": anyone_online(session, house, conversation.team_id),
        "wait_low_s": int((closed + low).total_seconds()),
        "wait_high_s": int((closed + high).total_seconds()),
        "opens": in_words(texts, opening, house.now()) if opening else None,
        "opens_at": moment_or_none(opening),
    }


def position(session: Session, conversation: Conversation) -> int:
    """1 is next in its team. Higher priority goes first, then who has waited longer."""
    mine, since = RANK[conversation.priority], conversation.waiting_since
    before = or_(
        rank() > mine,
        and_(
            rank() == mine,
            or_(
                Conversation.waiting_since < since,
                and_(Conversation.waiting_since == since, Conversation.id < conversation.id),
            ),
        ),
    )
    team = Conversation.team_id.is_not_distinct_from(conversation.team_id)
    ahead = select(func.count()).where(Conversation.status == Status.QUEUED, team, before)
    return (session.scalar(ahead) or 0) + 1


def wait_range(session: Session, house: House) -> tuple[timedelta, timedelta]:
    """Where the middle of the latest waits lay; the settings' guess until there are enough."""
    latest = select(Event.data).where(Event.reason.in_(("claimed", "routed"))).order_by(Event.at.desc()).limit(_RECENT)
    waits = sorted(data["waited_s"] for data in session.scalars(latest) if data.get("waited_s") is not None)
    if len(waits) < _ENOUGH:
        return house.settings.wait_low, house.settings.wait_high
    low, high = waits[len(waits) // 4], waits[(len(waits) * 3) // 4]
    return timedelta(seconds=low), timedelta(seconds=max(high, low + 30))


def spoken_wait(texts: Texts, queue: QueueView) -> str:
    low, high = round(queue["wait_low_s"] / 60), max(1, -(-queue["wait_high_s"] // 60))
    if high == 1:
        return texts("wait_a_minute")
    if low < 1 or low == high:
        return texts("wait_up_to", high=high)
    return texts("wait_between", low=low, high=high)
