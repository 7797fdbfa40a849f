"""The client of the engine's channel: what it sends, and that every failure has one of five names."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.adapters.engine import EngineClient, LiveAddress
from bot.domain.ports import EngineFailure, Trouble
from bot.domain.signals import Say
from bot.programs import write_address

Handler = Callable[[httpx2.Request], httpx2.Response]


def client(handler: Handler) -> EngineClient:
    return EngineClient("http://engine", "secret", timedelta(seconds=1), httpx2.MockTransport(handler))


def replies(status: int, body: Any = None, raw: bytes | None = None) -> Handler:
    if raw is not None:
        return lambda _request: httpx2.Response(status, content=raw)
    return lambda _request: httpx2.Response(status, json=body)


def raises(error: type[httpx2.TransportError]) -> Handler:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise error("no", request=request)

    return handler


async def test_a_turn_carries_the_secret_and_comes_back_typed() -> None:
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        parse = {"intent": {"name": "chat_greet", "confidence": 0.8}}
        return httpx2.Response(200, json={"messages": [{"text": "Hello"}], "parse": parse, "repeated": True})

    answer = await client(handler).turn("c1", "t1", "hi", None, {"turn_id": "t1"})
    assert answer.signals == (Say("Hello"),)
    assert answer.understanding.intent == "chat_greet"
    assert answer.repeated
    request = seen[0]
    assert (request.method, request.url.path) == ("POST", "/webhooks/gateway/turn")
    assert request.headers["X-Careline-Secret"] == "secret"


@pytest.mark.parametrize(
    ("handler", "trouble"),
    [
        (raises(httpx2.ConnectError), Trouble.UNREACHABLE),
        (raises(httpx2.ConnectTimeout), Trouble.UNREACHABLE),
        (raises(httpx2.ReadError), Trouble.UNREACHABLE),
        (raises(httpx2.RemoteProtocolError), Trouble.UNREACHABLE),
        (raises(httpx2.ReadTimeout), Trouble.TIMEOUT),
        (replies(503, {"status": "loading"}), Trouble.WAKING),
        (replies(503, {"error": {"code": "model_missing", "message": ""}}), Trouble.WAKING),
        (replies(500, {"error": {"code": "turn_failed", "message": ""}}), Trouble.FAILED),
        (replies(500, {"error": {"code": "tracker_store_failed", "message": ""}}), Trouble.FAILED),
        (replies(403, {"error": {"code": "forbidden"}}), Trouble.FAILED),
        (replies(200, ["not", "an", "object"]), Trouble.FAILED),
        (replies(200, {"messages": "nonsense"}), Trouble.FAILED),
        (replies(200, raw=b"<html>"), Trouble.FAILED),
        (replies(200, raw=b"\xff\xfe\x00"), Trouble.FAILED),
    ],
)
async def test_every_failure_has_a_name(handler: Handler, trouble: Trouble) -> None:
    with pytest.raises(EngineFailure) as failure:
        await client(handler).turn("c1", "t1", "hi", None, {})
    assert failure.value.trouble == trouble
    with pytest.raises(EngineFailure):
        await client(handler).parse("hi", {})


async def test_without_an_address_the_engine_is_waking() -> None:
    with pytest.raises(EngineFailure) as failure:
        await EngineClient(None, "").health()
    assert failure.value.trouble == Trouble.WAKING


async def test_parse_health_and_forget() -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        match request.url.path.rsplit("/", 1)[1]:
            case "parse":
                return httpx2.Response(200, json={"parse": {"intent": {"name": "chat_greet", "confidence": 0.8}}})
            case "health":
                return httpx2.Response(200, json={"status": "ready", "model": {"id": "m", "hash": "h"}})
            case _:
                return httpx2.Response(204)

    engine = client(handler)
    assert (await engine.parse("hi", {})).intent == "chat_greet"
    assert (await engine.raw_parse("hi", {}))["intent"]["confidence"] == 0.8
    assert (await engine.health())["model"] == {"id": "m", "hash": "h"}
    await engine.forget("c1")
    await engine.close()


async def test_the_next_call_goes_where_the_live_engine_is_now(tmp_path: Path) -> None:
    called: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        called.append(str(request.url).partition("/webhooks")[0])
        return httpx2.Response(200, json={"status": "ready"})

    file = tmp_path / "engine.url"
    client = EngineClient(LiveAddress(file, "http://at-first"), "secret", transport=httpx2.MockTransport(handler))
    await client.health()
    for url in ("http://one", "http://another"):
        write_address(file, url)
        await client.health()
    file.unlink()
    await client.health()
    assert called == ["http://at-first", "http://one", "http://another", "http://at-first"]
