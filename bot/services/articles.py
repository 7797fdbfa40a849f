"""The help articles as trainers see them: their text, whether they helped, and the questions that none answers."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Event
from bot.db.models.message import Message
from bot.db.models.studio import Decision, InboxItem
from bot.domain.conversation import Actor
from bot.domain.doubts import groups
from bot.domain.errors import Conflict, NotFound
from bot.domain.patches import FileEdit
from bot.domain.ports import Project
from bot.services.house import House
from bot.services.knowledge import current, import_knowledge
from bot.services.studio_views import ArticleRow, ArticleText, GapView

FOLDER = "data/knowledge/articles"
WATCHED = timedelta(days=90)
MOST = 1000


def list_articles(session: Session, house: House) -> list[ArticleRow]:
    """By how often they were followed by "not solved", then by title."""
    shown, solved, not_solved = _what_came_of_them(session, house)
    rows: list[ArticleRow] = [
        {
            "id": one.id,
            "title": one.title,
            "stage": one.stage,
            "shown": shown[one.id],
            "solved": solved[one.id],
            "not_solved": not_solved[one.id],
        }
        for one in current(session).articles
    ]
    return sorted(rows, key=lambda row: (-row["not_solved"], row["title"].casefold()))


def read_article(project: Project, article_id: str) -> ArticleText:
    return {"id": article_id, "text": project.read(_path(project, article_id))}


def changed(project: Project, article_id: str, before: str, after: str) -> FileEdit:
    """Conflict when the file is not any more what the trainer began with."""
    path = _path(project, article_id)
    if project.read(path) != before:
        raise Conflict(f"{path} was changed by somebody else meanwhile. Copy your text and open it again.", file=path)
    return FileEdit(path, before, after if after.endswith("\n") else after + "\n")


def put_in_force(session: Session, house: House) -> None:
    """With the importer's own checks; KnowledgeError names lines and fields, and the files are put back."""
    import_knowledge(session, house.settings.project_dir / "data" / "knowledge")


def list_gaps(session: Session) -> list[GapView]:
    """Questions that trainers found no article for, those asked most first."""
    wanted = select(InboxItem).where(InboxItem.decision == Decision.GAP).order_by(InboxItem.asked_at.desc())
    rows = list(session.scalars(wanted.limit(MOST)))
    found = [[rows[place] for place in group] for group in groups([row.text for row in rows])]
    found.sort(key=lambda group: -len(group))
    return [{"id": group[0].id, "text": group[0].text, "count": len(group)} for group in found]


def close_gap(session: Session, item_id: str) -> None:
    """An article answers it now, or nobody has to."""
    item = session.get(InboxItem, item_id)
    if item is None or item.decision != Decision.GAP:
        raise NotFound("There is no such gap.")
    rows = list(session.scalars(select(InboxItem).where(InboxItem.decision == Decision.GAP, InboxItem.id != item_id)))
    for place in groups([item.text, *(row.text for row in rows)])[0]:
        (rows[place - 1] if place else item).decision = Decision.IGNORE


def _path(project: Project, article_id: str) -> str:
    path = f"{FOLDER}/{article_id}.md"
    if path not in project.paths(FOLDER, ".md"):
        raise NotFound("There is no such article.", id=article_id)
    return path


def _what_came_of_them(session: Session, house: House) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Shown, followed by yes, by no: the thumb under the answer, else what the customer said first after it."""
    since = house.now() - WATCHED
    answers = select(Message.conversation_id, Message.link, Message.helpful, Message.created_at).where(
        Message.author == Actor.BOT, Message.created_at >= since, Message.link.is_not(None)
    )
    said = select(Event).where(Event.at >= since, Event.reason.in_(("solved", "not_solved"))).order_by(Event.id)
    verdicts: dict[str, list[Event]] = {}
    for event in session.scalars(said):
        verdicts.setdefault(event.conversation_id, []).append(event)
    shown: Counter[str] = Counter()
    counted: dict[str, Counter[str]] = {"solved": Counter(), "not_solved": Counter()}
    for conversation_id, link, helpful, at in session.execute(answers):
        if not link:
            continue
        article = str(link["url"]).rpartition("/")[2]
        shown[article] += 1
        said_after = (event.reason for event in verdicts.get(conversation_id, []) if event.at >= at)
        verdict = next(said_after, None) if helpful is None else "solved" if helpful else "not_solved"
        if verdict is not None:
            counted[verdict][article] += 1
    return shown, counted["solved"], counted["not_solved"]
