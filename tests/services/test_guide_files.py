"""guides/*.yml: whatever is wrong is said with its file and line, and nothing is imported."""

from pathlib import Path

import pytest

from bot.services.knowledge import KnowledgeError, read_files
from tests.company import copy_to, replace_in

GUIDE = """\
title: No light
products: [one, duo]
articles: [first-coffee]
symptoms: [no light at all, it is dark, machine is dead]
stop_signs:
  - words: [hot plug]
    do: Switch off the fuse.
steps:
  - id: socket
    title: Test the socket
    do: Plug a lamp in.
    ask: Is it on?
    tried:
      says: [tested the socket]
      means: lit
    answers:
      - {id: lit, title: "Yes, it is", says: [lamp is on], means: yes, shows: The socket works., then: button}
      - {id: dark, title: "No, dark", says: [lamp is off], means: no, tells: Ask for help., shows: x, then: person}
  - id: button
    title: Press the button
    do: {one: Press once., duo: Press twice.}
    ask: Does it light up?
    answers:
      - {id: lights, title: It lights up, says: [there is light], shows: It works., then: solved}
      - {id: dead, title: Still dead, says: [still dark], shows: Not yet., then: socket}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = copy_to(tmp_path)
    (folder / "guides").mkdir()
    guide_in(folder).write_text(GUIDE, encoding="utf-8")
    return folder


def guide_in(folder: Path) -> Path:
    return folder / "guides" / "no-light.yml"


def test_a_good_guide_is_read(folder: Path) -> None:
    guide = read_files(folder).guide("no-light")
    assert guide is not None
    assert [step.id for step in guide.steps] == ["socket", "button"]
    assert guide.differs


def test_a_company_may_have_no_guides(tmp_path: Path) -> None:
    assert read_files(copy_to(tmp_path)).guides == ()


WRONG = [
    ("then: socket", "then: sokcet", "steps[button].answers[dead].then", '"sokcet" is neither a step', "id: dead"),
    ("then: button", "then: person", "steps[button].id", "no answer leads to this step", "id: button"),
    ("then: solved}", "then: button}", "steps[button].id", "only leads round in a circle", "id: button"),
    ("products: [one, duo]", "products: [one, duoo]", "products", "is no machine in catalogue.yml", "products:"),
    ("[first-coffee]", "[second-coffee]", "articles", "Did you mean first-coffee?", "articles:"),
    ("    ask: Is it on?\n", "", "steps[socket].ask", "is missing", "- id: socket"),
    ("    do: Plug a lamp in.", "    do:", "steps[socket].do", "is empty", "    do:"),
    ("title: Still dead, ", "", "steps[button].answers[dead].title", "is missing", "id: dead"),
    ("duo: Press twice.", "pro: x", "steps[button].do.pro", "is no machine of this guide", "Press once"),
    ("duo: Press twice.", "one: x", "", "is not valid YAML", "Press once"),
    (", duo: Press twice.", "", "steps[button].do", "says nothing for duo", "Press once"),
    ("      means: lit", "      means: litt", "steps[socket].tried.means", "Did you mean lit?", "means: litt"),
    ("id: dark", "id: lit", "steps[socket].answers[lit].id", "is taken already", "No, dark"),
    ("id: button", "id: socket", "steps[socket].id", "is taken already in this guide", "id: socket"),
    ("[lamp is off]", "[lamp is on]", "steps[socket].answers[dark].says", 'also said for "lit"', "id: dark"),
    ("[lamp is off]", "[it is]", "steps[socket].answers[dark].says", "no word that says anything", "id: dark"),
    ("tells: Ask for help., ", "", "steps[socket].answers[dark].tells", "should hear why", "id: dark"),
    ("means: no,", "means: maybe,", "steps[socket].answers[dark].means", "is none of yes, no", "id: dark"),
    (", it is dark, machine is dead]", "]", "symptoms", "at least 3", "symptoms:"),
    ("    do: Switch off", "    doo: Switch off", "stop_signs[1].doo", "is not a field here", "doo:"),
]


@pytest.mark.parametrize(("old", "new", "field", "message", "place"), WRONG, ids=[case[3] for case in WRONG])
def test_what_is_wrong_is_named_with_file_and_line(
    folder: Path, old: str, new: str, field: str, message: str, place: str
) -> None:
    replace_in(guide_in(folder), old, new)
    if "circle" in message:
        replace_in(guide_in(folder), "then: socket", "then: button")
    with pytest.raises(KnowledgeError) as caught:
        read_files(folder)
    found = [one for one in caught.value.problems if one.field == field and message in one.message]
    assert found, str(caught.value)
    assert found[0].file == "guides/no-light.yml"
    lines = guide_in(folder).read_text(encoding="utf-8").splitlines()
    assert place in lines[found[0].line - 1]


def test_a_dangling_branch_has_the_line_of_its_answer(folder: Path) -> None:
    line = replace_in(guide_in(folder), "then: socket", "then: nowhere")
    with pytest.raises(KnowledgeError) as caught:
        read_files(folder)
    assert str(caught.value).startswith(f"guides/no-light.yml:{line}: steps[button].answers[dead].then: ")


def test_a_guide_without_steps_is_refused(folder: Path) -> None:
    text = guide_in(folder).read_text(encoding="utf-8")
    guide_in(folder).write_text(text[: text.index("steps:")], encoding="utf-8")
    with pytest.raises(KnowledgeError, match="steps: is missing"):
        read_files(folder)
