"""Two conversations of one person become one: the other is closed, its messages stay where they were said.

Whose they are is never guessed: the same browser, the same proven contact, or an agent who says so. What a contact has
proven stays with the conversation in which it was proven. The customer may go on in either browser: the conversation
follows them there, with all that is open.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.desk import ConversationLabel
from bot.db.models.due import DueItem, DueKind
from bot.db.models.goodwill import Gesture
from bot.db.models.mail import MailWish
from bot.db.models.visitor import Visitor
from bot.domain.conversation import MERGES, Actor, Resolution, Status
from bot.domain.errors import Conflict, IllegalMove, InvalidInput, NotOwner
from bot.domain.goodwill import Standing
from bot.domain.typed import storable
from bot.services import clocks, resolution
from bot.services.changes import change, hold, hold_visitors, log, raise_to
from bot.services.house import House
from bot.services.labels import labels_of
from bot.services.ownership import owner_name, take
from bot.services.receiving import current_conversation, surviving
from bot.services.saying import notice


def merge(
    session: Session, house: House, conversation_id: str, staff_id: str, into_id: str, same_person: bool = False
) -> None:
    """Close this one; the other keeps its owner or, if nobody has it, goes to who merges.

    InvalidInput for itself, IllegalMove unless both are open, NotOwner for a colleague's, Conflict if nothing shows
    that it is the same person and the agent does not say so.
    """
    if conversation_id == into_id:
        raise InvalidInput("A conversation cannot be merged into itself.", field="into")
    closing, staying = _hold_both(session, conversation_id, into_id)
    for one in (closing, staying):
        if one.status == Status.RESOLVED:
            raise IllegalMove("Only open conversations can be merged.", conversation_id=one.id)
    if closing.assignee_id not in {None, staff_id}:
        raise NotOwner("A colleague looks after this conversation.", owner=owner_name(session, closing))
    because = known_as(closing, staying)
    if because is None and not same_person:
        raise Conflict("Nothing shows that this is the same person.", field="same_person")
    waits = closing.waiting_since is not None
    _hand_over(session, house, closing, staying, Actor.AGENT)
    _close(session, house, closing, staying, Actor.AGENT, staff_id=staff_id, because=because or "agent")
    log(session, house, staying, Actor.AGENT, "merged_from", staff_id=staff_id, other=closing.id)
    if staying.assignee_id is None:
        take(session, house, staying, staff_id, reason="merged")
        notice(session, house, staying, "agent_joined", name=resolution.agent_name(session, staff_id))
    elif waits and staying.status in {Status.SNOOZED, Status.CONFIRMING}:
        change(session, house, staying, Status.ASSIGNED, Actor.AGENT, "merged")
    elif waits:
        clocks.colleague_owes(session, house, staying)
    if closing.visitor_id == staying.visitor_id:
        notice(session, house, staying, "merged")
    else:
        notice(session, house, closing, "merged_elsewhere")


def follow(session: Session, house: House, visitor_id: str) -> None:
    """This visitor is about to write: what was merged into a conversation of another browser comes back to theirs.

    The one that had stayed is closed in its place, so that each answer goes to one browser: where the customer is.
    `hold_writer` holds both.
    """
    closed = current_conversation(session, house, visitor_id, writing=True)
    if closed.merged_into_id is None:
        return
    head = surviving(session, closed, fresh=True)
    closed.merged_into_id, closed.resolution = None, Resolution.UNCONFIRMED
    log(session, house, closed, Actor.CUSTOMER, "went_on_here", other=head.id)
    owner = resolution.last_agent(session, head)
    if head.status == Status.RESOLVED:  # its end was the end of both
        closed.assignee_id, closed.resolved_at = owner.id if owner else None, head.resolved_at
        return
    target, why = _as_it_stood(head, owner is not None), head.reason
    _hand_over(session, house, head, closed, Actor.CUSTOMER)
    _close(session, house, head, closed, Actor.CUSTOMER)
    who = owner.id if owner and target == Status.ASSIGNED else None
    change(session, house, closed, target, Actor.CUSTOMER, "wrote_again", staff_id=who)
    closed.reason = why
    notice(session, house, head, "merged_elsewhere")


def hold_writer(session: Session, visitor_id: str) -> Visitor | None:
    """For a visitor who writes: their row, and that of the browser where their merged conversation goes on.

    Where it goes on is only sure while the rows are held. Who holds the wrong ones gives them back and begins again:
    taking another one in passing could meet somebody who does so the other way round.
    """
    wanted = {visitor_id}
    while True:
        locks = session.begin_nested()
        hold_visitors(session, wanted)
        missing = _goes_on_with(session, visitor_id) - wanted
        if not missing:
            locks.commit()
            return session.get(Visitor, visitor_id)
        locks.rollback()
        wanted |= missing


def _goes_on_with(session: Session, visitor_id: str) -> set[str]:
    newest = select(Conversation).where(Conversation.visitor_id == visitor_id)
    newest = newest.order_by(Conversation.created_at.desc(), Conversation.id.desc()).limit(1)
    conversation = session.scalar(newest.execution_options(populate_existing=True))
    return set() if conversation is None else {surviving(session, conversation, fresh=True).visitor_id}


def known_as(one: Conversation, other: Conversation) -> str | None:
    """What shows that two conversations are the same person's: `browser`, `contact`, or nothing. An e-mail does not."""
    if one.visitor_id == other.visitor_id:
        return "browser"
    return "contact" if one.contact_id is not None and one.contact_id == other.contact_id else None


def _hold_both(session: Session, one_id: str, other_id: str) -> tuple[Conversation, Conversation]:
    ids = (storable(one_id), storable(other_id))
    hold_visitors(session, set(session.scalars(select(Conversation.visitor_id).where(Conversation.id.in_(ids)))))
    return hold(session, one_id), hold(session, other_id)


def _as_it_stood(head: Conversation, has_owner: bool) -> Status:
    """Where the one goes on that takes its place: with the bot, with the agent who has it, else in the queue."""
    if head.status == Status.BOT or (head.status == Status.CONFIRMING and head.confirming_by == Actor.BOT):
        return Status.BOT
    return Status.ASSIGNED if has_owner and head.status != Status.QUEUED else Status.QUEUED


def _close(
    session: Session, house: House, closing: Conversation, staying: Conversation, actor: Actor, **data: str
) -> None:
    """Without a survey: nobody has said that it is solved. Scores stay where they were given."""
    change(session, house, closing, Status.RESOLVED, actor, "merged", moves=MERGES, into=staying.id, **data)
    closing.resolution, closing.merged_into_id = Resolution.MERGED, staying.id


def _hand_over(session: Session, house: House, closing: Conversation, staying: Conversation, actor: Actor) -> None:
    """What is open goes on: the higher priority, the clocks, labels and promises.

    What belongs to a contact, an undecided gesture or where to answer by e-mail, only to the same browser or contact.
    """
    raise_to(session, house, staying, closing.priority, actor, "merged")
    if staying.lane is None:
        staying.lane, staying.topic = closing.lane, closing.topic
    staying.team_id = staying.team_id or closing.team_id
    clocks.join(session, house, closing, staying)
    _copy_labels(session, closing, staying)
    theirs = (DueItem.conversation_id == closing.id, DueItem.kind == DueKind.PROMISE, DueItem.done_at.is_(None))
    moved = {"conversation_id": staying.id, "visitor_id": staying.visitor_id}
    session.execute(update(DueItem).where(*theirs).values(moved))
    if known_as(closing, staying) is not None:
        asked = update(Gesture).where(Gesture.conversation_id == closing.id, Gesture.standing == Standing.ASKED)
        session.execute(asked.values(conversation_id=staying.id))
        wish, known = (session.get(MailWish, one.visitor_id) for one in (closing, staying))
        if wish is not None and known is None:
            session.add(MailWish(visitor_id=staying.visitor_id, email=wish.email, created_at=wish.created_at))


def _copy_labels(session: Session, closing: Conversation, staying: Conversation) -> None:
    labels = labels_of(session, [closing.id, staying.id])
    new = set(labels.get(closing.id, [])) - set(labels.get(staying.id, []))
    session.add_all(ConversationLabel(conversation_id=staying.id, label=label) for label in new)
