"""A conversation becomes a test in tests/conversations: what was asked, nothing personal, and what should happen."""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message, Turn
from bot.db.models.studio import InboxItem
from bot.domain.conversation import Actor, Status
from bot.domain.errors import Conflict, InvalidInput
from bot.domain.examples import HIDDEN
from bot.domain.lanes import Lane, lane_of
from bot.domain.patches import FileEdit
from bot.domain.ports import Project
from bot.domain.standins import filled
from bot.domain.yaml_lines import quoted
from bot.services.inbox import item_of
from bot.services.masking import hide, known_of

FILE = "tests/conversations/saved.yml"
HEAD = "# Conversations that trainers saved from real ones; README.md explains the format.\n"
KEYS = {"customer", "press", "lane", "answer", "never", "status", "escalation"}
LONGEST = 20
UNREAD = "[TEXT]"
"""Where nothing has masked what was written; it must be replaced before the test is saved."""


def draft(session: Session, item_id: str) -> str:
    """The conversation up to this message, as it went; a trainer corrects what should happen instead."""
    item = item_of(session, item_id)
    conversation = session.get_one(Conversation, item.conversation_id)
    asked = session.get_one(Message, item.message_id)
    thread = select(Message, Turn.payload).outerjoin(Turn, Turn.message_id == Message.id)
    thread = thread.where(Message.conversation_id == item.conversation_id, Message.private.is_(False))
    rows = session.execute(thread.order_by(Message.seq)).all()
    known = known_of(session, item.conversation_id)
    lines = ['- title: ""', "  turns:"]
    said = 0
    for message, payload in rows:
        if message.author == Actor.CUSTOMER and message.seq <= asked.seq and said < LONGEST:
            said += 1
            lines += _asked(message, payload is not None, known, item)
        elif message.author == Actor.BOT and message.link and said:
            lines.append(f"      answer: [{{article: {message.link['url'].rpartition('/')[2]}}}]")
    if asked.seq == max(row.seq for row, _ in rows if row.author == Actor.CUSTOMER):
        lines += [f"      status: {conversation.status.value}"]
    return "\n".join(lines) + "\n"


def _asked(message: Message, pressed: bool, known: Any, item: InboxItem) -> list[str]:
    if pressed:
        return [f"    - press: {quoted(filled(hide(message.text, known)))}"]
    nlu = message.nlu or {}
    masked = nlu.get("masked")
    text = filled(hide(masked, known)) if isinstance(masked, str) else UNREAD
    taught = item.taught or item.suggested if item.message_id == message.id else None
    lane = lane_of(taught or nlu.get("intent"))
    return [f"    - customer: {quoted(text)}", *([f"      lane: {lane.value}"] if lane else [])]


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
