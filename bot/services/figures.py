"""The team lead's figures, read from conversations, their log and the ratings."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message
from bot.db.models.rating import Rating, RatingKind
from bot.domain.company import Company
from bot.domain.conversation import Actor, Resolution, Status
from bot.domain.errors import InvalidInput, Unavailable
from bot.domain.figures import MEASURES, Case, Figure, Unit, figures, grouped, over_time
from bot.domain.typed import storable
from bot.domain.working_time import open_time
from bot.services import knowledge
from bot.services.house import House
from bot.services.views import BehindView, FiguresView, FigureView, LineView

LONGEST_DAYS = 366
DEFAULT_DAYS = 28
MOST_BEHIND = 500
_MEASURED = {name: measure for name, measure in MEASURES.items() if measure.unit is not Unit.COUNT}


@dataclass(frozen=True)
class About:
    """Which conversations: those that began on these days of the company's calendar, both included."""

    first: date | None = None
    last: date | None = None
    lane: str | None = None
    topic: str | None = None


def figures_view(session: Session, house: House, about: About) -> FiguresView:
    """The last four weeks when no days are given. InvalidInput for a period that is none or longer than a year."""
    first, last = _period(session, house, about)
    cases = read_cases(session, house, about)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "all": _views(cases),
        "by_lane": _groups(cases, lambda case: case.lane, first, last),
        "by_topic": _groups(cases, lambda case: case.topic, first, last),
        "over_time": [
            {"key": day.isoformat(), "figures": _views(begun)} for day, begun in over_time(cases, first, last).items()
        ],
    }


def behind(session: Session, house: House, name: str, about: About) -> list[BehindView]:
    """The conversations that a figure sums up, the worst first: what a lead wants to read. InvalidInput."""
    if name not in MEASURES:
        raise InvalidInput(f"A figure is one of {', '.join(MEASURES)}.", field="figure")
    measure = MEASURES[name]
    valued = [(value, case) for case in read_cases(session, house, about) if (value := measure.value(case)) is not None]
    worst = -1 if measure.unit is Unit.SECONDS else 1
    valued.sort(key=lambda pair: (worst * pair[0], pair[1].began, pair[1].id))
    return [
        {"id": case.id, "began": case.began.isoformat(), "lane": case.lane, "topic": case.topic, "value": value}
        for value, case in valued[:MOST_BEHIND]
    ]


def as_csv(session: Session, house: House, about: About) -> str:
    """A line for each conversation with what each figure takes from it; empty where it does not count."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "began", "lane", "topic", *_MEASURED])
    for case in read_cases(session, house, about):
        values = [_cell(measure.value(case)) for measure in _MEASURED.values()]
        writer.writerow([case.id, case.began.isoformat(), case.lane or "", case.topic or "", *values])
    return table.getvalue()


def read_cases(session: Session, house: House, about: About) -> list[Case]:
    """Conversations in which a customer spoke, in the order in which they began; merged ones count as one."""
    company = _company(session)
    zone = _zone(company)
    first, last = _period(session, house, about)
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    handed = (
        select(Event.conversation_id, func.min(Event.at).label("at"))
        .where(Event.after.in_((Status.QUEUED, Status.ASSIGNED)))
        .group_by(Event.conversation_id)
        .subquery()
    )
    spoken = exists().where(Message.conversation_id == Conversation.id, Message.author == Actor.CUSTOMER)
    wanted = (
        select(Conversation, handed.c.at)
        .outerjoin(handed, handed.c.conversation_id == Conversation.id)
        .where(Conversation.created_at >= start, Conversation.created_at < end, spoken)
        .where(Conversation.merged_into_id.is_(None))
        .order_by(Conversation.created_at, Conversation.id)
    )
    if about.lane is not None:
        wanted = wanted.where(Conversation.lane == storable(about.lane))
    if about.topic is not None:
        wanted = wanted.where(Conversation.topic == storable(about.topic))
    scores = _scores(session, start, end)

    def seconds(begin: datetime | None, finish: datetime | None) -> float | None:
        return open_time(company, begin, finish).total_seconds() if begin and finish else None

    return [
        Case(
            id=row.id,
            began=row.created_at.astimezone(zone).date(),
            lane=row.lane,
            topic=row.topic,
            reached_people=handed_at is not None,
            resolved=row.status is Status.RESOLVED,
            confirmed=row.resolution is Resolution.CONFIRMED,
            score=scores.get((row.id, RatingKind.CSAT)),
            recommends=scores.get((row.id, RatingKind.NPS)),
            first_response_s=seconds(handed_at, row.first_reply_at),
            resolution_s=seconds(handed_at, row.resolved_at if row.status is Status.RESOLVED else None),
        )
        for row, handed_at in session.execute(wanted)
    ]


def _scores(session: Session, start: datetime, end: datetime) -> dict[tuple[str, RatingKind], int]:
    """The latest of each kind for each conversation that began in between."""
    rated = (
        select(Rating.conversation_id, Rating.kind, Rating.score)
        .join(Conversation, Conversation.id == Rating.conversation_id)
        .where(Conversation.created_at >= start, Conversation.created_at < end)
        .order_by(Rating.at, Rating.id)
    )
    return {(conversation_id, kind): score for conversation_id, kind, score in session.execute(rated)}


def _period(session: Session, house: House, about: About) -> tuple[date, date]:
    last = about.last or house.now().astimezone(_zone(_company(session))).date()
    first = about.first or last - timedelta(days=DEFAULT_DAYS - 1)
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise InvalidInput(f"A period has 1 to {LONGEST_DAYS} days.", field="first")
    return first, last


def _groups(cases: list[Case], key: Callable[[Case], str | None], first: date, last: date) -> list[LineView]:
    """The largest first."""
    groups = sorted(grouped(cases, key).items(), key=lambda item: (-len(item[1]), item[0] or ""))
    return [
        {"key": name, "figures": _views(group), "over_time": _lines(over_time(group, first, last).values())}
        for name, group in groups
    ]


def _lines(stretches: Iterable[list[Case]]) -> dict[str, list[float | None]]:
    each = [figures(begun) for begun in stretches]
    return {name: [one[name].value for one in each] for name in MEASURES}


def _views(cases: list[Case]) -> dict[str, FigureView]:
    return {name: _view(figure) for name, figure in figures(cases).items()}


def _view(figure: Figure) -> FigureView:
    return {"value": figure.value, "of": figure.of, "p90": figure.p90}


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _company(session: Session) -> Company | None:
    try:
        return knowledge.current(session).company
    except Unavailable:
        return None


def _zone(company: Company | None) -> ZoneInfo:
    return ZoneInfo(company.time_zone if company else "UTC")
