from bot.domain.answering import (
    Answer,
    AskArticle,
    AskMachine,
    Nothing,
    NothingFor,
    Passage,
    from_the_start,
    narrow,
    next_best,
    read_passages,
    rest_of,
    settle,
)
from bot.domain.articles import Article, Section

MACHINES = {"descale-duo": ("duo",), "descale-one": ("one",), "milk-foam": ("duo", "pro"), "codes": ("duo", "pro")}


def found(**scores):
    return read_passages(
        {"id": id.replace("_", "-"), "title": id, "passage": f"About {id}.", "heading": "", "score": score}
        for id, score in scores.items()
    )


def test_one_clear_winner_is_the_answer():
    outcome = settle(found(descale_duo=0.8, milk_foam=0.5), True, None, MACHINES)
    assert isinstance(outcome, Answer)
    assert outcome.passage.article == "descale-duo"


def test_close_articles_for_different_machines_ask_for_the_machine():
    assert settle(found(descale_duo=0.8, descale_one=0.79), True, None, MACHINES) == AskMachine(("duo", "one"))


def test_a_known_machine_settles_it():
    outcome = settle(found(descale_duo=0.8, descale_one=0.79), True, "one", MACHINES)
    assert isinstance(outcome, Answer)
    assert outcome.passage.article == "descale-one"


def test_close_articles_for_the_same_machines_ask_for_the_article():
    outcome = settle(found(milk_foam=0.8, codes=0.79), True, None, MACHINES)
    assert isinstance(outcome, AskArticle)
    assert [p.article for p in outcome.passages] == ["milk-foam", "codes"]


def test_nothing_answerable_is_nothing():
    assert settle(found(milk_foam=0.2), False, None, MACHINES) == Nothing()
    assert settle((), True, None, MACHINES) == Nothing()


def test_an_answer_for_another_machine_is_none():
    assert settle(found(descale_duo=0.8), True, "pro", MACHINES) == NothingFor("pro")


def test_the_next_best_is_new_and_near():
    passages = found(descale_duo=0.8, milk_foam=0.7, codes=0.2)
    second = next_best(passages, {"descale-duo"})
    assert second is not None
    assert second.article == "milk-foam"
    assert next_best(passages, {"descale-duo", "milk-foam"}) is None
    assert next_best((), ()) is None


def test_passages_of_one_article_count_once():
    two = [
        {"id": "a", "title": "A", "passage": text, "heading": "", "score": score}
        for text, score in (("x", 0.4), ("y", 0.6))
    ]
    assert [p.text for p in read_passages(two)] == ["y"]


def test_a_section_for_the_machine_is_chosen_or_asked_for():
    names = {"one": "One", "duo": "Duo", "pro": "Pro"}
    article = Article(
        "rinse",
        "Rinsing",
        "maintenance",
        ("one", "duo"),
        (),
        (
            Section("", "Rinse it."),
            Section("One careful try", "Try."),
            Section("On the One", "A."),
            Section("On the Duo", "B."),
        ),
    )
    passage = Passage("rinse", "Rinsing", "On the One", "A.", 0.7)
    assert narrow(passage, article, "one", names) == Answer(passage)
    assert narrow(passage, article, "duo", names) == Answer(Passage("rinse", "Rinsing", "On the Duo", "B.", 0.7))
    assert narrow(passage, article, None, names) == AskMachine(("one", "duo"))
    general = Passage("rinse", "Rinsing", "One careful try", "Try.", 0.7)
    assert narrow(general, article, None, names) == Answer(general)


DESCALING = Article(
    "descale-the-duo",
    "Descaling the Duo",
    "maintenance",
    ("duo",),
    (),
    (
        Section("", "Mix it and choose Care."),
        Section("Preparing", "1. Empty the drawer.\n2. Fill the tank."),
        Section("Interrupted", "If power fails, choose Descale again."),
    ),
)


def test_a_question_that_only_says_the_title_gets_the_steps():
    passage = Passage(DESCALING.id, DESCALING.title, "Interrupted", DESCALING.sections[2].text, 0.9)
    assert from_the_start(passage, DESCALING, "how do i descale my duo?").heading == "Preparing"
    assert from_the_start(passage, DESCALING, "power cut while descaling my duo") == passage
    summary = Passage(DESCALING.id, DESCALING.title, "", DESCALING.sections[0].text, 0.9)
    assert from_the_start(summary, DESCALING, "descale duo") == summary


def test_the_rest_of_an_article_is_the_section_with_the_words_of_the_question():
    rest = rest_of(DESCALING, "the power went off", None, {"duo": "Duo"})
    assert rest is not None
    assert rest.heading == "Interrupted"
    only_summary = Article("a", "A", "learning", (), (), DESCALING.sections[:1])
    assert rest_of(only_summary, "anything", None, {}) is None


def test_a_section_for_another_machine_is_never_read_out():
    article = Article(
        "hopper",
        "Cleaning",
        "maintenance",
        (),
        (),
        (Section("", "Wipe it."), Section("The hopper of the Pro", "Brush.")),
    )
    passage = Passage("hopper", "Cleaning", "The hopper of the Pro", "Brush.", 0.9)
    narrowed = narrow(passage, article, "one", {"one": "One", "pro": "Pro"})
    assert narrowed == Answer(Passage("hopper", "Cleaning", "", "Wipe it.", 0.9))
