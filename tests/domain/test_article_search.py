"""Agents find an article by the words they type."""

from bot.domain.article_search import find_articles, passage
from bot.domain.articles import Article, Section


def article(id: str, title: str, *sections: tuple[str, str], symptoms: tuple[str, ...] = ()) -> Article:
    return Article(id, title, "maintenance", (), symptoms, tuple(Section(*section) for section in sections))


DESCALE = article("descale", "Descaling your One", ("", "Use the powder."), ("How often", "Every 200 cups."))
PUMP = article("pump", "A loud pump", ("", "Descaling helps."), symptoms=("it hums",))


def test_the_title_counts_more_than_the_text_and_words_may_be_begun() -> None:
    assert find_articles([PUMP, DESCALE], "DESC") == [DESCALE, PUMP]
    assert find_articles([PUMP, DESCALE], "often") == [DESCALE]
    assert find_articles([PUMP, DESCALE], "hum") == [PUMP]
    assert find_articles([PUMP, DESCALE], "caling") == []


def test_every_word_must_be_there() -> None:
    assert find_articles([PUMP, DESCALE], "descaling powder") == [DESCALE]
    assert find_articles([PUMP, DESCALE], "descaling rocket") == []
    assert find_articles([PUMP, DESCALE], "  ") == []


def test_the_passage_is_the_one_that_was_meant() -> None:
    assert passage(DESCALE, "How often") == DESCALE.sections[1]
    assert passage(DESCALE, "No longer there") == DESCALE.sections[0]
    assert passage(article("empty", "Empty")) is None
