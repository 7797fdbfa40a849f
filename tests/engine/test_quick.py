"""What is done once instead of in every turn gives the same results; the lighter check still refuses a wrong form."""

import pytest
from rasa.shared.core.events import Event, SlotSet, UserUttered

from engine import quick
from engine.turns import ActionFailed, check_result


@pytest.fixture
def _once():
    before = Event.__dict__["resolve_by_type"]
    quick.once()
    yield
    Event.resolve_by_type = before


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
