"""What is done once instead of in every turn gives the same results; the lighter check still refuses a wrong form."""

import pytest
from rasa.engine.graph import GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event, SlotSet, UserUttered

from engine import quick
from engine.turns import ActionFailed, check_result


@pytest.fixture
def _once():
    before = Event.__dict__["resolve_by_type"], DaskGraphRunner.run
    quick.once()
    yield
    Event.resolve_by_type, DaskGraphRunner.run = before


def node(needs):
    nothing = {"uses": GraphComponent, "constructor_name": "create", "fn": "run", "config": {}}
    return SchemaNode(needs=needs, **nothing)


SCHEMA = GraphSchema(
    {
        "answer": node({"text": "words", "tracker": "__tracker__"}),
        "words": node({"messages": "__message__"}),
        "other": node({"text": "words"}),
    }
)


def test_nodes_run_after_what_they_need_and_no_others():
    assert quick.order_of(SCHEMA, ("answer",)) == [("words", ["__message__"]), ("answer", ["words", "__tracker__"])]


def test_the_results_are_those_of_the_scheduler():
    def run(name):
        return lambda *inputs: (name, [value for _, value in inputs])

    runner = DaskGraphRunner.__new__(DaskGraphRunner)
    runner._graph_schema, runner._execution_context = SCHEMA, None
    runner._instantiated_nodes = {name: run(name) for name in SCHEMA.nodes}
    inputs = {"__message__": 1, "__tracker__": 2}
    for _ in range(2):
        found = quick.run(runner, inputs, ["answer", "other"])
        assert found == {"answer": [[1], 2], "other": [[1]]} == DaskGraphRunner.run(runner, inputs, ["answer", "other"])


def test_an_answer_in_the_right_form_is_taken():
    assert check_result({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]})


@pytest.mark.parametrize(
    "result",
    [
        None,
        [],
        {"events": []},
        {"events": "none", "responses": []},
        {"events": [{"name": "a"}], "responses": []},
        {"events": [], "responses": ["hi"]},
    ],
)
def test_an_answer_in_the_wrong_form_is_refused(result):
    with pytest.raises(ActionFailed):
        check_result(result)


@pytest.mark.usefixtures("_once")
def test_events_are_found_by_their_type():
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("user") is UserUttered
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("nonsense")
    assert Event.resolve_by_type("nonsense", UserUttered) is UserUttered
