"""The studio API: help articles and guides, whether they helped, and the questions that none answers."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import known_id
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Person, Trainer
from bot.domain.patches import FileEdit
from bot.services import articles, teaching
from bot.services.studio_views import ArticleRow, ArticleText, ChangeView, GapView, GuideRow, GuideText

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


class ArticleBody(BaseModel):
    """`before` is the whole file as it was opened."""

    before: str = Field(max_length=60_000)
    text: str = Field(max_length=60_000)


class NewArticleBody(BaseModel):
    text: str = Field(max_length=60_000)
    gap: str | None = Field(None, description="The unanswered question that it answers.")


@router.get("/articles")
async def list_articles(parts: ThisHouse, trainer: Trainer) -> list[ArticleRow]:
    """Those that most often did not help come first."""
    return await parts.read(lambda session: articles.list_articles(session, parts.house))


@router.get("/articles/{article_id}")
async def read_article(parts: ThisHouse, trainer: Trainer, article_id: str) -> ArticleText:
    return await parts.read(lambda session: articles.read_article(parts.project, known_id(article_id)))


@router.post("/articles", status_code=201)
async def create_article(parts: ThisHouse, trainer: Trainer, body: NewArticleBody) -> ChangeView:
    """Named by its title. The gap that it answers is closed."""
    gap = known_id(body.gap) if body.gap is not None else None

    def verb(session: Session) -> ChangeView:
        edit = articles.created(parts.project, body.text)
        if gap is not None:
            articles.close_gap(session, gap)
        return _saved(parts, session, trainer, f"articles: A new one, {edit.path.rpartition('/')[2]}", edit)

    return await parts.edit(verb)


@router.put("/articles/{article_id}")
async def change_article(parts: ThisHouse, trainer: Trainer, article_id: str, body: ArticleBody) -> ChangeView:
    """Customers read it at once; the bot finds it by new words after the next training."""
    return await _change(parts, trainer, articles.Kind.ARTICLE, known_id(article_id), body)


@router.get("/guides")
async def list_guides(parts: ThisHouse, trainer: Trainer) -> list[GuideRow]:
    return await parts.read(articles.list_guides)


@router.get("/guides/{guide_id}")
async def read_guide(parts: ThisHouse, trainer: Trainer, guide_id: str) -> GuideText:
    return await parts.read(lambda session: articles.read_guide(session, parts.project, known_id(guide_id)))


@router.put("/guides/{guide_id}")
async def change_guide(parts: ThisHouse, trainer: Trainer, guide_id: str, body: ArticleBody) -> ChangeView:
    """Customers are led by it at once."""
    return await _change(parts, trainer, articles.Kind.GUIDE, known_id(guide_id), body)


@router.get("/gaps")
async def list_gaps(parts: ThisHouse, trainer: Trainer) -> list[GapView]:
    """Questions without an article; masked."""
    return await parts.read(articles.list_gaps)


@router.post("/gaps/{item_id}/close", status_code=204)
async def close_gap(parts: ThisHouse, trainer: Trainer, item_id: str) -> None:
    await parts.write(lambda session: articles.close_gap(session, known_id(item_id)))


async def _change(parts: Parts, trainer: Person, kind: articles.Kind, id: str, body: ArticleBody) -> ChangeView:
    def verb(session: Session) -> ChangeView:
        edit = articles.changed(parts.project, kind, id, body.before, body.text)
        return _saved(parts, session, trainer, f"{kind.value}: {id}", edit)

    return await parts.edit(verb)


def _saved(parts: Parts, session: Session, trainer: Person, message: str, edit: FileEdit) -> ChangeView:
    """In force at once; what the importer refuses is put back."""
    change = teaching.save(session, parts.house, parts.project, trainer.id, message, [edit])
    articles.put_in_force(session, parts.house)
    return teaching.change_view(change, trainer.name)
