"""Edits of examples touch the intended line and nothing else."""

from difflib import ndiff
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Conflict, InvalidInput
from bot.domain.nlu_file import NluFile, Unreadable, lines_of, read
from bot.domain.patches import patch_from, patch_of
from bot.settings import ROOT

SHIPPED = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
ODD = """\
# a_one: a comment with a "quote"
version: "3.1"

nlu:
- intent: "a_one"   # named in quotes
  examples: |
    -   three blanks before
    - blank after  \n
    - # is no comment here
- synonym: duo
  examples: |
    - the two
- intent: b_two
  examples: |-
      - deeper [Duo](product) and {braces}
# a comment at the end
"""
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).filter(
    lambda text: text == text.strip() and not text.startswith("-")
)


@cache
def shipped(path: Path) -> NluFile:
    return read(path.relative_to(ROOT).as_posix(), path.read_bytes().decode())


def texts(file: NluFile) -> list[tuple[str, list[str]]]:
    return [(block.intent, [example.text for example in block.examples]) for block in file.blocks]


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in ndiff(lines_of(before), lines_of(after)) if line[0] in "+-"]


def test_it_reads_what_stands_there() -> None:
    assert texts(read("odd.yml", ODD)) == [
        ("a_one", ["three blanks before", "blank after", "# is no comment here"]),
        ("b_two", ["deeper [Duo](product) and {braces}"]),
    ]


def test_an_example_more_is_a_line_more() -> None:
    changed = read("odd.yml", ODD).add("a_one", "is it: new?")
    assert changed_lines(ODD, changed.text) == ["+     - is it: new?\n"]


def test_an_edit_keeps_the_blanks_around_it() -> None:
    changed = read("odd.yml", ODD).replace("a_one", "blank after", "other words")
    assert changed_lines(ODD, changed.text) == ["-     - blank after  \n", "+     - other words  \n"]


def test_a_renamed_intent_keeps_its_quotes_and_is_renamed_in_the_comment() -> None:
    changed = read("odd.yml", ODD).rename("a_one", "a_first")
    assert '- intent: "a_first"   # named in quotes' in changed.text
    assert changed.text.startswith("# a_first: a comment")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_stay_as_they_are(end: str) -> None:
    text = ODD.replace("\n", end)
    changed = read("odd.yml", text).add("b_two", "one more")
    assert changed.text == text.replace(f"{{braces}}{end}", f"{{braces}}{end}      - one more{end}")


def test_a_file_that_ends_without_a_line_break_still_does() -> None:
    text = ODD.split("# a comment at the end")[0].rstrip("\n")
    changed = read("odd.yml", text).add("b_two", "one more")
    assert changed.text == text + "\n      - one more"


def test_the_last_example_of_an_intent_stays() -> None:
    with pytest.raises(InvalidInput, match="only example"):
        read("odd.yml", ODD).remove("b_two", "deeper [Duo](product) and {braces}")


def test_what_is_gone_meanwhile_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="changed meanwhile"):
        read("odd.yml", ODD).replace("a_one", "never there", "x")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version: '3.1'\nnlu:\n- intent: a\n  examples: [\n", 5),
        ("nlu:\n- intent: a\n   examples: |\n    - b\n", 3),
        ("nlu: 3\n", 1),
        ("nlu:\n- just words\n", 2),
        ("nlu:\n- intent: a\n  examples: |\n    - b\x07\n", 4),
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read("data/nlu/a.yml", text)
    assert caught.value.details == {"file": "data/nlu/a.yml", "line": line}


@pytest.mark.parametrize("written", ["examples:\n  - text: |\n      hi", "examples: |2\n    - hi", 'examples: "- hi"'])
def test_examples_in_another_form_are_left_alone(written: str) -> None:
    with pytest.raises(Unreadable, match="one per line"):
        read("a.yml", f"nlu:\n- intent: a\n  {written}\n").add("a", "x")


def test_every_shipped_file_can_be_read_and_edited() -> None:
    assert len(SHIPPED) > 20
    for path in SHIPPED:
        assert all(block.editable and block.examples for block in shipped(path).blocks), path


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_random_edits_of_the_shipped_files_change_only_the_intended_line(data: st.DataObject) -> None:
    file = shipped(data.draw(st.sampled_from(SHIPPED)))
    place = data.draw(st.integers(0, len(file.blocks) - 1))
    block = file.blocks[place]
    old = data.draw(st.sampled_from(block.examples))
    new = data.draw(WORDS)
    before, wanted = lines_of(file.text), texts(file)
    match data.draw(st.sampled_from(["add", "replace", "remove"])):
        case "add":
            changed = file.add(block.intent, new)
            wanted[place][1].append(new)
            assert lines_of(changed.text) == [*before[: block.last], f"    - {new}\n", *before[block.last :]]
        case "replace":
            changed = file.replace(block.intent, old.text, new)
            wanted[place][1][block.examples.index(old)] = new
            assert lines_of(changed.text) == [*before[: old.line - 1], f"    - {new}\n", *before[old.line :]]
        case _:
            changed = file.remove(block.intent, old.text)
            del wanted[place][1][block.examples.index(old)]
            assert lines_of(changed.text) == [*before[: old.line - 1], *before[old.line :]]
    assert texts(changed) == wanted
    patch = patch_from(patch_of(file.path, file.text, changed.text).stored())
    assert patch.backwards(changed.text) == file.text


def test_a_change_is_undone_though_other_lines_moved() -> None:
    file = read("odd.yml", ODD)
    first = file.add("b_two", "taken back later")
    patch = patch_of("odd.yml", ODD, first.text)
    later = "# one line more at the top\n" + first.text
    assert patch.backwards(later) == "# one line more at the top\n" + ODD
    assert [line for line in patch.diff() if line.startswith("+")] == ["+      - taken back later"]


def test_the_first_of_two_neighbours_is_undone() -> None:
    file = read("odd.yml", ODD)
    first = file.add("a_one", "first")
    second = first.add("a_one", "second")
    assert patch_of("odd.yml", ODD, first.text).backwards(second.text) == file.add("a_one", "second").text


def test_a_removed_line_comes_back_to_its_place() -> None:
    file = read("odd.yml", ODD)
    less = file.remove("a_one", "blank after")
    later = less.add("b_two", "another")
    assert patch_of("odd.yml", ODD, less.text).backwards(later.text) == file.add("b_two", "another").text


def test_a_change_of_the_same_line_since_is_a_conflict() -> None:
    file = read("odd.yml", ODD)
    first = file.add("b_two", "taken back later")
    later = first.replace("b_two", "taken back later", "somebody else was here")
    with pytest.raises(Conflict, match="in the same place"):
        patch_of("odd.yml", ODD, first.text).backwards(later.text)


def test_several_examples_are_added_at_once() -> None:
    changed = read("odd.yml", ODD).add("b_two", "one", "two")
    assert changed_lines(ODD, changed.text) == ["+       - one\n", "+       - two\n"]


def test_a_block_goes_with_its_comment() -> None:
    changed = read("odd.yml", ODD).without("a_one")
    assert texts(changed) == [("b_two", ["deeper [Duo](product) and {braces}"])]
    assert changed.text.startswith('version: "3.1"\n\nnlu:\n- synonym: duo\n')
