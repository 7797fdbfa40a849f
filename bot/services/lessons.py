"""What the bot should have understood: an agent says it once, the trainer's inbox reads it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.desk import Lesson
from bot.db.models.message import Message
from bot.domain.conversation import Actor
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.lanes import lane_of
from bot.domain.ports import Project
from bot.domain.typed import storable
from bot.services import examples
from bot.services.changes import hold, touch
from bot.services.house import House
from bot.services.views import IntentView, LessonView


def intents(project: Project) -> list[IntentView]:
    """Every intent of domain.yml as it is now; `title` as customers read it, or null."""
    names, titles = examples.names(project)
    return [{"name": name, "title": titles.get(name), "lane": lane_of(name)} for name in names]


def teach(
    session: Session,
    house: House,
    project: Project,
    conversation_id: str,
    staff_id: str,
    message_id: str,
    intent: str,
) -> LessonView:
    """Said again by the same colleague, the last word counts. InvalidInput for an unknown intent."""
    conversation = hold(session, conversation_id)
    message = session.get(Message, storable(message_id))
    if message is None or message.conversation_id != conversation.id or message.author != Actor.CUSTOMER:
        raise NotFound("The customer did not write this here.", message_id=message_id)
    if intent not in {known["name"] for known in intents(project)}:
        raise InvalidInput("There is no such intent.", field="intent", intent=intent)
    same = select(Lesson).where(Lesson.message_id == message.id, Lesson.staff_id == staff_id)
    lesson = session.scalar(same) or Lesson(message_id=message.id, staff_id=staff_id)
    lesson.intent, lesson.at = intent, house.now()
    session.add(lesson)
    touch(session, house, conversation)
    return {"message_id": message.id, "intent": intent}


def taught(session: Session, message_ids: Collection[str]) -> dict[str, str]:
    """What the newest lesson says about each of these messages."""
    lessons = select(Lesson).where(Lesson.message_id.in_(message_ids)).order_by(Lesson.at)
    return {lesson.message_id: lesson.intent for lesson in session.scalars(lessons)}
