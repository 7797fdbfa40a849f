"""A small house that is open. What databases differ in has its tests in tests/services: here they run on one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.base import utcnow
from bot.services import deployments
from tests.conftest import Shop
from tests.ops.house import House
from tests.waiting import eventually


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def closed_home(shop: Shop, tom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """With its first model, and nobody in it yet. It looks often, because its processes are quick."""
    for module in ("workshop", "trainer"):
        monkeypatch.setattr(f"bot.{module}.LOOK_EVERY", 0.05)
    monkeypatch.setattr("bot.swap.SETTLED_AFTER", 0.1)
    shop.house = replace(shop.house, settings=replace(shop.house.settings, data_dir=tmp_path), now=utcnow)
    home = House(shop, tom, tmp_path)
    home.put_first_model()
    return home


@pytest.fixture
async def home(closed_home: House) -> AsyncIterator[House]:
    async with closed_home:
        await eventually(lambda: bool(closed_home.shop.look(deployments.models)["history"]))
        yield closed_home
