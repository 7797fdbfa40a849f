"""The studio API: what was changed in the bot's files, taken back, and committed."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.orm import Session

from bot.api.bodies import Storable, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Trainer
from bot.services import articles, teaching, validation
from bot.services.studio_views import ChangesView, ChangeView

router = APIRouter(prefix="/api/v1/studio/changes", tags=["studio"])


class CommitBody(BaseModel):
    message: Storable


class Committed(BaseModel):
    commit: str


@router.get("")
async def list_changes(parts: ThisHouse, trainer: Trainer) -> ChangesView:
    """The newest hundred, each with its diff."""
    return await parts.read(lambda session: teaching.list_changes(session, parts.project))


@router.post("/{change_id}/undo")
async def undo(parts: ThisHouse, trainer: Trainer, change_id: str) -> ChangeView:
    """409 when the same lines were changed since."""

    known_id(change_id)

    def verb(session: Session, planned: teaching.Planned) -> ChangeView:
        change = teaching.undo(session, parts.house, parts.project, trainer.id, change_id, planned)
        if any(patch["path"].startswith(articles.FOLDER) for patch in change.files):
            articles.put_in_force(session, parts.house)
        return teaching.change_view(change, trainer.name)

    return await parts.change(lambda session: teaching.plan_undo(session, parts.project, change_id), verb)


@router.post("/commit", response_model=Committed)
async def commit(parts: ThisHouse, trainer: Trainer, body: CommitBody) -> Committed:
    """All that is not committed yet, and nothing else that is staged; never files that Rasa finds wrong."""
    await parts.read(lambda session: validation.check_all(parts.project, parts.helpers.rasa))
    done = await parts.edit(lambda session: teaching.commit(session, parts.project, trainer.id, body.message))
    return Committed(commit=done)
