"""The studio's routes: a doubtful message becomes one line in a file, once, and nothing personal with it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.db.models.audit import AuditEntry
from bot.db.models.staff import Role
from bot.settings import ROOT
from tests.api.conftest import Caller, Gateway
from tests.api.engine import parsed, say
from tests.conftest import Shop
from tests.project import copy_project

MILK = "data/nlu/support/maintenance.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.fixture
def studio(start: Any, project: Path) -> Gateway:
    gateway: Gateway = start(project_dir=project)
    gateway.engine.parses = parsed("support_maintain", masked="masked")
    return gateway


@pytest.fixture
def tom(studio: Gateway) -> Caller:
    return studio.staff("Tom", Role.TRAINER)


def ask(studio: Gateway, text: str, confidence: float = 0.3, masked: str | None = None, **more: Any) -> str:
    """A customer's message that the bot is not sure about; its id in the inbox is found by its text."""
    visitor = studio.visitor()
    studio.engine.next(say("Hm.", intent="support_clean", confidence=confidence, masked=masked or text, **more))
    visitor.ask(text)
    return visitor.conversation_id


def only_item(tom: Caller, **query: Any) -> dict[str, Any]:
    items = tom.get("/studio/inbox", **query).body["items"]
    assert len(items) == 1, items
    found: dict[str, Any] = items[0]
    return found


def test_a_doubtful_message_becomes_one_line_in_its_file(studio: Gateway, tom: Caller, project: Path) -> None:
    ask(studio, "the froth thing smells of old cheese")
    before = (project / MILK).read_text()
    item = only_item(tom)
    assert item["reasons"] == ["low_confidence"]
    answer = tom.post(f"/studio/inbox/{item['id']}/label", {"intent": "support_maintain", "text": item["draft"]})
    assert answer.status == 200, answer.body
    assert [line for line in answer.body["change"]["files"][0]["diff"] if line[0] in "+-"] == [
        "+    - the froth thing smells of old cheese"
    ]
    after = (project / MILK).read_text()
    assert after.replace("    - the froth thing smells of old cheese\n", "") == before
    assert tom.get("/studio/inbox").body["items"] == []


def test_the_second_of_two_trainers_hears_who_was_faster(studio: Gateway, tom: Caller, project: Path) -> None:
    ask(studio, "the froth thing smells of old cheese")
    item, wanted = only_item(tom), {"intent": "support_maintain", "text": "smells of old cheese"}
    assert tom.post(f"/studio/inbox/{item['id']}/label", wanted).status == 200
    before = (project / MILK).read_text()
    una = studio.staff("Una", Role.TRAINER)
    late = una.post(f"/studio/inbox/{item['id']}/label", {"intent": "support_learn", "text": "other words"})
    assert late.status == 409
    assert late.body["error"]["message"] == "Tom Tester was faster and taught it as support_maintain."
    assert (project / MILK).read_text() == before


def test_those_that_say_nearly_the_same_are_decided_together(studio: Gateway, tom: Caller) -> None:
    ask(studio, "how do I clean the milk frother")
    ask(studio, "how do i clean the milk frotherr?")
    ask(studio, "where is my parcel")
    items = {item["text"]: item for item in tom.get("/studio/inbox").body["items"]}
    assert sorted(item["like"] for item in items.values()) == [0, 1]
    many = next(item for item in items.values() if item["like"])
    assert tom.post(f"/studio/inbox/{many['id']}/label", {"action": "ignore"}).status == 200
    assert only_item(tom)["text"] == "where is my parcel"


def test_filters_narrow_the_inbox(studio: Gateway, tom: Caller) -> None:
    ask(studio, "how do I clean the milk frother")
    assert only_item(tom, reason="low_confidence", lane="support", intent="support_clean")
    for nothing in ({"reason": "flagged"}, {"lane": "service"}, {"since": "2999-01-01T00:00:00Z"}):
        assert tom.get("/studio/inbox", **nothing).body["items"] == []


def test_what_an_agent_flagged_comes_first_with_the_intent_that_was_meant(studio: Gateway, tom: Caller) -> None:
    ask(studio, "hello there you", confidence=0.4)
    conversation = ask(studio, "the froth thing smells of old cheese", confidence=0.99)
    ann = studio.staff("Ann")
    message = ann.get(f"/desk/conversations/{conversation}").body["messages"][0]["id"]
    ann.post(f"/desk/conversations/{conversation}/lessons", {"message_id": message, "intent": "support_maintain"})
    first = tom.get("/studio/inbox").body["items"][0]
    assert first["text"] == "the froth thing smells of old cheese"
    assert first["suggested"] == "support_maintain"
    assert first["reasons"] == ["disagreement", "flagged"]


def test_trainers_read_masked_text_only_and_an_admin_who_reads_all_of_it_is_logged(
    studio: Gateway, tom: Caller, shop: Shop
) -> None:
    said = "my name is Una Quorl and the froth smells"
    conversation = ask(studio, said, masked="my name is [NAME] and the froth smells")
    item = only_item(tom)
    assert item["text"] == "my name is [NAME] and the froth smells"
    assert item["draft"] == "my name is Robin Baker and the froth smells"
    around = tom.get(f"/studio/inbox/{item['id']}/around").body
    assert [line["text"] for line in around] == ["my name is [NAME] and the froth smells", "masked"]
    assert tom.post(f"/studio/inbox/{item['id']}/unmasked").status == 403
    assert tom.get(f"/desk/conversations/{conversation}").status == 403
    assert not shop.rows(AuditEntry, action="personal_data_viewed")
    bo = studio.staff("Bo", Role.ADMIN)
    assert bo.post(f"/studio/inbox/{item['id']}/unmasked").body[0]["text"] == said
    assert [row.about for row in shop.rows(AuditEntry, action="personal_data_viewed")] == [conversation]


def test_nothing_is_shown_of_what_nobody_could_mask(studio: Gateway, tom: Caller) -> None:
    ask(studio, "my froth smells")
    item = only_item(tom)
    studio.engine.state = "gone"
    assert [line["text"] for line in tom.get(f"/studio/inbox/{item['id']}/around").body] == ["my froth smells", None]
    label = {"intent": "support_maintain", "text": "my froth smells"}
    assert tom.post(f"/studio/inbox/{item['id']}/label", label).status == 503
    assert only_item(tom)["id"] == item["id"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("my name is [NAME]", "hides something personal"),
        ("the [duo(product) leaks", "not closed"),
        ("the [duo](machine) leaks", "no entity 'machine'"),
        ("   ", "needs words"),
        ("two\nlines", "one line"),
        ("x" * 401, "at most 400"),
        ("/restart", "does not begin"),
    ],
)
def test_what_cannot_be_an_example_is_refused_and_nothing_is_decided(
    studio: Gateway, tom: Caller, project: Path, text: str, message: str
) -> None:
    ask(studio, "my froth smells")
    item = only_item(tom)
    answer = tom.post(f"/studio/inbox/{item['id']}/label", {"intent": "support_maintain", "text": text})
    assert answer.status == 422
    assert message in answer.body["error"]["message"]
    assert only_item(tom)["id"] == item["id"]
    assert (project / MILK).read_text() == (ROOT / MILK).read_text()


def test_personal_data_that_was_typed_blocks_the_save(studio: Gateway, tom: Caller) -> None:
    place = {"type": "name", "start": 11, "end": 20}
    studio.engine.parses = parsed("support_maintain", masked="my name is [NAME]", personal=[place])
    wanted = {"text": "my name is Una Quorl"}
    answer = tom.post("/studio/intents/support_maintain/examples", wanted)
    assert answer.status == 422
    assert answer.body["error"]["message"].startswith("'Una Quorl' looks personal")


def test_an_example_is_edited_moved_removed_and_each_of_it_undone(tom: Caller, project: Path) -> None:
    shipped = {path: path.read_text() for path in (project / "data" / "nlu").rglob("*.yml")}
    old = tom.get("/studio/intents/support_maintain").body["examples"][3]["text"]
    path = "/studio/intents/support_maintain/examples"
    assert tom.put(path, {"text": old, "new": "words that nobody wrote yet"}).status == 200
    assert tom.post(f"{path}/move", {"text": "words that nobody wrote yet", "to": "service_complain"}).status == 200
    gone = tom.post("/studio/intents/service_complain/examples/remove", {"text": "words that nobody wrote yet"})
    assert gone.status == 200
    assert tom.put(path, {"text": old, "new": "too late"}).status == 409
    changes = tom.get("/studio/changes").body["changes"]
    assert len(changes) == 3
    for change in changes:
        assert tom.post(f"/studio/changes/{change['id']}/undo").status == 200
    assert {path: path.read_text() for path in shipped} == shipped
    assert tom.post(f"/studio/changes/{changes[0]['id']}/undo").status == 409


def test_an_undone_label_opens_the_message_again(studio: Gateway, tom: Caller) -> None:
    ask(studio, "my froth smells of cheese")
    item = only_item(tom)
    label = {"intent": "support_maintain", "text": "my froth smells of cheese"}
    change = tom.post(f"/studio/inbox/{item['id']}/label", label).body["change"]
    assert tom.get("/studio/inbox").body["items"] == []
    assert tom.post(f"/studio/changes/{change['id']}/undo").status == 200
    assert only_item(tom)["id"] == item["id"]


def test_a_sentence_stands_only_once(tom: Caller) -> None:
    path = "/studio/intents/support_maintain/examples"
    assert tom.post(path, {"text": "smells like old socks in there"}).status == 201
    again = tom.post("/studio/intents/support_learn/examples", {"text": "Smells like  old socks in there"})
    assert again.status == 409
    assert again.body["error"]["message"].startswith("This is already an example of support_maintain, at data/nlu/")


def test_what_an_editor_saved_meanwhile_stays(tom: Caller, project: Path) -> None:
    file = project / MILK
    file.write_text(file.read_text().replace("nlu:\n", "# a comment by hand\nnlu:\n", 1))
    assert tom.post("/studio/intents/support_maintain/examples", {"text": "smells of socks in there"}).status == 201
    assert "# a comment by hand\n" in file.read_text()
    assert "- smells of socks in there\n" in file.read_text()


@pytest.mark.parametrize(
    ("content", "line"), [(b"nlu:\n- intent: [\n", 3), (b"# caf\xe9\nnlu: []\n", 1), (b"nlu:\n- intent: a\n\tx\n", 3)]
)
def test_a_broken_file_is_named_with_its_line(tom: Caller, project: Path, content: bytes, line: int) -> None:
    (project / "data" / "nlu" / "chat" / "broken.yml").write_bytes(content)
    answer = tom.get("/studio/intents")
    assert answer.status == 422
    assert answer.body["error"]["details"] == {"file": "data/nlu/chat/broken.yml", "line": line}


def test_ten_thousand_pasted_lines_are_refused_at_once(tom: Caller) -> None:
    answer = tom.post("/studio/intents/support_maintain/examples", {"text": "one more line\n" * 10_000})
    assert answer.status == 413
    some = tom.post("/studio/intents/support_maintain/examples", {"text": "one more line\n" * 20})
    assert some.status == 422
    assert some.body["error"]["message"] == "An example is one line, without invisible characters."


def git(project: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Max", "-c", "user.email=max@example.com")
    done = subprocess.run(["git", "-C", str(project), *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_commit_takes_the_trainers_lines_and_leaves_what_others_staged(tom: Caller, project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "start")
    (project / "domain.yml").write_text((project / "domain.yml").read_text() + "# half done\n")
    git(project, "add", "domain.yml")
    assert tom.post("/studio/intents/support_maintain/examples", {"text": "smells of socks in there"}).status == 201
    assert tom.get("/studio/changes").body["git"] is True
    answer = tom.post("/studio/changes/commit", {"message": "milk: Socks"})
    assert answer.status == 200, answer.body
    shown = git(project, "show", "--stat", "--format=%an <%ae> %s", "HEAD")
    assert shown.startswith("Tom Tester <tom@example.com> milk: Socks")
    assert "1 file changed, 1 insertion(+)" in shown
    assert git(project, "diff", "--cached", "--name-only").strip() == "domain.yml"
    assert tom.post("/studio/changes/commit", {"message": "again"}).status == 409


def test_a_file_with_other_uncommitted_work_is_not_committed(tom: Caller, project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "start")
    (project / MILK).write_text("# by hand\n" + (project / MILK).read_text())
    assert tom.post("/studio/intents/support_maintain/examples", {"text": "smells of socks in there"}).status == 201
    answer = tom.post("/studio/changes/commit", {"message": "milk: Socks"})
    assert answer.status == 409
    assert answer.body["error"]["details"]["file"] == MILK


def test_the_studio_is_not_for_agents(studio: Gateway) -> None:
    ann = studio.staff("Ann")
    for path in ("/studio/inbox", "/studio/intents", "/studio/changes"):
        assert ann.get(path).status == 403


NEW = {
    "name": "support_wash_apron",
    "description": "washing the apron that came with the machine",
    "title": "Washing the apron",
    "reply": "response",
    "says": 'Wash it at 40 degrees: "gently", please.',
    "examples": ["how hot may the apron be washed", "apron in the washing machine?", ""],
}


def test_a_new_intent_comes_with_examples_a_rule_and_an_answer(studio: Gateway, tom: Caller, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.yml")}
    ann = studio.staff("Ann")
    assert NEW["name"] not in [one["name"] for one in ann.get("/desk/intents").body]
    answer = tom.post("/studio/intents", NEW)
    assert answer.status == 201, answer.body
    load = YAML(typ="safe").load
    domain = load((project / "domain.yml").read_text())
    assert "support_wash_apron" in domain["intents"]
    assert domain["responses"]["utter_support_wash_apron"] == [{"text": NEW["says"]}]
    rule = load((project / "data/stories/support/wash_apron.yml").read_text())["rules"][0]["steps"]
    assert rule == [{"intent": "support_wash_apron"}, {"action": "utter_support_wash_apron"}]
    assert NEW["name"] in [one["name"] for one in ann.get("/desk/intents").body]
    found = tom.get("/studio/intents/support_wash_apron").body
    assert (found["count"], found["description"], found["problems"]) == (2, NEW["description"], ["too_few"])
    assert tom.post("/studio/intents", NEW).status == 409
    assert tom.post(f"/studio/changes/{answer.body['id']}/undo").status == 200
    assert {path: path.read_bytes() for path in project.rglob("*.yml")} == before


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"name": "Wash"}, 422),
        ({"name": "support_plan"}, 409),
        ({"says": ""}, 422),
        ({"title": "two\nlines"}, 422),
        ({"examples": ["only one"]}, 422),
        ({"examples": ["how do i get rid of my old machine", "another"]}, 409),
        ({"reply": "nothing"}, 422),
    ],
)
def test_an_intent_that_could_not_be_trained_is_refused(
    tom: Caller, project: Path, changed: dict[str, Any], status: int
) -> None:
    assert tom.post("/studio/intents", NEW | changed).status == status
    assert (project / "domain.yml").read_bytes() == (ROOT / "domain.yml").read_bytes()


def test_an_intent_is_renamed_through_all_files(tom: Caller, project: Path) -> None:
    answer = tom.put("/studio/intents/support_dispose/name", {"name": "support_recycle"})
    assert answer.status == 200, answer.body
    files = {one["path"] for one in answer.body["files"]}
    expected = {"domain.yml", "data/texts/titles.yml", "data/nlu/support/disposal.yml"}
    assert expected | {"data/stories/support/disposal.yml"} <= files
    found = {path for path in project.rglob("*.yml") if "support_dispose" in path.read_text()}
    assert not found
    assert tom.get("/studio/intents/support_recycle").body["count"] > 100
    assert tom.post(f"/studio/changes/{answer.body['id']}/undo").status == 200
    assert (project / "domain.yml").read_bytes() == (ROOT / "domain.yml").read_bytes()


def test_two_intents_are_merged_in_all_files_and_parted_again(tom: Caller, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.yml")}
    counts = [tom.get(f"/studio/intents/support_{one}").body["count"] for one in ("dispose", "maintain")]
    answer = tom.post("/studio/intents/support_dispose/merge", {"into": "support_maintain"})
    assert answer.status == 200, answer.body
    assert tom.get("/studio/intents/support_maintain").body["count"] == sum(counts)
    assert tom.get("/studio/intents/support_dispose").status == 404
    assert not (project / "data/nlu/support/disposal.yml").exists()
    assert not (project / "data/stories/support/disposal.yml").exists()
    assert not [path for path in project.rglob("*.yml") if "support_dispose" in path.read_text()]
    assert tom.post(f"/studio/changes/{answer.body['id']}/undo").status == 200
    assert {path: path.read_bytes() for path in project.rglob("*.yml")} == before


def test_an_intent_is_not_merged_with_itself(tom: Caller) -> None:
    assert tom.post("/studio/intents/support_dispose/merge", {"into": "support_dispose"}).status == 422
    assert tom.post("/studio/intents/support_dispose/merge", {"into": "support_nothing"}).status == 422


def test_a_name_that_the_program_relies_on_stays(tom: Caller, project: Path) -> None:
    (project / "bot").mkdir()
    (project / "bot" / "solved.py").write_text('SOLVED = "chat_solved"\n')
    answer = tom.put("/studio/intents/chat_solved/name", {"name": "chat_done"})
    assert answer.status == 409
    assert answer.body["error"]["details"]["file"] == "bot/solved.py"


def test_what_keeps_the_bot_from_being_trained_is_named(tom: Caller, project: Path) -> None:
    assert tom.get("/studio/problems").body == []
    story = project / "data/stories/support/disposal.yml"
    story.write_text(story.read_text().replace("intent: support_dispose", "intent: support_lost"))
    examples = project / "data/nlu/support/upgrade.yml"
    examples.write_text(examples.read_text().replace("- intent: support_upgrade", "- intent: support_gone"))
    found = {one["file"]: one["message"] for one in tom.get("/studio/problems").body}
    assert found == {
        "data/stories/support/disposal.yml": "the intent support_lost is used here and is missing in domain.yml",
        "data/nlu/support/upgrade.yml": "support_gone has examples and is missing in domain.yml",
    }
    story.write_text("rules: [\n")
    (broken,) = [one for one in tom.get("/studio/problems").body if "YAML" in one["message"]]
    assert broken["file"] == "data/stories/support/disposal.yml"
    examples.write_bytes(b"# caf\xe9\n")
    (unreadable,) = tom.get("/studio/problems").body
    assert "not UTF-8" in unreadable["message"]
