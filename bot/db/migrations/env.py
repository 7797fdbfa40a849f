"""Alembic's entry: the address comes from `bot.db.migrate`, the tables from `bot.db.tables`."""

from alembic import context

from bot.db.session import make_engine
from bot.db.tables import metadata


def run() -> None:
    engine = make_engine(context.config.attributes["url"])
    try:
        with engine.begin() as connection:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                compare_type=True,
                user_module_prefix="base.",
            )
            context.run_migrations()
    finally:
        engine.dispose()


run()
