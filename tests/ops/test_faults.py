"""Parts of the real thing are killed while customers talk. Nothing acknowledged is lost, nobody waits for ever."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.stack import Stack, Staff, Visitor, until

QUESTIONS = (
    "what are your opening hours?",
    "my One blinks red, what do I do?",
    "how do I descale the Duo?",
)


@pytest.fixture
def whole(stack: Stack) -> Iterator[Stack]:
    """The shared stack, whole before and after."""
    yield stack.wait_ready()
    if stack.process is None:
        stack.start()
    stack.wait_ready()


@pytest.fixture
def ten_customers(whole: Stack) -> Iterator[list[Visitor]]:
    visitors = [whole.visitor() for _ in range(10)]
    yield visitors
    for visitor in visitors:
        visitor.close()


def said_by_customer(visitor: Visitor) -> Counter[str]:
    return Counter(message["id"] for message in visitor.messages() if message["author"] == "customer")


def settled(visitor: Visitor, last_seq: int) -> bool:
    """Answered, or waiting for a person; and nobody is left typing."""
    thread = visitor.thread()
    answered = any(message["seq"] > last_seq for message in thread["messages"] if message["author"] == "bot")
    conversation = thread["conversation"]
    return conversation.get("typing") != "bot" and (answered or conversation["status"] == "queued")


def test_the_engine_dies_in_the_middle_of_ten_conversations(whole: Stack, ten_customers: list[Visitor]) -> None:
    for visitor in ten_customers:
        visitor.ask(QUESTIONS[0])
    with ThreadPoolExecutor(len(ten_customers)) as crowd:
        first = list(crowd.map(lambda visitor: visitor.say(QUESTIONS[1]), ten_customers))
        whole.kill("engine")
        second = list(crowd.map(lambda visitor: visitor.say(QUESTIONS[2]), ten_customers))
    for visitor, one, two in zip(ten_customers, first, second, strict=True):
        until(lambda v=visitor, seq=two["seq"]: settled(v, seq), "the customer is answered or queued", 150)
        said = said_by_customer(visitor)
        assert set(said.values()) == {1}
        assert {one["id"], two["id"]} <= set(said)
        assert len(said) == 3
    whole.wait_ready()
    assert whole.processes()["engine"]["restarts"] >= 1


def test_the_action_server_dies_and_answers_come_all_the_same(whole: Stack) -> None:
    with whole.visitor() as visitor:
        visitor.ask(QUESTIONS[0])
        whole.kill("actions")
        receipt = visitor.say(QUESTIONS[1])
        until(lambda: settled(visitor, receipt["seq"]), "the customer is answered or queued", 150)
        assert said_by_customer(visitor)[receipt["id"]] == 1
        whole.wait_ready()
    with whole.visitor() as another:
        assert another.ask(QUESTIONS[0])


def test_the_gateway_dies_and_a_message_sent_twice_is_there_once(whole: Stack) -> None:
    with whole.visitor() as visitor:
        client_id = str(uuid.uuid4())
        receipt = visitor.say(QUESTIONS[1], client_id)
        before = whole.kill("gateway")
        until(lambda: whole.processes()["gateway"]["pid"] not in (None, before), "the gateway was started again")
        whole.wait_ready()
        assert visitor.say(QUESTIONS[1], client_id) == receipt  # the browser was not sure and sent it again
        until(lambda: settled(visitor, receipt["seq"]), "the customer is answered or queued", 150)
        assert said_by_customer(visitor) == {receipt["id"]: 1}


def test_after_a_restart_every_conversation_goes_on(whole: Stack, ann_at_the_desk: Staff) -> None:
    with whole.visitor() as with_bot, whole.visitor() as with_person:
        with_bot.ask(QUESTIONS[0])
        with_person.ask("can I talk to a human please")
        with_person.wait_status("queued")
        assert ann_at_the_desk.claim(with_person.conversation_id) == 200
        unanswered = with_bot.say(QUESTIONS[2])  # acknowledged, and then the lights go out
        pids = [int(each["pid"]) for each in whole.processes().values()]
        assert whole.stop() == 0
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        history = whole.start().wait_ready() and with_bot.messages()
        assert [message["id"] for message in history].count(unanswered["id"]) == 1
        until(lambda: settled(with_bot, unanswered["seq"]), "the message from before is answered", 150)
        ann_at_the_desk.reply(with_person.conversation_id, "I am still here.")
        with_person.wait_for(lambda message: message["author"] == "agent" and message["text"] == "I am still here.")


def test_the_log_is_one_event_to_a_line_and_holds_no_secret(whole: Stack) -> None:
    events = whole.log()
    assert {"engine", "gateway", "actions"} <= {event.get("process") for event in events}
    assert all(event["event"] and event["level"] and event["timestamp"] for event in events)
    written = (whole.data_dir / "log" / "careline.log").read_text()
    for secret in (whole.env["CARELINE_ADMIN_PASSWORD"], (whole.data_dir / "secret").read_text().strip()):
        assert secret not in written
    assert not re.search(r"Bearer \S{20}", written)
