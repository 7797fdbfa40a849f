"""What the actions are told of the conversation so far."""

from typing import Any

from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile
from bot.domain.conversation import Priority
from bot.domain.understanding import understanding_of
from bot.services import answering
from bot.services.house import House
from tests.conftest import Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal, understood

ANGRY = {"label": "angry", "strength": 0.9, "words": [{"text": "liars"}]}


def told(desk: Desk) -> dict[str, Any]:
    return desk.engine.metadata[-1]


def test_moods_come_newest_last_without_their_words(desk: Desk, cleo: Customer) -> None:
    calm = {"label": "calm", "strength": 0.0, "words": []}
    desk.engine.script += [answer("Hello.", intent="chat_greet", mood=mood) for mood in (calm, ANGRY)]
    for text in ("hi", "liars", "well"):
        desk.talk(cleo, text)
    assert told(desk)["moods"] == [{"label": "calm", "strength": 0.0}, {"label": "angry", "strength": 0.9}]


def test_support_is_open_from_the_first_question_until_it_is_solved(desk: Desk, cleo: Customer) -> None:
    desk.engine.script += [
        answer("Hello.", intent="chat_greet"),
        answer("Descale it."),
        answer("6.50 EUR.", intent="service_ask_price"),
        answer("Fine.", signal("solved"), intent="chat_solved"),
    ]
    opened = []
    for text in ("hi", "E3 on my Duo", "what do pods cost", "it works now", "what do pods cost"):
        desk.talk(cleo, text)
        opened.append(told(desk)["support_open"])
    assert opened == [False, False, True, True, False]


def test_an_open_case_elsewhere_counts_for_the_same_contact(desk: Desk, shop: Shop, cleo: Customer) -> None:
    dan = arrive(shop)

    def same_contact(session: Session, house: House) -> None:
        contact = Contact(name="Cleo", email="cleo@example.com", created_at=house.now())
        session.add(contact)
        session.flush()
        for who in (cleo, dan):
            session.get_one(Conversation, who.conversation_id).contact_id = contact.id

    shop.do(same_contact)
    desk.talk(dan, "E3 on my Duo")
    desk.engine.script.append(answer("Hello.", intent="chat_greet"))
    desk.talk(cleo, "hi")
    assert told(desk)["support_open"] is True


def test_anger_while_waiting_for_people_raises_the_priority(desk: Desk, shop: Shop, cleo: Customer, asks: Any) -> None:
    conversation_id = asks(cleo)
    assert shop.conversation(conversation_id).priority == Priority.MEDIUM
    desk.write(cleo, "you are liars")
    message = shop.messages(conversation_id)[-1]
    shop.do(answering.store_hint, message.id, understanding_of(understood("service_complain", mood=ANGRY)))
    assert shop.conversation(conversation_id).priority == Priority.HIGH


def test_the_name_is_that_of_the_contact_else_the_one_they_gave(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.talk(cleo, "hi")
    assert told(desk)["customer_name"] is None

    def gives_a_name(session: Session, house: House) -> None:
        session.add(Profile(visitor_id=cleo.visitor_id, name="Cleopatra", updated_at=house.now()))

    def is_known(session: Session, house: House) -> None:
        contact = Contact(name="Cleo Customer", email="cleo@example.com", created_at=house.now())
        session.add(contact)
        session.flush()
        session.get_one(Conversation, cleo.conversation_id).contact_id = contact.id

    for verb, name in ((gives_a_name, "Cleopatra"), (is_known, "Cleo Customer")):
        shop.do(verb)
        desk.talk(cleo, "hi again")
        assert told(desk)["customer_name"] == name
