"""Whether people are there, from the company's own hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.errors import Unavailable
from bot.domain.hours import opens_at
from bot.services import knowledge
from bot.services.house import House
from bot.services.texts import Texts


def opens_next(session: Session, house: House) -> datetime | None:
    """In local time; None while it is open or nothing is known."""
    try:
        return opens_at(knowledge.current(session).company, house.now())
    except Unavailable:
        return None


def local_time(session: Session, moment: datetime) -> datetime:
    """On the company's clock; UTC while nothing is known of it."""
    try:
        return moment.astimezone(ZoneInfo(knowledge.current(session).company.time_zone))
    except Unavailable:
        return moment


def in_words(texts: Texts, opens: datetime, now: datetime) -> str:
    """ "tomorrow at 08:00" """
    match (opens.date() - now.astimezone(opens.tzinfo).date()).days:
        case 0:
            key = "opens_today"
        case 1:
            key = "opens_tomorrow"
        case days if days < 7:
            key = "opens_this_week"
        case _:
            key = "opens_later"
    return texts(key, clock=f"{opens:%H:%M}", weekday=texts.weekday(opens), date=texts.day(opens))
