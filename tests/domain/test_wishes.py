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
        ("service_book_visit", "i need a technician", "book_visit"),
        ("service_book_visit", "can i change my appointment with the technician", "move_visit"),
        ("service_book_visit", "cancel my repair appointment", "cancel_visit"),
        ("service_cancel_order", "please cancel the technician", "cancel_visit"),
        ("service_book_visit", "what time will the engineer be here", "show_visit"),
        ("service_ask_billing", "can you send me the invoice again", "send_invoice"),
        ("service_ask_billing", "payment by invoice possible", None),
        ("service_ask_billing", "is vat included in the invoice", None),
        ("service_ask_billing", "charged twice", "double_charge"),
        ("service_ask_billing", "i haven't got my refund", "refund_status"),
        ("service_ask_billing", "my card expired, where do i put in the new one", None),
        ("service_return_item", "did you receive what i sent back", "refund_status"),
        ("service_return_item", "i want a refund for the machine", "return_item"),
        ("service_manage_account", "i signed up with the wrong email", "change_email"),
        ("service_manage_account", "the password reset email doesn't arrive", None),
        ("service_manage_account", "new phone number for my profile", "change_phone"),
        ("service_manage_account", "update my address", "change_home"),
        ("service_manage_account", "i got married and my name changed", "change_name"),
        ("service_manage_account", "how do i delete my account", "erase_data"),
        ("service_manage_account", "is my data passed on to others", None),
        ("service_manage_account", "no more newsletters", None),
        ("chat_greet", "hello", None),
    ],
)
def test_a_wish(intent: str, text: str, wish: str | None) -> None:
    assert wish_of(intent, text) == wish
