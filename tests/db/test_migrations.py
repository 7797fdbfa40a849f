"""The tables that the models describe are the tables that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.db.migrate import upgrade
from bot.db.session import Database
from bot.db.tables import metadata


def test_the_migrated_schema_is_the_models_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(sqlite_url: str, postgres_url: str) -> None:
    upgrade(sqlite_url)
    upgrade(postgres_url)
