"""Time that passes for one customer: all that was ever noted about them moves into the past, and nobody waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, Table, create_engine, func, or_, select, update

from bot.db.base import UTCDateTime, utcnow
from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem
from bot.db.tables import metadata
from tests.stack import Message, Stack, Visitor, until


def pass_time(stack: Stack, visitor: Visitor, amount: str) -> list[Message]:
    """`amount` is such as "3 days"; gives what the gateway says of itself when it looks at what is due by then."""
    number, unit = amount.split()
    last = max((message["seq"] for message in visitor.messages()), default=0)
    with _database(stack) as connection:
        visitor_id = connection.scalar(
            select(Conversation.visitor_id).where(Conversation.id == visitor.conversation_id)
        )
        assert visitor_id is not None
        for table in metadata.sorted_tables:
            _shift(connection, table, visitor_id, timedelta(**{f"{unit.rstrip('s')}s": int(number)}))
    until(lambda: _nothing_due(stack, visitor_id), "what was due is done")
    return visitor.messages(last)


def _shift(connection: Connection, table: Table, visitor_id: str, amount: timedelta) -> None:
    if "visitor_id" in table.c:
        theirs = table.c.visitor_id == visitor_id
    elif "conversation_id" in table.c:
        own = select(Conversation.id).where(Conversation.visitor_id == visitor_id)
        theirs = table.c.conversation_id.in_(own)
    else:
        return
    times = [column for column in table.c if isinstance(column.type, UTCDateTime)]
    for row in connection.execute(select(table).where(theirs)).mappings().all():
        same = [column == row[column] for column in table.primary_key]
        moved = {column: row[column] - amount for column in times if row[column] is not None}
        if moved:
            connection.execute(update(table).where(*same).values(moved))


def _nothing_due(stack: Stack, visitor_id: str) -> bool:
    now = utcnow()
    items = select(func.count()).where(
        DueItem.visitor_id == visitor_id, DueItem.told_at.is_(None), DueItem.done_at.is_(None), DueItem.due_at <= now
    )
    late = or_(Conversation.remind_at <= now, Conversation.close_at <= now)
    silent = select(func.count()).where(Conversation.visitor_id == visitor_id, late)
    with _database(stack) as connection:
        return not (connection.scalar(items) or connection.scalar(silent))


@contextmanager
def _database(stack: Stack) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{stack.data_dir / 'careline.db'}", connect_args={"timeout": 30})
    with engine.begin() as connection:
        yield connection
    engine.dispose()
