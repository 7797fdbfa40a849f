"""When something may be suggested that nobody asked for."""

from collections.abc import Sequence

from bot.domain.lanes import Lane
from bot.domain.mood import Mood, now


def may_promote(lane: str | None, support_open: bool, moods: Sequence[Mood], suggested: bool) -> bool:
    """Never in support or while a support case is open, never to the worried or angry, never twice in a conversation.

    `suggested`: it was done before, and taken up or declined; either way once is enough.
    """
    felt = now(moods)
    return lane != Lane.SUPPORT and not support_open and not suggested and (felt is None or felt.heat == 0)
