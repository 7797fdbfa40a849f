"""Which request is meant, by the intent and a few words."""

import pytest

from bot.domain.wishes import wish_of


@pytest.mark.parametrize(
    ("intent", "text", "wish"),
    [
        ("service_change_order", "can i change the delivery address", "change_address"),
        ("service_change_order", "send it to my office please", "change_address"),
        ("service_change_order", "i moved, the parcel has to go elsewhere", "change_address"),
        ("service_change_order", "Gartenweg 7, 50667 Köln please", "change_address"),
        ("service_change_order", "add a box of house pods", "add_item"),
        ("service_change_order", "i forgot the descaler, can you put it in my order", "add_item"),
        ("service_change_order", "actually cancel it", "cancel_order"),
        ("service_change_order", "can i swap the pods for beans", None),
        ("service_change_order", "change the colour to black", None),
        ("service_change_order", "i need to change my order", None),
        ("service_cancel_order", "annul my order", "cancel_order"),
        ("service_track_order", "where is my stuff", "track_order"),
        ("service_manage_account", "change the delivery address of my order", "change_address"),
        ("service_manage_account", "i forgot my password", None),
        ("chat_give_details", "please add vanilla pods to order BL-10486, postcode 50667", "add_item"),
        ("chat_give_details", "cancel BL-10486", "cancel_order"),
        ("chat_give_details", "BL-10486", None),
        ("chat_greet", "hello", None),
    ],
)
def test_a_wish(intent: str, text: str, wish: str | None) -> None:
    assert wish_of(intent, text) == wish
