"""Waiting for something to become true, without guessing how long it takes."""

import asyncio
import time
from collections.abc import Callable

PATIENCE_SECONDS = 30.0


async def eventually(condition: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as the condition holds; fails the test when patience is over."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"still not true after {patience:g} s"
        await asyncio.sleep(0.01)
