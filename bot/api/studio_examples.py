"""The studio API: the examples of each intent, looked at and edited."""

from fastapi import APIRouter
from pydantic import BaseModel

from bot.api.bodies import Storable
from bot.api.parts import Parts, ThisHouse
from bot.api.studio_saving import save
from bot.api.who import Trainer
from bot.domain.errors import Unavailable
from bot.domain.examples import plain
from bot.domain.ports import EngineFailure
from bot.domain.understanding import Understanding
from bot.services import examples as services
from bot.services import file_checks
from bot.services.studio_views import ChangeView, FileProblem, IntentDetail, IntentHealth
from bot.services.teaching import Planned

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


class ExampleBody(BaseModel):
    text: Storable


class EditBody(BaseModel):
    """`text` as it stands in the file, `new` as it should."""

    text: Storable
    new: Storable


class MoveBody(BaseModel):
    text: Storable
    to: Storable


async def read_safely(parts: Parts, text: str) -> Understanding:
    """Without the engine nobody can tell whether a text is personal, so nothing is saved."""
    try:
        return await parts.engine.parse(plain(text), {})
    except EngineFailure as failure:
        raise Unavailable(
            "The bot is not ready, and only it can see whether this text is personal. Nothing was saved.",
            part="engine",
            trouble=failure.trouble.value,
        ) from None


@router.get("/intents")
async def list_intents(parts: ThisHouse, trainer: Trainer) -> list[IntentHealth]:
    """In the order of domain.yml. `problems`: too_few, too_many, duplicates, shared (with another intent), marks."""
    parts.helpers.rasa.wake()
    parts.helpers.examples.wake()
    return await parts.read(lambda session: services.intents_view(services.load(parts.project)))


@router.get("/intents/{intent}")
async def read_intent(parts: ThisHouse, trainer: Trainer, intent: str) -> IntentDetail:
    return await parts.read(lambda session: services.intent_view(services.load(parts.project), intent))


@router.get("/problems")
async def list_problems(parts: ThisHouse, trainer: Trainer) -> list[FileProblem]:
    """What keeps the bot from being trained, with file and line."""
    return await parts.read(lambda session: file_checks.problems(parts.project))


@router.get("/entities")
async def list_entities(parts: ThisHouse, trainer: Trainer) -> list[str]:
    """What may be marked in an example."""
    return await parts.read(lambda session: sorted(services.load(parts.project).entities))


@router.post("/intents/{intent}/examples", status_code=201)
async def add(parts: ThisHouse, trainer: Trainer, intent: str, body: ExampleBody) -> ChangeView:
    understood = await read_safely(parts, body.text)

    def plan() -> Planned:
        known = services.load(parts.project)
        text = services.fit(known, body.text, intent, understood)
        return Planned(f"{intent}: Add {text!r}", [services.added(known, intent, text)])

    return await save(parts, trainer, plan)


@router.put("/intents/{intent}/examples")
async def change(parts: ThisHouse, trainer: Trainer, intent: str, body: EditBody) -> ChangeView:
    understood = await read_safely(parts, body.new)

    def plan() -> Planned:
        known = services.load(parts.project)
        old = services.find(known, intent, body.text)
        text = services.fit(known, body.new, intent, understood, instead_of=old)
        return Planned(f"{intent}: Change {text!r}", [services.replaced(known, old, text)])

    return await save(parts, trainer, plan)


@router.post("/intents/{intent}/examples/move")
async def move(parts: ThisHouse, trainer: Trainer, intent: str, body: MoveBody) -> ChangeView:
    def plan() -> Planned:
        known = services.load(parts.project)
        edits = services.moved(known, services.find(known, intent, body.text), body.to)
        return Planned(f"{body.to}: Move {body.text!r} from {intent}", edits)

    return await save(parts, trainer, plan)


@router.post("/intents/{intent}/examples/remove")
async def remove(parts: ThisHouse, trainer: Trainer, intent: str, body: ExampleBody) -> ChangeView:
    def plan() -> Planned:
        known = services.load(parts.project)
        edits = [services.removed(known, services.find(known, intent, body.text))]
        return Planned(f"{intent}: Remove {body.text!r}", edits)

    return await save(parts, trainer, plan)
