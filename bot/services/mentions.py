"""Colleagues whom a private note calls: who, whether they have seen it, and what the desk shows of it."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.desk import Mention
from bot.db.models.message import Message
from bot.db.models.staff import Staff
from bot.db.models.team import Team, TeamMember
from bot.db.session import tell
from bot.domain.errors import InvalidInput
from bot.domain.events import DESK, Wake
from bot.domain.typed import storable
from bot.services.house import House
from bot.services.presence import AT_THE_DESK
from bot.services.views import MentionView


def mention(session: Session, message: Message, ids: Sequence[str]) -> None:
    """Call these colleagues and teams with this note. InvalidInput for an id of nobody who works at the desk.

    Whoever is in a called team is called once; nobody calls themselves.
    """
    wanted = {storable(one) for one in ids}
    people = set(session.scalars(select(Staff.id).where(Staff.id.in_(wanted), _AT_WORK)))
    teams = set(session.scalars(select(Team.id).where(Team.id.in_(wanted))))
    if unknown := wanted - people - teams:
        raise InvalidInput("Only colleagues at the desk and teams can be mentioned.", field="mentions", id=min(unknown))
    called: dict[str, str | None] = {}
    members = select(TeamMember).join(Staff, Staff.id == TeamMember.staff_id)
    for member in session.scalars(members.where(TeamMember.team_id.in_(teams), _AT_WORK)):
        called[member.staff_id] = member.team_id
    called |= dict.fromkeys(people)
    called.pop(message.staff_id or "", None)
    session.add_all(Mention(message_id=message.id, staff_id=who, team_id=team) for who, team in called.items())


def see(session: Session, house: House, conversation: Conversation, staff_id: str, seq: int) -> None:
    """This colleague has seen all notes up to here; their other pages count again."""
    theirs = select(Message.id).where(Message.conversation_id == conversation.id, Message.seq <= seq)
    unseen = update(Mention).where(Mention.staff_id == staff_id, Mention.seen_at.is_(None))
    seen = unseen.where(Mention.message_id.in_(theirs)).values(seen_at=house.now()).returning(Mention.message_id)
    if session.execute(seen.execution_options(synchronize_session=False)).first() is not None:
        tell(session, Wake(DESK, "conversation", {"conversation_id": conversation.id}))


def unseen(session: Session, staff_id: str) -> int:
    """How many notes call this colleague and wait to be seen."""
    waiting = select(func.count()).select_from(Mention).where(Mention.staff_id == staff_id, Mention.seen_at.is_(None))
    return session.scalar(waiting) or 0


def with_mention(staff_id: str) -> ColumnElement[bool]:
    """A filter for conversations: somebody calls this colleague in a note."""
    return (
        select(Mention.message_id)
        .join(Message, Message.id == Mention.message_id)
        .where(Message.conversation_id == Conversation.id, Mention.staff_id == staff_id)
        .exists()
    )


def waiting_in(session: Session, conversation_ids: Collection[str], staff_id: str) -> set[str]:
    """Those of the conversations with a note that this colleague should see and has not."""
    found = (
        select(Message.conversation_id)
        .join(Mention, Mention.message_id == Message.id)
        .where(Message.conversation_id.in_(conversation_ids), Mention.staff_id == staff_id, Mention.seen_at.is_(None))
    )
    return set(session.scalars(found))


def mentions_of(session: Session, message_ids: Collection[str]) -> dict[str, list[MentionView]]:
    """By message: each name that was called, once."""
    rows = session.execute(
        select(Mention, Staff.name, Team.name)
        .join(Staff, Staff.id == Mention.staff_id)
        .outerjoin(Team, Team.id == Mention.team_id)
        .where(Mention.message_id.in_(message_ids))
        .order_by(Staff.name, Staff.id)
    )
    found: dict[str, dict[str, MentionView]] = {}
    for row, person, team in rows:
        names = found.setdefault(row.message_id, {})
        names.setdefault(team or person, {"name": team or person, "staff": []})["staff"].append(row.staff_id)
    return {message_id: list(names.values()) for message_id, names in found.items()}


_AT_WORK = Staff.active & Staff.role.in_(AT_THE_DESK)
