"""The knowledge in force: read from files, kept as one row per version, read back by every process."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from bot.db.base import utcnow
from bot.db.models.house_rule import HouseRule, rules_in_force
from bot.db.models.knowledge import KnowledgeVersion, newest_version
from bot.domain.errors import Unavailable
from bot.domain.knowledge import Knowledge
from bot.domain.timetable import stored_timetable
from bot.services.company_files.articles import read_articles
from bot.services.company_files.catalogue import read_catalogue
from bot.services.company_files.company import read_company
from bot.services.company_files.guides import read_guides
from bot.services.company_files.policies import read_policies
from bot.services.company_files.problems import KnowledgeError, Problem
from bot.services.company_files.samples import read_samples

__all__ = ["KnowledgeError", "Problem", "current", "import_knowledge", "imported", "put_in_force", "read_files"]

# Changes when the stored shape does, so that an upgrade imports the same files again.
SHAPE = b"5"
KEEP = 3
IN_FORCE = "knowledge"
"""Where a session keeps what it has read; whoever changes that takes it out."""
K = TypeVar("K")
_Version = tuple[int, str, datetime]
_loaded: dict[_Version, Knowledge] = {}
_decided: dict[tuple[_Version, int, datetime], Knowledge] = {}


@cache
def _adapter() -> TypeAdapter[Knowledge]:
    return TypeAdapter(Knowledge)


def read_files(folder: Path, today: date | None = None) -> Knowledge:
    """All of it or a KnowledgeError with every problem. `today` is what "in 12 days" counts from."""
    problems: list[Problem] = []
    catalogue = read_catalogue(folder, today or utcnow().date(), problems)
    ids = [product.id for product in catalogue.products] if catalogue else []
    plans = [plan.id for plan in catalogue.plans] if catalogue else []
    policies = read_policies(folder, plans, problems if catalogue else [])
    articles = read_articles(folder, [*ids, *plans], problems if catalogue else [])
    machines = [product.id for product in catalogue.products if product.form == "machine"] if catalogue else []
    guides = read_guides(folder, machines, [article.id for article in articles], problems if catalogue else [])
    company = read_company(folder, problems)
    if catalogue:
        read_samples(folder, catalogue.products, catalogue.plans, problems)
    if problems or catalogue is None or policies is None or company is None:
        raise KnowledgeError(problems)
    return Knowledge(
        company=company,
        policies=policies,
        products=catalogue.products,
        plans=catalogue.plans,
        forms=catalogue.forms,
        tastes=catalogue.tastes,
        flavours=catalogue.flavours,
        fact_kinds=catalogue.fact_kinds,
        wording=catalogue.wording,
        articles=articles,
        guides=guides,
    )


def import_knowledge(session: Session, folder: Path, today: date | None = None) -> bool:
    """True if there was something new. Runs inside the caller's transaction; broken files change nothing."""
    hash = files_hash(folder)
    newest = session.execute(newest_version()).first()
    if newest is not None and newest.hash == hash:
        return False
    put_in_force(session, hash, read_files(folder, today))
    return True


def put_in_force(session: Session, hash: str, knowledge: Knowledge) -> None:
    """As the newest version; `hash` is that of the files it was read from."""
    data = _adapter().dump_python(knowledge, mode="json")
    session.info.pop(IN_FORCE, None)
    session.add(KnowledgeVersion(hash=hash, data=data, imported_at=utcnow()))
    session.flush()


def current(session: Session) -> Knowledge:
    """What counts now: the newest version, with the opening hours of an admin if one has set them. Read once in a
    transaction."""
    known: Knowledge | None = session.info.get(IN_FORCE)
    if known is None:
        known = session.info[IN_FORCE] = _current(session)
    return known


def _current(session: Session) -> Knowledge:
    version = _newest(session)
    rule = session.scalar(rules_in_force().where(HouseRule.name == "hours"))
    if rule is None or rule.data is None:
        return _load(session, version)
    key = (version, rule.id, rule.at)
    if key not in _decided:
        knowledge, timetable = _load(session, version), stored_timetable(rule.data)
        company = replace(
            knowledge.company,
            time_zone=timetable.time_zone,
            hours=timetable.hours,
            holidays=timetable.holidays,
        )
        _keep(_decided, key, replace(knowledge, company=company))
    return _decided[key]


def imported(session: Session) -> Knowledge:
    """As the files say it."""
    return _load(session, _newest(session))


def _newest(session: Session) -> _Version:
    newest = session.execute(newest_version()).first()
    if newest is None:
        raise Unavailable("No knowledge has been imported yet; run ./careline knowledge import.")
    id, hash, imported_at = newest
    return id, hash, imported_at


def _load(session: Session, version: _Version) -> Knowledge:
    """Parsed once per process and version, since versions never change."""
    if version not in _loaded:
        _keep(_loaded, version, _adapter().validate_python(session.get_one(KnowledgeVersion, version[0]).data))
    return _loaded[version]


def _keep(cache: dict[K, Knowledge], key: K, knowledge: Knowledge) -> None:
    cache[key] = knowledge
    for old in list(cache)[:-KEEP]:
        cache.pop(old, None)


def files_hash(folder: Path) -> str:
    digest = hashlib.sha256(SHAPE)
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".yml", ".md") and path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
