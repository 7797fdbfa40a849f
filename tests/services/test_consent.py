"""Where the company asks for consent, nothing of a customer is kept before it."""

from pathlib import Path

import pytest

from bot.db.models.message import Message
from bot.domain.company import BeforeChat
from bot.domain.files import Stored
from bot.services import thread
from bot.services.files import receive_file
from bot.services.knowledge import KnowledgeError, current, import_knowledge, read_files
from bot.services.profiles import ConsentNeeded, Said, profile_of, save_profile
from tests.company import copy_to
from tests.conftest import Customer, Shop

ASKED = """
before_chat:
  ask: [name, email, topic]
  topics: [Orders, My machine]
  consent: I agree that Brewline keeps this chat.
  privacy: https://brewline.example.com/privacy
"""


def write(folder: Path, entry: str) -> None:
    file = folder / "company.yml"
    file.write_text(file.read_text("utf-8") + entry, "utf-8")


@pytest.fixture
def asking(shop: Shop, tmp_path: Path) -> Shop:
    folder = copy_to(tmp_path)
    write(folder, ASKED)
    shop.do(lambda session, house: import_knowledge(session, folder))
    return shop


def test_nothing_is_kept_before_and_everything_after(asking: Shop, cleo: Customer) -> None:
    attempts = [
        lambda: asking.do(thread.receive_text, cleo.visitor_id, "one", "hello"),
        lambda: asking.do(receive_file, cleo.visitor_id, "two", Stored("id", "a.png", "image/png", 1)),
        lambda: asking.do(save_profile, cleo.visitor_id, Said(name="Cleo", external_id="c-1")),
    ]
    for attempt in attempts:
        with pytest.raises(ConsentNeeded):
            attempt()
    assert asking.rows(Message) == []
    assert asking.look(lambda session, house: profile_of(session, cleo.conversation_id)) is None
    asking.do(save_profile, cleo.visitor_id, Said(consent=True))
    for attempt in attempts:
        attempt()
    assert len(asking.messages(cleo.conversation_id)) == 3


def test_what_is_asked_lies_in_the_companys_file(asking: Shop) -> None:
    found = asking.look(lambda session, house: current(session).company.before_chat)
    assert found == BeforeChat(
        ("name", "email", "topic"),
        ("Orders", "My machine"),
        "I agree that Brewline keeps this chat.",
        "https://brewline.example.com/privacy",
    )


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("before_chat: {ask: [age]}", "age"),
        ("before_chat: {ask: [topic]}", "both or none"),
        ("before_chat: {topics: [Orders]}", "both or none"),
        ("before_chat: {consent: Yes., privacy: 'javascript:alert(1)'}", "no address"),
        ("before_chat: {consnet: Yes.}", "consnet"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(tmp_path: Path, entry: str, problem: str) -> None:
    folder = copy_to(tmp_path)
    write(folder, "\n" + entry + "\n")
    with pytest.raises(KnowledgeError, match=problem):
        read_files(folder)
