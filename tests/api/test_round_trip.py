"""A customer and two agents, through the API alone: from the first question to "solved", and back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.conftest import Caller, Gateway, Visitor
from tests.api.engine import parsed, signal
from tests.conftest import DATABASES


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ann(gateway: Gateway) -> Caller:
    return gateway.staff("Ann")


@pytest.fixture
def ben(gateway: Gateway) -> Caller:
    return gateway.staff("Ben")


@pytest.fixture
def queued(gateway: Gateway, cleo: Visitor) -> Visitor:
    """Cleo has asked for a person."""
    gateway.engine.next(signal("escalate", intent="chat_request_human", reason="asked", priority="medium"))
    cleo.await_message(cleo.say("can I talk to someone").body["seq"], author="system")
    assert cleo.status == "queued"
    return cleo


@pytest.fixture
def assigned(queued: Visitor, ann: Caller) -> Visitor:
    assert ann.post(f"/desk/conversations/{queued.conversation_id}/claim").status == 200
    return queued


@pytest.fixture
def confirming(assigned: Visitor, ann: Caller) -> Visitor:
    answer = ann.post(f"/desk/conversations/{assigned.conversation_id}/resolve")
    assert (answer.status, answer.body["status"]) == (200, "confirming")
    return assigned


def test_the_bot_answers_what_was_asked(gateway: Gateway, cleo: Visitor) -> None:
    message = cleo.ask("my machine does not brew")
    assert message["text"] == "Please descale it."
    assert message["kind"] == "text"
    assert gateway.engine.turns[0]["conversation_id"] == cleo.conversation_id


def test_a_queued_customer_knows_the_place_and_the_wait(queued: Visitor) -> None:
    queue = queued.thread()["conversation"]["queue"]
    assert queue["position"] == 1
    assert 0 < queue["wait_low_s"] < queue["wait_high_s"]


def test_a_queued_conversation_is_on_the_desk_with_all_that_an_agent_needs(queued: Visitor, ann: Caller) -> None:
    page = ann.get("/desk/conversations", status="queued").body
    assert [row["id"] for row in page["conversations"]] == [queued.conversation_id]
    row = page["conversations"][0]
    assert (row["status"], row["priority"], row["reason"], row["unread"]) == ("queued", "medium", "asked", 1)
    assert row["waiting_since"] is not None
    assert page["counts"] == {
        "mine": 0,
        "mine_unread": 0,
        "mentions": 0,
        "promises_overdue": 0,
        "unassigned": 1,
        "all": 1,
        "bot": 0,
        "longest_wait_s": page["counts"]["longest_wait_s"],
    }
    opened = ann.get(f"/desk/conversations/{queued.conversation_id}").body
    assert opened["messages"][0]["nlu"]["intent"] == "chat_request_human"
    assert {"lane", "confidence", "mood"} <= set(opened["messages"][0]["nlu"])
    assert opened["packet"]["problem"] == ["can I talk to someone"]
    assert [(event["from"], event["to"]) for event in opened["events"] if event["to"]] == [("bot", "queued")]


def test_two_claims_at_once_have_one_winner(gateway: Gateway, queued: Visitor) -> None:
    agents = [gateway.staff(f"Agent{number}") for number in range(6)]
    path = f"/desk/conversations/{queued.conversation_id}/claim"
    with ThreadPoolExecutor(len(agents)) as pool:
        answers = list(pool.map(lambda agent: agent.post(path), agents))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    lost = next(answer for answer in answers if answer.status == 409)
    assert lost.body["error"]["code"] == "already_claimed"
    assert lost.body["error"]["details"]["status"] == "assigned"


def test_the_reply_wakes_the_customers_long_poll(queued: Visitor, ann: Caller, assigned: Visitor) -> None:
    newest = assigned.thread()["messages"][-1]["seq"]
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(assigned.thread, newest, 20)
        sent = ann.post(f"/desk/conversations/{assigned.conversation_id}/messages", {"text": "Hello Cleo!"})
        thread = poll.result()
    assert sent.status == 201
    assert [(m["id"], m["author"], m["name"], m["text"]) for m in thread["messages"]] == [
        (sent.body["id"], "agent", "Ann", "Hello Cleo!")
    ]
    assert thread["conversation"]["agent"] == "Ann"


def test_a_note_never_reaches_the_customer(assigned: Visitor, ann: Caller) -> None:
    path = f"/desk/conversations/{assigned.conversation_id}"
    assert ann.post(f"{path}/messages", {"text": "Be patient with her.", "private": True}).status == 201
    assert "Be patient" not in str(assigned.thread())
    assert "Be patient" in str(ann.get(path).body["messages"])


def test_a_colleague_cannot_answer_what_is_taken(assigned: Visitor, ben: Caller) -> None:
    answer = ben.post(f"/desk/conversations/{assigned.conversation_id}/messages", {"text": "Me too"})
    assert (answer.status, answer.body["error"]["code"]) == (409, "not_owner")


def test_a_reply_to_a_queued_conversation_takes_it(queued: Visitor, ann: Caller) -> None:
    assert ann.post(f"/desk/conversations/{queued.conversation_id}/messages", {"text": "Here I am"}).status == 201
    assert queued.status == "assigned"


def test_a_repeated_reply_is_sent_once(assigned: Visitor, ann: Caller) -> None:
    path = f"/desk/conversations/{assigned.conversation_id}/messages"
    first = ann.post(path, {"text": "Once", "client_id": "r1"})
    again = ann.post(path, {"text": "Once", "client_id": "r1"})
    assert first.body == again.body
    assert [m["text"] for m in assigned.thread()["messages"]].count("Once") == 1


def test_people_answer_so_the_bot_is_silent(gateway: Gateway, assigned: Visitor) -> None:
    before = len(gateway.engine.turns)
    assigned.say("are you there?")
    assert len(gateway.engine.turns) == before


def test_resolving_asks_the_customer(confirming: Visitor) -> None:
    asked = confirming.thread()["messages"][-1]
    assert asked["kind"] == "choices"
    assert [choice["value"] for choice in asked["choices"]][:2] == ["yes", "no"]


def test_yes_resolves_and_asks_for_a_score(confirming: Visitor) -> None:
    asked = confirming.thread()["messages"][-1]
    receipt = confirming.choose(asked, "yes")
    assert receipt.status == 202
    survey = confirming.await_message(receipt.body["seq"], kind="survey")
    assert [choice["value"] for choice in survey["choices"]] == [1, 2, 3, 4, 5]
    assert confirming.status == "resolved"


@pytest.mark.parametrize("words", ["no", "well, it started to drip after that", None])
def test_no_brings_the_agent_back_with_raised_priority(
    gateway: Gateway, confirming: Visitor, ann: Caller, words: str | None
) -> None:
    """Chosen, typed in one word, or typed in words that only the engine understands."""
    gateway.engine.parses = parsed("chat_not_solved")
    asked = confirming.thread()["messages"][-1]
    answer = confirming.say(words) if words else confirming.choose(asked, "no")
    assert answer.status == 202
    confirming.await_message(answer.body["seq"], author="system")
    row = ann.get(f"/desk/conversations/{confirming.conversation_id}").body["conversation"]
    assert (row["status"], row["priority"]) == ("assigned", "high")
    assert row["assignee"]["name"].startswith("Ann")


def test_a_low_score_opens_it_again(confirming: Visitor, ann: Caller) -> None:
    receipt = confirming.choose(confirming.thread()["messages"][-1], "yes")
    survey = confirming.await_message(receipt.body["seq"], kind="survey")
    assert confirming.choose(survey, 1).status == 202
    row = ann.get(f"/desk/conversations/{confirming.conversation_id}").body["conversation"]
    assert (row["status"], row["priority"], row["score"]) == ("assigned", "high", 1)


def test_a_choice_is_taken_once(confirming: Visitor) -> None:
    asked = confirming.thread()["messages"][-1]
    confirming.choose(asked, "yes")
    again = confirming.choose(asked, "no")
    assert (again.status, again.body["error"]["code"]) == (409, "already_answered")
    assert confirming.thread()["messages"][asked["seq"] - 1]["chosen"] == asked["choices"][0]["id"]


def test_released_conversations_wait_again(assigned: Visitor, ann: Caller, ben: Caller) -> None:
    path = f"/desk/conversations/{assigned.conversation_id}"
    assert ben.post(f"{path}/release").status == 409
    assert ann.post(f"{path}/release").body["status"] == "queued"
    assert ben.post(f"{path}/claim").status == 200


def test_the_bot_can_have_it_back(gateway: Gateway, assigned: Visitor, ann: Caller) -> None:
    answer = ann.post(f"/desk/conversations/{assigned.conversation_id}/return-to-bot")
    assert answer.body["status"] == "bot"
    assert assigned.ask("and how do I descale?")["text"] == "Please descale it."


def test_an_agent_who_types_is_seen(assigned: Visitor, ann: Caller) -> None:
    assert ann.post(f"/desk/conversations/{assigned.conversation_id}/typing").status == 204
    assert assigned.thread()["conversation"]["typing"] == "agent"


def test_reading_clears_the_unread_count(assigned: Visitor, ann: Caller) -> None:
    path = f"/desk/conversations/{assigned.conversation_id}"
    seq = ann.get(path).body["messages"][-1]["seq"]
    assert ann.post(f"{path}/read", {"seq": seq}).status == 204
    assert ann.get(path).body["conversation"]["unread"] == 0


def test_the_lists_of_the_desk(gateway: Gateway, assigned: Visitor, ann: Caller, ben: Caller) -> None:
    other = gateway.visitor()
    other.ask("how much is the Duo?")
    mine = ann.get("/desk/conversations", assignee="me").body
    assert [row["id"] for row in mine["conversations"]] == [assigned.conversation_id]
    assert ben.get("/desk/conversations", assignee="me").body["conversations"] == []
    bots = ann.get("/desk/conversations", owner="bot").body["conversations"]
    assert [row["id"] for row in bots] == [other.conversation_id]
    found = ann.get("/desk/conversations", q="the duo").body["conversations"]
    assert [row["id"] for row in found] == [other.conversation_id]
    assert ann.get("/desk/counts").body["mine"] == 1


def test_the_list_is_read_page_by_page(gateway: Gateway, ann: Caller) -> None:
    everybody = set()
    for number in range(3):
        visitor = gateway.visitor()
        visitor.say(f"question {number}")
        everybody.add(visitor.conversation_id)
    first = ann.get("/desk/conversations", limit=2).body
    second = ann.get("/desk/conversations", limit=2, cursor=first["next"]).body
    rows = [*first["conversations"], *second["conversations"]]
    assert {row["id"] for row in rows} == everybody
    assert len(rows) == 3
    assert second["next"] is None
