"""What must be true before the doors open: the tables, a company to talk about, somebody who may sign in."""

import secrets
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.db.migrate import upgrade
from bot.db.models.knowledge import newest_version
from bot.db.models.staff import Role, Staff
from bot.db.session import open_database, transaction
from bot.services import texts
from bot.services.canned import load_canned
from bot.services.house import House
from bot.services.knowledge import KnowledgeError, current, files_hash, import_knowledge
from bot.services.samples import load_samples
from bot.services.staff import add_staff
from bot.settings import Settings
from bot.up import CannotStart

log = structlog.get_logger()


def migrate(settings: Settings) -> None:
    try:
        upgrade(settings.database_url)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CannotStart(f"CARELINE_DATABASE_URL: the database cannot be used ({reason}).") from error


def prepare(settings: Settings, company: Path) -> str | None:
    """Ready the database; returns the first admin's password when it was generated just now."""
    migrate(settings)
    database = open_database(settings.database_url)
    house = House(settings, texts.load())
    try:
        with transaction(database.make_session, lambda wake: None) as session:
            _fill(session, company)
            return _first_admin(session, house)
    except KnowledgeError as error:
        more = f" ({len(error.problems)} to correct; `./careline knowledge import` lists all)"
        raise CannotStart(f"{error.problems[0]}{more}") from error
    finally:
        database.close()


def _fill(session: Session, company: Path) -> None:
    """The demo company and its samples go into an empty database only; a newer version is the operator's decision."""
    newest = session.execute(newest_version()).first()
    if newest is None:
        import_knowledge(session, company)
        load_samples(session, company, current(session))
        load_canned(session)
    elif newest.hash != files_hash(company):
        log.warning(f"{company} has changed since it was imported; `./careline knowledge import` puts it in force")


def _first_admin(session: Session, house: House) -> str | None:
    if session.scalar(select(Staff.id).limit(1)) is not None:
        return None
    given = house.settings.admin_password
    password = given or secrets.token_urlsafe(12)
    add_staff(session, house, house.settings.admin_email, "Admin", Role.ADMIN, password)
    return None if given else password
