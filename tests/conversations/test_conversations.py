"""Plays the conversations in this folder against the running product; README.md explains the format."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.services.knowledge import read_files
from bot.settings import ROOT
from tests.conversations.expectations import Expectations
from tests.conversations.time import pass_time
from tests.stack import Message, Stack, Staff, Visitor

pytest_plugins = ("tests.stack",)


def _conversations() -> list[Any]:
    found = []
    for file in sorted(Path(__file__).parent.glob("*.yml")):
        for conversation in YAML(typ="safe").load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(conversation, id=f"{file.stem}: {conversation['title']}"))
    return found


@pytest.fixture(scope="session")
def expectations() -> Expectations:
    return Expectations(read_files(ROOT / "data" / "knowledge"))


@pytest.mark.parametrize("conversation", _conversations())
def test_conversation(
    conversation: dict[str, Any], stack: Stack, visitor: Visitor, ann_at_the_desk: Staff, expectations: Expectations
) -> None:
    answer: list[Message] = []
    told = ""
    for turn in conversation["turns"]:
        if "after" in turn:
            answer = pass_time(stack, visitor, turn["after"])
            said = f"({turn['after']} later)"
        elif "press" in turn:
            offered = next(message for message in reversed(answer) if _offers(message, turn["press"]))
            answer = visitor.press(offered, turn["press"])
            said = f"[{turn['press']}]"
        else:
            answer = visitor.ask(turn["customer"])
            said = turn["customer"]
        told += f"\n  > {said}\n" + "\n".join(f"    {message['author']}: {_shown(message)}" for message in answer)
        _check(turn, answer, visitor, ann_at_the_desk, expectations, told)


def _check(
    turn: dict[str, Any], answer: list[Message], visitor: Visitor, ann: Staff, expectations: Expectations, told: str
) -> None:
    for wanted in turn.get("answer", []):
        assert expectations.check(wanted, answer), f"{wanted} is missing:{told}"
    for forbidden in turn.get("never", []):
        assert not expectations.check(forbidden, answer), f"{forbidden} must not be there:{told}"
    if "status" in turn:
        assert visitor.status == turn["status"], told
    if "guide" in turn:
        guides = ann.conversation(visitor.conversation_id)["packet"]["guides"]
        assert expectations.check_guide(turn["guide"], guides), f"{guides}:{told}"
    if "lane" in turn or "escalation" in turn:
        seen = ann.conversation(visitor.thread(after=1_000_000)["conversation"]["id"])
        if "lane" in turn:
            asked = [message for message in seen["messages"] if message["author"] == "customer"][-1]
            assert asked["nlu"], told
            assert asked["nlu"]["lane"] == turn["lane"], f"read as {asked['nlu']['intent']}:{told}"
        for name, value in turn.get("escalation", {}).items():
            assert seen["conversation"][name] == value, told


def _offers(message: Message, wanted: Any) -> bool:
    return any(wanted in (choice["title"], choice["value"]) for choice in message["choices"])


def _shown(message: Message) -> str:
    titles = " ".join(f"[{choice['title']}]" for choice in message["choices"])
    link = f" ({message['link']['title']})" if message.get("link") else ""
    return f"{message['text']}{link} {titles}".strip()
