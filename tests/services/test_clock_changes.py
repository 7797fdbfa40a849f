"""A clock that is put back: the order stays, nobody waits for less than nothing, and nothing is lost."""

import uuid

from bot.services import desk as agents
from bot.services import thread
from bot.services.desk_views import conversation_detail, list_conversations
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk


def test_a_talk_goes_on_in_order_when_the_clock_is_put_back(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, clock: Clock
) -> None:
    desk.talk(cleo, "It leaks.")
    clock.advance(hours=-2)
    desk.talk(cleo, "Still.")
    shop.do(thread.receive_text, cleo.visitor_id, uuid.uuid4().hex, "A person please.", for_person=True)
    clock.advance(hours=-1)
    queue = desk.view(cleo)["conversation"]["queue"]
    assert queue["position"] == 1
    assert 0 <= queue["wait_low_s"] <= queue["wait_high_s"]
    (row,) = shop.look(list_conversations)["conversations"]
    assert row["last_message"]["text"] == "A person please."
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.reply, cleo.conversation_id, ann, "I am here.")
    clock.advance(minutes=-30)
    shop.do(agents.propose_resolved, cleo.conversation_id, ann)
    desk.choose(cleo, "yes")
    assert desk.status(cleo) == "resolved"
    desk.talk(cleo, "One more thing.")
    assert desk.current(cleo) == cleo.conversation_id
    said = desk.view(cleo)["messages"]
    assert [message["seq"] for message in said] == list(range(1, len(said) + 1))
    assert [one["text"] for one in said if one["author"] == "customer"] == [
        "It leaks.",
        "Still.",
        "A person please.",
        "Yes, it is solved",
        "One more thing.",
    ]
    at_the_desk = shop.look(conversation_detail, cleo.conversation_id)["messages"]
    assert [message["seq"] for message in at_the_desk] == [message["seq"] for message in said]
