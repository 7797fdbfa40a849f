"""A list item, an entry, a new name: nothing else moves."""

import pytest
from ruamel.yaml import YAML

from bot.domain.errors import InvalidInput
from bot.domain.yaml_lines import quoted, renamed, with_entry, with_item

DOMAIN = """\
intents:   # what it understands
  - support_plan
  - support_clean: {use_entities: []}
  - chat_greet

responses:
  utter_a:
    - text: "a"

# ---- the end
session_config:
  minutes: 60
"""


def test_an_item_goes_beside_its_likes() -> None:
    changed = with_item("domain.yml", DOMAIN, "intents", "support_mend", beside="support_")
    assert changed == DOMAIN.replace("use_entities: []}\n", "use_entities: []}\n  - support_mend\n")


def test_an_entry_goes_before_the_blank_lines_of_what_follows() -> None:
    changed = with_entry("domain.yml", DOMAIN, "responses", '  utter_b:\n    - text: "b"\n')
    assert changed == DOMAIN.replace('- text: "a"\n', '- text: "a"\n  utter_b:\n    - text: "b"\n')


def test_a_name_is_replaced_as_a_whole_word() -> None:
    text = "# about chat_ask\n- intent: chat_ask\n- intent: chat_ask_more\n- action: action_chat_ask\n"
    assert renamed("a.yml", text, "chat_ask", "chat_want") == (
        "# about chat_want\n- intent: chat_want\n- intent: chat_ask_more\n- action: action_chat_ask\n"
    )


@pytest.mark.parametrize("text", ['say "hello"', "50% off: now", "back\\slash", "# no comment"])
def test_any_line_is_quoted(text: str) -> None:
    assert YAML(typ="safe").load(f"a: {quoted(text)}")["a"] == text


def test_a_broken_file_is_named_with_its_line() -> None:
    with pytest.raises(InvalidInput, match=r"domain.yml, line 2"):
        with_item("domain.yml", "intents:\n  - a: b: c\n", "intents", "x", beside="")
