"""Opaque cursors for paging by key: rows that arrive meanwhile neither repeat nor hide others."""

import base64
import binascii
import json
from datetime import datetime

from bot.domain.errors import InvalidInput
from bot.domain.typed import storable


def write_cursor(place: int, when: datetime, row_id: str) -> str:
    raw = json.dumps([place, when.isoformat(), row_id])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, datetime, str]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place, when, row_id = raw
        if not isinstance(place, int) or not isinstance(row_id, str) or row_id != storable(row_id):
            raise ValueError
        moment = datetime.fromisoformat(when)
        if moment.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, UnicodeError, RecursionError):
        raise InvalidInput("This cursor is not valid.", field="cursor") from None
    return place, moment, row_id
