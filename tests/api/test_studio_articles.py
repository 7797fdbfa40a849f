"""Articles are edited with the importer's checks, gaps are listed, and a conversation becomes a test."""

from pathlib import Path

from ruamel.yaml import YAML

from bot.db.models.staff import Role
from bot.services.knowledge import import_knowledge
from bot.settings import ROOT
from tests.api.conftest import Caller, Gateway
from tests.api.engine import parsed, say, signal
from tests.api.test_studio import ask, only_item, project, studio, tom

__all__ = ["project", "studio", "tom"]

ARTICLE = "descale-the-duo"
PATH = f"/studio/articles/{ARTICLE}"


def knowing(studio: Gateway, project: Path) -> None:
    studio.shop.do(lambda session, _: import_knowledge(session, project / "data" / "knowledge"))


def test_an_article_is_changed_in_force_at_once_and_undone(studio: Gateway, tom: Caller, project: Path) -> None:
    knowing(studio, project)
    text = tom.get(PATH).body["text"]
    saved = tom.put(PATH, {"before": text, "text": text.replace("title: ", "title: Now ", 1)})
    assert saved.status == 200, saved.body
    assert [line[0] for line in saved.body["files"][0]["diff"] if line[0] in "+-"] == ["-", "+"]
    rows = {row["id"]: row for row in tom.get("/studio/articles").body}
    assert rows[ARTICLE]["title"].startswith("Now ")
    assert tom.post(f"/studio/changes/{saved.body['id']}/undo").status == 200
    assert tom.get(PATH).body["text"] == text
    assert not {row["id"]: row for row in tom.get("/studio/articles").body}[ARTICLE]["title"].startswith("Now ")


def test_a_broken_article_is_refused_with_line_and_field(studio: Gateway, tom: Caller, project: Path) -> None:
    knowing(studio, project)
    text = tom.get(PATH).body["text"]
    answer = tom.put(PATH, {"before": text, "text": text.replace("stage: ", "stage: x", 1)})
    assert answer.status == 422
    assert answer.body["error"]["message"].startswith(f"articles/{ARTICLE}.md:3: stage:")
    assert tom.get(PATH).body["text"] == text


def test_an_article_that_changed_meanwhile_is_not_overwritten(studio: Gateway, tom: Caller, project: Path) -> None:
    answer = tom.put(PATH, {"before": "what it was yesterday", "text": "mine"})
    assert answer.status == 409
    assert tom.put("/studio/articles/no-such-article", {"before": "", "text": ""}).status == 404


def test_questions_without_an_article_are_counted_together(studio: Gateway, tom: Caller) -> None:
    for text in ("can the machine make bubble tea", "can the machine make bubble tea??", "is it allowed on a boat"):
        ask(studio, text)
    while items := tom.get("/studio/inbox").body["items"]:
        assert tom.post(f"/studio/inbox/{items[0]['id']}/label", {"action": "gap"}).status == 200
    gaps = tom.get("/studio/gaps").body
    assert [gap["count"] for gap in gaps] == [2, 1]
    assert tom.post(f"/studio/gaps/{gaps[0]['id']}/close").status == 204
    assert [gap["text"] for gap in tom.get("/studio/gaps").body] == ["is it allowed on a boat"]


def test_a_conversation_becomes_a_test_without_anything_personal(studio: Gateway, tom: Caller, project: Path) -> None:
    ask(studio, "my name is Una Quorl and it drips", masked="my name is [NAME] and it drips")
    item = only_item(tom)
    draft = tom.get(f"/studio/inbox/{item['id']}/test").body["text"]
    assert 'customer: "my name is Robin Baker and it drips"' in draft
    assert tom.post("/studio/inbox/test", {"text": draft}).status == 422  # no title yet
    place = {"type": "name", "start": 11, "end": 22}
    studio.engine.parses = parsed("support_clean", masked="my name is [NAME] and it drips", personal=[place])
    named = draft.replace('title: ""', "title: It drips and is understood")
    saved = tom.post("/studio/inbox/test", {"text": named})
    assert saved.status == 201, saved.body
    (entry,) = YAML(typ="safe").load((project / "tests/conversations/saved.yml").read_text())
    assert entry["turns"][0]["lane"] == "support"
    assert tom.post("/studio/inbox/test", {"text": named}).status == 409
    other = tom.post("/studio/inbox/test", {"text": named.replace("It drips", "Again it drips")})
    assert other.status == 201
    assert len(YAML(typ="safe").load((project / "tests/conversations/saved.yml").read_text())) == 2
    assert not (ROOT / "tests/conversations/saved.yml").exists()


def test_an_agent_suggests_a_test_and_an_admin_saves_it_from_the_desk(
    studio: Gateway, tom: Caller, project: Path
) -> None:
    cleo = studio.visitor()
    masked = "my name is [NAME] and it drips"
    answer = say("Empty the tray.", "Then the tank.", intent="support_clean", masked=masked)
    first, second = answer["messages"]
    cited = [{"custom": {"signal": "cite", "title": name, "url": f"/help/{name}"}} for name in ("tray", "tank")]
    studio.engine.next({**answer, "messages": [first, cited[0], second, cited[1]]})
    cleo.ask("my name is Una Quorl and it drips")
    asks = signal("escalate", "Of course.", intent="chat_request_human", reason="asked")
    studio.engine.next({**asks, "parse": {**asks["parse"], "masked": "a person"}})
    cleo.ask("a person")
    ann, path = studio.staff("Ann"), f"/desk/conversations/{cleo.conversation_id}"
    said = ann.get(path).body["messages"][0]
    assert ann.post(f"{path}/lessons", {"message_id": said["id"], "intent": "service_complain"}).status == 201
    ann.post(f"{path}/messages", {"text": "Hello, I am Ann."})
    cleo.say("thanks, Ann")
    draft = ann.get(f"{path}/test").body["text"]
    assert draft == (
        '- title: ""\n'
        "  turns:\n"
        '    - customer: "my name is Robin Baker and it drips"\n'
        "      lane: service\n"
        "      answer: [{article: tray}, {article: tank}]\n"
        '    - customer: "a person"\n'
        "      lane: chat\n"
        "      status: queued\n"
        "      escalation: {reason: asked}\n"
    )
    studio.engine.parses = parsed("support_clean", masked=masked, personal=[{"type": "name", "start": 11, "end": 22}])
    named = draft.replace('title: ""', "title: It drips")
    assert ann.post(f"{path}/test", {"text": draft}).status == 422, "it has no title"
    leaking = ann.post(f"{path}/test", {"text": named.replace("Robin Baker", "Una Quorls.")})
    assert "Una Quorls" in leaking.body["error"]["message"]
    assert ann.post(f"{path}/test", {"text": named}).body == {"saved": False}
    assert not (project / "tests/conversations/saved.yml").exists()
    (item,) = tom.get("/studio/inbox", reason="test").body["items"]
    assert tom.get(f"/studio/inbox/{item['id']}/test").body["text"] == named
    assert tom.post("/studio/inbox/test", {"text": named, "item_id": item["id"]}).status == 201
    assert tom.get("/studio/inbox", reason="test").body["items"] == []
    bo = studio.staff("Bo", Role.ADMIN)
    assert bo.post(f"{path}/test", {"text": named}).status == 409, "it is saved already"
    assert bo.post(f"{path}/test", {"text": named.replace("drips", "drips again", 1)}).body == {"saved": True}
    saved = YAML(typ="safe").load((project / "tests/conversations/saved.yml").read_text())
    assert [one["title"] for one in saved] == ["It drips", "It drips again"]
    assert tom.get(f"{path}/test").status == 403
    assert ann.get("/desk/conversations/nothing/test").status == 404
    assert ann.get(f"/desk/conversations/{studio.visitor().conversation_id}/test").status == 422


def test_a_test_in_another_form_is_refused(tom: Caller) -> None:
    for text in ("- title: [", "- title: a\n  turns: []\n", "- title: a\n  turns:\n    - customer: b\n      lane: x\n"):
        assert tom.post("/studio/inbox/test", {"text": text}).status == 422


def test_an_article_is_written_for_a_gap_and_closes_it(studio: Gateway, tom: Caller, project: Path) -> None:
    knowing(studio, project)
    ask(studio, "can the machine make bubble tea")
    assert tom.post(f"/studio/inbox/{only_item(tom)['id']}/label", {"action": "gap"}).status == 200
    (gap,) = tom.get("/studio/gaps").body
    text = "---\ntitle: Tea, and bubbles in it\nstage: learning\n---\nIt makes hot water for tea.\n"
    broken = tom.post("/studio/articles", {"text": text.replace("learning", "drinking"), "gap": gap["id"]})
    assert broken.status == 422
    assert broken.body["error"]["message"].startswith("articles/tea-and-bubbles-in-it.md:3: stage:")
    assert len(tom.get("/studio/gaps").body) == 1
    assert not (project / "data/knowledge/articles/tea-and-bubbles-in-it.md").exists()
    assert tom.post("/studio/articles", {"text": text, "gap": gap["id"]}).status == 201
    assert (project / "data/knowledge/articles/tea-and-bubbles-in-it.md").read_text() == text
    assert tom.get("/studio/gaps").body == []
    assert "tea-and-bubbles-in-it" in [row["id"] for row in tom.get("/studio/articles").body]
    assert tom.post("/studio/articles", {"text": text}).status == 409
    assert tom.post("/studio/articles", {"text": "no front matter"}).status == 422


def test_a_guide_is_changed_with_the_importers_checks(studio: Gateway, tom: Caller, project: Path) -> None:
    knowing(studio, project)
    assert "dripping" in [row["id"] for row in tom.get("/studio/guides").body]
    opened = tom.get("/studio/guides/dripping").body
    assert opened["steps"][0]["answers"]
    broken = tom.put("/studio/guides/dripping", {"before": opened["text"], "text": opened["text"] + "stepps: []\n"})
    assert broken.status == 422
    assert broken.body["error"]["message"].startswith("guides/dripping.yml:")
    fresh = opened["text"].replace("title: ", "title: Now ", 1)
    assert tom.put("/studio/guides/dripping", {"before": opened["text"], "text": fresh}).status == 200
    assert tom.put("/studio/guides/dripping", {"before": opened["text"], "text": "x"}).status == 409
    titles = {row["id"]: row["title"] for row in tom.get("/studio/guides").body}
    assert titles["dripping"].startswith("Now ")
    assert tom.get("/studio/guides/no-such-guide").status == 404
