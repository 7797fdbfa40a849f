"""Two models side by side: figures, flips, and what is kept of a model's readings."""

import json

import pytest

from engine import compare
from engine.compare import Reader, Reading, Sentence, flips, report_of, set_figures
from engine.evaluate import Outcome


def reading(intent, expected="", confidence=0.8, article=None, action=None, lane=None):
    lane = lane or intent.split("_")[0]
    outcome = Outcome("text", expected, intent, intent, confidence, lane, 0.9)
    return Reading(outcome, action or f"action_{intent}", article, (), "masked text")


HELD = Sentence("heldout", "where is it", "service_track_order", "service")


def test_a_message_flips_when_its_lane_intent_or_answer_does():
    before = reading("support_learn", article="a", action="action_answer_question")
    same, intent, answer, lane = (
        before,
        reading("support_install", article="a", action="action_answer_question"),
        reading("support_learn", article="b", action="action_answer_question"),
        reading("service_complain"),
    )
    sentences = [Sentence("conversations", text) for text in ("same", "intent", "answer", "lane")]
    found = {flip["text"]: flip["changed"] for flip in flips(sentences, [before] * 4, [same, intent, answer, lane])}
    assert found == {"intent": ["intent"], "answer": ["answer"], "lane": ["lane", "intent", "answer"]}


def test_worse_ones_come_first_and_real_messages_are_masked():
    right, wrong = reading("service_track_order"), reading("chat_greet")
    sentences = [HELD, Sentence("recent", "a name"), Sentence("heldout", "worse", "service_track_order", "service")]
    found = flips(sentences, [wrong, right, right], [right, wrong, wrong])
    assert [flip["text"] for flip in found] == ["worse", "masked text", "where is it"]
    assert [flip["better"] for flip in found] == [False, None, True]


def test_a_set_without_intents_is_scored_by_its_lanes():
    sentences = [Sentence("conversations", "a", lane="service"), Sentence("conversations", "b")]
    assert set_figures(sentences, [reading("service_complain"), reading("chat_greet")]) == {
        "sentences": 2, "with_intent": 0, "with_lane": 1, "lane_accuracy": 1.0,
    }  # fmt: skip


def test_a_protected_sentence_is_new_when_the_live_model_reads_it_rightly():
    one = Sentence("protected", "smoke!", "support_report_danger", "support")
    right, wrong = reading("support_report_danger"), reading("chat_greet")
    assert [found["new"] for found in report_of([one], [right], [wrong])["protected"]] == [True]
    assert [found["new"] for found in report_of([one], [wrong], [wrong])["protected"]] == [False]
    assert report_of([one], [wrong], [right])["protected"] == []


def test_a_report_is_plain_and_has_no_comparison_without_a_live_model():
    report = report_of([HELD], [], [reading("service_track_order", "service_track_order")])
    assert json.loads(json.dumps(report)) == report
    assert list(report["sets"]["heldout"]) == ["candidate"]
    assert report["lanes"]["candidate"] == {"service": {"sentences": 1, "right": 1.0}}
    assert report["plots"]["candidate"]["reliability"] == [{"confidence": 0.8, "right": 1.0, "sentences": 1}]
    assert report["flips"] == []


def test_what_was_read_once_is_not_read_again_but_real_messages_are_never_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "CANDIDATES", tmp_path)
    archive = tmp_path / "a.tar.gz"
    archive.write_bytes(b"a model")
    asked = []

    class Parser:
        def parse(self, text, metadata):
            asked.append(text)
            return {"intent": {"name": "chat_greet"}, "intent_ranking": [], "lane": "chat", "lane_confidence": 1.0}

    monkeypatch.setattr(Reader, "parser", Parser())
    monkeypatch.setattr(Reader, "action", lambda self, intent: "action_greet")
    sentences = [HELD, Sentence("recent", "my own words")]
    first = Reader(archive).read(sentences)
    assert Reader(archive).read(sentences) == first
    assert asked == ["where is it", "my own words", "my own words"]
    assert "my own words" not in next(tmp_path.glob("*.readings.json")).read_text()
    monkeypatch.setattr(compare, "code_hash", lambda: "other code")
    Reader(archive).read([HELD])
    assert asked[-1] == "where is it"


def test_everything_that_models_are_asked_can_be_found():
    assert {one.set for one in (*compare.held_out(), *compare.saved_conversations(), *compare.protected())} == {
        "heldout", "conversations", "protected",
    }  # fmt: skip


def test_real_messages_come_with_what_they_followed(tmp_path):
    file = tmp_path / "messages.json"
    context = {"text": "how do I descale", "products": [], "article": None}
    file.write_text(json.dumps([{"message_id": "m", "text": "and how often?", "context": context}]))
    (one,) = compare.recent(file)
    assert one.metadata == {"context": context}
    assert list(compare.recent(None)) == []


@pytest.mark.parametrize("confidence", [0.0, 0.05, 0.95, 1.0])
def test_every_confidence_has_its_place(confidence):
    assert sum(compare.histogram([confidence])) == 1


def test_the_matrix_of_lanes_counts_what_was_meant_and_what_was_read():
    readings = [reading("service_complain", "service_complain"), reading("chat_greet", "service_complain")]
    assert report_of([HELD, HELD], [], readings)["lane_matrix"] == {"candidate": {"service": {"service": 1, "chat": 1}}}
