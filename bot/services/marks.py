"""What an admin saw of a thing comes back with the change, so that nobody saves over somebody else unseen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.audit import AuditEntry
from bot.db.models.staff import Staff
from bot.domain.errors import Conflict


class ChangedMeanwhile(Conflict):
    """Somebody else saved first; nothing of this was kept."""

    code = "changed_meanwhile"


def mark_of(fields: Mapping[str, Any]) -> str:
    """Differs when anything in it differs."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def check_mark(session: Session, about: str, now: str, seen: str | None) -> None:
    """ChangedMeanwhile, with who it was as the log knows; a program that saw nothing sends no mark."""
    if seen is None or seen == now:
        return
    latest = select(Staff.name).join(AuditEntry, AuditEntry.staff_id == Staff.id).where(AuditEntry.about == about)
    raise changed_by(session.scalar(latest.order_by(AuditEntry.id.desc()).limit(1)))


def changed_by(name: str | None) -> ChangedMeanwhile:
    who = name or "Somebody"
    return ChangedMeanwhile(f"{who} has changed this since you opened it. Nothing of yours was saved.", name=name)
