"""Signing in, who may do what, and which pages may ask."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.db.models.staff import Role, StaffSession
from tests.api.conftest import PASSWORD, Gateway

EMAIL = "ann@example.com"
LOGIN = "/api/v1/staff/login"


@pytest.fixture
def hired(gateway: Gateway) -> Gateway:
    gateway.hire_with_password(EMAIL)
    return gateway


def login(gateway: Gateway, password: str = PASSWORD, email: str = EMAIL, **headers: str) -> Any:
    return gateway.client.post(LOGIN, json={"email": email, "password": password}, headers=headers)


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(hired: Gateway) -> None:
    response = login(hired)
    assert response.status_code == 200
    assert (response.json()["email"], response.json()["role"]) == (EMAIL, "agent")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("careline=")
    for part in ("HttpOnly", "Path=/", "SameSite=lax", "Max-Age=43200"):
        assert part in cookie
    assert "Secure" not in cookie
    assert hired.client.get("/api/v1/staff/me").json()["name"] == "Ann Able"


def test_over_https_the_cookie_is_bound_to_the_host(hired: Gateway) -> None:
    cookie = login(hired, Origin="https://testserver").headers["Set-Cookie"]
    assert cookie.startswith("__Host-careline=")
    assert "Secure" in cookie


def test_only_the_hash_of_a_session_is_stored(hired: Gateway) -> None:
    secret = login(hired).cookies["careline"]
    stored = hired.shop.rows(StaffSession)
    assert len(stored) == 1
    assert secret not in str(vars(stored[0]))


def test_signing_out_ends_the_session_for_good(hired: Gateway) -> None:
    secret = login(hired).cookies["careline"]
    assert hired.client.post("/api/v1/staff/logout").status_code == 204
    hired.client.cookies.set("careline", secret)
    response = hired.client.get("/api/v1/staff/me")
    assert (response.status_code, response.json()["error"]["code"]) == (401, "not_signed_in")


def test_a_wrong_password_and_an_unknown_address_look_the_same(hired: Gateway) -> None:
    wrong = login(hired, password="not the password")
    unknown = login(hired, email="nobody@example.com")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"]["code"] == "bad_password"
    assert "Set-Cookie" not in wrong.headers


def test_an_unknown_address_costs_the_same_work(hired: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.services import staff

    checked: list[str] = []
    real = staff._hasher().verify

    class Watched:
        def verify(self, password: str, known: str) -> bool:
            checked.append(known)
            return real(password, known)

    staff._nobodys_hash()
    monkeypatch.setattr(staff, "_hasher", Watched)
    login(hired, email="nobody@example.com")
    assert len(checked) == 1


def test_too_many_attempts_have_to_wait(start: Any) -> None:
    gateway = start(rate_logins="3/minute")
    gateway.hire_with_password(EMAIL)
    answers = [login(gateway, password="wrong wrong") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    refused = answers[-1]
    assert int(refused.headers["Retry-After"]) == refused.json()["error"]["details"]["retry_after_s"] > 0
    assert login(gateway, email="other@example.com", password="wrong wrong").status_code == 401
    assert login(gateway, email=EMAIL.upper()).status_code == 429


def test_nobody_tries_one_account_from_many_addresses(start: Any) -> None:
    gateway = start(rate_logins="1/minute")
    gateway.hire_with_password(EMAIL)
    for number in range(5):
        elsewhere = TestClient(gateway.app, client=(f"192.0.2.{number}", 50000))
        assert elsewhere.post(LOGIN, json={"email": EMAIL, "password": "wrong wrong"}).status_code == 401
    assert login(gateway).status_code == 429
    assert login(gateway, email="other@example.com").status_code == 401


def test_a_cookie_does_not_count_on_requests_from_other_sites(hired: Gateway, subtests: pytest.Subtests) -> None:
    login(hired)
    path = "/api/v1/desk/conversations/7b3f0d0e-0000-4000-8000-000000000000/claim"
    for headers in [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver.evil.example"},
    ]:
        with subtests.test(headers=headers):
            response = hired.client.post(path, json={}, headers=headers)
            assert (response.status_code, response.json()["error"]["code"]) == (403, "origin_not_allowed")
            assert hired.client.post("/api/v1/staff/logout", headers=headers).status_code == 403
            assert login(hired, **headers).status_code == 403
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert hired.client.post(path, json={}, headers=own).status_code == 404


def test_a_form_cannot_post_with_the_cookie(hired: Gateway) -> None:
    login(hired)
    path = "/api/v1/desk/conversations/7b3f0d0e-0000-4000-8000-000000000000/claim"
    response = hired.client.post(path, content='{"x": "="}', headers={"Content-Type": "text/plain"})
    assert response.status_code == 415


def test_a_token_works_from_anywhere(gateway: Gateway) -> None:
    ann = gateway.staff("Ann")
    response = gateway.client.get(
        "/api/v1/staff/me", headers={**ann.headers, "Origin": "https://tools.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert (response.status_code, response.json()["role"]) == (200, "agent")


@pytest.mark.parametrize(("role", "status"), [(Role.AGENT, 200), (Role.ADMIN, 200), (Role.TRAINER, 403)])
def test_the_desk_is_for_agents_and_admins(gateway: Gateway, role: Role, status: int) -> None:
    person = gateway.staff("Pat", role)
    assert person.get("/desk/conversations").status == status
    assert person.get("/desk/counts").status == status
    assert person.post("/studio/parse", {"text": "hello"}).status == 200


def test_nothing_of_the_staff_is_open_to_visitors(gateway: Gateway) -> None:
    cleo = gateway.visitor()
    for path in ("/desk/conversations", "/desk/counts", "/desk/stream", "/staff/me"):
        assert cleo.get(path).status == 401
    assert cleo.post("/studio/parse", {"text": "hello"}).status == 401
    ann = gateway.staff("Ann")
    assert ann.get("/visitor/messages").status == 401


def test_a_person_who_left_is_signed_out(hired: Gateway) -> None:
    from bot.db.models.staff import Staff

    login(hired)

    def leave(session: Any, _: Any) -> None:
        session.query(Staff).one().active = False

    hired.shop.do(leave)
    assert hired.client.get("/api/v1/staff/me").status_code == 401
    assert login(hired).status_code == 401


def test_the_studio_shows_how_a_text_is_understood(gateway: Gateway) -> None:
    tom = gateway.staff("Tom", Role.TRAINER)
    answer = tom.post("/studio/parse", {"text": "thank you"})
    assert answer.status == 200
    assert answer.body["intent"] == {"name": "chat_thank", "confidence": 0.9}
    assert set(answer.body) == {"intent", "lane", "ranking", "entities", "articles", "mood", "masked"}
    assert tom.post("/studio/parse", {"text": " "}).status == 422
    gateway.engine.state = "gone"
    away = tom.post("/studio/parse", {"text": "thank you"})
    assert (away.status, away.body["error"]["code"]) == (503, "unavailable")
