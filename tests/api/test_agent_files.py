"""Files of agents: uploaded, sent with a reply or kept in a note, and a note's never reach the customer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.db.models.file import File
from tests.adapters.test_files import picture
from tests.api.conftest import PASSWORD, Caller, Gateway, Visitor

PNG = picture("PNG")
BYTES = "application/octet-stream"


@pytest.fixture
def cleo(cleo: Visitor) -> Visitor:
    cleo.ask("it leaks")
    return cleo


def upload(who: Caller, to: Visitor, content: bytes = PNG, name: str = "valve.png", kind: str = BYTES) -> Any:
    query = {"conversation_id": to.conversation_id, "name": name}
    headers = {**who.headers, "Content-Type": kind}
    return who.client.post("/api/v1/desk/files", params=query, content=content, headers=headers)


def send(who: Caller, to: Visitor, text: str, *files: str, **more: Any) -> Any:
    return who.post(f"/desk/conversations/{to.conversation_id}/messages", {"text": text, "files": list(files), **more})


def download(who: Caller, path: str) -> Any:
    return who.client.get(f"/api/v1{path}", headers=who.headers)


def kept(gateway: Gateway) -> list[Path]:
    return sorted((gateway.shop.house.settings.data_dir / "files").iterdir())


def test_a_reply_brings_its_files_to_the_customer_once(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    before = cleo.thread()["messages"][-1]["seq"]
    valve = upload(ann, cleo)
    assert valve.status_code == 201
    assert (valve.json()["name"], valve.json()["width"]) == ("valve.png", 40)
    steps = upload(ann, cleo, b"1. Close the tap.", "steps.md").json()
    files = [valve.json()["id"], steps["id"]]
    assert cleo.thread(before)["messages"] == []
    assert download(cleo, f"/visitor/files/{files[0]}").status_code == 404, "it is not sent yet"
    sent = send(ann, cleo, "Look here.", *files, client_id="once")
    assert (sent.status, send(ann, cleo, "Look here.", *files, client_id="once").body) == (201, sent.body)
    said = [one for one in cleo.thread(before)["messages"] if one["author"] == "agent"]
    assert [(one["kind"], one["text"]) for one in said] == [
        ("text", "Look here."),
        ("file", "valve.png"),
        ("file", "steps.txt"),
    ]
    assert said[1]["file"] == valve.json()
    for file, content in ((valve.json(), picture("PNG")), (steps, b"1. Close the tap.")):
        got = download(cleo, f"/visitor/files/{file['id']}")
        assert (got.status_code, len(got.content)) == (200, file["size"])
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert file["type"] == "image/png" or got.content == content
    assert download(gateway.visitor(), f"/visitor/files/{files[0]}").status_code == 404
    opened = ann.get(f"/desk/conversations/{cleo.conversation_id}").body
    assert [one["file"] for one in opened["messages"] if one["file"]] == [valve.json(), steps]
    assert opened["conversation"]["assignee"]["name"] == "Ann Tester"


def test_files_go_without_words_and_words_are_needed_without_files(cleo: Visitor, ann: Caller) -> None:
    assert send(ann, cleo, " ").status == 422
    assert send(ann, cleo, "", upload(ann, cleo).json()["id"]).status == 201
    assert cleo.thread()["messages"][-1]["text"] == "valve.png"


def test_a_file_in_a_note_never_reaches_the_customer(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    before = cleo.thread()["messages"]
    id = upload(ann, cleo).json()["id"]
    assert send(ann, cleo, "Her serial plate", id, private=True).status == 201
    assert cleo.thread()["messages"] == before
    for path in (f"/visitor/files/{id}", f"/desk/files/{id}"):
        assert download(cleo, path).status_code in {401, 404}
    assert download(gateway.staff("Ben"), f"/desk/files/{id}").status_code == 200
    notes = [one for one in ann.get(f"/desk/conversations/{cleo.conversation_id}").body["messages"] if one["private"]]
    assert [one["text"] for one in notes] == ["Her serial plate", "valve.png"]
    assert send(ann, cleo, "", id).status == 422, "what is in a note cannot be sent as well"
    assert cleo.thread()["messages"] == before


def test_a_file_is_taken_back_before_it_is_sent(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    id = upload(ann, cleo).json()["id"]
    assert gateway.staff("Ben").delete(f"/desk/files/{id}").status == 404
    assert ann.delete(f"/desk/files/{id}").status == 204
    assert (kept(gateway), gateway.shop.rows(File)) == ([], [])
    assert send(ann, cleo, "Look here.", id).status == 422
    sent = upload(ann, cleo).json()["id"]
    send(ann, cleo, "", sent)
    assert ann.delete(f"/desk/files/{sent}").status == 404
    assert len(kept(gateway)) == 1


def test_only_ones_own_files_for_this_customer_are_sent(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    dora = gateway.visitor()
    dora.ask("hello")
    bens = upload(gateway.staff("Ben"), cleo).json()["id"]
    doras = upload(ann, dora).json()["id"]
    before = cleo.thread()["messages"]
    for id in (bens, doras, "nothing"):
        refused = send(ann, cleo, "Look here.", id)
        assert (refused.status, refused.body["error"]["details"]["field"]) == (422, "files")
    assert send(ann, cleo, "Look here.", *["x"] * 11).status == 422
    assert cleo.thread()["messages"] == before


@pytest.mark.parametrize(("content", "status"), [(b"<svg/>", 415), (PNG[:50], 415), (b"x" * 1001, 413)])
def test_what_is_refused_leaves_nothing(start: Any, content: bytes, status: int) -> None:
    gateway = start(file_max_bytes=1000)
    ann, cleo = gateway.staff("Ann"), gateway.visitor()
    assert ann.get("/desk/limits").body == {"max_file": 1000, "max_files": 10}
    assert upload(ann, cleo, content).status_code == status
    assert kept(gateway) == []


def test_who_is_not_at_the_desk_and_what_a_form_could_send_is_refused(gateway: Gateway, cleo: Visitor) -> None:
    assert upload(cleo, cleo).status_code == 401
    gateway.hire_with_password("ann@example.com")
    login = {"email": "ann@example.com", "password": PASSWORD}
    assert gateway.client.post("/api/v1/staff/login", json=login).status_code == 200
    by_cookie = Caller(gateway.client, None)
    assert upload(by_cookie, cleo, kind="text/plain").status_code == 415
    by_cookie.headers = {"Origin": "https://elsewhere.example"}
    assert upload(by_cookie, cleo).status_code == 403
    by_cookie.headers = {}
    assert upload(by_cookie, cleo).status_code == 201
    assert upload(by_cookie, type(cleo)(gateway.client), name="../../x").json()["name"] == "x.png"
    query = {"conversation_id": "nothing"}
    lost = gateway.client.post("/api/v1/desk/files", params=query, content=PNG, headers={"Content-Type": BYTES})
    assert lost.status_code == 404
    assert len(kept(gateway)) == 2


def test_a_draft_that_nobody_came_back_to_is_cleared_at_the_next_start(start: Any) -> None:
    gateway = start()
    ann, cleo = gateway.staff("Ann"), gateway.visitor()
    cleo.ask("it leaks")
    old, young, sent = (upload(ann, cleo).json()["id"] for _ in range(3))
    send(ann, cleo, "", sent)

    def age(session: Any, house: Any) -> None:
        session.execute(update(File).where(File.id.in_([old, sent])).values(created_at=house.now() - timedelta(days=2)))

    gateway.shop.do(age)
    start()
    assert {row.id for row in gateway.shop.rows(File)} == {young, sent}
