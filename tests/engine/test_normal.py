"""The text as the encoder reads it."""

import pytest

from engine.company import company_words
from engine.normal import normal


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("How do I descale my Brewline One?", "How do I descale my One?"),
        ("do BREWLINE pods fit", "do pods fit"),
        ("who owns Brewline", "who owns Brewline"),
        ("where is bl 10482", "where is order number"),
    ],
)
def test_numbers_and_the_companys_name_before_a_product_are_left_out(text, read):
    assert normal(text) == read


def test_without_a_company_there_is_no_name(tmp_path):
    (tmp_path / "empty.yml").write_text("")
    assert company_words(tmp_path / "none.yml") == company_words(tmp_path / "empty.yml") == ()
