"""Whatever customers, bot, agents and time do: one owner, a full log, nothing lost, nobody left waiting."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message, Turn, TurnStatus
from bot.db.models.visitor import Visitor
from bot.db.session import Database, open_database
from bot.db.tables import metadata
from bot.domain.conversation import MOVES, Actor, Resolution, Status
from bot.domain.errors import CareError, Conflict
from bot.domain.ports import EngineFailure, Trouble
from bot.domain.understanding import understanding_of
from bot.services import answering, resolution, thread, turns
from bot.services import desk as agents
from bot.services.house import House
from bot.services.merging import merge
from bot.services.texts import load as load_texts
from bot.settings import load
from tests.conftest import NOON, Clock, Shop, arrive, empty, hire
from tests.services.fake_engine import answer, signal, understood

ANSWERS = [
    answer("Descale it."),
    answer("Descale it.", signal("propose_resolution")),
    answer("Sorry?", signal("misunderstood")),
    answer("Of course.", signal("escalate", reason="asked")),
    answer("Unplug it.", signal("escalate", reason="danger", priority="urgent")),
    answer({"text": "Which?", "buttons": [{"title": "Duo", "payload": "/chat_affirm"}]}),
    EngineFailure(Trouble.UNREACHABLE),
    EngineFailure(Trouble.NOTHING_SAID),
]
BROWSERS = st.integers(0, 1)
INTENTS = ["chat_solved", "chat_not_solved", "chat_request_human", "support_install"]


class Life(RuleBasedStateMachine):
    """Drives a customer in two browsers, and two agents; `shop` is set by the test that runs it."""

    shop: Shop
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        empty(self.shop.database)
        self.clock.now = NOON
        self.browsers = [arrive(self.shop), arrive(self.shop)]
        self.agents = [hire(self.shop, "Ann Able"), hire(self.shop, "Ben Busy")]
        self.acknowledged: dict[str, tuple[str, int]] = {}

    def place(self, row: Conversation | Message) -> int:
        """Which browser's it is: ids are made by chance, and a sequence that is run again must meet the same."""
        return [one.visitor_id for one in self.browsers].index(row.visitor_id)

    def current(self, browser: int) -> Conversation:
        view = self.shop.look(thread.read_thread, self.browsers[browser].visitor_id)
        return self.shop.conversation(view["conversation"]["id"])

    @rule(browser=BROWSERS, text=st.sampled_from(["E3 on my Duo", "yes", "no", "person", "4", "1", "it broke again"]))
    def customer_writes(self, browser: int, text: str) -> None:
        client_id = uuid.uuid4().hex
        receipt = self.shop.do(thread.receive_text, self.browsers[browser].visitor_id, client_id, text)
        self.acknowledged[client_id] = (receipt["id"], receipt["seq"])

    @precondition(lambda self: self.acknowledged)
    @rule(pick=st.integers(0, 30))
    def customer_repeats(self, pick: int) -> None:
        client_id = list(self.acknowledged)[pick % len(self.acknowledged)]
        [first] = self.shop.rows(Message, client_id=client_id)
        receipt = self.shop.do(thread.receive_text, first.visitor_id, client_id, "something else")
        assert (receipt["id"], receipt["seq"]) == self.acknowledged[client_id]

    @rule(back=st.integers(0, 3), pick=st.integers(0, 4))
    def customer_chooses(self, back: int, pick: int) -> None:
        """Mostly the newest buttons, sometimes older ones."""
        offered = [message for message in self.shop.rows(Message) if message.choices]
        offered.sort(key=lambda message: (-message.seq, self.place(message)))
        if not offered:
            return
        asked = offered[back % len(offered)]
        choice = asked.choices[pick % len(asked.choices)]
        client_id = uuid.uuid4().hex
        with refusing(asked.chosen is not None):
            receipt = self.shop.do(thread.receive_choice, asked.visitor_id, client_id, asked.id, choice["id"])
            self.acknowledged[client_id] = (receipt["id"], receipt["seq"])

    @rule(browser=BROWSERS)
    def customer_leaves(self, browser: int) -> None:
        self.shop.do(thread.end_chat, self.browsers[browser].visitor_id)

    @rule(browser=BROWSERS, said=st.sampled_from(ANSWERS), intent=st.sampled_from(INTENTS))
    def bot_works(self, browser: int, said: Any, intent: str) -> None:
        conversation_id = self.current(browser).id
        job = self.shop.do(turns.take_next, conversation_id, "w1")
        if job is None:
            return
        if job.judge:
            self.shop.do(answering.store_judgement, job.turn_id, "w1", understanding_of(understood(intent)))
        elif isinstance(said, EngineFailure):
            self.shop.do(answering.store_failure, job.turn_id, "w1", said)
        else:
            self.shop.do(answering.store_answer, job.turn_id, "w1", said, 1)

    @rule(browser=BROWSERS, said=st.sampled_from(ANSWERS[:6]), verb=st.sampled_from([agents.claim, agents.reply]))
    def agent_acts_while_the_bot_thinks(self, browser: int, said: Any, verb: Any) -> None:
        conversation_id = self.current(browser).id
        job = self.shop.do(turns.take_next, conversation_id, "w1")
        if job is None or job.judge:
            return
        words = ("Hello",) if verb is agents.reply else ()
        self.shop.do(verb, conversation_id, self.agents[0], *words)
        before = len(self.shop.rows(Message, author=Actor.BOT))
        self.shop.do(answering.store_answer, job.turn_id, "w1", said, 1)
        assert len(self.shop.rows(Message, author=Actor.BOT)) == before

    @rule(
        browser=BROWSERS,
        who=st.integers(0, 1),
        verb=st.sampled_from([agents.claim, agents.propose_resolved, agents.release, agents.return_to_bot]),
    )
    def agent_acts(self, browser: int, who: int, verb: Any) -> None:
        with refusing(None):
            self.shop.do(verb, self.current(browser).id, self.agents[who])

    @rule(browser=BROWSERS, who=st.integers(0, 1), private=st.booleans())
    def agent_writes(self, browser: int, who: int, private: bool) -> None:
        verb = agents.add_note if private else agents.reply
        with refusing(None):
            self.shop.do(verb, self.current(browser).id, self.agents[who], "Hello")

    @rule(who=st.integers(0, 1), closing=st.integers(0, 5), staying=st.integers(0, 5))
    def agent_merges(self, who: int, closing: int, staying: int) -> None:
        rows = sorted(self.shop.rows(Conversation), key=lambda row: (row.created_at, self.place(row)))
        ids = [row.id for row in rows]
        one, other = ids[closing % len(ids)], ids[staying % len(ids)]
        if one == other:
            return
        with refusing(None):
            self.shop.do(merge, one, self.agents[who], other, True)

    @rule(minutes=st.sampled_from([0.1, 2, 15, 70, 60 * 25]))
    def time_passes(self, minutes: float) -> None:
        self.clock.advance(minutes=minutes)
        self.shop.do(resolution.sweep)

    @invariant()
    def there_is_one_owner(self) -> None:
        for row in self.shop.rows(Conversation):
            match row.status:
                case Status.BOT | Status.QUEUED:
                    assert row.assignee_id is None
                case Status.ASSIGNED:
                    assert row.assignee_id in self.agents
                case Status.CONFIRMING:
                    assert row.confirming_by in {Actor.BOT, Actor.AGENT}
                    assert (row.confirming_by == Actor.AGENT) == (row.assignee_id is not None)
                case _:
                    assert row.confirming_by is None
            assert (row.resolution is not None) == (row.status == Status.RESOLVED)
            assert row.status != Status.QUEUED or row.waiting_since is not None
            assert row.status == Status.CONFIRMING or (row.remind_at is None and row.close_at is None)
            assert (row.merged_into_id is not None) == (row.resolution == Resolution.MERGED)

    @invariant()
    def the_log_tells_the_whole_life(self) -> None:
        for row in self.shop.rows(Conversation):
            status = Status.BOT
            for event in self.shop.rows(Event, conversation_id=row.id):
                if event.after is None:
                    continue
                assert event.before == status
                assert event.actor in MOVES[(event.before, event.after)]
                status = event.after
                if status == Status.RESOLVED and event.reason != "solved":
                    assert row.status != Status.RESOLVED or row.resolution in Resolution
            assert row.status == status

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        messages = self.shop.rows(Message)
        for visitor in self.shop.rows(Visitor):
            theirs = sorted(message.seq for message in messages if message.visitor_id == visitor.id)
            assert theirs == list(range(1, visitor.last_seq + 1))
        kept = {m.client_id: (m.id, m.seq) for m in messages if m.author == Actor.CUSTOMER}
        assert kept == self.acknowledged

    @invariant()
    def what_was_merged_goes_on_in_one(self) -> None:
        rows = {row.id: row for row in self.shop.rows(Conversation)}
        for row in rows.values():
            seen = {row.id}
            while row.merged_into_id is not None:
                row = rows[row.merged_into_id]
                assert row.id not in seen
                seen.add(row.id)

    @invariant()
    def only_the_customer_confirms(self) -> None:
        for row in self.shop.rows(Conversation, resolution=Resolution.CONFIRMED):
            last = [event for event in self.shop.rows(Event, conversation_id=row.id) if event.after][-1]
            assert (last.actor, last.reason) == (Actor.CUSTOMER, "solved")

    def teardown(self) -> None:
        """However it went: with a working engine and some time every turn comes to its end."""
        for row in self.shop.rows(Conversation):
            for _ in range(60):
                self.clock.advance(seconds=20)
                job = self.shop.do(turns.take_next, row.id, "w1")
                if job is None:
                    continue
                if job.judge:
                    self.shop.do(answering.store_judgement, job.turn_id, "w1", None)
                else:
                    self.shop.do(answering.store_answer, job.turn_id, "w1", answer("Here."), 1)
                if not self.shop.rows(Turn, conversation_id=row.id, status=TurnStatus.PENDING):
                    break
        assert self.shop.rows(Turn, status=TurnStatus.PENDING) == []
        self.there_is_one_owner()


@contextmanager
def refusing(expected: bool | None) -> Iterator[None]:
    """An illegal wish is a named Conflict and nothing else; None: either may happen."""
    try:
        yield
    except Conflict:
        assert expected is not False
    except CareError as error:
        raise AssertionError(f"not a conflict: {error.code}") from error
    else:
        assert expected is not True


@pytest.fixture
def fresh() -> Iterator[Database]:
    """A file of its own, without waiting for the disk: this writes a great deal."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'life.db'}")
        metadata.create_all(database.engine)
        yield database
        database.close()


def test_any_life_keeps_its_promises(fresh: Database, tmp_path: Path) -> None:
    clock = Clock()
    configured = load({"CARELINE_DATA_DIR": str(tmp_path), "CARELINE_SECRET": "x" * 40})
    Life.shop, Life.clock = Shop(fresh, House(configured, load_texts(), clock)), clock
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
