"""What the desk shows: the list, one conversation with its handoff packet, the counts."""

from sqlalchemy.orm import Session

from bot.services.house import House
from bot.services.views import CountsView, DeskDetailView, DeskListView


def list_conversations(
    session: Session,
    house: House,
    *,
    status: str | None = None,
    assignee: str | None = None,
    lane: str | None = None,
    priority: str | None = None,
    search: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> DeskListView:
    """Waiting conversations by priority and waiting time, all others by the latest change.

    `status` may list several, separated by commas; `assignee` is a staff id or "none"; `next` is the cursor of the
    following page or None. InvalidInput for an unknown filter value or a broken cursor.
    """
    raise NotImplementedError


def conversation_detail(session: Session, house: House, conversation_id: str) -> DeskDetailView:
    """Everything about one conversation; NotFound."""
    raise NotImplementedError


def counts(session: Session, house: House, staff_id: str) -> CountsView:
    raise NotImplementedError
