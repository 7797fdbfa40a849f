"""What every service needs to know about this house: its settings, its words and its clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.db.base import utcnow
from bot.services.texts import Texts
from bot.settings import Settings


@dataclass(frozen=True)
class House:
    """Passed as a value to the verbs. `now` is replaced in tests."""

    settings: Settings
    texts: Texts
    now: Callable[[], datetime] = utcnow
