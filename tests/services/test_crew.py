"""What an admin decides: who works here, who may not write, and that all of it is logged."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.db.models.audit import AuditEntry
from bot.db.models.staff import Role, Staff, StaffToken
from bot.domain.errors import AlreadyExists, Blocked, InvalidInput, NotFound
from bot.services import audit, blocking, crew, desk, staff, thread
from bot.services.marks import ChangedMeanwhile
from bot.services.views import MemberFields
from tests.conftest import Customer, Shop, hire

PASSWORD = "a-long-password"


@pytest.fixture
def ada(shop: Shop) -> str:
    return hire(shop, "Ada Admin", Role.ADMIN)


def fields(**changed: Any) -> MemberFields:
    return {"name": "Ann Able", "role": "agent", "capacity": 4, "active": True} | changed  # type: ignore[return-value]


def actions(shop: Shop) -> list[str]:
    return [entry.action for entry in shop.rows(AuditEntry)]


def test_an_admin_hires_somebody_who_can_sign_in(shop: Shop, ada: str) -> None:
    hired = shop.do(crew.hire, ada, "New@Example.com", "Nia New", "agent", 6, PASSWORD)
    assert (hired["email"], hired["capacity"]) == ("new@example.com", 6)
    with_password = shop.look(lambda session, _: staff.check_password(session, "new@example.com", PASSWORD).id)
    assert with_password == hired["id"]
    assert actions(shop) == ["staff_added"]
    with pytest.raises(AlreadyExists):
        shop.do(crew.hire, ada, "new@example.com", "Nia New", "agent", 6, PASSWORD)


@pytest.mark.parametrize("wrong", [{"capacity": -1}, {"role": "boss"}, {"name": " "}])
def test_nothing_is_kept_of_a_bad_change(shop: Shop, ada: str, ann: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        shop.do(crew.change_member, ada, ann, fields(**wrong))
    assert actions(shop) == []


def test_a_change_is_logged_with_what_it_was_before(shop: Shop, ada: str, ann: str) -> None:
    shop.do(crew.change_member, ada, ann, fields(role="trainer"))
    shop.do(crew.change_member, ada, ann, fields(role="trainer"))
    (entry,) = shop.look(audit.read_audit)["entries"]
    assert (entry["name"], entry["action"], entry["about"]) == ("Ada Admin", "staff_changed", ann)
    assert entry["data"] == {"role": ["agent", "trainer"]}


def test_who_leaves_is_signed_out_everywhere(shop: Shop, ada: str, ann: str) -> None:
    shop.do(staff.issue_token, "ann@example.com")
    shop.do(crew.change_member, ada, ann, fields(active=False))
    assert all(token.revoked_at is not None for token in shop.rows(StaffToken))


def test_the_last_admin_stays_one(shop: Shop, ada: str) -> None:
    for last in (fields(name="Ada Admin", role="agent"), fields(name="Ada Admin", role="admin", active=False)):
        with pytest.raises(crew.LastAdmin):
            shop.do(crew.change_member, ada, ada, last)
    hire(shop, "Eve Else", Role.ADMIN)
    shop.do(crew.change_member, ada, ada, fields(name="Ada Admin"))
    assert {person.name: person.role for person in shop.rows(Staff)} == {
        "Ada Admin": Role.AGENT,
        "Eve Else": Role.ADMIN,
    }


def test_a_new_password_ends_the_old_sessions_and_is_not_logged(shop: Shop, ada: str, ann: str) -> None:
    secret = shop.do(staff.open_staff_session, ann)
    shop.do(crew.set_password, ada, ann, PASSWORD)
    with pytest.raises(staff.NotSignedIn):
        shop.look(staff.staff_of_session, secret)
    assert PASSWORD not in str([entry.data for entry in shop.rows(AuditEntry)])


def test_who_is_blocked_cannot_write_but_can_be_answered(
    shop: Shop, cleo: Customer, ada: str, asks: Callable[[Customer], str]
) -> None:
    asks(cleo)
    shop.do(blocking.block, cleo.conversation_id, ada, "threats")
    shop.do(blocking.block, cleo.conversation_id, ada, "again")
    with pytest.raises(Blocked):
        shop.do(thread.receive_text, cleo.visitor_id, "one-more", "hello?")
    shop.do(desk.reply, cleo.conversation_id, ada, "We have closed this chat.", None)
    (shown,) = shop.look(lambda session, _: blocking.blocked(session))
    assert (shown["conversation_id"], shown["reason"], shown["by"]) == (cleo.conversation_id, "threats", "Ada Admin")
    with pytest.raises(InvalidInput):
        shop.do(blocking.unblock, cleo.conversation_id, ada, " ")
    shop.do(blocking.unblock, cleo.conversation_id, ada, "apologised")
    assert shop.do(thread.receive_text, cleo.visitor_id, "one-more", "hello?")["seq"]
    assert actions(shop) == ["visitor_blocked", "visitor_unblocked"]


def test_blocking_needs_a_reason_and_a_conversation(shop: Shop, cleo: Customer, ada: str) -> None:
    with pytest.raises(InvalidInput):
        shop.do(blocking.block, cleo.conversation_id, ada, "  ")
    with pytest.raises(NotFound):
        shop.do(blocking.block, "nothing", ada, "a reason")


def test_the_log_is_read_a_page_at_a_time(shop: Shop, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    for number in range(5):
        shop.do(audit.note, ada, "team_added", str(number))
    seen, cursor = [], None
    while True:
        page = shop.look(audit.read_audit, cursor)
        seen += [entry["about"] for entry in page["entries"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == ["4", "3", "2", "1", "0"]


def test_of_two_who_change_a_colleague_the_second_is_told(shop: Shop, ada: str, ann: str) -> None:
    seen = {one["id"]: one["mark"] for one in shop.look(lambda session, _: crew.list_members(session))}[ann]
    shop.do(crew.change_member, ada, ann, fields(capacity=6), seen)
    with pytest.raises(ChangedMeanwhile, match="Ada Admin has changed this"):
        shop.do(crew.change_member, ada, ann, fields(role="trainer"), seen)
    assert [(one.role, one.capacity) for one in shop.rows(Staff) if one.id == ann] == [(Role.AGENT, 6)]
