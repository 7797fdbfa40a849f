"""A trainer watches a run, reads the report, decides on what flips, and puts the model live; all with small means:
what the supervisor does is done here by the tests (tests/ops/test_workshop.py has the processes)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from bot.db.models.training import Deployment, Flip, Model, Run
from bot.domain.gate import Refusal
from bot.services import release, workbench
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.test_accessibility import check
from tests.services.test_runs import DROP, HERE, flip, model, report

FIGURES = {
    "sentences": 500,
    "with_intent": 500,
    "lane_accuracy": 0.95,
    "intent_accuracy": 0.9,
    "macro_f1": 0.9,
    "out_of_scope_precision": 0.8,
    "out_of_scope_recall": 0.9,
    "calibration_error": 0.03,
}
BINS = [{"confidence": tenth / 10 + 0.05, "right": tenth / 10, "sentences": tenth + 1} for tenth in range(10)]
SIDE = {"reliability": BINS, "confidence": list(range(10))}
REPORT = {
    "sets": {
        "heldout": {"live": FIGURES, "candidate": {**FIGURES, "intent_accuracy": 0.92}},
        "recent": {"live": {"sentences": 3}, "candidate": {"sentences": 3}},
    },
    "lanes": {"live": {"service": {"right": 0.95}}, "candidate": {"service": {"right": 0.93}}},
    "plots": {"live": SIDE, "candidate": SIDE},
    "lane_matrix": {
        "live": {"service": {"service": 40, "support": 2}},
        "candidate": {"service": {"service": 41, "support": 1}},
    },
    "confusion": [{"expected": "service_track_order", "got": "service_cancel_order", "live": 2, "candidate": 1}],
}


@pytest.fixture(autouse=True)
def nothing_trained(stack: Counter) -> Iterator[None]:
    yield

    def clear(session: Any, house: Any) -> None:
        for table in (Flip, Deployment, Run, Model):
            session.execute(delete(table))

    stack.shop.do(clear)


def carried_out(stack: Counter, *refusals: Refusal, letter: str = "a") -> str:
    run_id = str(stack.shop.do(workbench.take_run, HERE))
    found = report(flip("worse now", better=False), flip("just different"), **REPORT)
    stack.shop.do(workbench.note_progress, run_id, HERE, [], "the trainer's words")
    assert stack.shop.do(workbench.finish_run, run_id, HERE, model(letter), found, refusals)
    return run_id


def start(trainer: Trainer, note: str = "More about parcels") -> None:
    trainer.open("runs")
    trainer.page.get_by_label(STUDIO["run_note"]).fill(note)
    trainer.page.keyboard.press("Enter")
    expect(trainer.page.get_by_role("heading", name=note)).to_be_visible()


def test_a_run_is_watched_until_it_is_over_and_its_model_goes_live(stack: Counter, tom: Trainer) -> None:
    page, shop = tom.page, stack.shop
    shop.do(release.settle, HERE, model("0"))
    start(tom)
    run_id = shop.do(workbench.take_run, HERE)
    steps = [{"name": "preparing", "at": 0.0, "done": 0.0}, {"name": "intents", "at": 1.0, "done": 0.0}]
    shop.do(workbench.note_progress, run_id, HERE, steps, "Training ...")
    expect(page.get_by_text(STUDIO["step_intents"])).to_be_visible()
    check(page)
    found = report(flip("worse now", better=False), flip("just different"), **REPORT)
    shop.do(workbench.finish_run, run_id, HERE, model("a"), found, ())
    expect(page.get_by_role("heading", name=STUDIO["gate_passed"])).to_be_visible()
    expect(page.get_by_role("row", name=STUDIO["figure_intent_accuracy"])).to_contain_text("92%")
    expect(page.get_by_role("img", name=STUDIO["reliability_label"])).to_be_visible()
    check(page)
    page.get_by_role("button", name=STUDIO["accept"], exact=True).first.click()
    expect(page.get_by_text(STUDIO["decided_accepted"])).to_be_visible()
    page.get_by_role("button", name=STUDIO["promote"]).click()
    expect(page.locator(".pending")).to_be_visible()
    check(page)
    job = shop.do(release.take_deployment, HERE)
    shop.do(release.went_live, job["id"], {})
    expect(page.get_by_text(STUDIO["went_live"])).to_be_visible()
    expect(page.locator(".model")).to_have_text("a" * 16)
    page.get_by_role("button", name=STUDIO["roll_back_to"].format(model="0" * 16)).click()
    expect(page.locator(".pending")).to_be_visible()
    shop.do(release.went_live, shop.do(release.take_deployment, HERE)["id"], {})
    expect(page.locator(".model")).to_have_text("0" * 16)
    check(page)


def test_a_refused_model_needs_an_admin_and_a_reason(
    stack: Counter, tom: Trainer, new_page: Callable[..., Page]
) -> None:
    start(tom)
    carried_out(stack, DROP)
    expect(tom.page.get_by_role("heading", name=STUDIO["gate_refused"])).to_be_visible()
    expect(tom.page.get_by_text(STUDIO["gate_ask_admin"])).to_be_visible()
    expect(tom.page.get_by_role("button", name=STUDIO["override"])).to_have_count(0)
    stack.add_staff("ada@example.com", "Ada", "admin")
    ada = Trainer(new_page()).sign_in("ada@example.com")
    ada.open("runs")
    ada.page.get_by_role("button", name=STUDIO["override"]).click()  # the browser asks for the reason
    ada.page.get_by_label(STUDIO["override_reason"]).fill("The old sentences are outdated.")
    check(ada.page)
    ada.page.get_by_role("button", name=STUDIO["override"]).click()
    expect(ada.page.locator(".pending")).to_be_visible()


def test_a_failed_run_says_file_and_line_and_a_model_that_is_not_fit_leaves_the_live_one(
    stack: Counter, tom: Trainer
) -> None:
    stack.shop.do(release.settle, HERE, model("0"))
    start(tom, "Broken")
    run_id = stack.shop.do(workbench.take_run, HERE)
    stack.shop.do(workbench.fail_run, run_id, HERE, "data", "data/nlu/chat/smalltalk.yml:7: twice")
    expect(tom.page.get_by_text("data/nlu/chat/smalltalk.yml:7: twice")).to_be_visible()
    check(tom.page)
    start(tom, "Mended")
    carried_out(stack)
    tom.page.get_by_role("button", name=STUDIO["promote"]).click()
    expect(tom.page.locator(".pending")).to_be_visible()
    job = stack.shop.do(release.take_deployment, HERE)
    stack.shop.do(release.did_not, job["id"], "damaged", "Its file is damaged.")
    expect(tom.page.get_by_text(STUDIO["state_failed"], exact=True)).to_be_visible()
    expect(tom.page.locator(".model")).to_have_text("0" * 16)


def test_a_run_is_cancelled(stack: Counter, tom: Trainer) -> None:
    start(tom)
    tom.page.get_by_role("button", name=STUDIO["run_cancel"]).click()
    expect(tom.page.get_by_text(STUDIO["run_cancelled"]).first).to_be_visible()


def test_empty_pages_are_readable(stack: Counter, new_page: Callable[..., Page]) -> None:
    stack.add_staff("tom.train@example.com", "Tom Train", "trainer")
    tom = Trainer(new_page(reduced_motion="reduce")).sign_in("tom.train@example.com")
    tom.open("runs")
    check(tom.page)
    tom.open("models")
    check(tom.page)
