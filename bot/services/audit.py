"""The log of what staff changed and looked at; conversations have their own (`bot.services.changes.log`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.db.models.audit import AuditEntry
from bot.db.models.staff import Staff
from bot.services.cursors import read_cursor, write_cursor
from bot.services.house import House
from bot.services.views import AuditPage, moment

PAGE = 100


def note(session: Session, house: House, staff_id: str, action: str, about: str, **data: Any) -> None:
    """`data` says from what to what; never a password, never a customer's words."""
    session.add(AuditEntry(at=house.now(), staff_id=staff_id, action=action, about=about, data=data))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed, from what to what."""
    keys = [*before, *(key for key in after if key not in before)]
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}


def note_change(
    session: Session,
    house: House,
    staff_id: str,
    action: str,
    about: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """What changed, from what to what; nothing when it stayed as it was."""
    if changed := differences(before, after):
        changed.pop("mark", None)
        note(session, house, staff_id, action, about, **changed)


def read_audit(session: Session, house: House, cursor: str | None = None) -> AuditPage:
    """The newest first. InvalidInput for a broken cursor."""
    wanted = select(AuditEntry, Staff.name).join(Staff, Staff.id == AuditEntry.staff_id)
    wanted = wanted.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(PAGE + 1)
    if cursor is not None:
        place, when, _ = read_cursor(cursor)
        earlier = and_(AuditEntry.at == when, AuditEntry.id < place)
        wanted = wanted.where(or_(AuditEntry.at < when, earlier))
    rows = session.execute(wanted).all()
    shown = rows[:PAGE]
    last: AuditEntry | None = shown[-1][0] if len(rows) > PAGE else None
    return {
        "entries": [
            {"at": moment(row.at), "name": name, "action": row.action, "about": row.about, "data": row.data}
            for row, name in shown
        ],
        "next": _cursor(last.id, last.at) if last else None,
    }


def _cursor(row_id: int, at: datetime) -> str:
    return write_cursor(row_id, at, "")
