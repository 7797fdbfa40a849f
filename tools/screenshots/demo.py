"""A scripted shop: four weeks of conversations for the figures, colleagues and teams, and a training run under way."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

import bot.db.tables  # noqa: F401  all tables, as the program has them
from bot.db.base import utcnow
from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message
from bot.db.models.rating import Rating, RatingKind
from bot.db.models.visitor import Visitor
from bot.db.session import open_database, transaction
from bot.domain.company import WEEKDAYS
from bot.domain.conversation import Actor, Resolution, Status
from tests.stack import ADMIN_EMAIL, Stack, Staff

DAYS = 28
TOPICS = {
    "support": ("troubleshoot", "install", "maintain"),
    "service": ("track_order", "return_item", "billing", "availability"),
    "success": ("cancel_plan", "check_in"),
}
ALWAYS = {day: ["00:00-23:59"] for day in WEEKDAYS}


def prepare(stack: Stack) -> str:
    """Returns the id of the run."""
    boss = admin(stack)
    run = boss.post("/studio/runs", {"note": "Before the weekend"})
    open_day_and_night(boss)
    stack.add_staff("ann@example.com", "Ann Able")
    stack.add_staff("ben@example.com", "Ben Busy")
    people = {one["name"]: one["id"] for one in boss.get("/admin/staff")}
    for name, lanes, who in (("Workshop", ["support"], "Ann Able"), ("Orders", ["service", "success"], "Ben Busy")):
        boss.post("/admin/teams", {"name": name, "lanes": lanes, "members": [people[who], people["Ann Able"]]})
    remember_four_weeks(f"sqlite:///{stack.data_dir / 'careline.db'}")
    return str(run["id"])


def admin(stack: Stack) -> Staff:
    return Staff(stack.url, stack.careline("staff", "token", ADMIN_EMAIL).strip())


def rule(boss: Staff, name: str) -> dict[str, Any]:
    return next(one for one in boss.get("/admin/rules") if one["name"] == name)


def open_day_and_night(boss: Staff) -> None:
    """So that the pictures do not depend on when they are taken."""
    hours = rule(boss, "hours")
    fields = {**hours["fields"], "hours": ALWAYS, "holidays": []}
    boss.http.put("/admin/rules/hours", json={"number": hours["number"], "fields": fields}).raise_for_status()


def usual_hours(boss: Staff) -> None:
    """As in company.yml, with a lunch break and a day off of the shop's own."""
    hours = rule(boss, "hours")
    own = {day: ["09:00-12:30", "13:30-18:00"] for day in ("monday", "tuesday")}
    outing = {"date": f"{utcnow().year + 1}-06-12", "name": "Works outing", "yearly": False, "hours": []}
    usual = hours["default"]
    fields = {**usual, "hours": {**usual["hours"], **own}, "holidays": [outing, *usual["holidays"]]}
    boss.http.put("/admin/rules/hours", json={"number": hours["number"], "fields": fields}).raise_for_status()


def remember_four_weeks(url: str) -> None:
    """Straight into the database, because nobody can have talked to us last week."""
    database = open_database(url)
    dice = random.Random(7)
    now = utcnow().replace(hour=10, minute=0)
    with transaction(database.make_session, lambda wake: None) as session:
        for ago in range(1, DAYS):
            day = now - timedelta(days=ago)
            for _ in range(dice.randint(4, 12) if day.weekday() < 5 else dice.randint(1, 3)):
                _conversation(session, dice, day + timedelta(minutes=dice.randint(0, 300)))
    database.close()


def _conversation(session: Session, dice: random.Random, began: datetime) -> None:
    lane = dice.choices(list(TOPICS), (5, 4, 2))[0]
    visitor = Visitor(created_at=began, seen_at=began, last_seq=1)
    session.add(visitor)
    session.flush()
    helped = dice.random() < 0.35
    ended = began + timedelta(minutes=dice.randint(8, 150))
    sure = dice.random() < 0.7
    row = Conversation(
        visitor_id=visitor.id,
        lane=lane,
        topic=dice.choice(TOPICS[lane]),
        status=Status.RESOLVED,
        resolution=Resolution.CONFIRMED if sure else Resolution.UNCONFIRMED,
        first_reply_at=began + timedelta(minutes=dice.randint(2, 14)) if helped else None,
        resolved_at=ended,
        created_at=began,
        updated_at=ended,
        customer_read_seq=1,
        staff_read_seq=1,
    )
    session.add(row)
    session.flush()
    said = Message(
        conversation_id=row.id, visitor_id=visitor.id, seq=1, author=Actor.CUSTOMER, text="Hello", created_at=began
    )
    session.add(said)
    if helped:
        why = Event(
            conversation_id=row.id,
            at=began,
            actor=Actor.CUSTOMER,
            before=Status.BOT,
            after=Status.QUEUED,
            reason="asked",
        )
        session.add(why)
    for kind, scores, often in ((RatingKind.CSAT, (5, 5, 4, 4, 3, 2), 0.5), (RatingKind.NPS, (10, 9, 9, 8, 6), 0.2)):
        if dice.random() < often:
            session.add(_rating(row, kind, dice.choice(scores), ended))


def _rating(row: Conversation, kind: RatingKind, score: int, at: datetime) -> Rating:
    return Rating(
        kind=kind,
        key=f"demo:{kind}:{row.id}",
        conversation_id=row.id,
        visitor_id=row.visitor_id,
        lane=row.lane,
        topic=row.topic,
        score=score,
        at=at,
    )
