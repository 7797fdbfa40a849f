"""What examples mean: their health with move and keep, the nearest ones, and suggestions that never add themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.db.models.staff import Role
from bot.db.models.studio import SetAside
from tests.api.conftest import Caller, Gateway
from tests.api.engine import parsed, say
from tests.company import stock
from tests.conftest import Shop
from tests.project import copy_project

DISPOSAL, TRACKING = "data/nlu/support/disposal.yml", "data/nlu/service/tracking.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.fixture
def studio(start: Any, project: Path) -> Gateway:
    gateway: Gateway = start(project_dir=project)
    gateway.engine.parses = parsed("support_dispose", masked="nothing personal")
    gateway.engine.helper.answers["fitting"] = all_fit
    gateway.shop.do(stock)
    return gateway


@pytest.fixture
def tom(studio: Gateway) -> Caller:
    return studio.staff("Tom", Role.TRAINER)


def all_fit(intent: str, candidates: Sequence[str]) -> list[dict[str, Any]]:
    return [{"place": place, "alike": 0.7, "by": 0.1} for place in range(len(candidates))]


def example(tom: Caller, intent: str, place: int = 0) -> dict[str, Any]:
    one = tom.get(f"/studio/intents/{intent}").body["examples"][place]
    return {"text": one["text"], "intent": intent, "place": f"{one['file']}:{one['line']}"}


def found(**more: Any) -> dict[str, Any]:
    return {"examples": 2, "nearer": [], "doubles": [], "overlaps": [], **more}


def test_an_example_nearer_to_another_intent_is_shown_until_it_is_kept(studio: Gateway, tom: Caller) -> None:
    one, other = example(tom, "support_dispose"), example(tom, "service_track_order")
    nearer = [{**one, "nearest": other, "alike": 0.9, "own": 0.6, "by": 0.3}]
    studio.engine.helper.answers["health"] = found(nearer=nearer)
    (shown,) = tom.get("/studio/health").body["nearer"]
    assert shown["example"]["text"] == one["text"]
    assert shown["nearest"]["intent"] == "service_track_order"
    assert tom.post("/studio/aside", {"kind": "nearer", "id": shown["id"]}).status == 204
    assert tom.post("/studio/aside", {"kind": "nearer", "id": shown["id"]}).status == 204
    assert tom.get("/studio/health").body["nearer"] == []


def test_one_that_was_moved_meanwhile_is_not_shown(studio: Gateway, tom: Caller) -> None:
    one, other = example(tom, "support_dispose"), example(tom, "service_track_order")
    nearer = [{**one, "nearest": other, "alike": 0.9, "own": 0.6, "by": 0.3}]
    doubles = [{**one, "twin": other, "alike": 0.99}]
    studio.engine.helper.answers["health"] = found(nearer=nearer, doubles=doubles)
    assert len(tom.get("/studio/health").body["doubles"]) == 1
    moved = tom.post("/studio/intents/support_dispose/examples/move", {"text": one["text"], "to": other["intent"]})
    assert moved.status == 200
    health = tom.get("/studio/health").body
    assert (health["nearer"], health["doubles"]) == ([], [])


def test_words_that_are_marked_in_different_ways_are_shown(tom: Caller) -> None:
    for text in ("bin for [the duo](product) please", "tip for [the duo](product) here", "and the duo goes where"):
        assert tom.post("/studio/intents/support_dispose/examples", {"text": text}).status == 201
    (words,) = tom.get("/studio/health").body["marks"]
    assert words["words"] == "the duo"
    counts = {one["entity"]: one["count"] for one in words["seen"]}
    assert counts["product"] == 2
    assert counts[None] >= 1


def test_without_the_helper_the_health_is_not_known_and_likeness_goes_by_letters(studio: Gateway, tom: Caller) -> None:
    studio.engine.helper.gone = True
    assert tom.get("/studio/health").status == 503
    near = tom.post("/studio/nearest", {"text": "how do i get rid of my old machin"}).body
    assert near[0]["text"] == "how do i get rid of my old machine"


def test_the_examples_that_mean_the_same_are_shown(studio: Gateway, tom: Caller) -> None:
    studio.engine.helper.answers["nearest"] = [{**example(tom, "support_dispose"), "alike": 0.81}]
    (near,) = tom.post("/studio/nearest", {"text": "chuck it away"}).body
    assert (near["intent"], near["alike"]) == ("support_dispose", 0.81)


def test_what_customers_wrote_is_suggested_first_and_with_made_up_values(studio: Gateway, tom: Caller) -> None:
    visitor = studio.visitor()
    ranking = [{"name": "support_clean", "confidence": 0.5}, {"name": "support_dispose", "confidence": 0.3}]
    masked = "[NAME] wants to chuck the brewer"
    studio.engine.next(say("Hm.", intent="support_clean", confidence=0.5, ranking=ranking, masked=masked))
    visitor.ask("Una Quorl wants to chuck the brewer")
    first, *others = tom.get("/studio/intents/support_dispose/suggestions").body
    assert (first["text"], first["way"]) == ("Robin Baker wants to chuck the brewer", "customer")
    assert others and all(one["way"] != "customer" and one["source"] for one in others)
    assert "Quorl" not in str(studio.engine.helper.asked)


def test_a_suggestion_is_added_only_by_a_trainer_and_one_thrown_away_stays_away(
    studio: Gateway, tom: Caller, project: Path, shop: Shop
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.yml")}
    first, second, *_ = tom.get("/studio/intents/support_dispose/suggestions").body
    assert {path: path.read_bytes() for path in project.rglob("*.yml")} == before
    assert tom.post("/studio/intents/support_dispose/examples", {"text": first["text"]}).status == 201
    assert tom.post("/studio/aside", {"kind": "suggestion", "id": second["id"]}).status == 204
    now = [one["text"] for one in tom.get("/studio/intents/support_dispose/suggestions").body]
    assert not {first["text"], second["text"]} & set(now)
    assert [len(row.key) for row in shop.rows(SetAside)] == [64]


def test_a_message_that_a_trainer_decided_about_is_not_suggested(studio: Gateway, tom: Caller) -> None:
    studio.engine.next(say("Hm.", intent="support_dispose", confidence=0.3, masked="chuck the old brewer"))
    studio.visitor().ask("chuck the old brewer")
    assert "chuck the old brewer" in str(tom.get("/studio/intents/support_dispose/suggestions").body)
    (item,) = tom.get("/studio/inbox").body["items"]
    tom.post(f"/studio/inbox/{item['id']}/label", {"action": "ignore"})
    assert "chuck the old brewer" not in str(tom.get("/studio/intents/support_dispose/suggestions").body)


def test_none_of_this_is_for_agents(studio: Gateway) -> None:
    ann = studio.staff("Ann")
    for path in ("/studio/health", "/studio/intents/support_dispose/suggestions"):
        assert ann.get(path).status == 403
    assert ann.post("/studio/aside", {"kind": "nearer", "id": "0" * 64}).status == 403
