"""When something may be suggested: in a good mood, out of support, once."""

import pytest

from bot.domain.lanes import Lane
from bot.domain.mood import Label, Mood
from bot.domain.promotion import may_promote

CALM, PLEASED = Mood(Label.CALM, 0.0, ()), Mood(Label.PLEASED, 0.9, ())


@pytest.mark.parametrize("moods", [(), (CALM,), (PLEASED, CALM)])
def test_a_calm_customer_in_service_may_hear_a_suggestion(moods: tuple[Mood, ...]) -> None:
    assert may_promote(Lane.SERVICE, support_open=False, moods=moods, suggested=False)


@pytest.mark.parametrize("label", [Label.WORRIED, Label.ANNOYED, Label.ANGRY])
def test_nobody_worried_or_angry_hears_one(label: Label) -> None:
    assert not may_promote(Lane.SERVICE, support_open=False, moods=(Mood(label, 0.1, ()), PLEASED), suggested=False)


def test_never_in_support_nor_beside_an_open_case_nor_twice() -> None:
    assert not may_promote(Lane.SUPPORT, support_open=False, moods=(), suggested=False)
    assert not may_promote(Lane.SERVICE, support_open=True, moods=(), suggested=False)
    assert not may_promote(Lane.SERVICE, support_open=False, moods=(), suggested=True)
