"""A conversation becomes a test in tests/conversations: what was asked, nothing personal, and what should happen."""

from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Kind, Message, Turn
from bot.domain.conversation import Actor, Status
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.examples import HIDDEN
from bot.domain.lanes import Lane, lane_of
from bot.domain.patches import FileEdit
from bot.domain.ports import Project
from bot.domain.standins import filled
from bot.domain.typed import storable
from bot.domain.yaml_lines import quoted
from bot.services.inbox import item_of
from bot.services.lessons import taught
from bot.services.masking import Known, hide, known_of

FILE = "tests/conversations/saved.yml"
HEAD = "# Conversations that trainers saved from real ones; README.md explains the format.\n"
KEYS = {"customer", "press", "lane", "answer", "never", "status", "escalation"}
LONGEST = 20
UNREAD = "[TEXT]"
"""Where nothing has masked what was written; it must be replaced before the test is saved."""


def draft(session: Session, item_id: str) -> str:
    """As an agent suggests it, else as it went up to this message; a trainer corrects what should happen instead."""
    item = item_of(session, item_id)
    if item.test:
        return item.test
    meant = item.taught or item.suggested
    until = session.get_one(Message, item.message_id).seq
    return _written(session, item.conversation_id, {item.message_id: meant} if meant else {}, until)


def draft_of(session: Session, conversation_id: str) -> str:
    """What the bot was asked until people took over, with what agents say it should have understood.

    NotFound for no conversation, InvalidInput where the bot was asked nothing.
    """
    if session.get(Conversation, storable(conversation_id)) is None:
        raise NotFound("There is no such conversation.", conversation_id=conversation_id)
    said = select(Message.id).where(Message.conversation_id == conversation_id)
    return _written(session, conversation_id, taught(session, list(session.scalars(said))))


def _written(session: Session, conversation_id: str, meant: Mapping[str, str], until: int | None = None) -> str:
    conversation = session.get_one(Conversation, conversation_id)
    thread = select(Message, Turn.payload).outerjoin(Turn, Turn.message_id == Message.id)
    thread = thread.where(Message.conversation_id == conversation_id, Message.private.is_(False))
    rows = session.execute(thread.where(Message.kind != Kind.FILE).order_by(Message.seq)).all()
    handed = session.scalar(_HANDED.where(Event.conversation_id == conversation_id).limit(1))
    known = known_of(session, conversation_id)
    turns: list[list[str]] = []
    answers: dict[int, list[str]] = {}
    whole = True
    for message, payload in rows:
        if message.author == Actor.CUSTOMER:
            if handed and message.created_at > handed.at:
                break
            whole = (until is None or message.seq <= until) and len(turns) < LONGEST
            if not whole:
                break
            turns.append(_asked(message, payload is not None, known, meant.get(message.id)))
        elif message.author == Actor.BOT and message.link and turns:
            answers.setdefault(len(turns), []).append(f"{{article: {message.link['url'].rpartition('/')[2]}}}")
    if not turns:
        raise InvalidInput("The bot was asked nothing in this conversation.")
    for number, links in answers.items():
        turns[number - 1].append(f"answer: [{', '.join(links)}]")
    if whole:
        turns[-1] += _ending(conversation, handed)
    lines = [f"    {'- ' if not place else '  '}{line}" for turn in turns for place, line in enumerate(turn)]
    return "\n".join(['- title: ""', "  turns:", *lines]) + "\n"


_HANDED = select(Event).where(Event.after.in_((Status.QUEUED, Status.ASSIGNED))).order_by(Event.id)
"""When people took over; what was said afterwards the bot did not answer."""


def _ending(conversation: Conversation, handed: Event | None) -> list[str]:
    """How it stood. An agent who stepped in by themselves is nothing that a test can repeat."""
    if handed is None:
        return [f"status: {conversation.status.value}"]
    if handed.after != Status.QUEUED:
        return []
    return [f"status: {Status.QUEUED.value}", f"escalation: {{reason: {handed.reason}}}"]


def _asked(message: Message, pressed: bool, known: Known, meant: str | None) -> list[str]:
    if pressed:
        return [f"press: {quoted(filled(hide(message.text, known)))}"]
    nlu = message.nlu or {}
    masked = nlu.get("masked")
    text = filled(hide(masked, known)) if isinstance(masked, str) else UNREAD
    lane = lane_of(meant or nlu.get("intent"))
    return [f"customer: {quoted(text)}", *([f"lane: {lane.value}"] if lane else [])]


def texts_of(entry: str) -> list[str]:
    """What customers say in it, to be looked through for personal data; InvalidInput for what is no conversation."""
    return [str(turn.get("customer", turn.get("press"))) for turn in _checked(entry)["turns"]]


def added(project: Project, entry: str) -> FileEdit:
    """At the end of the file for saved conversations."""
    title = _checked(entry)["title"]
    before = project.read(FILE) if project.exists(FILE) else None
    text = (before or HEAD).rstrip("\n") + "\n"
    known = YAML(typ="safe", pure=True).load(text) or []
    if title in {one["title"] for one in known}:
        raise Conflict(f"There is a conversation {title!r} already.", field="title")
    return FileEdit(FILE, before, f"{text}{'' if text == HEAD else chr(10)}{entry.strip()}\n")


def _checked(entry: str) -> dict[str, Any]:
    try:
        loaded = YAML(typ="safe", pure=True).load(entry)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "somewhere"
        raise InvalidInput(
            f"This is not valid YAML, {where}: {getattr(error, 'problem', error)}", field="text"
        ) from None
    match loaded:
        case [{"title": str(title), "turns": [*turns]} as only] if title.strip() and turns and len(only) == 2:
            for number, turn in enumerate(turns, 1):
                _check_turn(turn, number)
            return dict(only)
    raise InvalidInput("This must be one conversation with a title and its turns.", field="text")


def _check_turn(turn: Any, number: int) -> None:
    if not isinstance(turn, dict) or set(turn) - KEYS or len({"customer", "press"} & set(turn)) != 1:
        raise InvalidInput(f"Turn {number} needs `customer` or `press`, and may have lane, answer, never, status.")
    if "lane" in turn and turn["lane"] not in set(Lane):
        raise InvalidInput(f"Turn {number}: there is no lane {turn['lane']!r}.", field="lane")
    if "status" in turn and turn["status"] not in set(Status):
        raise InvalidInput(f"Turn {number}: there is no status {turn['status']!r}.", field="status")
    if HIDDEN.search(str(turn.get("customer", ""))):
        raise InvalidInput(f"Turn {number} hides something personal. Please write something made-up.", field="text")
