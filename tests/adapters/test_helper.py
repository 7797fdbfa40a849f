"""A helper process is asked, dies, hangs, and is asked again."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.helper import HelperProcess
from bot.domain.ports import HelperFailure

ECHO = """
import json, sys, os
for line in sys.stdin:
    asked = json.loads(line)
    if asked["do"] == "die": os._exit(1)
    if asked["do"] == "hang": sys.stdin.read()
    print(json.dumps({"error": "no"} if asked["do"] == "fail" else {"answer": [os.getpid(), asked]}), flush=True)
"""


@pytest.fixture
def helper(tmp_path: Path) -> Iterator[HelperProcess]:
    process = HelperProcess([sys.executable, "-c", ECHO], tmp_path, {}, patience_s=20)
    yield process
    process.close()


def test_one_process_answers_question_after_question(helper: HelperProcess) -> None:
    first, asked = helper.ask("say", text="ä")
    assert asked == {"do": "say", "text": "ä"}
    assert helper.ask("say")[0] == first


def test_one_that_was_woken_answers_and_one_that_is_busy_is_left_alone(helper: HelperProcess) -> None:
    helper.wake()
    first, _ = helper.ask("say")
    helper.wake()
    assert helper.ask("say")[0] == first


def test_one_that_died_is_started_again(helper: HelperProcess) -> None:
    first, _ = helper.ask("say")
    with pytest.raises(HelperFailure):
        helper.ask("die")
    assert helper.ask("say")[0] != first


def test_what_it_cannot_do_is_a_failure_and_the_process_stays(helper: HelperProcess) -> None:
    first, _ = helper.ask("say")
    with pytest.raises(HelperFailure, match="no"):
        helper.ask("fail")
    assert helper.ask("say")[0] == first


def test_one_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    helper = HelperProcess([sys.executable, "-c", ECHO], tmp_path, {}, patience_s=0.05)
    with pytest.raises(HelperFailure, match="nothing within"):
        helper.ask("hang")
    helper.close()


def test_closing_does_not_wait_for_an_answer(helper: HelperProcess) -> None:
    helper.ask("say")
    failed: list[HelperFailure] = []

    def wait() -> None:
        try:
            helper.ask("hang")
        except HelperFailure as failure:
            failed.append(failure)

    waiting = threading.Thread(target=wait)
    waiting.start()
    while helper._turn.acquire(blocking=False):  # until it has asked
        helper._turn.release()
    helper.close()
    waiting.join(timeout=10)
    assert failed


def test_a_program_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(HelperFailure, match="does not start"):
        HelperProcess([str(tmp_path / "nothing")], tmp_path, {}).ask("say")


def test_a_closed_one_starts_nothing_more(helper: HelperProcess) -> None:
    helper.ask("say")
    helper.close()
    with pytest.raises(HelperFailure, match="closed"):
        helper.ask("say")
