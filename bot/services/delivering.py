"""A customer's message on its way to whoever owes the answer."""

from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.domain.conversation import Actor, Status
from bot.services import clocks, resolution
from bot.services.changes import change
from bot.services.house import House
from bot.services.turns import ask_for_hint, enqueue


def reopen(session: Session, house: House, conversation: Conversation) -> None:
    """Back to the agent who had it, or to the bot."""
    agent = resolution.last_agent(session, conversation)
    target = Status.BOT if agent is None else Status.ASSIGNED
    change(session, house, conversation, target, Actor.CUSTOMER, "wrote_again")


def deliver(
    session: Session, house: House, conversation: Conversation, message: Message, payload: str | None = None
) -> None:
    """To the owner: the bot gets a turn, people get a hint. What had come to its end is opened again."""
    if conversation.status in {Status.CONFIRMING, Status.RESOLVED}:
        reopen(session, house, conversation)
    if conversation.status == Status.BOT:
        enqueue(session, house, conversation, message, payload)
        return
    wait_for_people(session, house, conversation)
    ask_for_hint(session, conversation, message)


def wait_for_people(session: Session, house: House, conversation: Conversation) -> None:
    match conversation.status:
        case Status.SNOOZED if resolution.last_agent(session, conversation) is None:
            change(session, house, conversation, Status.QUEUED, Actor.SYSTEM, "wrote_again")
        case Status.SNOOZED:
            change(session, house, conversation, Status.ASSIGNED, Actor.CUSTOMER, "wrote_again")
    clocks.customer_waits(session, house, conversation)
    if conversation.status == Status.ASSIGNED:
        clocks.colleague_owes(session, house, conversation)
