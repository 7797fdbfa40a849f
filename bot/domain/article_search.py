"""Finding an article by the words that an agent types: every word must be there, the title counts most."""

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.articles import Article, Section

TITLE, HEADING, SYMPTOM, TEXT = 8, 4, 3, 1


def find_articles(articles: Iterable[Article], query: str, most: int = 8) -> list[Article]:
    """Best first; words count from their beginning ("desc" finds descaling). Nothing typed finds nothing."""
    words = query.lower().split()
    if not words:
        return []
    scored = [(_score(article, words), article) for article in articles]
    found = sorted((-score, article.title, article.id, article) for score, article in scored if score)
    return [article for *_, article in found[:most]]


def passage(article: Article, heading: str | None = None) -> Section | None:
    """The section of this heading, else the first that says something."""
    named = (section for section in article.sections if heading and section.heading == heading)
    return next(named, next(iter(article.sections), None))


def _score(article: Article, words: list[str]) -> int:
    weighed = _weighed(article)
    total = 0
    for word in words:
        best = max((weight for text, weight in weighed if f" {word}" in text), default=0)
        if not best:
            return 0
        total += best
    return total


@lru_cache(maxsize=1024)
def _weighed(article: Article) -> tuple[tuple[str, int], ...]:
    """Kept, because an agent asks again with every letter."""
    headings = " ".join(section.heading for section in article.sections)
    body = " ".join(section.text for section in article.sections)
    return (
        (_begins(article.title), TITLE),
        (_begins(headings), HEADING),
        (_begins(" ".join(article.symptoms)), SYMPTOM),
        (_begins(body), TEXT),
    )


def _begins(text: str) -> str:
    """Words with a space before each, so that " des" is the beginning of one."""
    return " " + " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())
