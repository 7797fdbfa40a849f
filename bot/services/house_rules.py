"""Hours and times as an admin set them: what the files and the settings say counts until then, and again after `None`.

There are never two truths: a group is either wholly the files' and the settings' own, or wholly an admin's.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.models.house_rule import HouseRule, rules_in_force
from bot.db.models.staff import Staff
from bot.domain.errors import NotFound
from bot.domain.house_rules import GROUPS, as_settings, read_group, written
from bot.domain.timetable import of_company, read_timetable, stored_timetable, write_timetable
from bot.services import audit, knowledge
from bot.services.house import House
from bot.services.marks import changed_by
from bot.services.views import RuleView, moment
from bot.settings import Settings

HOURS = "hours"
NAMES = (HOURS, *GROUPS)
_READ = "house_rules"


def settings(session: Session, house: House) -> Settings:
    """Those of the start, with what admins decided since; read once in a transaction."""
    if (known := session.info.get(_READ)) is None:
        rules = session.scalars(rules_in_force().where(HouseRule.name.in_(GROUPS)))
        known = session.info[_READ] = [as_settings(rule.name, rule.data) for rule in rules if rule.data is not None]
    return replace(house.settings, **{key: value for group in known for key, value in group.items()})


def views(session: Session, house: House) -> list[RuleView]:
    """Every group with what is in force, and with what would be without an admin's decision."""
    return [_view(session, house, name) for name in NAMES]


def decide(
    session: Session, house: House, staff_id: str, name: str, number: int, given: Mapping[str, Any] | None
) -> RuleView:
    """`number` is that of the rule which the admin saw; None gives the group back to the file or the settings.

    NotFound for an unknown group, ChangedMeanwhile, InvalidInput with every problem and its field.
    """
    if name not in NAMES:
        raise NotFound("There is no such group of rules.", name=name)
    newest = _newest(session, name)
    _check_number(session, newest, number)
    before = _in_force(session, house, name, newest)
    data = None if given is None else _read(session, house, name, given, before)
    after = _default(session, house, name) if data is None else data
    if after == before and (newest is None or newest.data is None) == (data is None):
        return _view(session, house, name)
    _add(session, house, staff_id, name, number + 1, data)
    action = "rules_reset" if data is None else "rules_changed"
    changed = audit.differences(_flat(before), _flat(after))
    audit.note(session, house, staff_id, action, f"{name}/{number + 1}", **changed)
    return _view(session, house, name)


def put_back(session: Session, house: House, staff_id: str, name: str, wanted: int, number: int) -> RuleView:
    """Decide again what rule `wanted` said; 0 is what the file and the settings say. NotFound, ChangedMeanwhile.

    Days of a timetable that are over meanwhile are left out.
    """
    if wanted == 0:
        return decide(session, house, staff_id, name, number, None)
    old = session.scalar(select(HouseRule).where(HouseRule.name == name, HouseRule.number == wanted))
    if old is None:
        raise NotFound("There is no such rule.", name=name, number=wanted)
    data = old.data
    if data is not None and name == HOURS:
        today = house.now().astimezone(ZoneInfo(data["time_zone"])).date().isoformat()
        data = {**data, "holidays": [day for day in data["holidays"] if day["yearly"] or day["date"] >= today]}
    return decide(session, house, staff_id, name, number, data)


def _newest(session: Session, name: str) -> HouseRule | None:
    newest = select(HouseRule).where(HouseRule.name == name).order_by(HouseRule.number.desc()).limit(1)
    return session.scalar(newest)


def _check_number(session: Session, newest: HouseRule | None, number: int) -> None:
    if (newest.number if newest else 0) == number:
        return
    who = session.get(Staff, newest.staff_id) if newest else None
    raise changed_by(who.name if who else None)


def _add(session: Session, house: House, staff_id: str, name: str, number: int, data: dict[str, Any] | None) -> None:
    for known in (_READ, knowledge.IN_FORCE):
        session.info.pop(known, None)
    session.add(HouseRule(name=name, number=number, data=data, staff_id=staff_id, at=house.now()))
    try:
        session.flush()
    except IntegrityError:
        raise changed_by(None) from None


def _read(
    session: Session, house: House, name: str, given: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    if name != HOURS:
        return read_group(name, given)
    old = stored_timetable(before)
    today = house.now().astimezone(ZoneInfo(old.time_zone)).date()
    return write_timetable(read_timetable(given, today, old))


def _in_force(session: Session, house: House, name: str, newest: HouseRule | None) -> dict[str, Any]:
    return newest.data if newest is not None and newest.data is not None else _default(session, house, name)


def _default(session: Session, house: House, name: str) -> dict[str, Any]:
    if name == HOURS:
        return write_timetable(of_company(knowledge.imported(session).company))
    return {field: written(getattr(house.settings, field)) for field in GROUPS[name]}


def _view(session: Session, house: House, name: str) -> RuleView:
    newest = _newest(session, name)
    who = session.get(Staff, newest.staff_id) if newest else None
    return {
        "name": name,
        "number": newest.number if newest else 0,
        "fields": _in_force(session, house, name, newest),
        "default": _default(session, house, name),
        "decided": newest is not None and newest.data is not None,
        "by": who.name if who else None,
        "at": moment(newest.at) if newest else None,
    }


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """One line for each thing that can change, for the log."""
    lines = {key: value for key, value in data.items() if key not in {"hours", "holidays"}}
    lines |= {day: ", ".join(periods) or "closed" for day, periods in data.get("hours", {}).items()}
    for day in data.get("holidays", ()):
        yearly = ", every year" if day["yearly"] else ""
        lines[day["date"]] = f"{day['name']}: {', '.join(day['hours']) or 'closed'}{yearly}"
    return lines
