"""The whole loop on the real thing: a message that the bot does not understand is taught, trained, compared, put live
while customers talk, understood, and rolled back. In a copy of the project with few examples, which trains quickly and
is worse than the live model: the gate has to say so, and an admin to decide.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.project import copy_whole
from tests.stack import Stack, Staff, train_if_needed, until

QUESTION = "what are your opening hours?"
UNHEARD_OF = "the flibber on my gronk went plonk"
MEANING = "support_troubleshoot"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    train_if_needed()
    folder = tmp_path_factory.mktemp("learning")
    stack = Stack(folder / "var", copy_whole(folder / "project", examples=8, held_out=2))
    try:
        yield stack.start().wait_ready()
    finally:
        stack.close()


class Crowd:
    """Customers who ask, get their answer and ask again, until they are told to go home."""

    def __init__(self, stack: Stack, size: int) -> None:
        self.stack = stack
        self.answers = 0
        self.errors: list[BaseException] = []
        self.closing = threading.Event()
        self.threads = [threading.Thread(target=self._talk) for _ in range(size)]

    def _talk(self) -> None:
        try:
            while not self.closing.is_set():
                with self.stack.visitor() as customer:
                    for _ in range(5):
                        answer = customer.ask(QUESTION)
                        assert any(message["author"] == "bot" for message in answer), answer
                        self.answers += 1
        except BaseException as error:
            self.errors.append(error)

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for thread in self.threads:
            thread.join()


def settled(ada: Staff) -> Any:
    models = ada.get("/studio/models")
    return None if models["pending"] else models["history"][0]


def test_the_whole_loop(copy: Stack) -> None:
    with copy.staff("ada@example.com", "Ada", "admin") as ada:
        assert ada.parse(UNHEARD_OF)["intent"]["name"] != MEANING
        with copy.visitor() as cleo:
            cleo.ask(UNHEARD_OF)
        (item,) = [one for one in ada.get("/studio/inbox")["items"] if one["text"] == UNHEARD_OF]
        ada.post(f"/studio/inbox/{item['id']}/label", {"action": "label", "intent": MEANING, "text": UNHEARD_OF})

        run = ada.post("/studio/runs", {"note": "gronks"})
        over = ("done", "failed", "cancelled")
        until(lambda: ada.get(f"/studio/runs/{run['id']}")["state"] in over, "the run is over", 600)
        run = ada.get(f"/studio/runs/{run['id']}")
        assert run["state"] == "done", run["failure"] or run["log"]
        assert run["refusals"], "a model with so few examples is not as good as the live one"
        assert run["report"]["sets"]["recent"]["candidate"]["sentences"] >= 1
        assert ada.parse(UNHEARD_OF)["intent"]["name"] != MEANING

        with Crowd(copy, 3) as crowd:
            until(lambda: crowd.answers >= 3 or crowd.errors, "customers are answered")
            ada.post(f"/studio/runs/{run['id']}/promote", {"reason": "It is only a test of everything."})
            until(lambda: settled(ada), "the model is live or refused", 300)
            promoted = settled(ada)
            so_far = crowd.answers
            until(lambda: crowd.answers >= so_far + 3 or crowd.errors, "customers are still answered")
        assert crowd.errors == []
        assert (promoted["state"], promoted["failure"]) == ("live", None)
        assert ada.parse(UNHEARD_OF)["intent"]["name"] == MEANING
        until(
            lambda: set(copy.processes()) == {"supervisor", "gateway", "engine", "actions"}, "the first engine is gone"
        )

        copy.kill("engine")  # what comes back is the promoted model
        until(lambda: copy.processes()["engine"]["restarts"] == 1, "the engine starts again")
        copy.wait_ready()
        assert ada.parse(UNHEARD_OF)["intent"]["name"] == MEANING

        ada.post(f"/studio/models/{run['compared_with']}/rollback")
        until(lambda: settled(ada), "the earlier model is live", 300)
        assert settled(ada)["kind"] == "rollback"
        assert ada.parse(UNHEARD_OF)["intent"]["name"] != MEANING


def test_a_broken_file_fails_the_run_with_its_name_and_line(copy: Stack) -> None:
    file = Path(copy.root) / "data" / "nlu" / "chat" / "smalltalk.yml"
    whole = file.read_text()
    with copy.staff("ada@example.com", "Ada", "admin") as ada:
        file.write_text(whole + "\n- intent: chat_greet\n  examples: |\n    - where is my parcel today\n- intent: [\n")
        run = ada.post("/studio/runs")
        until(lambda: ada.get(f"/studio/runs/{run['id']}")["ended_at"], "the run is over", 300)
        failure = ada.get(f"/studio/runs/{run['id']}")["failure"]
        file.write_text(whole)
        assert failure["code"] == "data"
        assert "smalltalk.yml" in failure["message"]
        assert str(copy.root) not in failure["message"]
        assert ada.parse(QUESTION)["intent"]["name"] == "service_ask_hours"
