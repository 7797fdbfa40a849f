"""WebSocket and Server-Sent Events, on a real server with real sockets."""

import asyncio
import json
import socket
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.api.app import create_app
from bot.api.events import EventStream
from bot.db.models.staff import Role
from bot.services.staff import close_staff_session, issue_token, open_staff_session
from tests.api.engine import Engine, signal
from tests.conftest import DATABASES, Shop, hire

SHOP = "https://shop.example"
Json = dict[str, Any]


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@dataclass
class Served:
    """A gateway behind uvicorn, in a thread with its own loop, as `bot.gateway` serves it."""

    url: str
    server: uvicorn.Server
    thread: threading.Thread
    shop: Shop
    engine: Engine

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/api/v1/visitor/stream"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()

    async def visitor(self) -> "Cleo":
        async with httpx2.AsyncClient(trust_env=False) as http:
            opened = (await http.post(f"{self.url}/api/v1/visitor/sessions")).json()
        return Cleo(self, opened["token"], opened["conversation_id"])


@dataclass
class Cleo:
    served: Served
    token: str
    conversation_id: str

    async def say(self, text: str) -> Json:
        async with httpx2.AsyncClient(trust_env=False, headers=self.headers) as http:
            sent = await http.post(
                f"{self.served.url}/api/v1/visitor/messages", json={"client_id": uuid.uuid4().hex, "text": text}
            )
        assert sent.status_code == 202
        receipt: Json = sent.json()
        return receipt

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @asynccontextmanager
    async def socket(self, after: int = 0) -> AsyncIterator[ClientConnection]:
        async with connect(self.served.socket_url, proxy=None) as line:
            await line.send(json.dumps({"type": "hello", "token": self.token, "after": after}))
            yield line


@pytest.fixture
def served(shop: Shop, engine: Engine) -> Iterator[Served]:
    shop.with_settings(allowed_origins=(SHOP,))
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(shop.house, engine.transport, engine.helpers),
        log_config=None,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    served = Served(f"http://127.0.0.1:{listener.getsockname()[1]}", server, thread, shop, engine)
    yield served
    served.stop()


async def frame(line: ClientConnection, kind: str) -> Json:
    """The next frame of this kind."""
    while True:
        found: Json = json.loads(await asyncio.wait_for(line.recv(), 20))
        if found["type"] == kind:
            return found


async def until_message(line: ClientConnection, **like: Any) -> Json:
    while True:
        for message in (await frame(line, "messages"))["messages"]:
            if all(message[key] == value for key, value in like.items()):
                found: Json = message
                return found


async def events(response: httpx2.Response) -> AsyncIterator[Json]:
    async for line in response.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def test_the_socket_brings_what_is_there_and_what_comes(served: Served) -> None:
    cleo = await served.visitor()
    async with cleo.socket() as line:
        first = await frame(line, "messages")
        assert (first["messages"], first["conversation"]["status"]) == ([], "bot")
        await cleo.say("hello")
        assert (await until_message(line, author="customer"))["text"] == "hello"
        assert (await until_message(line, author="bot"))["text"] == "Please descale it."


async def test_the_socket_resumes_after_the_last_seq(served: Served) -> None:
    cleo = await served.visitor()
    async with cleo.socket() as line:
        await cleo.say("hello")
        seq = (await until_message(line, author="bot"))["seq"]
    await cleo.say("still there?")
    async with cleo.socket(after=seq) as line:
        assert (await frame(line, "messages"))["messages"][0]["text"] == "still there?"


async def test_the_socket_takes_messages_too(served: Served) -> None:
    cleo = await served.visitor()
    async with cleo.socket() as line:
        for _ in range(2):
            await line.send(json.dumps({"type": "message", "client_id": "w1", "text": "over the wire"}))
        receipts = [await frame(line, "accepted") for _ in range(2)]
        assert receipts[0] == receipts[1]
        await line.send(json.dumps({"type": "message", "client_id": "w2", "text": " "}))
        assert (await frame(line, "error"))["error"]["code"] == "invalid_input"
        await line.send(json.dumps({"type": "message", "client_id": 5}))
        assert (await frame(line, "error"))["error"]["code"] == "invalid_input"


async def test_programs_may_send_the_token_as_a_header(served: Served) -> None:
    cleo = await served.visitor()
    async with connect(served.socket_url, proxy=None, additional_headers=cleo.headers) as line:
        assert (await frame(line, "messages"))["conversation"]["id"] == cleo.conversation_id


@pytest.mark.parametrize(
    ("hello", "reason"),
    [
        ({"type": "hello", "token": "nonsense"}, "bad_token"),
        ({"type": "hello"}, "not_signed_in"),
        ([], "not_signed_in"),
        ("text", "not_signed_in"),
    ],
)
async def test_a_bad_hello_closes_the_socket(served: Served, hello: Any, reason: str) -> None:
    async with connect(served.socket_url, proxy=None) as line:
        await line.send(json.dumps(hello))
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(line.recv(), 20)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4401, reason)


async def test_odd_frames_are_ignored(served: Served) -> None:
    cleo = await served.visitor()
    async with cleo.socket() as line:
        for odd in (
            b"\xff\x00",
            "{",
            "[]",
            '{"type": "read", "seq": "x"}',
            '{"type": "read", "seq": 99999999999}',
            "5",
        ):
            await line.send(odd)
        await line.send('{"type": "typing"}')
        await line.send('{"type": "read", "seq": 1}')
        await cleo.say("hello")
        assert await until_message(line, author="bot")


@pytest.mark.parametrize(("origin", "allowed"), [(SHOP, True), ("https://evil.example", False), ("null", False)])
async def test_only_listed_pages_may_open_a_socket(served: Served, origin: str, allowed: bool) -> None:
    headers = {"Origin": origin}
    if allowed:
        async with connect(served.socket_url, proxy=None, additional_headers=headers):
            return
    with pytest.raises(InvalidStatus) as refused:
        async with connect(served.socket_url, proxy=None, additional_headers=headers):
            pass
    assert refused.value.response.status_code == 403


async def test_server_sent_events_bring_the_same_frames(served: Served) -> None:
    cleo = await served.visitor()
    async with httpx2.AsyncClient(trust_env=False, headers=cleo.headers, timeout=20) as http:
        async with http.stream("GET", f"{served.url}/api/v1/visitor/stream") as response:
            assert response.headers["Content-Type"].startswith("text/event-stream")
            stream = events(response)
            assert (await anext(stream))["messages"] == []
            await cleo.say("hello")
            seen: list[str] = []
            while "bot" not in seen:
                seen += [message["author"] for message in (await anext(stream)).get("messages", [])]
        seq = (await http.get(f"{served.url}/api/v1/visitor/messages")).json()["messages"][0]["seq"]
        headers = {"Last-Event-ID": str(seq)}
        async with http.stream("GET", f"{served.url}/api/v1/visitor/stream", headers=headers) as response:
            resumed = await anext(events(response))
            assert [message["author"] for message in resumed["messages"]] == ["bot"]


async def test_the_queue_and_the_agent_show_on_the_stream(served: Served) -> None:
    cleo = await served.visitor()
    served.engine.next(signal("escalate", reason="asked", priority="medium"))
    ann = hire(served.shop, "Ann Able")
    token = served.shop.do(issue_token, "ann@example.com")
    async with cleo.socket() as line:
        await cleo.say("a person please")
        while (found := await frame(line, "messages"))["conversation"]["status"] != "queued":
            continue
        assert found["conversation"]["queue"]["position"] == 1
        async with httpx2.AsyncClient(trust_env=False, headers={"Authorization": f"Bearer {token}"}) as http:
            base = f"{served.url}/api/v1/desk/conversations/{cleo.conversation_id}"
            assert (await http.post(f"{base}/claim")).status_code == 200
            await until_message(line, author="system", kind="notice")
            assert (await http.post(f"{base}/typing")).status_code == 204
            while True:
                conversation = json.loads(await asyncio.wait_for(line.recv(), 20)).get("conversation", {})
                if conversation.get("typing") == "agent":
                    break
            assert conversation["agent"] == "Ann"
    assert ann


async def test_the_desk_is_nudged(served: Served) -> None:
    hire(served.shop, "Ann Able")
    token = served.shop.do(issue_token, "ann@example.com")
    cleo = await served.visitor()
    async with (
        httpx2.AsyncClient(trust_env=False, headers={"Authorization": f"Bearer {token}"}, timeout=20) as http,
        http.stream("GET", f"{served.url}/api/v1/desk/stream") as response,
    ):
        stream = events(response)
        assert (await anext(stream))["type"] == "ready"
        await cleo.say("hello")
        nudge = await anext(stream)
        assert (nudge["type"], nudge["id"]) == ("message", cleo.conversation_id)
        assert "hello" not in str(nudge)
        async with cleo.socket() as line:
            await frame(line, "messages")
            await line.send('{"type": "typing"}')
            while (await anext(stream))["type"] != "typing":
                continue


async def test_a_desk_stream_ends_with_its_session(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.desk_stream.PING_S", 0.05)
    ann = hire(served.shop, "Ann Able")
    secret = served.shop.do(open_staff_session, ann)
    async with (
        httpx2.AsyncClient(trust_env=False, cookies={"careline": secret}, timeout=20) as http,
        http.stream("GET", f"{served.url}/api/v1/desk/stream") as response,
    ):
        stream = events(response)
        assert (await anext(stream))["type"] == "ready"
        assert (await anext(stream))["type"] == "ping"
        served.shop.do(close_staff_session, secret)
        assert {found["type"] async for found in stream} <= {"ping"}


async def test_who_is_no_agent_any_more_hears_nothing_more(served: Served) -> None:
    ann, _ = hire(served.shop, "Ann Able"), hire(served.shop, "Ada Admin", Role.ADMIN)
    token, admins = (served.shop.do(issue_token, f"{name}@example.com") for name in ("ann", "ada"))
    cleo = await served.visitor()
    async with httpx2.AsyncClient(trust_env=False, headers={"Authorization": f"Bearer {token}"}, timeout=20) as http:
        async with http.stream("GET", f"{served.url}/api/v1/desk/stream") as response:
            stream = events(response)
            assert (await anext(stream))["type"] == "ready"
            fields = {"name": "Ann Able", "role": "trainer", "capacity": 4, "active": True}
            path, by = f"{served.url}/api/v1/admin/staff/{ann}", {"Authorization": f"Bearer {admins}"}
            assert (await http.put(path, json=fields, headers=by)).status_code == 200
            assert {found["type"] async for found in stream} <= {"ping", "presence"}, "it ends"
        await cleo.say("hello")
        for path in ("conversations", "stream", "counts"):
            assert (await http.get(f"{served.url}/api/v1/desk/{path}")).status_code == 403


async def test_silence_is_filled_with_pings(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.follow.PING_S", 0.05)
    cleo = await served.visitor()
    async with cleo.socket() as line:
        assert await frame(line, "ping") == {"type": "ping"}


async def test_a_reader_that_does_not_read_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.events.SLOW_S", 0.05)
    ended = asyncio.Event()

    async def endless() -> AsyncIterator[Json]:
        try:
            while True:
                yield {"type": "ping"}
        finally:
            ended.set()

    async def receive() -> Json:
        await asyncio.Event().wait()
        return {}

    async def send(message: Json) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    from contextlib import nullcontext

    stream = EventStream(endless(), nullcontext)
    await asyncio.wait_for(stream({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send), 20)


async def test_a_stopping_server_ends_streams_and_polls(served: Served) -> None:
    """What SIGTERM does in the main thread, where a test cannot send it, is done here by hand."""
    cleo = await served.visitor()
    app = served.server.config.app
    async with (
        httpx2.AsyncClient(trust_env=False, headers=cleo.headers, timeout=20) as http,
        http.stream("GET", f"{served.url}/api/v1/visitor/stream") as response,
    ):
        stream = events(response)
        await anext(stream)
        async with cleo.socket() as line:
            await frame(line, "messages")
            poll = asyncio.create_task(http.get(f"{served.url}/api/v1/visitor/messages?after=9&wait=30"))
            await asyncio.sleep(0)
            await cleo.say("one last word")
            app.state.parts.close_streams()
            async for _ in stream:
                pass
            await asyncio.wait_for(line.wait_closed(), 20)
            assert line.close_code == 1012
            assert (await poll).status_code == 200
    await asyncio.to_thread(served.stop)
