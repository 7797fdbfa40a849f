"""What a shop's customers download."""

import json
import re

import pytest

from tests.browser.people import ROOT, TEXTS

WIDGET = ROOT / "bot" / "static" / "widget.js"


def test_the_widget_and_its_words_weigh_at_most_20_kb() -> None:
    """As the build weighs them, so that nobody is told two figures."""
    weight = json.loads(WIDGET.with_name("weight.json").read_text())
    assert weight["limit"] == 20_000
    assert weight["script"] > 0
    assert weight["words"] > 0
    assert weight["script"] + weight["words"] <= weight["limit"]


def test_no_page_asks_anybody_else_for_anything() -> None:
    built = [*WIDGET.parent.glob("*.html"), *WIDGET.parent.glob("*.css"), *WIDGET.parent.glob("*.js")]
    assert len(built) >= 6
    for file in built:
        outside = re.findall(
            r"""(?:src|href|url\(|from|import)\s*[=(]?\s*["']?(?:https?:)?//[^"')\s]+""", file.read_text()
        )
        assert outside == [], file.name


def test_nothing_in_the_pages_makes_html_of_text() -> None:
    """But for draw.js, which makes it of the literals of this program alone."""
    sources = [file for file in (ROOT / "web").rglob("*.js") if file.name not in {"build.js", "draw.js"}]
    assert sources
    for file in sources:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\.write", file.read_text()
        ), file


@pytest.mark.parametrize("section", ["widget", "desk", "studio"])
def test_every_text_that_is_said_exists(section: str) -> None:
    said = {
        key
        for file in (ROOT / "web" / section).glob("*.js")
        for key in re.findall(r"""say\("(\w+)\"""", file.read_text())
    }
    assert len(said) > 10
    assert said - TEXTS[section].keys() - (set() if section == "widget" else TEXTS["staff"].keys()) == set()
