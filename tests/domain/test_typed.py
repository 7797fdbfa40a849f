"""Whatever is typed can be stored, or is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import CareError, InvalidInput
from bot.domain.typed import check_client_id, clean


@given(st.text(alphabet=st.characters(), max_size=60))
def test_what_is_accepted_can_be_written_to_any_database(text: str) -> None:
    try:
        kept = clean(text, 50)
    except CareError:
        return
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert 0 < len(kept) <= 50


@given(st.text(alphabet=st.characters(), max_size=120))
def test_a_client_id_is_kept_as_it_is_or_refused(client_id: str) -> None:
    try:
        assert check_client_id(client_id) == client_id
    except InvalidInput:
        assert (
            not client_id.isascii() or not client_id.isprintable() or " " in client_id or not 0 < len(client_id) <= 100
        )


def test_emoji_and_other_scripts_are_text() -> None:
    for text in ("👍", "✅", "שלום", "مرحبا", "ありがとう", "é"):
        assert clean(text, 10) == text


def test_nothing_but_space_is_empty() -> None:
    for text in ("", " ", "\n\t ", "\u200b", "\u2028", "\ufeff"):
        with pytest.raises(InvalidInput):
            clean(text, 10)
