"""Guides: every way comes to an end, words lead where they should, and a walk can be turned back and resumed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.danger import denied, stop_sign
from bot.domain.guide_choice import choose, narrow
from bot.domain.guide_reading import Hint, read, steps_done
from bot.domain.guide_walk import How, Walk, back, back_to, begin, report, restored, stored, take, tell_done
from bot.domain.guide_words import Saying
from bot.domain.guides import ANYWHERE, ENDS, PERSON, SOLVED, STOP, Answer, Guide, Step, Tried, faults, of
from bot.domain.handover import danger_in
from tests.company import brewline

GUIDES = brewline().guides
LEAK = next(guide for guide in GUIDES if guide.id == "water-under-the-machine")
LONGEST = 40


def answer(id: str, then: str, means: str | None = None) -> Answer:
    return Answer(id, id, (), means, "so", f"shows {id}", ((ANYWHERE, then),))


def step(id: str, *answers: Answer, tried: Tried | None = None) -> Step:
    return Step(id, f"Step {id}", ((ANYWHERE, f"do {id}"),), f"ask {id}", tried, answers)


def guide(*steps: Step, products: tuple[str, ...] = ("duo",)) -> Guide:
    return Guide("g", "G", products, (), ("a", "b", "c"), (), (), steps)


# --- the ways through


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)
def test_every_branch_of_every_guide_comes_to_an_end(guide: Guide) -> None:
    for machine in guide.products:
        ends: set[str] = set()
        ahead = [begin(guide, machine)]
        while ahead:
            walk = ahead.pop()
            assert len(walk.path) <= len(guide.steps), "no way asks the same step twice"
            if walk.over:
                ends.add(walk.at)
                continue
            here = guide.step(walk.at)
            assert here is not None
            assert of(machine, here.do)
            ahead += [take(walk, guide, one) for one in here.answers]
        assert ends <= set(ENDS)
        assert {SOLVED, PERSON} <= ends


@given(st.data())
def test_whatever_a_customer_does_the_walk_stays_in_its_guide(data: st.DataObject) -> None:
    guide = data.draw(st.sampled_from(GUIDES))
    done = data.draw(st.lists(st.sampled_from([step.id for step in guide.steps]), unique=True))
    walk = begin(guide, data.draw(st.sampled_from(guide.products)), done)
    for _ in range(data.draw(st.integers(0, LONGEST))):
        if walk.over:
            break
        here = guide.step(walk.at)
        assert here is not None
        walk = data.draw(st.sampled_from([take(walk, guide, one) for one in here.answers] + [back(walk) or walk]))
        assert restored(json.loads(json.dumps(stored(walk)))) == walk
        assert [taken.step for taken in walk.path].count(walk.at) == 0 or not walk.over
    told = report(walk, guide, "Duo")
    assert (told["ended"] is None) == (told["asked"] is not None)


def test_what_was_done_before_is_passed_over_once() -> None:
    tried = Tried(("descaled it",), "no")
    round_trip = guide(
        step("a", answer("no", "b"), answer("yes", SOLVED), tried=tried),
        step("b", answer("again", "a"), answer("yes", SOLVED)),
    )
    walk = begin(round_trip, "duo", ["a"])
    assert (walk.at, walk.path[0].how) == ("b", How.TRIED)
    again = take(walk, round_trip, round_trip.steps[1].answers[0])
    assert again.at == "a"


def test_back_goes_to_what_was_asked_and_not_to_what_was_passed_over() -> None:
    tried = Tried(("did b",), "no")
    way = guide(
        step("a", answer("on", "b"), answer("yes", SOLVED)),
        step("b", answer("no", "c"), answer("yes", SOLVED), tried=tried),
        step("c", answer("no", PERSON), answer("yes", SOLVED)),
    )
    walk = take(begin(way, "duo", ["b"]), way, way.steps[0].answers[0])
    assert walk.at == "c"
    before = back(walk)
    assert before is not None
    assert (before.at, before.path) == ("a", ())
    assert back(before) is None


def test_a_button_of_an_earlier_step_takes_back_what_was_said_since() -> None:
    walk = begin(LEAK, "duo")
    for id in ("dry", "wet", "dry"):
        here = LEAK.step(walk.at)
        assert here
        chosen = here.answer(id)
        assert chosen
        walk = take(walk, LEAK, chosen)
    earlier = back_to(walk, "tray")
    assert earlier is not None
    assert (earlier.at, len(earlier.path)) == ("tray", 1)
    assert back_to(walk, "front") is None


def test_naming_a_step_ahead_passes_it_over_when_it_comes() -> None:
    walk = tell_done(begin(LEAK, "duo"), ["tray"])
    dry = LEAK.steps[0].answer("dry")
    assert dry
    assert take(walk, LEAK, dry).at == "tank"


def test_the_report_says_what_each_step_has_shown() -> None:
    walk = begin(LEAK, "duo", ["tray"])
    dry = LEAK.steps[0].answer("dry")
    assert dry
    told = report(take(walk, LEAK, dry), LEAK, "Duo")
    assert [(one["title"], one["how"]) for one in told["steps"]] == [
        (LEAK.steps[0].title, "answered"),
        ("Empty and dry the drip tray", "tried"),
    ]
    assert told["machine"] == "Duo"
    assert told["asked"] == "Does the paper get wet?"


@pytest.mark.parametrize("kept", [None, {}, {"guide": "x"}, {**stored(begin(LEAK, "duo")), "path": [{"step": "a"}]}])
def test_a_walk_of_another_version_is_forgotten(kept: dict[str, object] | None) -> None:
    assert restored(kept) is None


def test_a_step_that_is_gone_is_reported_without() -> None:
    told = report(Walk("g", None, "gone", begin(LEAK, None, ["tray"]).path), LEAK, None)
    assert told["asked"] == LEAK.steps[0].ask


# --- what is wrong with a guide


def test_a_dangling_branch_is_found() -> None:
    (fault,) = faults(guide(step("a", answer("x", "nowhere"), answer("y", SOLVED))))
    assert (fault.step, fault.answer) == ("a", "x")
    assert "nowhere" in fault.message


def test_a_step_that_nobody_reaches_is_found() -> None:
    (fault,) = faults(guide(step("a", answer("x", SOLVED)), step("b", answer("x", "a"))))
    assert (fault.step, fault.answer) == ("b", None)


def test_a_circle_without_exit_is_found_and_one_with_is_fine() -> None:
    caught = guide(step("a", answer("x", "b")), step("b", answer("x", "a")))
    assert {fault.step for fault in faults(caught)} == {"a", "b"}
    assert not list(faults(guide(step("a", answer("x", "b")), step("b", answer("x", "a"), answer("y", STOP)))))


def test_a_circle_on_one_machine_only_is_found() -> None:
    turn = Answer("x", "x", (), None, "", "", (("duo", SOLVED), ("pro", "a")))
    (fault,) = faults(guide(step("a", turn), products=("duo", "pro")))
    assert "on pro" in fault.message


# --- what words mean

SHOWS = [
    ("dry-place", "yes everything is dry", "dry"),
    ("dry-place", "nope, there's a bit of water on the plug", "wet"),
    ("dry-place", "the socket isn't dry", "wet"),
    ("tray", "no, it still drips", "wet"),
    ("tray", "no it still drips", "wet"),
    ("tray", "nope still leaking :(", "wet"),
    ("tray", "stays dry now, thank you!", "dry"),
    ("tray", "It doesn't leak any more", "dry"),
    ("tray", "there is still watre under it", "wet"),
    ("tank", "the paper's soaking wet", "wet"),
    ("tank", "no, paper is dry", "dry"),
    ("tank", "it was wet at first but now the paper stays dry", "dry"),
    ("tank", "there's a crack", "wet"),
    ("seal", "more at the back I think", "inside"),
    ("seal", "front, near the lever", "front"),
    ("seal", "the second one", "front"),
    ("seal", "3", "inside"),
    ("seal", "yes", None),
    ("front", "no luck, still wet", "wet"),
    ("front", "ah no it stays dry", "dry"),
    ("front", "perfect, thanks!", "dry"),
    ("front", "same story", "wet"),
    ("front", "it was dry for a minute but now it's wet again", "wet"),
]


@pytest.mark.parametrize(("at", "text", "expected"), SHOWS)
def test_free_words_are_read_as_answers(at: str, text: str, expected: str | None) -> None:
    here = LEAK.step(at)
    assert here
    assert read(text, here, LEAK).answer == expected


def test_a_hint_does_not_outweigh_what_is_said() -> None:
    tray = LEAK.steps[1]
    assert read("not now, I'm at work. I'll try that tonight", tray, LEAK, Hint.NO).saying is Saying.LATER
    assert read("I'd rather not do that", tray, LEAK, Hint.NO).saying is Saying.CANNOT
    assert read("no, it won't", tray, LEAK, Hint.NO).answer == "dry"


def test_yes_and_no_go_where_the_question_points() -> None:
    tray = LEAK.steps[1]  # "Is it still wet under the machine?"
    assert read("jawohl", tray, LEAK, Hint.YES).answer == "wet"
    assert read("no", tray, LEAK).answer == "dry"
    assert read("it works now", tray, LEAK, Hint.SOLVED).answer == "dry"
    assert read("that did nothing", tray, LEAK, Hint.NOT_SOLVED).answer == "wet"


SAYINGS = [
    ("go back please", Saying.BACK),
    ("wait, one step back", Saying.BACK),
    ("what did you say?", Saying.REPEAT),
    ("can we start over", Saying.RESTART),
    ("I'll do that tomorrow", Saying.LATER),
    ("not now, I'm at work", Saying.LATER),
    ("give me a minute", Saying.LATER),
    ("let's continue", Saying.GO_ON),
    ("I can't do that", Saying.CANNOT),
    ("I don't have kitchen paper", Saying.CANNOT),
    ("skip that please", Saying.CANNOT),
    ("I did that already", Saying.TRIED),
    ("I emptied the tray twice yesterday", Saying.TRIED),
    ("ok done", Saying.DONE),
    ("I emptied the tray", Saying.DONE),
    ("purple elephants", None),
]


@pytest.mark.parametrize(("text", "expected"), SAYINGS)
def test_what_to_do_with_the_guide_is_understood(text: str, expected: Saying | None) -> None:
    reading = read(text, LEAK.steps[1], LEAK)
    assert (reading.answer, reading.saying) == (None, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my duo leaks, I already emptied the tray", {"tray"}),
        ("there is a puddle; I have cleaned the drip tray and wiped the seal", {"tray", "seal"}),
        ("should I empty the tray?", set()),
        ("I have not emptied the tray", set()),
        ("emptied the tray, didn't help at all", {"tray"}),
        ("never cleaned the drip tray", set()),
    ],
)
def test_steps_that_were_done_are_heard_and_wishes_are_not(text: str, expected: set[str]) -> None:
    assert set(steps_done(text, LEAK)) == expected


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)
def test_the_words_of_an_answer_lead_to_it(guide: Guide) -> None:
    for step in guide.steps:
        for answer in step.answers:
            for words in (answer.title, *answer.says):
                assert read(words, step, guide).answer == answer.id, (step.id, words)
                assert stop_sign(words, guide.stops) is None or answer.then == ((ANYWHERE, STOP),), words


# --- danger


@pytest.mark.parametrize(
    "text",
    [
        "there's water near the plug",
        "I'm not sure but the plug is wet",
        "the puddle has reached the socket",
        "the water reached the socket!!",
        "it tingles when I touch it",
    ],
)
def test_stop_signs_are_seen(text: str) -> None:
    signs = LEAK.stops
    assert (stop_sign(text, signs) is not None) == ("puddle" not in text)


@pytest.mark.parametrize("text", ["no water near the plug", "the plug isn't wet", "there is no tingling"])
def test_denied_danger_is_none(text: str) -> None:
    assert stop_sign(text, LEAK.stops) is None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("there is smoke", True),
        ("no smoke and no burning smell", False),
        ("no, smoke comes out", True),
        ("no smoke but sparks", True),
        ("it doesn't smell burnt, there's just no smoke", False),
        ("I don't know if that is smoke", True),
        ("without any smoke", False),
    ],
)
def test_danger_that_is_denied_fetches_nobody(text: str, danger: bool) -> None:
    assert (danger_in(text, brewline().policies) is not None) == danger


def test_only_the_words_right_before_deny() -> None:
    assert denied("there is no smoke", 12)
    assert not denied("I have not had any coffee today because of smoke", 43)


# --- which guide


@pytest.mark.parametrize(
    ("text", "articles", "machine", "expected"),
    [
        ("my kitchen looks like a lake", ["leaks-under-the-machine"], None, "water-under-the-machine"),
        ("there is a puddle on the counter under my duo", [], "duo", "water-under-the-machine"),
        ("can I glue a crack in the tank?", ["leaks-under-the-machine"], None, None),
        ("is it normal that it drips after brewing", ["drips-after-brewing"], None, None),
        ("my pod is stuck", ["pod-stuck"], "pro", None),
        ("the milk is only lukewarm", ["lukewarm-coffee"], None, None),
        ("how do I descale it", ["descale-the-duo"], "duo", None),
        ("the milk is not frothing on my duo", ["milk-does-not-froth"], "duo", "milk-foam"),
    ],
)
def test_the_guide_of_the_article_is_chosen_where_it_helps_more(
    text: str, articles: list[str], machine: str | None, expected: str | None
) -> None:
    chosen = choose(text, GUIDES, articles, machine)
    assert (chosen.id if chosen else None) == expected


@pytest.mark.parametrize("text", ["why is my coffee cold?", "my One blinks red, what now?", "how do I fix the leak?"])
def test_asking_for_help_is_no_narrow_question(text: str) -> None:
    assert not narrow(text)


def test_every_symptom_leads_to_its_own_guide() -> None:
    for guide in GUIDES:
        for symptom in guide.symptoms:
            chosen = choose(symptom, GUIDES, guide.articles, guide.products[0])
            assert chosen == guide, (guide.id, symptom)


def test_words_that_name_the_symptom_count_more_than_the_order_of_the_articles() -> None:
    articles = ["lukewarm-coffee", "no-coffee-comes-out"]
    found = choose("my duo makes no coffee", GUIDES, articles, "duo")
    assert found is not None
    assert found.id == "no-coffee"
