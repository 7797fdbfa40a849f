"""Who is at the desk: what a colleague chose, and when their page was last heard of."""

from datetime import datetime, timedelta
from enum import StrEnum

HEARD_WITHIN = timedelta(minutes=2)
"""A desk that is open calls at least every 20 s (see `bot.api.desk_stream`)."""


class Presence(StrEnum):
    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


def present(chosen: Presence, seen_at: datetime | None, keep_online: bool, now: datetime) -> Presence:
    """Offline when nothing was heard for a while, unless the colleague asked to be kept online."""
    if chosen == Presence.OFFLINE or seen_at is None:
        return Presence.OFFLINE
    return chosen if keep_online or now - seen_at <= HEARD_WITHIN else Presence.OFFLINE
