"""Work that Rasa repeats in every turn though its result never changes, done once.

Of a turn's processor time in the engine, a third went into checking that the schema for an action's answer is itself a
schema, and a twelfth into walking through all event classes for each event that is read back.
"""

from functools import cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event


def once() -> None:
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(_: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
