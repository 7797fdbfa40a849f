"""Everything that a customer in two browsers, bot, agents, an admin and time can do, legal or not, in any order.

Undo of a send happens in the agent's browser before anything is sent: here it is a message that never comes.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem, DueKind
from bot.db.models.goodwill import Gesture
from bot.db.models.message import Message
from bot.db.models.shop import Contact
from bot.db.models.staff import Role
from bot.db.models.visitor import Visitor
from bot.domain.conversation import Actor
from bot.domain.errors import Blocked, CareError, Conflict, InvalidInput
from bot.domain.policies import Goodwill, Grievance
from bot.domain.ports import EngineFailure, Trouble
from bot.domain.presence import Presence
from bot.domain.understanding import understanding_of
from bot.services import (
    answering,
    blocking,
    crew,
    forgotten,
    goodwill,
    mails,
    presence,
    promises,
    reminders,
    resolution,
    routing,
    teams,
    thread,
    turns,
)
from bot.services import desk as agents
from bot.services.house import House
from bot.services.merging import merge
from bot.services.views import MemberFields, TeamFields
from tests.conftest import Clock, Customer, Shop, arrive, hire
from tests.services.fake_engine import answer, signal, understood

ANSWERS = [
    answer("Descale it."),
    answer("Descale it.", signal("propose_resolution")),
    answer("Sorry?", signal("misunderstood")),
    answer("Of course.", signal("escalate", reason="asked")),
    answer("Unplug it.", signal("escalate", reason="danger", priority="urgent")),
    answer({"text": "Which?", "buttons": [{"title": "Duo", "payload": "/chat_affirm"}]}),
    answer("It works now? Good.", signal("solved")),
    answer("We call you.", signal("remember_promise", text="a call", due_at="2026-11-18T15:00:00+00:00")),
    EngineFailure(Trouble.UNREACHABLE),
    EngineFailure(Trouble.NOTHING_SAID),
]
SAID = [said for said in ANSWERS if not isinstance(said, EngineFailure)]
INTENTS = ["chat_solved", "chat_not_solved", "chat_thank", "chat_request_human", "support_install"]
BROKEN = Grievance("broken", ("broken",), Decimal(10), 0, "a voucher of {amount}", None)
RULES = Goodwill(Decimal(10), Decimal(20), Decimal(50), 2, (BROKEN,))
WHO = st.integers(0, 1)


class Moves(RuleBasedStateMachine):
    """`shop` and `clock` are set by the test that runs it; `acknowledged` is what was confirmed to whoever wrote it."""

    shop: Shop
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.promised = 0
        self.acknowledged: dict[str, tuple[str, int, str]] = {}
        self.browsers = [arrive(self.shop), arrive(self.shop)]
        self.cleo: Customer = self.browsers[0]
        self.admin = hire(self.shop, "Olga Owner", Role.ADMIN)
        self.agents = [hire(self.shop, "Ann Able"), hire(self.shop, "Ben Busy")]
        self.shop.do(_become_known, self.browsers)
        self.teams = [self._team("Repairs", True, self.agents), self._team("Orders", False, self.agents[:1])]

    def _team(self, name: str, automatic: bool, members: list[str]) -> str:
        lanes = ["support"] if automatic else ["service"]
        fields: dict[str, Any] = {"name": name, "lanes": lanes, "topics": [], "automatic": automatic}
        clocks = {"first_response_s": None, "next_response_s": None, "resolution_s": None}
        return str(self.shop.do(teams.add_team, TeamFields(**fields, **clocks, members=members))["id"])

    def place(self, row: Conversation | Message) -> int:
        """Which browser's it is: ids are made by chance, and a sequence that is run again must meet the same."""
        return [one.visitor_id for one in self.browsers].index(row.visitor_id)

    def current(self) -> Conversation:
        view = self.shop.look(thread.read_thread, self.cleo.visitor_id)
        return self.shop.conversation(view["conversation"]["id"])

    def blocked(self, visitor_id: str | None = None) -> bool:
        (visitor,) = self.shop.rows(Visitor, id=visitor_id or self.cleo.visitor_id)
        return visitor.blocked_at is not None

    # The customer

    @rule()
    def customer_goes_to_the_other_browser(self) -> None:
        self.cleo = self.browsers[1 - self.browsers.index(self.cleo)]

    @rule(
        text=st.sampled_from(["E3 on my Duo", "yes", "no", "thanks", "person", "4", "1", "it broke again, sadly"]),
        for_person=st.sampled_from([False, False, True]),
    )
    def customer_writes(self, text: str, for_person: bool) -> None:
        client_id = uuid.uuid4().hex
        with refusing(Blocked if self.blocked() else None):
            receipt = self.shop.do(thread.receive_text, self.cleo.visitor_id, client_id, text, for_person=for_person)
            self.acknowledged[client_id] = (receipt["id"], receipt["seq"], text)

    @precondition(lambda self: self.acknowledged)
    @rule(pick=st.integers(0, 30))
    def somebody_sends_again(self, pick: int) -> None:
        """A reload in the middle of a send: the first result stands, whatever the text says now."""
        client_id, known = list(self.acknowledged.items())[pick % len(self.acknowledged)]
        (message,) = self.shop.rows(Message, client_id=client_id)
        blocked = message.author == Actor.CUSTOMER and self.blocked(message.visitor_id)
        with refusing(Blocked if blocked else None):
            if message.author == Actor.CUSTOMER:
                receipt = self.shop.do(thread.receive_text, message.visitor_id, client_id, "something else")
            else:
                place, who = message.conversation_id, message.staff_id
                receipt = self.shop.do(agents.reply, place, who, "something else", client_id)
            assert (receipt["id"], receipt["seq"]) == known[:2]

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
        with refusing(Blocked if self.blocked(asked.visitor_id) else Conflict if asked.chosen else None):
            receipt = self.shop.do(thread.receive_choice, asked.visitor_id, client_id, asked.id, choice["id"])
            self.acknowledged[client_id] = (receipt["id"], receipt["seq"], choice["title"])

    @rule()
    def customer_ends_the_chat(self) -> None:
        self.shop.do(thread.end_chat, self.cleo.visitor_id)

    @rule()
    def customer_leaves_an_address(self) -> None:
        with refusing(Blocked if self.blocked() else None):
            self.shop.do(mails.wish, self.cleo.visitor_id, "cleo@example.com")

    # The bot

    @rule(said=st.sampled_from(ANSWERS), intent=st.sampled_from(INTENTS))
    def bot_works(self, said: Any, intent: str) -> None:
        job = self.shop.do(turns.take_next, self.current().id, "w1")
        if job is None:
            return
        if job.judge:
            self.shop.do(answering.store_judgement, job.turn_id, "w1", understanding_of(understood(intent)))
        elif isinstance(said, EngineFailure):
            self.shop.do(answering.store_failure, job.turn_id, "w1", said)
        else:
            self.shop.do(answering.store_answer, job.turn_id, "w1", said, 1)

    @rule(intent=st.sampled_from(INTENTS), mood=st.sampled_from([None, {"label": "angry", "strength": 0.9}]))
    def engine_hints(self, intent: str, mood: Any) -> None:
        """For what people answer, the engine only says what it understood."""
        newest = [m for m in self.shop.rows(Message, author=Actor.CUSTOMER) if m.nlu is None]
        if newest:
            hint = understanding_of(understood(intent, mood=mood))
            last = max(newest, key=lambda message: (message.seq, self.place(message)))
            self.shop.do(answering.store_hint, last.id, hint)

    @rule(said=st.sampled_from(SAID), verb=st.sampled_from([agents.claim, agents.reply]))
    def agent_acts_while_the_bot_thinks(self, said: Any, verb: Callable[..., Any]) -> None:
        conversation_id = self.current().id
        job = self.shop.do(turns.take_next, conversation_id, "w1")
        if job is None or job.judge:
            return
        self.shop.do(verb, conversation_id, self.agents[0], *(("Hello",) if verb is agents.reply else ()))
        before = len(self.shop.rows(Message, author=Actor.BOT))
        self.shop.do(answering.store_answer, job.turn_id, "w1", said, 1)
        assert len(self.shop.rows(Message, author=Actor.BOT)) == before

    @rule()
    def bot_makes_good(self) -> None:
        """What the books do not bear out is for a person to decide."""
        conversation_id = self.current().id

        def give(session: Session, house: House) -> None:
            contact_id = session.get_one(Conversation, conversation_id).contact_id or ""
            case = goodwill.Case(uuid.uuid4().hex, conversation_id, contact_id, borne_out=False)
            goodwill.give(session, RULES, BROKEN, case, house.now(), "EUR")

        self.shop.do(give)

    # Agents

    @rule(
        who=WHO,
        verb=st.sampled_from(
            [agents.claim, agents.propose_resolved, agents.release, agents.return_to_bot, agents.unsnooze]
        ),
    )
    def agent_acts(self, who: int, verb: Callable[..., Any]) -> None:
        with refusing(Conflict, maybe=True):
            self.shop.do(verb, self.current().id, self.agents[who])

    @rule(who=WHO, private=st.booleans())
    def agent_writes(self, who: int, private: bool) -> None:
        client_id = uuid.uuid4().hex
        with refusing(Conflict, maybe=True):
            if private:
                self.shop.do(agents.add_note, self.current().id, self.agents[who], "Only for us")
            else:
                receipt = self.shop.do(agents.reply, self.current().id, self.agents[who], "Hello", client_id)
                self.acknowledged[client_id] = (receipt["id"], receipt["seq"], "Hello")

    @rule(who=WHO, to=st.integers(0, 4), note=st.sampled_from([None, "Has tried descaling."]))
    def agent_transfers(self, who: int, to: int, note: str | None) -> None:
        targets = [*self.agents, self.admin, *self.teams]
        verb = agents.transfer_to_team if targets[to] in self.teams else agents.transfer_to_colleague
        with refusing(Conflict, InvalidInput, maybe=True):
            self.shop.do(verb, self.current().id, self.agents[who], targets[to], note)

    @rule(who=WHO, closing=st.integers(0, 5), staying=st.integers(0, 5))
    def agent_merges(self, who: int, closing: int, staying: int) -> None:
        rows = sorted(self.shop.rows(Conversation), key=lambda row: (row.created_at, self.place(row)))
        ids = [row.id for row in rows]
        with refusing(Conflict, InvalidInput, maybe=True):
            self.shop.do(merge, ids[closing % len(ids)], self.agents[who], ids[staying % len(ids)], True)

    @rule(who=WHO, hours=st.sampled_from([None, 1, 30, -1, 24 * 91]))
    def agent_snoozes(self, who: int, hours: int | None) -> None:
        until = None if hours is None else self.clock.now + timedelta(hours=hours)
        with refusing(Conflict, InvalidInput, maybe=True):
            self.shop.do(agents.snooze, self.current().id, self.agents[who], until)

    @rule(who=WHO, hours=st.sampled_from([2, 50, -1]))
    def agent_promises(self, who: int, hours: int) -> None:
        with refusing(InvalidInput if hours < 0 else None):
            until = self.clock.now + timedelta(hours=hours)
            self.promised += 1
            words = f"promise {self.promised:02}"
            self.shop.do(promises.promise, self.current().id, self.agents[who], words, until)

    @rule(who=WHO, pick=st.integers(0, 5), kept=st.booleans())
    def agent_looks_after_a_promise(self, who: int, pick: int, kept: bool) -> None:
        items = sorted(self.shop.rows(DueItem, kind=DueKind.PROMISE), key=lambda item: str(item.payload["text"]))
        if items and kept:
            self.shop.do(promises.keep, items[pick % len(items)].id, self.agents[who])
        elif items:
            later = self.clock.now + timedelta(days=1)
            self.shop.do(promises.put_off, items[pick % len(items)].id, self.agents[who], later)

    @rule(pick=st.integers(0, 5), approve=st.booleans())
    def admin_decides(self, pick: int, approve: bool) -> None:
        gestures = self.shop.rows(Gesture)
        if gestures:
            with refusing(Conflict, maybe=True):
                self.shop.do(goodwill.decide, gestures[pick % len(gestures)].id, self.admin, approve, None)

    @rule(block=st.booleans())
    def admin_blocks_or_unblocks(self, block: bool) -> None:
        if block:
            self.shop.do(blocking.block, self.current().id, self.admin, "abuse")
        else:
            self.shop.do(blocking.unblock, self.current().id, self.admin, "a mistake")

    @rule(who=WHO, chosen=st.sampled_from([*Presence, "arrived", "seen", "kept", "left"]))
    def agent_comes_or_goes(self, who: int, chosen: str) -> None:
        staff_id = self.agents[who]
        match chosen:
            case "arrived":
                self.shop.do(presence.arrived, staff_id)
            case "seen":
                self.shop.do(presence.note_seen, staff_id)
            case "left":
                self.shop.do(presence.left, staff_id)
            case _:
                chosen_presence = Presence.ONLINE if chosen == "kept" else Presence(chosen)
                self.shop.do(presence.choose, staff_id, chosen_presence, chosen == "kept")

    @rule(active=st.booleans(), role=st.sampled_from([Role.AGENT, Role.TRAINER]))
    def ben_is_demoted_let_go_or_comes_back(self, active: bool, role: Role) -> None:
        fields = MemberFields(name="Ben Busy", role=role, capacity=2, active=active)
        self.shop.do(crew.change_member, self.admin, self.agents[1], fields)

    # The house

    @rule(minutes=st.sampled_from([0.1, 2, 15, 70, 60 * 25, 60 * 24 * 8]))
    def time_passes(self, minutes: float) -> None:
        self.clock.advance(minutes=minutes)
        self.sweep()

    @rule()
    def sweep(self) -> None:
        """As the runner does it."""
        self.shop.do(resolution.sweep)
        for verb in (reminders.do_next, forgotten.remember_next, routing.hand_out_next):
            for _ in range(20):
                if not self.shop.do(verb):
                    break
            else:
                raise AssertionError(f"{verb.__module__} comes to no end")


@contextmanager
def refusing(*expected: type[CareError] | None, maybe: bool = False) -> Iterator[None]:
    """An illegal wish is refused by these named errors, and by nothing else; `maybe`: it may be legal as well."""
    errors = tuple(error for error in expected if error is not None)
    try:
        yield
    except CareError as error:
        if not isinstance(error, errors):
            raise AssertionError(f"not expected: {error.code}") from error
    else:
        assert maybe or not errors, f"this should have been refused: {errors}"


def _become_known(session: Session, house: House, browsers: list[Customer]) -> None:
    contact = Contact(name="Cleo", email="cleo@example.com", created_at=house.now())
    session.add(contact)
    session.flush()
    for who in browsers:
        session.get_one(Conversation, who.conversation_id).contact_id = contact.id
        session.get_one(Visitor, who.visitor_id).contact_id = contact.id
