"""One intent takes another's place in rules and stories."""

from bot.domain.story_file import merged

RULES = """\
version: "3.1"

rules:
  - rule: What is new
    steps:
      - intent: chat_new
      - action: action_new

  # about the old one
  - rule: What is old
    steps:
      - intent: chat_old
      - action: action_old

  - rule: Either
    steps:
      - or:
          - intent: chat_old
          - intent: chat_new
          - intent: chat_other
      - action: action_any

stories:
  - story: It was old before
    steps:
      - intent: chat_old
      - action: action_old
      - intent: chat_affirm
      - action: action_yes
"""


def test_the_rule_for_the_old_one_goes_and_mentions_change() -> None:
    changed = merged("a.yml", RULES, "chat_old", "chat_new")
    assert changed is not None
    assert "chat_old" not in changed
    assert "What is old" not in changed
    assert changed.count("chat_new") == 3
    assert "- story: It was old before\n    steps:\n      - intent: chat_new\n" in changed


def test_a_file_with_nothing_left_is_none() -> None:
    only = "rules:\n  - rule: One\n    steps:\n      - intent: chat_old\n      - action: action_old\n"
    assert merged("a.yml", only, "chat_old", "chat_new") is None
