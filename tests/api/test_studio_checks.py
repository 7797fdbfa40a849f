"""Before anything is saved: our own checks name file and line, and Rasa's validator has the last word."""

import errno
from pathlib import Path
from typing import Any

import pytest

from bot.adapters import project as files
from bot.db.models.staff import Role
from tests.api.conftest import Caller, Gateway
from tests.api.engine import parsed
from tests.project import copy_project

DISPOSAL = "data/nlu/support/disposal.yml"
STORY = "data/stories/support/disposal.yml"
ADD = "/studio/intents/support_dispose/examples"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.fixture
def studio(start: Any, project: Path) -> Gateway:
    gateway: Gateway = start(project_dir=project)
    gateway.engine.parses = parsed("support_dispose", masked="nothing personal")
    return gateway


@pytest.fixture
def tom(studio: Gateway) -> Caller:
    return studio.staff("Tom", Role.TRAINER)


def all_of(project: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_rasa_reads_the_changed_files_before_they_are_saved(studio: Gateway, tom: Caller, project: Path) -> None:
    before = (project / DISPOSAL).read_text()
    assert tom.post(ADD, {"text": "what to do with a cracked carafe"}).status == 201
    (asked,) = [one for one in studio.engine.helper.asked if one["do"] == "validate"]
    assert asked["edits"] == {DISPOSAL: (project / DISPOSAL).read_text()}
    assert (project / DISPOSAL).read_text() != before


def test_what_rasa_refuses_is_not_saved(studio: Gateway, tom: Caller, project: Path) -> None:
    before = all_of(project)
    studio.engine.helper.answers["validate"] = ["The intent 'x' is used in your stories, but it is not listed."]
    answer = tom.post(ADD, {"text": "what to do with a cracked carafe"})
    assert answer.status == 422
    assert answer.body["error"]["message"].startswith("Rasa says: The intent 'x' is used")
    assert all_of(project) == before
    assert tom.get("/studio/changes").body["changes"] == []


def test_without_rasa_nothing_is_saved_and_articles_still_are(studio: Gateway, tom: Caller, project: Path) -> None:
    before = all_of(project)
    studio.engine.helper.gone = True
    answer = tom.post(ADD, {"text": "what to do with a cracked carafe"})
    assert answer.status == 503
    assert "nothing was saved" in answer.body["error"]["message"]
    assert all_of(project) == before


def test_what_an_editor_broke_elsewhere_does_not_stop_a_trainer(tom: Caller, project: Path) -> None:
    story = project / STORY
    story.write_text(story.read_text().replace("intent: support_dispose", "intent: support_lost"))
    assert [one["file"] for one in tom.get("/studio/problems").body] == [STORY]
    assert tom.post(ADD, {"text": "what to do with a cracked carafe"}).status == 201


def test_a_commit_of_files_that_rasa_finds_wrong_is_refused(studio: Gateway, tom: Caller, project: Path) -> None:
    story = project / STORY
    story.write_text(story.read_text().replace("action: action_answer_question", "action: action_gone"))
    answer = tom.post("/studio/changes/commit", {"message": "all of it"})
    assert answer.status == 422
    line = next(number for number, one in enumerate(story.read_text().splitlines(), 1) if "action_gone" in one)
    said = f"{STORY}, line {line}: the action action_gone is used here and is missing in domain.yml"
    assert answer.body["error"]["message"] == said
    assert answer.body["error"]["details"]["file"] == STORY


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    - how do I throw [the duo(product) away", "A mark is not closed"),
        ("    - how do I throw [the duo](gadget) away", "There is no entity 'gadget'"),
        ("    - where is my order", "is an example of support_dispose here and of service_track_order at"),
    ],
)
def test_an_example_that_was_spoiled_by_hand_is_named_with_its_line(
    tom: Caller, project: Path, line: str, said: str
) -> None:
    file = project / DISPOSAL
    file.write_text(file.read_text().rstrip("\n") + f"\n{line}\n")
    (problem,) = tom.get("/studio/problems").body
    assert said in problem["message"]
    assert (problem["file"], problem["line"]) == (DISPOSAL, len(file.read_text().splitlines()))


def test_a_full_disk_says_so_and_changes_nothing(tom: Caller, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_of(project)

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files, "_write", full)
        answer = tom.post(ADD, {"text": "what to do with a cracked carafe"})
    assert answer.status == 503
    assert answer.body["error"]["message"] == "The disk is full. Nothing was changed."
    assert all_of(project) == before
    assert tom.get("/studio/changes").body["changes"] == []


def test_ten_thousand_lines_are_refused_in_words_wherever_they_are_pasted(tom: Caller, project: Path) -> None:
    before = all_of(project)
    many = [f"how do I clean part number {number}" for number in range(10_000)]
    new = {"name": "support_wash", "description": "Washing.", "title": "Washing", "reply": "article"}
    answer = tom.post("/studio/intents", {**new, "examples": many[:201]})
    assert answer.status == 422
    assert answer.body["error"]["message"].startswith("These are 201 examples. At most 200 can be saved at once")
    pasted = {"text": "\n".join(many)}
    for path, body in (("/studio/intents", {**new, "examples": many}), (ADD, pasted), ("/studio/inbox/test", pasted)):
        answer = tom.post(path, body)
        assert answer.status == 413
        assert answer.body["error"]["message"] == "This is too much at once: a request may have at most 65536 bytes."
    assert all_of(project) == before
