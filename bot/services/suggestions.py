"""Articles for the agent's answer: what the bot would suggest, and what the agent looks for."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.domain.article_search import find_articles, passage
from bot.domain.articles import Article
from bot.domain.conversation import Actor
from bot.domain.errors import Unavailable
from bot.domain.knowledge import Knowledge
from bot.domain.lanes import Lane
from bot.services.house import House
from bot.services.knowledge import current
from bot.services.views import DeskMessageView, SuggestionView

MOST = 3
LIKELY = 0.2
"""An article that the retriever gives less than this is a guess that costs the agent time."""


def suggested(session: Session, messages: Sequence[DeskMessageView]) -> list[SuggestionView]:
    """For the last message in which the customer said more than small talk, from its parse; the best passage of each.

    Asking for a person is small talk: the agent is to answer what was asked before it.
    """
    last = next((one for one in reversed(messages) if one["author"] == Actor.CUSTOMER and not _small_talk(one)), None)
    guesses = ((last["nlu"] or {}).get("articles") or []) if last else []
    knowledge = _knowledge(session) if guesses else None
    found: list[SuggestionView] = []
    for guess in guesses:
        article = knowledge.article(str(guess.get("id"))) if knowledge else None
        if article and (guess.get("score") or 0) >= LIKELY and len(found) < MOST:
            found.append(_view(article, guess.get("heading")))
    return found


def _small_talk(message: DeskMessageView) -> bool:
    return (message["nlu"] or {}).get("lane") == Lane.CHAT


def search_articles(session: Session, house: House, query: str) -> list[SuggestionView]:
    knowledge = _knowledge(session)
    return [_view(article) for article in find_articles(knowledge.articles, query)] if knowledge else []


def _view(article: Article, heading: str | None = None) -> SuggestionView:
    section = passage(article, heading)
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "heading": section.heading if section else "",
        "text": section.text if section else "",
    }


def _knowledge(session: Session) -> Knowledge | None:
    try:
        return current(session)
    except Unavailable:
        return None
