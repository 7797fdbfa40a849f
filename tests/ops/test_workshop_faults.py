"""Every process of the learning loop is killed at every step of it. Afterwards the live model answers, what was under
way is over or has begun again, nothing is half written, and the next run and promotion work.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.services import deployments
from bot.settings import ROOT
from bot.swap import ENGINE, RETIRED, SECOND
from tests.ops.dying_house import POINTS
from tests.ops.house import NEW, OLD, House
from tests.waiting import eventually

Graveyard = Callable[[House, str], "asyncio.Future[str]"]
OF_A_RUN = list(POINTS)[: list(POINTS).index("the promotion is taken")]
OF_A_PROMOTION = list(POINTS)[len(OF_A_RUN) :]


async def is_whole(home: House) -> None:
    """Files, tables and the engine that answers agree, nothing is left over, and the loop goes round once more."""
    live = home.files.live_model()
    assert live is not None
    (row,) = [one for one in home.shop.look(deployments.models)["history"] if one["state"] == "live"]
    assert row["model_id"] == live.id
    assert await home.says() == home.live["name"]
    run = await home.over(home.train(model={**NEW, "name": "newest"}))
    assert run["state"] == "done"
    home.promote(run["id"])
    assert (await home.deployed())["state"] == "live"
    assert await home.says() == "newest"
    await eventually(lambda: home.children() == [ENGINE])
    kept = {f"{one['model_id']}.tar.gz" for one in home.shop.look(deployments.models)["history"]}
    found = {path.name for path in home.files.candidates.iterdir() if path.suffix == ".gz"}
    assert found <= kept | {f"{each['id']}.tar.gz" for each in home.shop.look(deployments.models)["models"]}
    assert {path.name for path in home.files.live.parent.iterdir()} == {"live.tar.gz", "live.json", "candidates"}
    assert {path.name for path in (home.folder / "run").iterdir()} == {"engine.url", "processes.json"}


# The trainer


@pytest.mark.parametrize("step", ["preparing", "intents", "candidate", "live"])
async def test_a_trainer_is_killed(home: House, step: str) -> None:
    run_id = home.train(pause=step)
    await home.step(run_id, step)
    os.kill(home.trainer_pid(), signal.SIGKILL)
    failed = await home.over(run_id)
    assert (failed["state"], failed["failure"]["code"]) == ("failed", "killed")
    assert "ran out of memory" in failed["failure"]["message"]
    assert home.live == OLD
    await is_whole(home)


# The engines


async def test_the_live_engine_is_killed_while_a_model_is_trained(home: House) -> None:
    run_id = home.train(pause="candidate")
    await home.step(run_id, "candidate")
    os.kill(home.pid(ENGINE), signal.SIGKILL)
    assert await home.says() == "old"
    home.go.touch()
    assert (await home.over(run_id))["state"] == "done"
    await is_whole(home)


@pytest.mark.parametrize(
    ("victim", "at", "ends"),
    [
        (ENGINE, "_wait_ready", "live"),
        (ENGINE, "_examine", "live"),
        (ENGINE, "_drain", "live"),
        (RETIRED, "_drain", "live"),
        (SECOND, "_wait_ready", "failed"),
        (SECOND, "_examine", "failed"),
    ],
)
async def test_an_engine_is_killed_while_a_model_goes_live(
    home: House, monkeypatch: pytest.MonkeyPatch, victim: str, at: str, ends: str
) -> None:
    run = await home.over(home.train())
    step = getattr(home.workshop.swap, at)

    async def kill_first(*given: Any) -> None:
        await eventually(lambda: home.pid(victim) > 0)
        os.kill(home.pid(victim), signal.SIGKILL)
        await step(*given)

    monkeypatch.setattr(home.workshop.swap, at, kill_first)
    home.promote(run["id"])
    deployed = await home.deployed()
    assert deployed["state"] == ends, deployed
    assert (deployed["failure"] is None) == (ends == "live")
    assert home.live == (NEW if ends == "live" else OLD)
    assert await home.says() == home.live["name"]
    monkeypatch.undo()
    await is_whole(home)


async def test_the_second_engine_is_killed_just_before_it_takes_over(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are live already: it is started again as the live engine."""
    run = await home.over(home.train())
    put_live = home.files.put_live

    def kill_first(*given: Any) -> None:
        os.kill(home.pid(SECOND), signal.SIGKILL)
        put_live(*given)

    monkeypatch.setattr(home.files, "put_live", kill_first)
    home.promote(run["id"])
    assert (await home.deployed())["state"] == "live"
    assert await home.says() == "new"
    monkeypatch.undo()
    await is_whole(home)


# The house itself, which takes its engines and its trainer with it


@pytest.fixture(scope="module")
def graveyard() -> Iterator[Graveyard]:
    """`await graveyard(home, point)`: it was open, and was killed at this point."""
    command = [sys.executable, "-m", "tests.ops.dying_house"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None

    def killed(home: House, point: str) -> str:
        url = home.shop.database.engine.url.render_as_string(hide_password=False)
        process.stdin.write(json.dumps({"folder": str(home.folder), "database": url, "point": point}) + "\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    yield lambda home, point: asyncio.get_running_loop().run_in_executor(None, killed, home, point)
    process.stdin.close()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("point", OF_A_RUN)
async def test_the_house_is_killed_during_a_run(closed_home: House, graveyard: Graveyard, point: str) -> None:
    run_id = closed_home.train()
    assert await graveyard(closed_home, point) == str(signal.SIGKILL.value)
    assert closed_home.live == OLD
    async with closed_home:
        assert (await closed_home.over(run_id))["state"] == "done"
        await is_whole(closed_home)


@pytest.mark.parametrize(
    ("kind", "point"),
    [
        *(("promote", point) for point in OF_A_PROMOTION),
        ("rollback", "the second engine is ready"),
        ("rollback", "the files are changed"),
    ],
)
async def test_the_house_is_killed_while_a_model_goes_live(
    closed_home: House, graveyard: Graveyard, point: str, kind: str
) -> None:
    async with closed_home:
        run = await closed_home.over(closed_home.train())
        if kind == "rollback":
            closed_home.promote(run["id"])
            await closed_home.deployed()
    if kind == "rollback":
        closed_home.shop.do(deployments.roll_back, run["compared_with"], closed_home.tom)
    else:
        closed_home.promote(run["id"])
    before = closed_home.live
    assert await graveyard(closed_home, point) == str(signal.SIGKILL.value)
    async with closed_home:
        deployed = await closed_home.deployed()
        if point in OF_A_PROMOTION[OF_A_PROMOTION.index("the files are changed") :]:
            assert (deployed["state"], deployed["kind"]) == ("live", kind)
            assert closed_home.live != before
        else:
            assert (deployed["state"], deployed["failure"]["code"]) == ("failed", "stopped")
            assert closed_home.live == before
        await is_whole(closed_home)
