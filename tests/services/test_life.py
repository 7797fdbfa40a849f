"""Whatever customer, bot, agents and time do: one owner, a full log, nothing lost, nobody left waiting."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Turn, TurnStatus
from bot.db.session import Database, open_database
from bot.db.tables import metadata
from bot.domain.conversation import Status
from bot.services import answering, presence, turns
from bot.services.house import House
from bot.services.texts import load as load_texts
from bot.settings import load
from tests.company import stock
from tests.conftest import NOON, Clock, Shop
from tests.services.fake_engine import answer
from tests.services.life_checks import check_conversations, check_ledgers, check_messages
from tests.services.life_moves import Moves


class Life(Moves):
    def __init__(self) -> None:
        _forget_people(self.shop.database)
        self.clock.now = NOON
        super().__init__()

    @invariant()
    def every_change_is_explained_and_nothing_is_lost(self) -> None:
        check_conversations(self.shop)
        check_ledgers(self.shop, self.shop.rows(Event))
        check_messages(self.shop, self.acknowledged)

    def teardown(self) -> None:
        """However it went: every turn comes to its end, and nobody waits for a colleague who is gone."""
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
        for who in self.agents:
            self.shop.do(presence.left, who)
        self.sweep()
        with_nobody = [row for row in self.shop.rows(Conversation, status=Status.ASSIGNED) if row.waiting_since]
        assert [row for row in with_nobody if row.assignee_id != self.admin] == []
        self.every_change_is_explained_and_nothing_is_lost()


@pytest.fixture
def memory() -> Iterator[Database]:
    """In memory: this writes a great deal."""
    database = open_database(f"sqlite:///file:{uuid.uuid4().hex}?mode=memory&cache=shared&uri=true")
    metadata.create_all(database.engine)
    yield database
    database.close()


def live(database: Database, data_dir: Path, lives: int) -> None:
    clock = Clock()
    environment = {"CARELINE_DATA_DIR": str(data_dir), "CARELINE_SECRET": "x" * 40}
    posting = {"CARELINE_SMTP_URL": "smtp://127.0.0.1:9", "CARELINE_PUBLIC_URL": "https://shop.example"}
    configured = load({**environment, **posting, "CARELINE_ROUTING": "automatic"})
    Life.shop, Life.clock = Shop(database, House(configured, load_texts(), clock)), clock
    Life.shop.do(stock)
    every = list(HealthCheck)
    run_state_machine_as_test(
        Life,
        settings=settings(
            phases=[Phase.generate],  # with Phase.shrink it looks minutes for the shortest life that fails
            max_examples=lives,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=every,
            database=None,
        ),
    )


def test_any_life_keeps_its_promises(memory: Database, tmp_path: Path) -> None:
    live(memory, tmp_path, 15)


@pytest.mark.parametrize("database_kind", ["postgres"])
def test_so_it_does_on_postgresql(database: Database, tmp_path: Path) -> None:
    live(database, tmp_path, 2)


def _forget_people(database: Database) -> None:
    """All but the company."""
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name != "knowledge_versions":
                connection.execute(table.delete())
