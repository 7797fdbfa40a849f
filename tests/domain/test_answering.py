from bot.domain.answering import (
    Answer,
    AskArticle,
    AskMachine,
    Nothing,
    NothingFor,
    Passage,
    narrow,
    next_best,
    read_passages,
    settle,
)
from bot.domain.knowledge import Article, Section

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
