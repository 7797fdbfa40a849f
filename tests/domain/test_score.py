import pytest

from bot.domain.score import read_score


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("9 out of 10, because it never fails", 9),
        ("10/10", 10),
        ("I'd say 7", 7),
        ("a nine out of ten", 9),
        ("nine", 9),
        ("0", 0),
        ("3 because the pods cost 45 euros", 3),
        ("one of my pods is broken", None),
        ("the Duo is great", None),
        ("11", None),
    ],
)
def test_a_score_is_read_from_what_people_write(text, score):
    assert read_score(text) == score
