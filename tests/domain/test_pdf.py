"""A page that PDF readers open: its table tells where each part begins."""

import re

from bot.domain.pdf import Box, Text, page


def test_the_table_points_at_every_object() -> None:
    made = page("Label (1)", [Text(70, 80, "Rücksendung (R\\1)", 20, bold=True), Box(1, 2, 3, 4)])
    assert made.startswith(b"%PDF-1.4")
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", made)[0])
    assert made[start:].startswith(b"xref\n0 8\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n ", made)]
    for number, place in enumerate(places, 1):
        assert made[place:].startswith(b"%d 0 obj\n" % number)
    length, content = re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", made, re.DOTALL)[0]
    assert int(length) == len(content)
    assert "Rücksendung \\(R\\\\1\\)".encode("cp1252") in content


def test_a_letter_that_the_font_lacks_breaks_nothing() -> None:
    assert b"(?)" in page("x", [Text(0, 0, "咖")])
