"""How well masking does: on the set that it was made with, and on the frozen one that nobody tuned on."""

import pytest
from ruamel.yaml import YAML

from engine.evaluate_personal import SET, figures, measured, outcome_of, shipped
from engine.fingerprint import ROOT

DEVELOPMENT = ROOT / "tests" / "engine" / "personal_dev.yml"
COUNTRIES = ROOT / "tests" / "engine" / "personal_dev_countries.yml"
WAYS = ROOT / "tests" / "engine" / "personal_dev_ways.yml"


@pytest.fixture(scope="module")
def personal():
    return shipped()


def test_a_piece_counts_as_found_when_masks_cover_all_of_it(personal):
    case = {"text": "I am Anna Berg of 10115 Berlin", "personal": [{"type": "name", "text": "Anna Berg"}]}
    outcome = outcome_of(case, personal)
    assert outcome.wanted == [("name", "Anna Berg", True)]
    assert outcome.wrong == ["10115", "Berlin"]
    assert outcome.others == 5


def test_a_piece_that_is_not_in_its_text_is_an_error(personal):
    with pytest.raises(ValueError, match="'Bert' is not in 'I am Anna'"):
        outcome_of({"text": "I am Anna", "personal": [{"type": "name", "text": "Bert"}]}, personal)


@pytest.mark.parametrize(
    ("file", "found", "wrong"),
    [
        (DEVELOPMENT, 0.99, 0.01),
        (COUNTRIES, 0.99, 0.01),
        (WAYS, 0.97, 0.05),
        (SET, 0.955, 0.015),
    ],
)
def test_the_level_that_was_reached_is_held(personal, file, found, wrong):
    result = dict(figures(measured(file, personal)))
    assert result["spans_found"] >= found
    assert result["other_words_masked"] <= wrong


def test_the_assistants_name_is_no_persons_name(personal):
    """What the company calls it stands in config.yml too: changed opening hours must not make a model out of date."""
    company = YAML(typ="safe").load((ROOT / "data" / "knowledge" / "company.yml").read_text(encoding="utf-8"))
    pipeline = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    lists = [part["not_names"] for part in pipeline if "not_names" in part]
    assert len(lists) == 2
    assert all(company["assistant"] in names for names in lists)


def test_half_of_the_development_set_is_hard():
    cases = YAML(typ="safe").load(DEVELOPMENT.read_text(encoding="utf-8"))
    assert len(cases) >= 120
    assert sum(case["hard"] for case in cases) * 2 >= len(cases)
