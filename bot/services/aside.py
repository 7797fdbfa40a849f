"""What trainers have looked at and do not want to be shown again, in the studio's lists."""

import hashlib
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.studio import Aside, SetAside
from bot.domain.examples import normal
from bot.services.house import House


def key_of(*texts: str) -> str:
    """The same for the same sentences, whatever their case and blanks."""
    return hashlib.sha256("\n".join(map(normal, texts)).encode()).hexdigest()


def set_aside(session: Session, house: House, staff_id: str, kind: Aside, key: str) -> None:
    if not among(session, kind, [key]):
        session.add(SetAside(kind=kind, key=key, staff_id=staff_id, at=house.now()))


def among(session: Session, kind: Aside, keys: Collection[str]) -> set[str]:
    """Those of the keys that were set aside."""
    return set(session.scalars(select(SetAside.key).where(SetAside.kind == kind, SetAside.key.in_(keys))))
