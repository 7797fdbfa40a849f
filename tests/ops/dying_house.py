"""Houses that die where they are told: `python -m tests.ops.dying_house` reads lines `{folder, database, point}` and
answers each with the signal that ended its house. The program is loaded once, each house is a fork of it.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import swap, trainer, workshop
from bot.db.base import utcnow
from bot.db.session import open_database
from bot.model_files import ModelFiles
from bot.services import release, texts, workbench
from bot.services.house import House as Services
from bot.settings import load
from tests.conftest import Shop
from tests.ops.house import House

POINTS: dict[str, tuple[Any, str, str]] = {
    "the run is taken": (workbench, "take_run", "after"),
    "the trainer has ended": (workbench, "note_facts", "before"),
    "before the model has its name": (ModelFiles, "adopt", "before"),
    "the model has its name": (ModelFiles, "adopt", "after"),
    "the run is done": (workbench, "finish_run", "after"),
    "the promotion is taken": (release, "take_deployment", "after"),
    "the second engine starts": (swap.Swap, "_wait_ready", "before"),
    "the second engine is ready": (swap.Swap, "_examine", "before"),
    "the second engine has passed": (ModelFiles, "put_live", "before"),
    "the files are changed": (ModelFiles, "put_live", "after"),
    "the address is changed": (swap, "write_address", "after"),
    "the table says that it is live": (release, "went_live", "after"),
    "the first engine ends": (swap.Swap, "_drain", "before"),
}
"""What a house does, and whether it dies before or after it has done it (in the database: committed it)."""


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepare(point: str) -> None:
    owner, name, when = POINTS[point]
    work = getattr(owner, name)

    def last(*given: Any, **named: Any) -> Any:
        if when == "after":
            work(*given, **named)
        die()

    async def written(self: Any, verb: Callable[..., Any], *values: Any) -> Any:
        done = await write(self, verb, *values)
        if verb is work and (done is not None or not name.startswith("take_")):  # there was something to take
            die()
        return done

    if owner in (workbench, release) and when == "after":
        write = workshop.Workshop._write
        workshop.Workshop._write = written  # type: ignore[method-assign]
    else:
        setattr(owner, name, last)
    workshop.LOOK_EVERY = trainer.LOOK_EVERY = 0.05
    swap.SETTLED_AFTER = 0.1


async def live(folder: Path, database: str) -> None:
    settings = replace(load({"CARELINE_DATA_DIR": str(folder), "CARELINE_SECRET": "x" * 40}), database_url=database)
    shop = Shop(open_database(database), Services(settings, texts.load(), utcnow))
    house = House(shop, "", folder)
    house.open()
    await house.task


def main() -> None:
    for line in sys.stdin:
        given = json.loads(line)
        pid = os.fork()
        if pid == 0:
            prepare(given["point"])
            asyncio.run(live(Path(given["folder"]), given["database"]))
        _, status = os.waitpid(pid, 0)
        print(-os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
