"""The widget on somebody's shop: listed origins may use the visitor API, all others may not."""

from typing import Any

import pytest

from tests.api.conftest import Gateway

SHOP = "https://shop.example"
SESSIONS = "/api/v1/visitor/sessions"


@pytest.fixture
def listed(start: Any) -> Gateway:
    gateway: Gateway = start(allowed_origins=(SHOP,))
    return gateway


def test_a_listed_shop_may_ask_first(listed: Gateway) -> None:
    response = listed.client.options(
        "/api/v1/visitor/messages",
        headers={
            "Origin": SHOP,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


def test_a_listed_shop_can_read_answers_and_refusals(listed: Gateway) -> None:
    response = listed.client.post(SESSIONS, headers={"Origin": SHOP})
    assert response.status_code == 201
    assert response.headers["Access-Control-Allow-Origin"] == SHOP
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    refused = listed.client.get("/api/v1/visitor/messages", headers={"Origin": SHOP})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == SHOP


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://shop.example", "https://shop.example.evil"])
def test_other_sites_may_not(listed: Gateway, origin: str) -> None:
    response = listed.client.post(SESSIONS, headers={"Origin": origin})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_our_own_pages_and_programs_may(listed: Gateway) -> None:
    assert listed.client.post(SESSIONS, headers={"Origin": "http://testserver"}).status_code == 201
    assert listed.client.post(SESSIONS).status_code == 201


def test_the_staff_api_is_not_for_shops(listed: Gateway) -> None:
    response = listed.client.get("/api/v1/staff/me", headers={"Origin": SHOP})
    assert "Access-Control-Allow-Origin" not in response.headers
    login = {"email": "ann@example.com", "password": "some password"}
    assert listed.client.post("/api/v1/staff/login", json=login, headers={"Origin": SHOP}).status_code == 403
