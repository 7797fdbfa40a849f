"""Complaints: in the customer's own words, honestly explained, made up for within the limits, else by a person."""

import uuid

import pytest
from sqlalchemy import select

from actions import store
from bot.db.models.shop import Contact

QUOTE = "The repair cost more than quoted, 120 instead of 80 euros. I am not happy"


def known_as(name):
    """Who has proven to be this contact; each time another conversation."""
    with store.reader() as session:
        contact = session.scalars(select(Contact.id).where(Contact.name.startswith(name))).one()
    return {"proven_contact": contact, "turn_id": str(uuid.uuid4()), "conversation_id": str(uuid.uuid4())}


@pytest.fixture
def known():
    """Wanda, whose parcel is late."""
    return known_as("Wanda")


def complain(customer, text, metadata=None):
    return customer.turn("action_complain", text, "service_complain", metadata=metadata or {})


def grievance(knowledge, id):
    return next(one for one in knowledge.policies.goodwill.grievances if one.id == id)


def test_a_dearer_repair_is_explained_with_what_we_do_about_it(customer, knowledge, known):
    reply = complain(customer, QUOTE, known)
    news = grievance(knowledge, "dearer_repair").explained
    assert '"The repair cost more than quoted"' in reply.text
    for part in (news.happened, news.why, news.gain, news.otherwise, news.does):
        assert part in reply.text
    assert reply.responses == ["utter_complaint_heard", "utter_bad_news", "utter_goodwill_given"]
    assert "10.00 EUR" in reply.text
    assert customer.slots["handoff"] == {"reason": "complaint", "priority": "high"}


def test_a_turn_that_is_run_again_says_the_same_and_gives_nothing_more(customer, known):
    text = "my parcel was a week late delivery"
    first = complain(customer, text, known)
    assert complain(customer, text, known).responses == first.responses
    later = complain(customer, "and again: late delivery!", known | {"turn_id": str(uuid.uuid4())})
    assert later.responses[-1] == "utter_goodwill_stands"


def test_a_delay_that_the_books_do_not_know_is_for_a_person(customer):
    reply = complain(customer, "my parcel was a week late delivery", known_as("Cleo"))
    assert reply.responses[-1] == "utter_goodwill_asked"


def test_more_than_the_year_allows_goes_to_a_person(customer, known):
    for number in range(3):
        case = {name: f"{known[name]} {number}" for name in ("turn_id", "conversation_id")}
        reply = complain(customer, "nobody came for the visit", known | case)
    assert reply.responses[-1] == "utter_goodwill_asked"
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "goodwill", "priority": "high"}


def test_who_is_not_known_is_promised_nothing_and_offered_a_person(customer):
    reply = complain(customer, "the box arrived damaged")
    assert reply.responses == ["utter_complaint_heard", "utter_bad_news", "utter_complaint_unknown"]
    assert "voucher" not in reply.text


def test_what_no_rule_knows_is_heard_and_offered_a_person(customer):
    assert complain(customer, "your shop is awful").responses == ["utter_complain"]


def test_every_gesture_is_explained_or_given_in_whole_sentences(knowledge):
    for one in knowledge.policies.goodwill.grievances:
        assert one.gesture.format(amount="5.00 EUR")
        if news := one.explained:
            assert all(text.endswith(".") for text in vars(news).values()), one.id


def test_a_dearer_repair_is_heard_although_it_was_taken_for_a_question_about_a_bill(customer, knowledge):
    reply = customer.turn("action_ask_billing", "why is the repair bill higher than the quote?", "service_ask_billing")
    assert grievance(knowledge, "dearer_repair").explained.does in reply.text
    other = customer.turn("action_ask_billing", "can i pay the repair by card", "service_ask_billing")
    assert "utter_bad_news" not in other.responses


@pytest.mark.parametrize(
    ("action", "text", "mood"),
    [
        ("action_give_praise", "great job, my third broken machine this year. just brilliant", None),
        ("action_give_praise", "fantastic service as always", {"label": "annoyed", "strength": 0.5}),
        ("action_give_praise", "what a lovely surprise, the parcel arrived smashed", None),
        ("action_checkin_good", "it runs wonderfully, third time this week that it leaks", None),
    ],
)
def test_poisoned_praise_is_a_complaint(customer, action, text, mood):
    reply = customer.turn(action, text, "service_give_praise", mood=mood)
    assert reply.responses[0] in ("utter_complain", "utter_complaint_heard")


def test_praise_is_still_praise(customer):
    pleased = {"label": "pleased", "strength": 0.9}
    reply = customer.turn("action_give_praise", "you were so quick, thank you!", "service_give_praise", mood=pleased)
    assert reply.responses == ["utter_give_praise"]


def test_a_technician_who_never_came_is_not_simply_booked_again(customer, knowledge):
    reply = customer.turn("action_book_visit", "the technician never showed up yesterday", "service_book_visit")
    assert grievance(knowledge, "missed_visit").explained.gain in reply.text
