"""What an agent promises is heard, with its time; what is none is not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promises import promised_until

# A Wednesday noon.
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("I'll call you tomorrow.", "2026-11-19 17:00"),
        ("I’ll call you tomorrow at 9:30.", "2026-11-19 09:30"),
        ("Thank you. A colleague will get back to you by Friday!", "2026-11-20 17:00"),
        ("We will write to you within two hours.", "2026-11-18 14:00"),
        ("I'll let you know by 3 pm", "2026-11-18 15:00"),
        ("You will have the new part on Wednesday.", "2026-11-25 17:00"),
        ("Ich rufe Sie morgen um 10 Uhr an.", "2026-11-19 10:00"),
        ("Wir melden uns bis Freitag bei Ihnen.", "2026-11-20 17:00"),
        ("Ich kläre das und melde mich übermorgen.", "2026-11-20 17:00"),
        ("I'm going to look into it next week.", "2026-11-25 17:00"),
    ],
)
def test_a_promise_has_a_time(text: str, due: str) -> None:
    found = promised_until(text, NOW)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    "text",
    [
        "I'll call you.",
        "Shall I call you tomorrow?",
        "Your parcel left us today.",
        "It was due on Monday.",
        "I'll send 3 of them.",
        "Please descale it tomorrow.",
        "I'll call you today at 9:00.",
    ],
)
def test_what_is_no_promise_with_a_time_ahead(text: str) -> None:
    assert promised_until(text, NOW) is None
