"""Work that Rasa repeats in every turn though its result never changes, done once.

A twelfth of a turn's processor time in the engine went into walking through all event classes for each event that is
read back. (The other such place, the check of an action's result, is `engine.turns.check_result`.)
"""

from functools import cache

from rasa.shared.core.events import Event


def once() -> None:
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
