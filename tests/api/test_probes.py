"""What those see who watch over the machine, and what programs read about the API."""

from typing import Any

from bot.api.health import Health
from tests.api.conftest import Gateway


def look_again(gateway: Gateway) -> None:
    """The states are kept for a moment; forget them."""
    health: Health = gateway.app.state.parts.health
    health._looked = float("-inf")


def test_the_gateway_lives_while_its_parts_start(gateway: Gateway) -> None:
    gateway.engine.state = "loading"
    response = gateway.client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["parts"] == {"database": "up", "engine": "starting", "actions": "starting"}
    assert gateway.client.get("/readyz").status_code == 503


def test_a_part_that_was_up_and_is_gone_is_down(gateway: Gateway) -> None:
    assert gateway.client.get("/healthz").json()["parts"]["engine"] == "up"
    gateway.engine.state = "gone"
    look_again(gateway)
    body = gateway.client.get("/readyz")
    assert body.status_code == 503
    assert body.json() == {
        "status": "degraded",
        "parts": {"database": "up", "engine": "down", "actions": "starting"},
    }


def test_ready_means_that_every_part_is_up(gateway: Gateway, monkeypatch: Any) -> None:
    async def up() -> str:
        return "up"

    monkeypatch.setattr(gateway.app.state.parts.health, "_actions_state", up)
    response = gateway.client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_the_numbers_count_requests_and_turns(gateway: Gateway) -> None:
    cleo = gateway.visitor()
    cleo.ask("hello")
    text = gateway.client.get("/metrics").text
    assert 'careline_requests_total{method="POST",route="/api/v1/visitor/messages",status="202"} 1.0' in text
    assert 'careline_turns_total{outcome="answered"} 1.0' in text
    assert "careline_turn_seconds_count 1.0" in text
    assert "careline_queue_length 0.0" in text
    assert cleo.conversation_id not in text


def test_every_answer_has_a_request_id(gateway: Gateway) -> None:
    first = gateway.client.get("/api/v1/nothing").headers["X-Request-ID"]
    assert first != gateway.client.get("/api/v1/nothing").headers["X-Request-ID"]


def test_the_description_covers_the_contract(gateway: Gateway) -> None:
    described = gateway.client.get("/api/v1/openapi.json").json()
    paths = described["paths"]
    visitor, staff, desk = "/api/v1/visitor", "/api/v1/staff", "/api/v1/desk"
    one = f"{desk}/conversations/{{conversation_id}}"
    for method, path in [
        ("post", f"{visitor}/sessions"),
        ("post", f"{visitor}/messages"),
        ("post", f"{visitor}/choices"),
        ("get", f"{visitor}/messages"),
        ("get", f"{visitor}/stream"),
        ("post", f"{staff}/login"),
        ("get", f"{desk}/conversations"),
        ("get", one),
        *(("post", f"{one}/{verb}") for verb in ("claim", "messages", "resolve", "release", "return-to-bot")),
        ("post", "/api/v1/studio/parse"),
    ]:
        assert method in paths[path], (method, path)
    assert set(described["components"]["securitySchemes"]) == {"visitorToken", "staffToken", "staffCookie"}
    assert paths[f"{visitor}/messages"]["post"]["security"] == [{"visitorToken": []}]
    assert "202" in paths[f"{visitor}/messages"]["post"]["responses"]
    failure = paths[one]["get"]["responses"]["default"]["content"]["application/json"]["schema"]
    assert failure["$ref"].endswith("/Failure")
