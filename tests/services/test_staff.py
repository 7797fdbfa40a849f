"""Staff sign in with a password, programs with a token; both can be taken away."""

import pytest

from bot.db.models.staff import Role, StaffSession, StaffToken
from bot.domain.errors import AlreadyExists, BadPassword, InvalidInput, NotFound, NotSignedIn
from bot.services import staff
from bot.services.house import House
from tests.conftest import Clock, Shop


@pytest.fixture
def ada(shop: Shop) -> str:
    return str(shop.do(staff.add_staff, " Ada@Example.com ", "Ada Admin", "admin", "correct horse").id)


def check(shop: Shop, email: str, password: str) -> str:
    return str(shop.look(lambda session, _house: staff.check_password(session, email, password)).id)


def test_the_right_password_signs_in(shop: Shop, ada: str) -> None:
    assert check(shop, "ada@example.com", "correct horse") == ada
    assert check(shop, "ADA@example.com ", "correct horse") == ada


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.com", "wrong"),
        ("ada@example.com", ""),
        ("ada@example.com", "x" * 100_000),
        ("nobody@example.com", "correct horse"),
        ("\x00", "correct horse"),
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(shop: Shop, ada: str, email: str, password: str) -> None:
    with pytest.raises(BadPassword) as refused:
        check(shop, email, password)
    assert refused.value.message == "E-mail or password is wrong."
    assert refused.value.details == {}


def test_an_unknown_address_costs_the_same_work(shop: Shop, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    hasher = staff._hasher()

    class Counting:
        def verify(self, password: str, known: str) -> bool:
            verified.append(known)
            return hasher.verify(password, known)

    staff._nobodys_hash()
    monkeypatch.setattr(staff, "_hasher", Counting)
    for email in ("ada@example.com", "nobody@example.com"):
        with pytest.raises(BadPassword):
            check(shop, email, "wrong")
    assert len(verified) == 2


def test_a_session_ends_by_time_by_signing_out_and_with_its_owner(shop: Shop, clock: Clock, ada: str) -> None:
    secret = shop.do(staff.open_staff_session, ada)
    assert shop.look(staff.staff_of_session, secret).id == ada
    assert secret not in {row.secret_hash for row in shop.rows(StaffSession)}
    shop.do(staff.close_staff_session, secret)
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_session, secret)

    secret = shop.do(staff.open_staff_session, ada)
    clock.advance(hours=13)
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_session, secret)

    secret = shop.do(staff.open_staff_session, ada)

    def leave(session: object, _house: House) -> None:
        session.get(staff.Staff, ada).active = False  # type: ignore[attr-defined]

    shop.do(leave)
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_session, secret)
    with pytest.raises(BadPassword):
        check(shop, "ada@example.com", "correct horse")


def test_a_token_is_for_programs_and_can_be_revoked(shop: Shop, ada: str) -> None:
    token = shop.do(staff.issue_token, "ada@example.com")
    assert shop.look(staff.staff_of_token, token).role == Role.ADMIN
    assert token not in {row.secret_hash for row in shop.rows(StaffToken)}
    secret = shop.do(staff.open_staff_session, ada)
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_session, token)
    assert shop.do(staff.revoke_all, ada) == 2
    for verb, proof in ((staff.staff_of_token, token), (staff.staff_of_session, secret)):
        with pytest.raises(NotSignedIn):
            shop.look(verb, proof)
    with pytest.raises(NotFound):
        shop.do(staff.issue_token, "nobody@example.com")


@pytest.mark.parametrize("garbage", ["", "x", "\x00", "\ud800", "é" * 5000])
def test_garbage_is_no_proof(shop: Shop, ada: str, garbage: str) -> None:
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_session, garbage)
    with pytest.raises(NotSignedIn):
        shop.look(staff.staff_of_token, garbage)


@pytest.mark.parametrize(
    ("email", "name", "role", "password"),
    [
        ("not an address", "Ann", "agent", "long enough"),
        ("ann@example.com", " ", "agent", "long enough"),
        ("ann@example.com", "Ann", "boss", "long enough"),
        ("ann@example.com", "Ann", "agent", "short"),
    ],
)
def test_nonsense_is_refused(shop: Shop, email: str, name: str, role: str, password: str) -> None:
    with pytest.raises(InvalidInput):
        shop.do(staff.add_staff, email, name, role, password)


def test_an_address_is_used_once(shop: Shop, ada: str) -> None:
    with pytest.raises(AlreadyExists):
        shop.do(staff.add_staff, "ADA@example.com", "Other", "agent", "long enough")


def test_the_list_of_staff_has_no_secrets(shop: Shop, ada: str) -> None:
    listed = shop.look(lambda session, _house: staff.list_staff(session))
    assert listed == [{"id": ada, "name": "Ada Admin", "email": "ada@example.com", "role": "admin", "active": True}]
