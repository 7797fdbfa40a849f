"""What a browser loads: the shop, the desk, the widget, the help pages, and the headers around them."""

from html import escape
from pathlib import Path

import pytest

from bot.api import pages
from bot.api.help import render
from bot.domain.facts import facts
from bot.settings import ROOT
from tests.api.conftest import Gateway
from tests.company import brewline, product, stock


@pytest.fixture
def built(gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """A front end of four small files, so that these tests need no Node."""
    (tmp_path / "art").mkdir()
    for name in ("shop.html", "desk.html", "studio.html", "widget.js", "page.css", "art/favicon.svg"):
        (tmp_path / name).write_text(f"<!-- {name} -->")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    monkeypatch.setattr(pages.files, "all_directories", [tmp_path])
    return gateway


@pytest.fixture
def informed(gateway: Gateway) -> Gateway:
    gateway.shop.do(stock)
    return gateway


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/desk", "text/html"),
        ("/studio", "text/html"),
        ("/widget.js", "text/javascript"),
        ("/static/page.css", "text/css"),
    ],
)
def test_pages_are_kept_but_asked_about(built: Gateway, path: str, kind: str) -> None:
    response = built.client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith(kind)
    again = built.client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert built.client.head(path).status_code == 200


def test_pages_may_load_nothing_from_elsewhere(built: Gateway) -> None:
    headers = built.client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_any_site_may_load_the_widget(built: Gateway) -> None:
    headers = built.client.get("/widget.js").headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_a_front_end_that_is_not_built_says_what_to_do(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path / "none")
    monkeypatch.setattr(pages.files, "all_directories", [tmp_path / "none"])
    response = gateway.client.get("/")
    assert response.status_code == 503
    assert "make setup" in response.text


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/none.js"])
def test_nothing_else_is_served(built: Gateway, path: str) -> None:
    assert built.client.get(path).status_code == 404


def test_large_answers_are_compressed(built: Gateway) -> None:
    (pages.STATIC / "big.js").write_text("x" * 10_000)
    response = built.client.get("/static/big.js", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"


def test_the_articles_are_pages(informed: Gateway, subtests: pytest.Subtests) -> None:
    with subtests.test("the index lists every article"):
        page = informed.client.get("/help").text
        for file in (ROOT / "data" / "knowledge" / "articles").glob("*.md"):
            assert f'href="/help/{file.stem}"' in page
    with subtests.test("an article is a page"):
        response = informed.client.get("/help/descale-the-one")
        assert response.status_code == 200
        assert "<h1>Descaling the One</h1>" in response.text
        assert "<ol>" in response.text
    for article in ["nothing", "<script>alert(1)</script>", "a" * 5000, "%00"]:
        with subtests.test("an unknown article is a kind page", article=article[:30]):
            response = informed.client.get(f"/help/{article}", headers={"Accept": "text/html"})
            assert response.status_code == 404
            assert "<h1>" in response.text
            assert "<script>alert" not in response.text


def test_what_is_in_stock_has_a_data_sheet(informed: Gateway) -> None:
    page = informed.client.get(product("duo").url)
    assert page.status_code == 200
    for known in facts(product("duo"), brewline()):
        assert escape(known.written) in page.text
    for none in (product("vanilla-pods").url, "/products/nothing"):
        assert informed.client.get(none, headers={"Accept": "text/html"}).status_code == 404


def test_markdown_cannot_carry_scripts() -> None:
    made = render("<script>x</script>\n\n[a](javascript:alert(1))\n\n<img src=x onerror=y>\n\n**bold**")
    assert "<script" not in made
    assert 'href="javascript' not in made
    assert "<img" not in made
    assert "<strong>bold</strong>" in made


def test_an_unknown_page_is_a_page_for_browsers_and_json_for_programs(gateway: Gateway) -> None:
    page = gateway.client.get("/nothing", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert gateway.client.get("/nothing").json()["error"]["code"] == "not_found"
