"""Fills responses from domain.yml like Rasa's own; conditions also see what comes with the response.

An action's slots are set after its words are chosen: the `mood` of this very message reaches a condition only this way.
"""

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig


class Wording(TemplatedNaturalLanguageGenerator):
    def __init__(self, endpoint_config: EndpointConfig, domain: Domain | None) -> None:
        super().__init__(domain.responses if domain else {})

    def generate_from_slots(
        self, utter_action: str, filled_slots: dict[str, Any], output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        return super().generate_from_slots(utter_action, {**filled_slots, **kwargs}, output_channel, **kwargs)
