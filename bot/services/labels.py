"""Labels on conversations: small words of the house's own, to find things again."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.models.desk import ConversationLabel
from bot.domain.conversation import Actor
from bot.domain.errors import InvalidInput
from bot.domain.typed import storable
from bot.services.changes import hold, log
from bot.services.house import House

MOST = 10
LONGEST = 40


def all_labels(session: Session) -> list[str]:
    """Those in use, by name."""
    return list(session.scalars(select(ConversationLabel.label).distinct().order_by(ConversationLabel.label)))


def labels_of(session: Session, conversation_ids: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    theirs = select(ConversationLabel).where(ConversationLabel.conversation_id.in_(conversation_ids))
    for row in session.scalars(theirs.order_by(ConversationLabel.label)):
        found.setdefault(row.conversation_id, []).append(row.label)
    return found


def set_labels(session: Session, house: House, conversation_id: str, staff_id: str, labels: Collection[str]) -> None:
    """Exactly these; any agent may. InvalidInput for too many or one that is too long."""
    conversation = hold(session, conversation_id)
    wanted = {label for label in (as_label(raw) for raw in labels) if label}
    if len(wanted) > MOST:
        raise InvalidInput(f"A conversation has at most {MOST} labels.", field="labels")
    before = set(labels_of(session, [conversation.id]).get(conversation.id, []))
    if wanted == before:
        return
    session.execute(
        delete(ConversationLabel).where(
            ConversationLabel.conversation_id == conversation.id, ConversationLabel.label.in_(before - wanted)
        )
    )
    session.add_all(ConversationLabel(conversation_id=conversation.id, label=label) for label in wanted - before)
    added, removed = sorted(wanted - before), sorted(before - wanted)
    log(session, house, conversation, Actor.AGENT, "labelled", staff_id=staff_id, added=added, removed=removed)


def as_label(raw: str) -> str:
    """Small letters, single spaces."""
    label = " ".join(storable(raw).split()).lower()
    if len(label) > LONGEST:
        raise InvalidInput(f"A label has at most {LONGEST} characters.", field="labels")
    return label
