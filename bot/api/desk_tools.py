"""The desk API: what helps agents answer. Canned responses, articles, labels, and what the bot should have known."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy.orm import Session

from bot.api.bodies import (
    CannedBody,
    ConversationId,
    LabelsBody,
    LessonBody,
    RenameLabelBody,
    RetireLabelBody,
    Storable,
    known_id,
)
from bot.api.parts import ThisHouse
from bot.api.who import Admin, Agent
from bot.services import audit, canned, labels, lessons, suggestions
from bot.services.views import CannedView, IntentView, LabelView, LessonView, SuggestionView

router = APIRouter(prefix="/api/v1", tags=["desk"])


async def _canned_id(canned_id: Annotated[str, Path()]) -> str:
    return known_id(canned_id)


CannedId = Annotated[str, Depends(_canned_id)]


@router.get("/desk/canned")
async def list_canned(parts: ThisHouse, agent: Agent) -> list[CannedView]:
    return await parts.read(canned.list_canned)


@router.post("/admin/canned", status_code=201)
async def add_canned(parts: ThisHouse, admin: Admin, body: CannedBody) -> CannedView:
    def add(session: Session) -> CannedView:
        made = canned.add_canned(session, parts.house, body.name, body.text)
        audit.note(session, parts.house, admin.id, "canned_added", made["id"], name=made["name"], text=made["text"])
        return made

    return await parts.write(add)


@router.put("/admin/canned/{canned_id}")
async def change_canned(parts: ThisHouse, admin: Admin, canned_id: CannedId, body: CannedBody) -> CannedView:
    def change(session: Session) -> CannedView:
        before = canned.canned_view(session, canned_id)
        changed = canned.change_canned(session, parts.house, canned_id, body.name, body.text, body.mark)
        audit.note_change(session, parts.house, admin.id, "canned_changed", canned_id, before, changed)
        return changed

    return await parts.write(change)


@router.delete("/admin/canned/{canned_id}", status_code=204)
async def remove_canned(parts: ThisHouse, admin: Admin, canned_id: CannedId) -> None:
    def remove(session: Session) -> None:
        gone = canned.canned_view(session, canned_id)
        canned.remove_canned(session, parts.house, canned_id)
        audit.note(session, parts.house, admin.id, "canned_removed", canned_id, name=gone["name"], text=gone["text"])

    await parts.write(remove)


@router.get("/desk/articles")
async def search_articles(parts: ThisHouse, agent: Agent, q: Annotated[Storable, Query()]) -> list[SuggestionView]:
    """Best first; every word must occur."""
    return await parts.read(lambda session: suggestions.search_articles(session, parts.house, q))


@router.get("/desk/intents")
async def list_intents(parts: ThisHouse, agent: Agent) -> list[IntentView]:
    """What the bot can understand."""
    return await parts.read(lambda session: lessons.intents(parts.project))


@router.post("/desk/conversations/{conversation_id}/lessons", status_code=201)
async def teach(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: LessonBody) -> LessonView:
    """The bot should have understood this message so; for the trainer's inbox."""
    return await parts.write(
        lambda session: lessons.teach(
            session, parts.house, parts.project, conversation_id, agent.id, body.message_id, body.intent
        )
    )


@router.get("/desk/labels")
async def list_labels(parts: ThisHouse, agent: Agent) -> list[str]:
    """Those in use."""
    return await parts.read(labels.all_labels)


@router.get("/admin/labels")
async def label_list(parts: ThisHouse, admin: Admin) -> list[LabelView]:
    """All that were ever given, with how many conversations have them."""
    return await parts.read(labels.label_views)


@router.post("/admin/labels/rename", status_code=204)
async def rename_label(parts: ThisHouse, admin: Admin, body: RenameLabelBody) -> None:
    """Everywhere; into one that is in use, it is merged."""
    await parts.write(lambda session: labels.rename_label(session, parts.house, admin.id, body.label, body.to))


@router.post("/admin/labels/retire", status_code=204)
async def retire_label(parts: ThisHouse, admin: Admin, body: RetireLabelBody) -> None:
    """It stays where it is and is given to no other conversation; or it is given again."""
    await parts.write(lambda session: labels.retire_label(session, parts.house, admin.id, body.label, body.retired))


@router.put("/desk/conversations/{conversation_id}/labels", status_code=204)
async def set_labels(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: LabelsBody) -> None:
    """Exactly these."""
    await parts.write(lambda session: labels.set_labels(session, parts.house, conversation_id, agent.id, body.labels))
