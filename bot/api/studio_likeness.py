"""The studio API: what examples mean: their health, the nearest ones of a sentence, and suggestions of new ones."""

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import Storable
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Trainer
from bot.db.models.studio import Aside
from bot.domain.errors import Unavailable
from bot.services import aside, examples, likeness, more_examples
from bot.services.studio_views import ExamplesHealth, NearExample, SuggestedExample

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


class Sentence(BaseModel):
    text: Storable


class AsideBody(BaseModel):
    """`id` is that of the entry."""

    kind: Aside
    id: str = Field(pattern="^[0-9a-f]{64}$")


@router.get("/health")
async def read_health(parts: ThisHouse, trainer: Trainer) -> ExamplesHealth:
    """Examples nearer to another intent, doubles, overlapping intents, and words that are not marked alike."""
    found = await to_thread.run_sync(lambda: likeness.ask(parts.helpers.examples, "health"))
    return await parts.read(lambda session: likeness.examples_health(session, examples.load(parts.project), found))


@router.post("/aside", status_code=204)
async def set_aside(parts: ThisHouse, trainer: Trainer, body: AsideBody) -> None:
    """It stands right, or is not wanted: it is not shown again."""
    await parts.write(lambda session: aside.set_aside(session, parts.house, trainer.id, body.kind, body.id))


@router.post("/nearest")
async def list_nearest(parts: ThisHouse, trainer: Trainer, body: Sentence) -> list[NearExample]:
    """Examples that mean nearly the same; by letters while nobody can compare meanings."""
    try:
        return likeness.near(await _ask(parts, "nearest", text=body.text))
    except Unavailable:
        return await parts.read(lambda session: examples.nearest(examples.load(parts.project), body.text))


@router.get("/intents/{intent}/suggestions")
async def list_suggestions(parts: ThisHouse, trainer: Trainer, intent: str) -> list[SuggestedExample]:
    """Sentences to look at, never added by themselves; those that customers wrote come first."""

    def collect(session: Session) -> list[more_examples.Suggestion]:
        return more_examples.candidates(session, parts.house, parts.project, examples.load(parts.project), intent)

    found = await parts.read(collect)
    fit = await _ask(parts, "fitting", intent=intent, candidates=[one.text for one in found])
    return more_examples.suggestions(intent, found, fit)


async def _ask(parts: Parts, do: str, **given: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = await to_thread.run_sync(lambda: likeness.ask(parts.helpers.examples, do, **given))
    return found
