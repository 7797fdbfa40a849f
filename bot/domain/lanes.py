"""The three lanes; an intent's prefix decides, nothing else."""

from enum import StrEnum


class Lane(StrEnum):
    SUPPORT = "support"
    SERVICE = "service"
    SUCCESS = "success"
    CHAT = "chat"


_LANES: dict[str, Lane] = {lane.value: lane for lane in Lane}


def lane_of(intent: str | None) -> Lane | None:
    """None for what is no intent of ours, such as `nlu_fallback`."""
    prefix = (intent or "").partition("_")[0]
    return _LANES.get(prefix)


def topic_of(intent: str | None) -> str | None:
    """`support_troubleshoot` is about "troubleshoot"; small talk is about nothing."""
    topic = (intent or "").partition("_")[2]
    return topic or None if lane_of(intent) not in {None, Lane.CHAT} else None
