"""How far a run is."""

from bot.domain.runs import USUAL, Step, durations, progress


def test_a_step_that_comes_back_counts_together() -> None:
    steps = [Step("language", 0), Step("intents", 4), Step("language", 10)]
    assert durations(steps, 12) == {"language": 6, "intents": 6}


def test_what_is_left_goes_by_what_earlier_runs_took() -> None:
    usual = {"preparing": 10, "intents": 20, "candidate": 10}
    found = progress([Step("preparing", 0), Step("intents", 10)], 20, usual)
    assert found.left_s == 20
    assert found.share == 0.5


def test_a_step_that_says_how_far_it_is_is_believed() -> None:
    found = progress([Step("preparing", 0), Step("candidate", 10, done=0.25)], 15, {"preparing": 10, "candidate": 100})
    assert found.left_s == 15


def test_a_run_that_takes_longer_than_ever_is_never_quite_done() -> None:
    found = progress([Step("preparing", 0), *(Step(name, 1) for name in USUAL)], 10_000, USUAL)
    assert found.share < 1
    assert found.left_s > 0


def test_before_the_first_step_nothing_is_done() -> None:
    assert progress([], 0, USUAL).share == 0
