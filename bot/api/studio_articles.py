"""The studio API: help articles, whether they helped, and the questions that none answers."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import known_id
from bot.api.parts import ThisHouse
from bot.api.who import Trainer
from bot.services import articles, teaching
from bot.services.studio_views import ArticleRow, ArticleText, ChangeView, GapView

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


class ArticleBody(BaseModel):
    """`before` is the whole file as it was opened."""

    before: str = Field(max_length=60_000)
    text: str = Field(max_length=60_000)


@router.get("/articles")
async def list_articles(parts: ThisHouse, trainer: Trainer) -> list[ArticleRow]:
    """Those that most often did not help come first."""
    return await parts.read(lambda session: articles.list_articles(session, parts.house))


@router.get("/articles/{article_id}")
async def read_article(parts: ThisHouse, trainer: Trainer, article_id: str) -> ArticleText:
    return await parts.read(lambda session: articles.read_article(parts.project, known_id(article_id)))


@router.put("/articles/{article_id}")
async def change_article(parts: ThisHouse, trainer: Trainer, article_id: str, body: ArticleBody) -> ChangeView:
    """Customers read it at once; the bot finds it by new words after the next training."""

    def verb(session: Session) -> ChangeView:
        edit = articles.changed(parts.project, known_id(article_id), body.before, body.text)
        message = f"articles: {article_id}"
        change = teaching.save(session, parts.house, parts.project, trainer.id, message, [edit])
        articles.put_in_force(session, parts.house)
        return teaching.change_view(change, trainer.name)

    return await parts.edit(verb)


@router.get("/gaps")
async def list_gaps(parts: ThisHouse, trainer: Trainer) -> list[GapView]:
    """Questions without an article; masked."""
    return await parts.read(articles.list_gaps)


@router.post("/gaps/{item_id}/close", status_code=204)
async def close_gap(parts: ThisHouse, trainer: Trainer, item_id: str) -> None:
    await parts.write(lambda session: articles.close_gap(session, known_id(item_id)))
