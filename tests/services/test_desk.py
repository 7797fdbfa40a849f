"""Customers reach people: the queue, the claim with one winner, the reply, handing over and back."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.db.models.conversation import Event
from bot.domain.conversation import Priority
from bot.domain.errors import AlreadyClaimed, IllegalMove, InvalidInput, NotFound, NotOwner
from bot.domain.hours import opens_at
from bot.services import desk as agents
from bot.services import presence, teams, thread
from bot.services.desk_views import conversation_detail, counts, list_conversations
from tests.company import brewline, stock
from tests.conftest import Clock, Customer, Shop, arrive, hire
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

NO_SKILLS = {
    "lanes": [],
    "topics": [],
    "automatic": False,
    "first_response_s": None,
    "next_response_s": None,
    "resolution_s": None,
    "members": [],
}
Asks = Callable[[Customer], str]


def test_who_asks_for_a_person_waits_in_the_queue(desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    shop.do(presence.arrived, ann)
    asks(cleo)
    view = desk.view(cleo)["conversation"]
    assert view["status"] == "queued"
    assert view["queue"] == {
        "position": 1,
        "wait_low_s": 120,
        "wait_high_s": 600,
        "opens": None,
        "opens_at": None,
        "staffed": True,
    }
    notice = desk.view(cleo)["messages"][-1]
    assert (notice["author"], notice["kind"]) == ("system", "notice")
    assert "2 to 10 minutes" in notice["text"]
    assert [choice["title"] for choice in notice["choices"]] == ["Go on with the bot"]


def test_nobody_is_promised_minutes_while_people_are_away(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asks: Asks
) -> None:
    shop.do(stock)
    while (opens := opens_at(brewline().company, clock.now)) is None:
        clock.advance(hours=1)
    asks(cleo)
    queue = desk.view(cleo)["conversation"]["queue"]
    closed_s = (opens - clock.now).total_seconds()
    assert queue["opens"]
    assert (queue["wait_low_s"], queue["wait_high_s"]) == (closed_s + 120, closed_s + 600)
    assert "10 minutes" not in desk.view(cleo)["messages"][-1]["text"]


def test_the_queue_serves_the_urgent_first_and_then_who_waited_longest(
    desk: Desk, shop: Shop, clock: Clock, asks: Asks
) -> None:
    first, second, third = (arrive(shop) for _ in range(3))
    for who in (first, second):
        asks(who)
        clock.advance(minutes=1)
    desk.engine.script.append(answer("Unplug it.", signal("escalate", reason="danger", priority="urgent")))
    desk.talk(third, "it smokes")
    places = [desk.view(who)["conversation"]["queue"]["position"] for who in (first, second, third)]
    assert places == [2, 3, 1]
    listed = shop.look(list_conversations, status="queued")["conversations"]
    assert [row["id"] for row in listed] == [who.conversation_id for who in (third, first, second)]
    assert listed[0]["priority"] == "urgent"


def test_eight_agents_claim_at_once_and_one_wins(shop: Shop, cleo: Customer, asks: Asks) -> None:
    asks(cleo)
    agent_ids = [hire(shop, f"Agent{number} Able") for number in range(8)]
    won: list[str] = []
    lost: list[str] = []
    broken: list[BaseException] = []
    gate = threading.Barrier(8)

    def go(agent_id: str) -> None:
        gate.wait()
        try:
            shop.do(agents.claim, cleo.conversation_id, agent_id)
            won.append(agent_id)
        except AlreadyClaimed:
            lost.append(agent_id)
        except BaseException as error:
            broken.append(error)

    threads = [threading.Thread(target=go, args=(agent_id,)) for agent_id in agent_ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert broken == []
    assert (len(won), len(lost)) == (1, 7)
    assert shop.conversation(cleo.conversation_id).assignee_id == won[0]
    assert shop.reasons(cleo.conversation_id).count("claimed") == 1


def test_claiming_ones_own_conversation_again_changes_nothing(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    before = len(shop.messages(cleo.conversation_id))
    shop.do(agents.claim, cleo.conversation_id, ann)
    assert len(shop.messages(cleo.conversation_id)) == before


def test_the_reply_reaches_the_customer(desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.reply, cleo.conversation_id, ann, "Hello Cleo, Ann here.")
    last = desk.view(cleo)["messages"][-1]
    assert (last["author"], last["name"], last["text"]) == ("agent", "Ann", "Hello Cleo, Ann here.")
    assert desk.view(cleo)["conversation"]["agent"] == "Ann"
    row = shop.conversation(cleo.conversation_id)
    assert row.first_reply_at is not None
    assert row.waiting_since is None


def test_an_agents_repeated_send_is_one_message(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    send = (agents.reply, cleo.conversation_id, ann, "Hello", "agent-1")
    assert shop.do(*send) == shop.do(*send)


def test_a_reply_to_a_waiting_customer_takes_the_conversation(
    shop: Shop, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.reply, cleo.conversation_id, ann, "Hello")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id) == ("assigned", ann)
    with pytest.raises(NotOwner) as refused:
        shop.do(agents.reply, cleo.conversation_id, ben, "Me too")
    assert refused.value.details["owner"] == "Ann"


def test_the_bot_is_silent_while_a_person_has_the_conversation(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    turns = len(desk.engine.turns)
    desk.talk(cleo, "still there?")
    shop.do(agents.claim, cleo.conversation_id, ann)
    desk.talk(cleo, "hello?")
    assert len(desk.engine.turns) == turns
    assert desk.view(cleo)["conversation"]["typing"] is None


def test_a_customer_who_writes_to_an_agent_waits_again(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.reply, cleo.conversation_id, ann, "Hello")
    clock.advance(minutes=3)
    desk.write(cleo, "thanks, and one more question")
    assert shop.conversation(cleo.conversation_id).waiting_since == clock.now


def test_release_keeps_the_place_in_the_queue(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    clock.advance(minutes=5)
    dora = arrive(shop)
    asks(dora)
    shop.do(agents.claim, cleo.conversation_id, ann)
    clock.advance(minutes=5)
    shop.do(agents.release, cleo.conversation_id, ann)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.reason) == ("queued", None, "asked")
    assert desk.view(cleo)["conversation"]["queue"]["position"] == 1


def test_only_the_owner_may_release_propose_or_return(
    shop: Shop, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    asks(cleo)
    for verb in (agents.release, agents.propose_resolved, agents.return_to_bot):
        with pytest.raises(NotOwner):
            shop.do(verb, cleo.conversation_id, ben)
    shop.do(agents.claim, cleo.conversation_id, ann)
    for verb in (agents.release, agents.propose_resolved, agents.return_to_bot):
        with pytest.raises(NotOwner):
            shop.do(verb, cleo.conversation_id, ben)


def test_an_agent_hands_back_to_the_bot(desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.return_to_bot, cleo.conversation_id, ann)
    assert desk.status(cleo) == "bot"
    desk.talk(cleo, "E3 again")
    assert desk.said(cleo)[-1] == "Please descale it."


def test_the_customer_may_go_on_with_the_bot(desk: Desk, shop: Shop, cleo: Customer, asks: Asks) -> None:
    asks(cleo)
    desk.choose(cleo, "Go on with the bot")
    assert desk.status(cleo) == "bot"
    row = shop.conversation(cleo.conversation_id)
    assert (row.assignee_id, row.waiting_since) == (None, None)
    assert "chose_bot" in shop.reasons(cleo.conversation_id)


def test_that_button_is_only_words_once_an_agent_is_there(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    desk.choose(cleo, "Go on with the bot")
    assert desk.status(cleo) == "assigned"
    assert desk.said(cleo, "customer")[-1] == "Go on with the bot"


def test_an_agent_may_step_in_on_the_bot_and_its_answer_is_dropped(
    desk: Desk, shop: Shop, cleo: Customer, ann: str
) -> None:
    desk.write(cleo, "hello")
    shop.do(agents.claim, cleo.conversation_id, ann)
    desk.answer()
    assert desk.engine.turns == []
    assert desk.pending() == []
    assert "bot_answer_dropped" in shop.reasons(cleo.conversation_id)


def test_recent_waits_make_the_guess(desk: Desk, shop: Shop, clock: Clock, ann: str, asks: Asks) -> None:
    for minutes in (1, 3, 4, 5, 20):
        who = arrive(shop)
        asks(who)
        clock.advance(minutes=minutes)
        shop.do(agents.claim, who.conversation_id, ann)
    last = arrive(shop)
    asks(last)
    assert desk.view(last)["conversation"]["queue"] == {
        "position": 1,
        "wait_low_s": 180,
        "wait_high_s": 300,
        "opens": None,
        "opens_at": None,
        "staffed": False,
    }


def test_typing_of_the_agent_is_shown_for_a_moment(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.show_typing, cleo.conversation_id, ben)
    assert desk.view(cleo)["conversation"]["typing"] is None
    shop.do(agents.show_typing, cleo.conversation_id, ann)
    assert desk.view(cleo)["conversation"]["typing"] == "agent"
    clock.advance(seconds=10)
    assert desk.view(cleo)["conversation"]["typing"] is None


def test_a_closed_conversation_cannot_be_answered_after_the_reopen_window(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str
) -> None:
    desk.talk(cleo, "hello")
    shop.do(thread.end_chat, cleo.visitor_id)
    clock.advance(hours=25)
    with pytest.raises(IllegalMove):
        shop.do(agents.reply, cleo.conversation_id, ann, "One more thing")


def test_paging_shows_every_conversation_once(desk: Desk, shop: Shop, clock: Clock, asks: Asks) -> None:
    everyone = []
    for number in range(7):
        who = arrive(shop)
        asks(who)
        everyone.append(who.conversation_id)
        if number % 2:
            clock.advance(minutes=1)
    for status, expected in (("queued", everyone), (None, everyone)):
        seen: list[str] = []
        cursor = None
        while True:
            page = shop.look(list_conversations, status=status, cursor=cursor, limit=3)
            seen += [row["id"] for row in page["conversations"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(expected)
        assert len(seen) == 7


def test_the_list_is_filtered(desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    dora = arrive(shop)
    desk.talk(dora, "the 100% hazelnut pods_leak")
    arrive(shop)  # opened the page and said nothing

    def ids(**filters: str) -> list[str]:
        return [row["id"] for row in shop.look(list_conversations, **filters)["conversations"]]

    assert ids() == [dora.conversation_id, cleo.conversation_id] or len(ids()) == 2
    assert ids(status="queued") == [cleo.conversation_id]
    assert ids(status="bot") == [dora.conversation_id]
    assert ids(lane="support") == [dora.conversation_id]
    assert ids(search="HAZELNUT") == [dora.conversation_id]
    assert ids(search="100%") == [dora.conversation_id]
    assert ids(search="1%0") == []
    assert ids(search="podsXleak") == []
    assert ids(assignee=ann) == []
    team = shop.do(teams.add_team, {**NO_SKILLS, "name": "Repairs"})
    shop.do(agents.transfer_to_team, cleo.conversation_id, ann, team["id"])
    assert ids(team=team["id"]) == [cleo.conversation_id]
    assert ids(team="none") == [dora.conversation_id]
    shop.do(agents.claim, cleo.conversation_id, ann)
    assert ids(assignee=ann) == [cleo.conversation_id]
    assert ids(status="queued,assigned") == [cleo.conversation_id]
    assert shop.look(counts, ann) == {
        "queued": 0,
        "assigned": 1,
        "confirming": 0,
        "snoozed": 0,
        "bot": 1,
        "mine": 1,
        "mine_unread": 1,
        "mentions": 0,
        "promises_overdue": 0,
        "longest_wait_s": 0,
    }


def test_the_list_is_narrowed_to_moods_page_by_page(desk: Desk, shop: Shop, clock: Clock) -> None:
    felt = ["angry", "calm", "annoyed", "angry", None, "angry"]
    everyone = []
    for mood in felt:
        who = arrive(shop)
        desk.engine.script.append(answer("Hm.", mood=mood and {"label": mood, "strength": 0.5, "words": []}))
        desk.talk(who, "hm")
        everyone.append(who)
        clock.advance(minutes=1)
    angry = [who.conversation_id for who, mood in zip(everyone, felt, strict=True) if mood == "angry"][::-1]
    first = shop.look(list_conversations, mood="angry", limit=2)
    then = shop.look(list_conversations, mood="angry", limit=2, cursor=first["next"])
    assert [row["id"] for row in (*first["conversations"], *then["conversations"])] == angry
    assert then["next"] is None
    assert len(shop.look(list_conversations, mood="angry,annoyed")["conversations"]) == 4
    for _ in range(3):
        desk.engine.script.append(answer("Good.", mood={"label": "pleased", "strength": 0.5, "words": []}))
        desk.talk(everyone[0], "thanks")
    assert shop.look(conversation_detail, everyone[0].conversation_id)["conversation"]["mood"] == "pleased"
    assert len(shop.look(list_conversations, mood="angry")["conversations"]) == 2


def test_a_mood_is_found_by_its_index(shop: Shop) -> None:
    """In a list of ten thousand the few who are angry are not looked for one by one."""
    wanted = "SELECT id FROM conversations WHERE mood IN ('angry') ORDER BY updated_at DESC, id DESC LIMIT 31"
    with shop.database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            plan = str(connection.execute(text(f"EXPLAIN QUERY PLAN {wanted}")).all())
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = str(connection.execute(text(f"EXPLAIN {wanted}")).all())
    assert "ix_conversations_mood" in plan and "TEMP B-TREE" not in plan


@pytest.mark.parametrize(("label", "priority"), [("angry", "high"), ("annoyed", "medium"), ("calm", "medium")])
def test_an_angry_customer_who_asks_for_a_person_waits_with_priority(
    desk: Desk, shop: Shop, cleo: Customer, label: str, priority: str
) -> None:
    felt = {"label": label, "strength": 0.8, "words": [{"text": "liars", "start": 0, "end": 5}]}
    desk.engine.script.append(answer("I am sorry.", mood=felt))
    desk.talk(cleo, "liars")
    calm = {"label": "calm", "strength": 0.0, "words": []}
    desk.engine.script.append(answer("Sure.", signal("escalate", reason="asked"), mood=calm))
    desk.talk(cleo, "a person please")
    detail = shop.look(conversation_detail, cleo.conversation_id)
    assert detail["conversation"]["priority"] == priority
    assert detail["handoff"]["mood"]["label"] == detail["conversation"]["mood"] == label


def test_danger_stays_urgent_however_angry_the_customer_is(desk: Desk, shop: Shop, cleo: Customer) -> None:
    felt = {"label": "angry", "strength": 0.9, "words": []}
    desk.engine.script.append(answer("Unplug it.", signal("escalate", reason="danger", priority="urgent"), mood=felt))
    desk.talk(cleo, "it burns, you idiots")
    assert shop.conversation(cleo.conversation_id).priority == Priority.URGENT


@pytest.mark.parametrize(
    "filters", [{"status": "sleeping"}, {"lane": "x"}, {"mood": "x"}, {"priority": "x"}, {"cursor": "x"}]
)
def test_an_unknown_filter_is_refused(shop: Shop, filters: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        shop.look(list_conversations, **filters)


def test_the_handoff_packet_has_each_guide_as_far_as_it_was_gone(desk: Desk, shop: Shop, cleo: Customer) -> None:
    step = {"title": "Empty the tray", "answer": "Still wet", "shows": "It is not the tray.", "how": "answered"}
    leak = {"guide": "leak", "title": "A leak", "machine": "Duo", "steps": [], "ended": None, "asked": "Is it dry?"}
    noise = {**leak, "guide": "noise", "title": "A noise"}
    for report in (leak, noise, {**leak, "steps": [step], "ended": "person", "asked": None}):
        desk.engine.script.append(answer("And now?", signal("guide", report=report)))
        desk.talk(cleo, "my duo leaks")
    told = shop.look(conversation_detail, cleo.conversation_id)["handoff"]["guides"]
    assert [one["guide"] for one in told] == ["noise", "leak"]
    assert told[-1]["steps"] == [step]


def test_the_handoff_packet_says_what_was_tried(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("Hello!", intent="chat_greet"))
    desk.talk(cleo, "hi there")
    desk.engine.script.append(
        answer(
            "Descale it.",
            signal("cite", title="Error E3", url="/help/error-e3"),
            entities=[
                {"entity": "product", "value": "duo", "text": "Duo", "start": 0, "end": 3},
                {"entity": "order_number", "value": "BL-10115", "text": "10115", "start": 4, "end": 9},
                {"entity": "postcode", "value": "10115", "text": "10115", "start": 4, "end": 9},
            ],
            articles=[
                {"id": "error-e3", "title": "Error E3", "heading": "", "score": 0.9},
                {"id": "error-e4", "title": "Error E4", "heading": "", "score": 0.4},
                {"id": "filter", "title": "The filter", "heading": "", "score": 0.1},
            ],
            mood={
                "label": "annoyed",
                "strength": 0.7,
                "words": [{"text": "again", "start": 13, "end": 18}],
            },
        )
    )
    desk.talk(cleo, "E3 on my Duo again")
    desk.engine.script.append(answer("Sure.", signal("escalate", reason="asked"), intent="chat_request_human"))
    desk.talk(cleo, "a person please")
    detail = shop.look(conversation_detail, cleo.conversation_id)
    packet = detail["handoff"]
    assert packet["problem"] == ["E3 on my Duo again"]
    assert (packet["lane"], packet["topic"], packet["reason"]) == ("support", "troubleshoot", "asked")
    assert packet["entities"] == [
        {"entity": "product", "value": "duo"},
        {"entity": "postcode", "value": "10115"},  # as an order number it was only a guess
    ]
    assert packet["articles"] == [{"title": "Error E3", "url": "/help/error-e3"}]
    assert packet["considered"] == [{"title": "Error E4", "url": "/help/error-e4"}]
    assert packet["answers"] == ["Hello!", "Descale it.", "Sure."]
    assert packet["mood"] == {"label": "annoyed", "strength": 0.7, "words": ["again"], "trend": "steady"}
    nlu = [message["nlu"] for message in detail["messages"] if message["author"] == "customer"]
    assert [one["intent"] for one in nlu] == ["chat_greet", "support_troubleshoot", "chat_request_human"]
    assert {"intent", "lane", "confidence", "mood"} <= set(nlu[0])
    assert [(event["from"], event["to"]) for event in detail["events"] if event["to"]] == [("bot", "queued")]
    with pytest.raises(NotFound):
        shop.look(conversation_detail, "nothing")


def test_hints_are_parsed_for_the_agent_but_never_answered(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks
) -> None:
    import asyncio

    from bot.db.models.message import Message

    asks(cleo)
    receipt = desk.write(cleo, "thanks so much")

    async def hint() -> None:
        from bot.adapters.hub import Hub

        await desk.runner(Hub())._hint(receipt["id"])

    asyncio.run(hint())
    message = next(m for m in shop.rows(Message) if m.id == receipt["id"])
    assert message.nlu["intent"] == "chat_thank"


def test_every_change_is_in_the_log_with_who_and_why(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.release, cleo.conversation_id, ann)
    log = [
        (event.actor, event.staff_id, event.before, event.after, event.reason)
        for event in shop.rows(Event, conversation_id=cleo.conversation_id)
    ]
    assert log == [
        ("bot", None, "bot", "queued", "asked"),
        ("agent", ann, "queued", "assigned", "claimed"),
        ("agent", ann, "assigned", "queued", "released"),
    ]
    assert shop.conversation(cleo.conversation_id).priority == Priority.MEDIUM
