"""When people are there, holidays and time zones included."""

from datetime import UTC, datetime

import pytest

from bot.domain.company import Company
from bot.domain.hours import opens_at
from bot.services.knowledge import read_files
from bot.settings import ROOT


@pytest.fixture(scope="module")
def brewline() -> Company:
    return read_files(ROOT / "data" / "knowledge").company


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-18T11:00", None),  # a Wednesday noon
        ("2026-11-18T06:59", "2026-11-18T08:00"),  # 07:59 in Berlin
        ("2026-11-18T07:00", None),
        ("2026-11-18T17:00", "2026-11-19T08:00"),  # 18:00: just closed
        ("2026-11-21T20:00", "2026-11-23T08:00"),  # Saturday night, Sunday closed
        ("2026-12-24T13:00", "2026-12-28T08:00"),  # Christmas Eve afternoon, two holidays, a weekend
        ("2026-07-15T06:00", None),  # summer time
    ],
)
def test_the_next_opening(brewline: Company, now: str, opens: str | None) -> None:
    found = opens_at(brewline, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert (found.strftime("%Y-%m-%dT%H:%M") if found else None) == opens
