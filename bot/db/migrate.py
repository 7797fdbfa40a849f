"""Bring a database to the newest schema, from code: there is no ini file to forget."""

from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).resolve().parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Safe to repeat; a database that is up to date is left as it is."""
    command.upgrade(config(url), revision)


def config(url: str) -> Config:
    made = Config()
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    made.attributes["url"] = url
    return made
