"""Changes in the business happen once per turn, however often the turn is run."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from bot.db.models.shop import Effect


def once(session: Session, key: str, kind: str, now: datetime, change: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `change` returned the first time. Key, change and result are committed together; an error keeps none.

    The key is written before anything is changed: of two runs at the same time the second waits for the first.
    """
    insert = insert_postgresql if session.get_bind().dialect.name == "postgresql" else insert_sqlite
    taken = session.execute(
        insert(Effect).values(key=key, kind=kind, result={}, at=now).on_conflict_do_nothing().returning(Effect.key)
    )
    effect_is_new = taken.scalar() is not None
    effect = session.get_one(Effect, key, populate_existing=True)
    if effect_is_new:
        effect.result = change()
        session.flush()
    return effect.result
