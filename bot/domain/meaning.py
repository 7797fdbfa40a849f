"""What a message that was not understood may have meant."""

from collections.abc import Iterable, Mapping

from bot.domain.lanes import lane_of

LIKELY = 0.08
MOST = 3


def likely_meanings(
    ranking: Iterable[tuple[str, float]], lane: str | None, titles: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Two or three (intent, title), best first, of the lane alone where it is sure; never one without a title."""
    offered = [(name, score) for name, score in ranking if name in titles]
    if lane:
        offered = [(name, score) for name, score in offered if lane_of(name) == lane] or offered
    offered.sort(key=lambda guess: -guess[1])
    if not offered or offered[0][1] < LIKELY:
        return []
    return [(name, titles[name]) for name, score in offered[:MOST] if score >= LIKELY / 2]
