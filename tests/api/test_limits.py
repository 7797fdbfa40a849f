"""How often somebody may call, and what they hear when it was too often."""

from typing import Any

from tests.api.conftest import Gateway
from tests.api.engine import say


def test_a_visitor_who_writes_too_fast_hears_when_to_go_on(start: Any) -> None:
    gateway: Gateway = start(rate_messages="2/minute")
    cleo = gateway.visitor()
    assert [cleo.say("one").status, cleo.say("two").status] == [202, 202]
    response = gateway.client.post(
        "/api/v1/visitor/messages", json={"client_id": "x", "text": "three"}, headers=cleo.headers
    )
    assert response.status_code == 429
    error = response.json()["error"]
    assert error["code"] == "too_many_requests"
    assert int(response.headers["Retry-After"]) == error["details"]["retry_after_s"]
    assert 1 <= error["details"]["retry_after_s"] <= 60
    assert gateway.visitor().say("somebody else").status == 202


def test_a_refused_message_does_not_make_the_wait_longer(start: Any) -> None:
    gateway: Gateway = start(rate_messages="1/second")
    cleo = gateway.visitor()
    assert cleo.say("one").status == 202
    refused = cleo.say("two")
    waits = []
    while refused.status == 429:
        waits.append(refused.body["error"]["details"]["retry_after_s"])
        refused = cleo.say("two")
    assert refused.status == 202
    assert set(waits) <= {1}


def test_thumbs_count_as_messages(start: Any) -> None:
    gateway: Gateway = start(rate_messages="2/minute")
    cleo = gateway.visitor()
    said = {"message_id": "no-such-answer", "helpful": False}
    assert [cleo.post("/visitor/opinions", said).status for _ in range(3)] == [404, 404, 429]


def test_choices_count_as_messages(start: Any) -> None:
    gateway: Gateway = start(rate_messages="2/minute")
    button = {"title": "Duo", "payload": "/chat_affirm"}
    gateway.engine.next({**say(), "messages": [{"text": "Which?", "buttons": [button]}]})
    cleo = gateway.visitor()
    asked = cleo.ask("it leaks")
    assert cleo.choose(asked, "Duo").status == 202
    assert cleo.say("three").status == 429


def test_an_address_opens_only_so_many_sessions(start: Any) -> None:
    gateway: Gateway = start(rate_sessions="2/minute")
    cleo = gateway.visitor()
    gateway.visitor()
    response = gateway.client.post("/api/v1/visitor/sessions")
    assert (response.status_code, response.json()["error"]["code"]) == (429, "too_many_requests")
    assert cleo.post("/visitor/sessions").status == 201  # Renewing is no new session.


def test_without_redis_each_gateway_counts_for_itself(start: Any, unused_tcp_port: int) -> None:
    gateway: Gateway = start(rate_messages="1/minute")
    from bot.api.limits import _redis

    gateway.app.state.parts.limits._shared = _redis(f"redis://127.0.0.1:{unused_tcp_port}")
    cleo = gateway.visitor()
    assert [cleo.say("one").status, cleo.say("two").status] == [202, 429]
