"""Only the customer says that it is solved; silence is recorded as what it is."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.due import DueItem, DueKind
from bot.db.models.message import Kind, Message
from bot.db.models.staff import Staff
from bot.db.models.visitor import Visitor
from bot.domain import choices
from bot.domain.conversation import Actor, Priority, Resolution, Status, raised
from bot.services import due, followups
from bot.services.changes import change, hold, log, raise_to
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.saying import notice, say, texts_for
from bot.services.turns import enqueue
from bot.services.waiting import send_to_queue

NOT_SOLVED_PAYLOAD = "/chat_not_solved"


def ask(session: Session, house: House, conversation: Conversation, actor: Actor, staff_id: str | None = None) -> None:
    """ "Did that solve it?", by the bot, by an agent, or on the customer's own hint."""
    change(session, house, conversation, Status.CONFIRMING, actor, "proposed", staff_id=staff_id)
    texts = texts_for(session, house, conversation.visitor_id)
    offers = [(texts("choice_yes"), choices.SOLVED), (texts("choice_no"), choices.NOT_SOLVED)]
    if actor == Actor.AGENT:
        words = texts("ask_solved_agent", name=agent_name(session, staff_id))
    else:
        conversation.confirming_by = Actor.BOT
        words = texts("ask_solved")
        offers.append((texts("choice_person"), choices.PERSON))
    author = Actor.SYSTEM if actor == Actor.AGENT else Actor.BOT
    say(session, house, conversation, author, words, kind=Kind.CHOICES, choices=tuple(offers))


def ask_in_time(session: Session, house: House, conversation: Conversation) -> None:
    """The bot has answered: ask at once, but not twice in a row. Who passed over the question is asked in silence."""
    if not _passed_over(session, conversation):
        ask(session, house, conversation, Actor.BOT)
        return
    seq = session.get_one(Visitor, conversation.visitor_id).last_seq
    at = house.now() + settings(session, house).remind_after
    due.plan(session, house, DueKind.ASK_SOLVED, f"silence:{conversation.id}:{seq}", at, conversation, seq=seq)


def ask_in_silence(session: Session, house: House, item: DueItem) -> None:
    """Nothing was said since the bot's answer."""
    conversation = session.get_one(Conversation, item.conversation_id, populate_existing=True)
    silent = session.get_one(Visitor, item.visitor_id).last_seq == item.payload["seq"]
    if silent and conversation.status == Status.BOT:
        ask(session, house, conversation, Actor.BOT)
    due.finish(house, item, "asked" if silent else "went_on")


def take_thanks(session: Session, house: House, conversation: Conversation) -> None:
    """Thanks or goodbye is no "yes", but nobody is pressed for one: it stays unconfirmed if nothing more comes."""
    conversation.remind_at, conversation.close_at = None, house.now() + settings(session, house).close_after
    notice(session, house, conversation, "welcome")


def solved(session: Session, house: House, conversation: Conversation) -> None:
    """The customer said yes."""
    change(session, house, conversation, Status.RESOLVED, Actor.CUSTOMER, "solved")
    conversation.resolution = Resolution.CONFIRMED
    notice(session, house, conversation, "thanks_solved")
    followups.plan_after_solved(session, house, conversation)
    send_survey(session, house, conversation)


def not_solved(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """The customer said no: to an agent, who is back; to the bot, which gets one more try before people do."""
    urgency = raised(conversation.priority)
    if conversation.status == Status.BOT or conversation.confirming_by == Actor.BOT:
        conversation.denials += 1
        if conversation.denials > 1:
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "not_solved", urgency)
            return
        if conversation.status != Status.BOT:
            change(session, house, conversation, Status.BOT, Actor.CUSTOMER, "not_solved")
        enqueue(session, house, conversation, message, NOT_SOLVED_PAYLOAD)
    else:
        back_to_people(session, house, conversation, "not_solved", urgency)


def back_to_people(session: Session, house: House, conversation: Conversation, reason: str, urgency: Priority) -> None:
    """To the agent who had it, if that person still works here; else to the queue."""
    if last_agent(session, conversation) is None:
        send_to_queue(session, house, conversation, Actor.CUSTOMER, reason, urgency)
        return
    raise_to(session, house, conversation, urgency, Actor.CUSTOMER, reason)
    conversation.waiting_since = conversation.waiting_since or house.now()
    change(session, house, conversation, Status.ASSIGNED, Actor.CUSTOMER, reason)
    conversation.reason = reason
    notice(session, house, conversation, "agent_again", name=agent_name(session, conversation.assignee_id))


def end(session: Session, house: House, conversation: Conversation) -> None:
    """The customer left; that is no "yes"."""
    change(session, house, conversation, Status.RESOLVED, Actor.CUSTOMER, "ended_by_customer")
    notice(session, house, conversation, "ended")
    send_survey(session, house, conversation)


def send_survey(session: Session, house: House, conversation: Conversation) -> None:
    texts = texts_for(session, house, conversation.visitor_id)
    faces = tuple((texts(f"score_{score}"), f"{choices.SCORE}{score}") for score in range(1, 6))
    say(session, house, conversation, Actor.SYSTEM, texts("survey"), kind=Kind.SURVEY, choices=faces)


def last_agent(session: Session, conversation: Conversation) -> Staff | None:
    if conversation.assignee_id is None:
        return None
    return session.scalar(select(Staff).where(Staff.id == conversation.assignee_id, Staff.active))


def agent_name(session: Session, staff_id: str | None) -> str:
    """The first name: enough for a customer."""
    staff = session.get(Staff, staff_id) if staff_id else None
    return staff.name.split()[0] if staff else ""


def _passed_over(session: Session, conversation: Conversation) -> bool:
    """The last time the bot asked, the customer went on with something else."""
    moves = select(Event).where(Event.conversation_id == conversation.id, Event.after.is_not(None))
    last = session.scalar(moves.order_by(Event.id.desc()).limit(1))
    return last is not None and (last.before, last.reason) == (Status.CONFIRMING, "wrote_again")


def sweep(session: Session, house: House, limit: int = 50) -> int:
    """Remind those who were asked and did not answer, then close as unconfirmed; says how many changed."""
    now, changed = house.now(), 0
    for conversation_id in session.scalars(_silent(house).limit(limit)).all():
        conversation = hold(session, conversation_id)
        if conversation.status != Status.CONFIRMING:
            continue
        if conversation.close_at is not None and conversation.close_at <= now:
            change(session, house, conversation, Status.RESOLVED, Actor.SYSTEM, "silence")
            notice(session, house, conversation, "closed_by_silence")
            changed += 1
        elif conversation.remind_at is not None and conversation.remind_at <= now:
            conversation.remind_at, conversation.close_at = None, now + settings(session, house).close_after
            log(session, house, conversation, Actor.SYSTEM, "reminded")
            notice(session, house, conversation, "reminder")
            changed += 1
    return changed


def anyone_silent(session: Session, house: House) -> bool:
    """Whether a sweep would find anything; needs no lock."""
    return session.scalar(_silent(house).limit(1)) is not None


def _silent(house: House) -> Select[str]:
    now = house.now()
    return (
        select(Conversation.id)
        .where(Conversation.status == Status.CONFIRMING)
        .where(or_(Conversation.remind_at <= now, Conversation.close_at <= now))
        .order_by(Conversation.id)
    )
