"""Taking a conversation: one conditional UPDATE, which exactly one colleague wins."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.staff import Staff
from bot.domain.conversation import Actor, Status, move
from bot.domain.errors import AlreadyClaimed, IllegalMove
from bot.services.changes import change
from bot.services.house import House


def take(
    session: Session,
    house: House,
    conversation: Conversation,
    staff_id: str,
    actor: Actor = Actor.AGENT,
    reason: str = "claimed",
) -> None:
    """For this colleague; AlreadyClaimed when somebody else has it or was quicker.

    The visitor's row is held by the caller; the race is decided by the UPDATE's WHERE, not by what was read before it.
    """
    if conversation.merged_into_id is not None:
        raise IllegalMove("It was merged and goes on in the other one.", merged_into=conversation.merged_into_id)
    before, waiting_since = conversation.status, conversation.waiting_since
    try:
        move(before, Status.ASSIGNED, actor)
        if before in {Status.ASSIGNED, Status.CONFIRMING} and conversation.assignee_id is not None:
            raise IllegalMove("It is somebody else's.")
    except IllegalMove:
        raise taken(session, conversation) from None
    free = update(Conversation).where(
        Conversation.id == conversation.id, Conversation.status == before, Conversation.assignee_id.is_(None)
    )
    if before == Status.RESOLVED:
        free = update(Conversation).where(Conversation.id == conversation.id, Conversation.status == before)
    won = session.execute(
        free.values(status=Status.ASSIGNED, assignee_id=staff_id)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    ).first()
    if won is None:
        raise taken(session, conversation)
    data: dict[str, Any] = {}
    if waiting_since is not None:
        data["waited_s"] = max(0, int((house.now() - waiting_since).total_seconds()))
    change(session, house, conversation, Status.ASSIGNED, actor, reason, staff_id=staff_id, **data)


def taken(session: Session, conversation: Conversation) -> AlreadyClaimed:
    return AlreadyClaimed(
        "This conversation cannot be claimed.",
        status=conversation.status.value,
        owner=owner_name(session, conversation),
    )


def owner_name(session: Session, conversation: Conversation) -> str | None:
    """The first name of who has it."""
    staff = session.get(Staff, conversation.assignee_id) if conversation.assignee_id else None
    return staff.name.split()[0] if staff else None
