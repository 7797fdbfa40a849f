"""Files over HTTP: in as a body, out as an attachment, to nobody else; and nothing stays of what went wrong."""

import os
import socket
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from bot.db.models.file import File
from tests.adapters.test_files import picture
from tests.api.conftest import Gateway, Visitor
from tests.api.engine import say, signal
from tests.api.test_streams import Served, served
from tests.stack import until

__all__ = ["served"]
PNG = picture("PNG")


def send(gateway: Gateway, who: Visitor, content: bytes, name: str = "leak.png", client_id: str | None = None) -> Any:
    query = {"client_id": client_id or uuid.uuid4().hex, "name": name}
    return gateway.client.post("/api/v1/visitor/files", params=query, content=content, headers=who.headers)


def kept(gateway: Gateway) -> list[Path]:
    return sorted((gateway.shop.house.settings.data_dir / "files").iterdir())


def test_a_picture_becomes_a_message_and_the_bot_says_that_it_cannot_look(gateway: Gateway, cleo: Visitor) -> None:
    sent = send(gateway, cleo, PNG)
    assert sent.status_code == 202
    message, answer = cleo.thread()["messages"]
    assert (message["id"], message["seq"]) == (sent.json()["id"], sent.json()["seq"])
    assert (message["kind"], message["author"], message["text"]) == ("file", "customer", "leak.png")
    file = message["file"]
    assert (file["name"], file["type"], file["width"], file["height"]) == ("leak.png", "image/png", 40, 20)
    assert answer["author"] == "bot"
    assert answer["text"] == gateway.shop.house.texts("file_unread")
    assert [choice["value"] for choice in answer["choices"]] == ["person"]
    assert gateway.engine.turns == []
    cleo.choose(answer, "person")
    assert cleo.status == "queued"


def test_it_is_an_attachment_for_its_visitor_and_for_staff(gateway: Gateway, cleo: Visitor) -> None:
    send(gateway, cleo, PNG, "größer.png")
    file = cleo.thread()["messages"][0]["file"]
    ann = gateway.staff("Ann")
    detail = ann.get(f"/desk/conversations/{cleo.conversation_id}").body
    assert detail["messages"][0]["file"] == file
    for path, who in ((f"visitor/files/{file['id']}", cleo), (f"desk/files/{file['id']}", ann)):
        answer = gateway.client.get(f"/api/v1/{path}", headers=who.headers)
        assert answer.status_code == 200
        assert answer.content == kept(gateway)[0].read_bytes()
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''gr%C3%B6")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "image/png"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_else_can_read_it(gateway: Gateway, cleo: Visitor) -> None:
    send(gateway, cleo, PNG)
    id = cleo.thread()["messages"][0]["file"]["id"]
    assert gateway.visitor().get(f"/visitor/files/{id}").status == 404
    assert gateway.client.get(f"/api/v1/visitor/files/{id}").status_code == 401
    assert gateway.client.get(f"/api/v1/desk/files/{id}").status_code == 401
    assert cleo.get(f"/desk/files/{id}").status == 401
    for other in ("../secret", "..%2fsecret", "nothing", "%00"):
        assert cleo.get(f"/visitor/files/{other}").status == 404
    foreign = {**cleo.headers, "Origin": "https://elsewhere.example"}
    assert gateway.client.get(f"/api/v1/visitor/files/{id}", headers=foreign).status_code == 403
    assert gateway.client.post("/api/v1/visitor/files", content=PNG, headers=foreign).status_code == 403


def test_sent_again_it_is_the_same_message_with_the_first_file(gateway: Gateway, cleo: Visitor) -> None:
    first = send(gateway, cleo, PNG, client_id="once")
    again = send(gateway, cleo, picture("GIF"), client_id="once")
    assert first.json() == again.json()
    assert [path.read_bytes()[:4] for path in kept(gateway)] == [b"\x89PNG"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"<svg/>", 415, "unsupported_file"), (b"", 415, "unsupported_file"), (PNG[:50], 415, "unsupported_file")],
)
def test_what_is_refused_leaves_nothing(
    gateway: Gateway, cleo: Visitor, content: bytes, status: int, code: str
) -> None:
    refused = send(gateway, cleo, content)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert "png" in refused.json()["error"]["details"]["types"]
    assert cleo.thread()["messages"] == []
    assert kept(gateway) == []


def test_too_much_is_refused_whether_it_says_its_length_or_not(start: Any) -> None:
    gateway = start(file_max_bytes=1000)
    cleo = gateway.visitor()
    for content in (b"x" * 1001, iter([b"x" * 600, b"x" * 600])):
        refused = send(gateway, cleo, content)
        assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    assert kept(gateway) == []
    assert send(gateway, cleo, b"x" * 1000, "long.txt").status_code == 202
    assert cleo.post("/visitor/messages", {"client_id": "a", "text": "x" * 70_000}).status == 413


def test_a_bad_client_id_leaves_nothing(gateway: Gateway, cleo: Visitor) -> None:
    assert send(gateway, cleo, PNG, client_id="a b").status_code == 422
    assert kept(gateway) == []


def test_too_many_files_are_held_back(start: Any) -> None:
    gateway = start(rate_files="2/minute")
    cleo = gateway.visitor()
    assert [send(gateway, cleo, PNG).status_code for _ in range(3)] == [202, 202, 429]


def test_people_get_it_without_the_bot_having_a_say(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.next(signal("escalate", "Of course.", reason="asked"))
    cleo.ask("a person please")
    cleo.await_message(author="system")
    last = send(gateway, cleo, PNG).json()["seq"]
    assert cleo.thread(last)["messages"] == []
    assert cleo.status == "queued"


def test_a_file_while_it_is_asked_whether_it_is_solved_is_no_answer(gateway: Gateway, cleo: Visitor) -> None:
    gateway.engine.next({**say("Like this."), **signal("propose_resolution", "Like this.")})
    cleo.await_message(cleo.say("how do I descale").body["seq"], kind="choices")
    send(gateway, cleo, PNG)
    assert cleo.status == "bot"


def test_an_upload_that_is_cut_off_leaves_nothing(served: Served) -> None:
    import httpx2

    opened = httpx2.post(f"{served.url}/api/v1/visitor/sessions", trust_env=False).json()
    host, port = served.url.removeprefix("http://").split(":")
    folder = served.shop.house.settings.data_dir / "files"
    with socket.create_connection((host, int(port))) as line:
        line.sendall(
            b"POST /api/v1/visitor/files?client_id=cut HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
            b"Authorization: Bearer " + opened["token"].encode() + b"\r\n\r\n" + PNG
        )
        until(lambda: list(folder.glob("*.part")), "the file begins to arrive")
    until(lambda: not list(folder.iterdir()), "nothing is left of it")
    assert served.shop.rows(File) == []


def test_what_a_dead_process_left_is_cleared_at_the_next_start(start: Any) -> None:
    gateway = start()
    cleo = gateway.visitor()
    send(gateway, cleo, PNG)
    known = kept(gateway)[0]
    folder = known.parent
    for name in ("orphan", "half.part", "young.part"):
        (folder / name).write_bytes(b"x")
    old = time.time() - 7200
    for path in (known, folder / "orphan", folder / "half.part"):
        os.utime(path, (old, old))
    start()
    assert {path.name for path in folder.iterdir()} == {known.name, "young.part"}
