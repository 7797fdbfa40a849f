"""What is done once instead of in every turn gives the same results."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.utils.endpoints import EndpointConfig

from engine import quick


@pytest.fixture
def action():
    before = RemoteAction._validate_action_result, Event.__dict__["resolve_by_type"]
    quick.once()
    yield RemoteAction("action_x", EndpointConfig("http://127.0.0.1:1/webhook"))
    RemoteAction._validate_action_result, Event.resolve_by_type = before


def test_an_answer_in_the_right_form_is_taken(action):
    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []})


def test_an_answer_in_the_wrong_form_is_refused(action):
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": "none", "responses": []})


def test_events_are_found_by_their_type(action):
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("user") is UserUttered
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("nonsense")
    assert Event.resolve_by_type("nonsense", UserUttered) is UserUttered
