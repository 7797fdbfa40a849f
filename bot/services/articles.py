"""Help articles and guides as trainers see them: their text, whether they helped, and questions that none answers."""

import re
from collections import Counter
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Event
from bot.db.models.message import Message
from bot.db.models.studio import Decision, InboxItem
from bot.domain.conversation import Actor
from bot.domain.doubts import groups
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.patches import FileEdit
from bot.domain.ports import Project
from bot.services.house import House
from bot.services.knowledge import current, import_knowledge
from bot.services.studio_views import ArticleRow, ArticleText, GapView, GuideRow, GuideStep, GuideText

FOLDER = "data/knowledge/"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$")
WATCHED = timedelta(days=90)
MOST = 1000


class Kind(StrEnum):
    """The folder below FOLDER."""

    ARTICLE = "articles"
    GUIDE = "guides"

    def path(self, id: str) -> str:
        return f"{FOLDER}{self.value}/{id}{'.md' if self == Kind.ARTICLE else '.yml'}"


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


def list_guides(session: Session) -> list[GuideRow]:
    guides = sorted(current(session).guides, key=lambda one: one.title.casefold())
    return [{"id": one.id, "title": one.title, "steps": len(one.steps)} for one in guides]


def read_article(project: Project, article_id: str) -> ArticleText:
    return {"id": article_id, "text": project.read(_path(project, Kind.ARTICLE, article_id))}


def read_guide(session: Session, project: Project, guide_id: str) -> GuideText:
    """With its steps as customers are led through them now."""
    text = project.read(_path(project, Kind.GUIDE, guide_id))
    guide = next((one for one in current(session).guides if one.id == guide_id), None)
    steps: list[GuideStep] = [
        {
            "title": step.title,
            "do": list(dict.fromkeys(text for _, text in step.do)),
            "ask": step.ask,
            "answers": [answer.title for answer in step.answers],
        }
        for step in (guide.steps if guide else ())
    ]
    return {"id": guide_id, "text": text, "steps": steps}


def created(project: Project, text: str) -> FileEdit:
    """A new article, named by its title; InvalidInput, or Conflict when there is one of that name."""
    title = TITLE.search(text)
    name = re.sub(r"[^a-z0-9]+", "-", title[1].lower()).strip("-")[:60].rstrip("-") if title else ""
    if not ID.fullmatch(name):
        raise InvalidInput("An article begins with a line `title:` in its front matter.", field="text")
    path = Kind.ARTICLE.path(name)
    if project.exists(path):
        raise Conflict(f"There is a {path} already; please choose another title.", file=path)
    return FileEdit(path, None, text if text.endswith("\n") else text + "\n")


def changed(project: Project, kind: Kind, id: str, before: str, after: str) -> FileEdit:
    """Conflict when the file is not any more what the trainer began with."""
    path = _path(project, kind, id)
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


def _path(project: Project, kind: Kind, id: str) -> str:
    path = kind.path(id)
    if not ID.fullmatch(id) or not project.exists(path):
        raise NotFound("There is no such text.", id=id)
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
