"""The benchmark of the classifier: what it prints without data, and that it goes through the pipeline's components."""

import json

import pytest

from bench import intents as bench
from engine.build_encoder import build, is_current

ROWS = [
    bench.Row(f"{start} {thing}", intent, "train")
    for start, intent in (("where is my", "service_track"), ("how do i clean the", "support_clean"))
    for thing in ("parcel", "machine", "tank", "grinder", "tray", "parcel")
]


@pytest.fixture
def pipeline(tmp_path, monkeypatch):
    if not is_current():
        build()
    monkeypatch.setattr("engine.encoder.CachedEncoder", None)  # put back afterwards: the benchmark has its own cache
    monkeypatch.setattr(bench, "CACHES", tmp_path)
    return bench.Pipeline("fp32", tmp_path)


@pytest.mark.parametrize("folder", [None, "nowhere"])
def test_without_data_every_figure_is_listed_as_not_run(folder, tmp_path, monkeypatch, capsys):
    if folder:
        monkeypatch.setenv("CARELINE_BENCH_DATA", str(tmp_path / folder))
    else:
        monkeypatch.delenv("CARELINE_BENCH_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["bench.intents"])
    assert bench.main() == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["figure"] for line in lines] == [
        name for measure in bench.MEASURES.values() for name in measure.figures
    ]
    assert all("missing" in line["not_run"] or "not set" in line["not_run"] for line in lines)


def test_a_set_goes_through_the_components_and_comes_back_in_order(pipeline):
    messages = pipeline.messages(ROWS)
    found = bench.read(pipeline.trained(messages), messages)
    assert bench.accuracy(found, ROWS) == 100
    assert all(0 <= read.scope <= 1 for read in found)
    assert messages[0].get("intent") == "service_track"  # reading left the messages as they were


def test_the_threshold_is_passed_by_nearly_all_that_set_it():
    found = [bench.Read("a", 0.9, scope) for scope in range(100)]
    assert bench.refused(found, bench.scope_threshold(found)) == 5.0
