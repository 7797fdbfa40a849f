"""Files that cannot be learnt are named with their line."""

import pytest

from engine.check import check_files
from engine.examples import ExamplesError
from engine.fingerprint import ROOT

DOMAIN = "intents:\n  - chat_greet:\n      use_entities: []\n  - chat_thank\n"
NLU = "nlu:\n- intent: chat_greet\n  examples: |\n    - hello\n"


@pytest.fixture
def root(tmp_path):
    for name, text in {"domain.yml": DOMAIN, "data/nlu/chat/a.yml": NLU, "data/stories/a.yml": "rules: []\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_ships_is_in_order(root):
    check_files(root)
    check_files(ROOT)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("data/nlu/chat/a.yml", NLU.encode() + b"    - gr\xfc\xdfe\n", "data/nlu/chat/a.yml:5: byte 0xfc is not UTF-8"),
        ("data/nlu/chat/a.yml", NLU.encode() + b"- intent: [\n", "data/nlu/chat/a.yml:6: this is not YAML"),
        ("domain.yml", b"intents: [a\nresponses: {\n", "domain.yml:2: this is not YAML"),
        (
            "data/stories/a.yml",
            b"rules:\n- rule: a\n  steps:\n  - intent: chat_wave\n  - action: utter_wave\n",
            "data/stories/a.yml:4: domain.yml does not list the intent chat_wave",
        ),
        ("data/nlu/chat/b.yml", b"nlu:\n- intent: chat_wave\n", "data/nlu/chat/b.yml:2: domain.yml does not list"),
    ],
)
def test_what_is_wrong_is_named(root, file, content, said):
    (root / file).write_bytes(content)
    with pytest.raises(ExamplesError) as error:
        check_files(root)
    assert said in str(error.value)


def test_a_thousand_problems_are_not_all_told(root):
    (root / "data/nlu/chat/b.yml").write_text("nlu:\n" + "- intent: chat_wave\n" * 1000)
    with pytest.raises(ExamplesError, match="and 980 more"):
        check_files(root)
