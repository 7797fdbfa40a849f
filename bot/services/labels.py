"""Labels on conversations: small words of the house's own, to find things again."""

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.db.models.desk import ConversationLabel, RetiredLabel
from bot.db.session import tell
from bot.domain.conversation import Actor
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.events import DESK, Wake
from bot.domain.typed import storable
from bot.services import audit
from bot.services.changes import hold, log
from bot.services.house import House
from bot.services.views import LabelView

MOST = 10
LONGEST = 40


def all_labels(session: Session) -> list[str]:
    """Those in use that may still be given, by name."""
    retired = select(RetiredLabel.label)
    used = select(ConversationLabel.label).distinct().where(ConversationLabel.label.not_in(retired))
    return list(session.scalars(used.order_by(ConversationLabel.label)))


def label_views(session: Session) -> list[LabelView]:
    """Retired ones too, by name."""
    used = select(ConversationLabel.label, func.count()).group_by(ConversationLabel.label)
    counts: dict[str, int] = dict(session.execute(used).all())
    retired = set(session.scalars(select(RetiredLabel.label)))
    return [
        {"label": label, "count": counts.get(label, 0), "retired": label in retired}
        for label in sorted(counts.keys() | retired)
    ]


def rename_label(session: Session, house: House, by: str, old: str, new: str) -> None:
    """On every conversation; one that is in use already takes its conversations. NotFound, InvalidInput."""
    label, wanted = _known(session, old), as_label(new)
    if not wanted:
        raise InvalidInput("A label needs a name.", field="to")
    if wanted == label:
        return
    theirs, others = _conversations_with(session, label), _conversations_with(session, wanted)
    session.execute(delete(ConversationLabel).where(ConversationLabel.label == label))
    session.execute(delete(RetiredLabel).where(RetiredLabel.label == label))
    session.add_all(ConversationLabel(conversation_id=one, label=wanted) for one in theirs - others)
    action = "label_merged" if others else "label_renamed"
    audit.note(session, house, by, action, wanted, label=[label, wanted], conversations=len(theirs))
    tell(session, Wake(DESK, "labels", {}))


def retire_label(session: Session, house: House, by: str, label: str, retired: bool) -> None:
    """Given to no other conversation from now on, or again. NotFound."""
    label = _known(session, label)
    was = session.get(RetiredLabel, label)
    if (was is not None) == retired:
        return
    if was is None:
        session.add(RetiredLabel(label=label, at=house.now()))
    else:
        session.delete(was)
    audit.note(session, house, by, "label_retired" if retired else "label_given_again", label)


def labels_of(session: Session, conversation_ids: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    theirs = select(ConversationLabel).where(ConversationLabel.conversation_id.in_(conversation_ids))
    for row in session.scalars(theirs.order_by(ConversationLabel.label)):
        found.setdefault(row.conversation_id, []).append(row.label)
    return found


def set_labels(session: Session, house: House, conversation_id: str, staff_id: str, labels: Collection[str]) -> None:
    """Exactly these; any agent may. InvalidInput for too many, a long one, and a retired one that is new here."""
    conversation = hold(session, conversation_id)
    wanted = {label for label in (as_label(raw) for raw in labels) if label}
    if len(wanted) > MOST:
        raise InvalidInput(f"A conversation has at most {MOST} labels.", field="labels")
    before = set(labels_of(session, [conversation.id]).get(conversation.id, []))
    if wanted == before:
        return
    refused = session.scalar(select(RetiredLabel.label).where(RetiredLabel.label.in_(wanted - before)).limit(1))
    if refused is not None:
        raise InvalidInput(f'The label "{refused}" is no longer given.', field="labels", label=refused)
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


def _conversations_with(session: Session, label: str) -> set[str]:
    return set(session.scalars(select(ConversationLabel.conversation_id).where(ConversationLabel.label == label)))


def _known(session: Session, raw: str) -> str:
    label = as_label(raw)
    if not _conversations_with(session, label) and session.get(RetiredLabel, label) is None:
        raise NotFound("There is no such label.", label=label)
    return label
