"""The files of data/mood: read whole, or refused with the file and the line."""

import pytest

from engine.mood_data import FEWEST, MOODS, Lexicon, MoodDataError, read_examples, read_lexicon


def written(folder, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def test_the_shipped_files_are_many_and_of_every_mood():
    examples = read_examples()
    assert len(examples) >= 500
    assert {mood for _, mood in examples} == set(MOODS)
    lexicon = read_lexicon()
    assert Lexicon.restored(lexicon.plain()) == lexicon


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("calm:\n  - fine\n  - fine\n", 3, "already"),
        ("calm:\n  - one\n  - ''\n", 3, "without text"),
        ("calm:\n  - one\nmoody:\n  - two\n", 3, "no mood"),
        ("calm:\n  - [one]\n", 2, "text"),
        ("calm: one\n", 1, "list"),
        ("- calm\n", 1, "mapping"),
    ],
)
def test_a_wrong_example_is_named_by_file_and_line(tmp_path, content, line, why):
    file = written(tmp_path, "calm.yml", content)
    with pytest.raises(MoodDataError, match=why) as raised:
        read_examples(tmp_path)
    assert str(raised.value).startswith(f"{file}:{line}: ")


@pytest.mark.parametrize("content", ["", "calm: [one\n"])
def test_an_empty_or_broken_file_is_named(tmp_path, content):
    file = written(tmp_path, "calm.yml", content)
    with pytest.raises(MoodDataError) as raised:
        read_examples(tmp_path)
    assert str(file) in str(raised.value)


def test_a_mood_with_too_few_examples_is_named(tmp_path):
    for mood in MOODS[:-1]:
        written(tmp_path, f"{mood}.yml", f"{mood}:\n" + "".join(f"  - {mood} {n}\n" for n in range(FEWEST)))
    written(tmp_path, "angry.yml", "angry:\n  - go away\n")
    with pytest.raises(MoodDataError, match="1 examples of angry"):
        read_examples(tmp_path)


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("words:\n  angry:\n    1.0: [mad, mad]\n", 3, "already"),
        ("words:\n  angry:\n    loud: [mad]\n", 3, "weight"),
        ("words:\n  angry:\n    3: [mad]\n", 3, "weight"),
        ("words:\n  cross:\n    1.0: [mad]\n", 2, "no mood"),
        ("patterns:\n  - mood: angry\n    weight: 1\n    pattern: '('\n", 4, "unterminated"),
        ("patterns:\n  - mood: angry\n", 2, "a pattern has"),
        ("negations: [not]\nverbs: [go]\n", 2, "none of"),
    ],
)
def test_a_wrong_entry_of_the_lexicon_is_named_by_file_and_line(tmp_path, content, line, why):
    file = written(tmp_path, "lexicon.yml", content)
    with pytest.raises(MoodDataError, match=why) as raised:
        read_lexicon(file)
    assert str(raised.value).startswith(f"{file}:{line}: ")
