"""Canned responses: texts kept ready. Admins write them, agents type `/` and the name."""

import re
from pathlib import Path

from ruamel.yaml import YAML
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utcnow
from bot.db.models.desk import CannedResponse
from bot.domain.errors import AlreadyExists, InvalidInput, NotFound
from bot.domain.typed import clean, storable
from bot.services.house import House
from bot.services.marks import check_mark, mark_of
from bot.services.views import CannedView
from bot.settings import ROOT

FILE = ROOT / "data" / "texts" / "canned.yml"
VARIABLES = frozenset({"customer_name", "agent_name", "order_number"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def list_canned(session: Session) -> list[CannedView]:
    return [_view(one) for one in session.scalars(select(CannedResponse).order_by(CannedResponse.name))]


def add_canned(session: Session, house: House, name: str, text: str) -> CannedView:
    """AlreadyExists for a known name; InvalidInput names the field."""
    canned = CannedResponse()
    _fill(session, house, canned, name, text)
    session.add(canned)
    session.flush()
    return _view(canned)


def change_canned(
    session: Session, house: House, canned_id: str, name: str, text: str, seen: str | None = None
) -> CannedView:
    """`seen` is the mark of what was changed. NotFound, AlreadyExists, InvalidInput, ChangedMeanwhile."""
    canned = _get(session, canned_id)
    check_mark(session, canned.id, _view(canned)["mark"], seen)
    _fill(session, house, canned, name, text)
    return _view(canned)


def remove_canned(session: Session, house: House, canned_id: str) -> None:
    session.delete(_get(session, canned_id))


def load_canned(session: Session, file: Path = FILE) -> bool:
    """Those of the demo company, only where there are none. True if it loaded them."""
    if session.scalar(select(CannedResponse.id).limit(1)) is not None:
        return False
    for name, text in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items():
        session.add(CannedResponse(name=name, text=text.strip(), updated_at=utcnow()))
    session.flush()
    return True


def canned_view(session: Session, canned_id: str) -> CannedView:
    return _view(_get(session, canned_id))


def _get(session: Session, canned_id: str) -> CannedResponse:
    canned = session.get(CannedResponse, storable(canned_id), with_for_update=True)
    if canned is None:
        raise NotFound("There is no such canned response.", canned_id=canned_id)
    return canned


def _fill(session: Session, house: House, canned: CannedResponse, name: str, text: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidInput("A name has up to 40 small letters, digits and hyphens.", field="name")
    same = session.scalar(select(CannedResponse).where(CannedResponse.name == name))
    if same is not None and same is not canned:
        raise AlreadyExists("There is a canned response of this name.", name=name)
    words = clean(text, house.settings.message_max_chars)
    if unknown := set(re.findall(r"\{(\w+)\}", words)) - VARIABLES:
        known = ", ".join(f"{{{name}}}" for name in sorted(VARIABLES))
        raise InvalidInput(f"Only these can be filled in: {known}.", field="text", unknown=sorted(unknown))
    canned.name, canned.text, canned.updated_at = name, words, house.now()


def _view(canned: CannedResponse) -> CannedView:
    mark = mark_of({"name": canned.name, "text": canned.text})
    return {"id": canned.id, "name": canned.name, "text": canned.text, "mark": mark}
