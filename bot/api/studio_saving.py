"""How a route of the studio saves a change of the files: planned, checked by Rasa, saved under the trainer's name."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.api.parts import Parts
from bot.api.who import Person
from bot.services import teaching
from bot.services.studio_views import ChangeView
from bot.services.teaching import Planned


async def save(parts: Parts, trainer: Person, plan: Callable[[], Planned]) -> ChangeView:
    def verb(session: Session, planned: Planned) -> ChangeView:
        change = teaching.save(session, parts.house, parts.project, trainer.id, planned.message, planned.edits)
        return teaching.change_view(change, trainer.name)

    return await parts.change(lambda session: plan(), verb)
