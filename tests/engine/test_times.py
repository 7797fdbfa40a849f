"""Days and times as ranges, reckoned from a Sunday noon."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.times import dates

SUNDAY = datetime(2026, 11, 22, 12, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("next tuesday afternoon", "2026-11-24T12:00/2026-11-24T18:00"),
        ("tuesday", "2026-11-24T00:00/2026-11-25T00:00"),
        ("next sunday", "2026-11-29T00:00/2026-11-30T00:00"),
        ("this sunday", "2026-11-22T00:00/2026-11-23T00:00"),
        ("since tuesday", "2026-11-17T00:00/2026-11-18T00:00"),
        ("last sunday", "2026-11-15T00:00/2026-11-16T00:00"),
        ("tomorrow morning", "2026-11-23T06:00/2026-11-23T12:00"),
        ("tonight", "2026-11-22T18:00/2026-11-23T00:00"),
        ("the day after tomorrow", "2026-11-24T00:00/2026-11-25T00:00"),
        ("friday after 5pm", "2026-11-27T17:00/2026-11-28T00:00"),
        ("monday between 2 and 4 pm", "2026-11-23T14:00/2026-11-23T16:00"),
        ("monday before noon", "2026-11-23T00:00/2026-11-23T12:00"),
        ("24.12.2026 at 10:30", "2026-12-24T10:30/2026-12-24T11:30"),
        ("the 3rd of january", "2027-01-03T00:00/2027-01-04T00:00"),
        ("nov 3", "2026-11-03T00:00/2026-11-04T00:00"),
        ("2026-12-01", "2026-12-01T00:00/2026-12-02T00:00"),
        ("29 feb", "2028-02-29T00:00/2028-03-01T00:00"),
        ("in two weeks", "2026-12-06T00:00/2026-12-07T00:00"),
        ("3 months ago", "2026-08-22T00:00/2026-08-23T00:00"),
        ("next week", "2026-11-23T00:00/2026-11-30T00:00"),
        ("this weekend", "2026-11-21T00:00/2026-11-23T00:00"),
        ("next month", "2026-12-01T00:00/2027-01-01T00:00"),
        ("last year", "2025-01-01T00:00/2026-01-01T00:00"),
        ("in march", "2027-03-01T00:00/2027-04-01T00:00"),
        ("since march", "2026-03-01T00:00/2026-04-01T00:00"),
    ],
)
def test_words_become_a_range(text, value):
    (span,) = dates(f"would {text} be fine?", SUNDAY)
    assert span.value == value
    assert text.removeprefix("the ") in f"would {text} be fine?"[span.start : span.end] or text.startswith("the ")


@pytest.mark.parametrize("text", ["31.02.2026", "45.13.", "it may work", "one mar", "in 999 years", "2 cups, 16 pods"])
def test_what_is_no_date_is_none(text):
    assert not list(dates(text, datetime(9998, 12, 31)))


@given(st.text(alphabet="0123456789 .-/:apmtodyinxweksug,nthrfi", max_size=60), st.datetimes(datetime(1, 1, 1)))
def test_any_text_at_any_time_gives_ranges_that_do_not_end_before_they_begin(text, now):
    for span in dates(text, now):
        start, end = span.value.split("/")
        assert start <= end
        assert 0 <= span.start < span.end <= len(text)
