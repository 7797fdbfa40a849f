"""Trainers read masked text only, wherever they look; admins may read all of it, and each look is in the log."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.db.models.audit import AuditEntry
from bot.db.models.message import Message
from bot.db.models.staff import Role
from tests.api.conftest import Gateway
from tests.api.engine import parsed, say
from tests.conftest import Shop
from tests.project import copy_project

SAID = "I am Una Quorl, quorl@example.net, and my froth smells"
MASKED = "I am [NAME], [EMAIL], and my froth smells"
PERSONAL = ("Quorl", "quorl@example.net")


@pytest.fixture
def studio(start: Any, tmp_path: Path) -> Gateway:
    gateway: Gateway = start(project_dir=copy_project(tmp_path / "project"))
    gateway.engine.parses = parsed("support_maintain", masked="all of it is [NAME]")
    return gateway


def written(studio: Gateway) -> list[str]:
    """A doubtful message, and one that nobody has masked yet; the ids of all that belongs to it."""
    visitor = studio.visitor()
    studio.engine.next(say("Hm.", intent="support_clean", confidence=0.3, masked=MASKED))
    visitor.ask(SAID)
    messages = [message["id"] for message in visitor.thread()["messages"]]
    return [visitor.conversation_id, *messages]


def test_no_page_that_a_trainer_may_read_says_who_wrote(studio: Gateway) -> None:
    tom = studio.staff("Tom", Role.TRAINER)
    ids = [*written(studio), "support_clean"]
    (item,) = tom.get("/studio/inbox").body["items"]
    paths = [path for path, verbs in studio.app.openapi()["paths"].items() if "get" in verbs]
    read = []
    for path in paths:
        if "/visitor/" in path or not path.startswith("/api/v1/"):
            continue
        names = [path] if "{" not in path else [re.sub(r"\{\w+\}", one, path) for one in (*ids, item["id"])]
        for name in names:
            answer = tom.client.get(name, headers=tom.headers)
            if answer.status_code == 200:
                read.append(name.removeprefix("/api/v1"))
                assert not [word for word in PERSONAL if word in answer.text], name
    item_pages = {f"/studio/inbox/{item['id']}/around", f"/studio/inbox/{item['id']}/test"}
    assert {"/studio/inbox", "/studio/runs", "/studio/changes", *item_pages} <= set(read)
    assert not [name for name in read if name.startswith(("/desk", "/admin"))], read


def test_what_nobody_masked_yet_is_left_out_of_a_drafted_test(studio: Gateway, shop: Shop) -> None:
    tom = studio.staff("Tom", Role.TRAINER)
    conversation = written(studio)[0]
    (item,) = tom.get("/studio/inbox").body["items"]

    def forget(session: Any, _: Any) -> None:
        for message in session.query(Message).filter_by(conversation_id=conversation):
            message.nlu = None

    shop.do(forget)
    draft = tom.get(f"/studio/inbox/{item['id']}/test").body["text"]
    assert '- customer: "[TEXT]"' in draft
    answer = tom.post("/studio/inbox/test", {"text": draft.replace('title: ""', "title: Foam")})
    assert answer.status == 422
    assert "made-up" in answer.body["error"]["message"]


def test_every_look_of_an_admin_is_in_the_log(studio: Gateway, shop: Shop) -> None:
    conversation = written(studio)[0]
    bo = studio.staff("Bo", Role.ADMIN)
    (item,) = bo.get("/studio/inbox").body["items"]
    for times in (1, 2):
        assert "Quorl" in str(bo.post(f"/studio/inbox/{item['id']}/unmasked").body)
        assert [one.about for one in shop.rows(AuditEntry, action="personal_data_viewed")] == [conversation] * times
