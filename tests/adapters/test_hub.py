"""Wakes reach whoever listens, in this process and through Redis."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator

import pytest
from redis import Redis
from redis.exceptions import RedisError

from bot.adapters.hub import Hub, RedisHub, open_hub
from bot.domain.events import Wake

REDIS = os.environ.get("CARELINE_TEST_REDIS_URL", "redis://127.0.0.1:6379")
WAKE = Wake("visitor:cleo", "message", {"seq": 1})


def redis_url() -> str:
    try:
        with Redis.from_url(REDIS, socket_connect_timeout=2) as server:
            server.ping()
    except (RedisError, OSError) as error:
        if os.environ.get("CARELINE_REQUIRE_ALL") == "1":
            raise
        pytest.skip(f"NOT TESTED WITH REDIS: no server at {REDIS} ({error})")
    return REDIS


@pytest.fixture(params=["in process", "redis"])
async def hub(request: pytest.FixtureRequest) -> AsyncIterator[Hub]:
    opened = await open_hub(None if request.param == "in process" else redis_url())
    yield opened
    await opened.close()


async def test_a_wake_reaches_the_listeners_of_its_topic_only(hub: Hub) -> None:
    async with hub.listen("visitor:cleo", "desk") as cleo, hub.listen("visitor:dora") as dora:
        hub.publish(WAKE)
        assert await cleo.next(timeout=5) == WAKE
        assert await dora.next(timeout=0.01) is None
        assert await cleo.next(timeout=0.01) is None


async def test_wakes_come_in_their_order_and_may_wait(hub: Hub) -> None:
    wakes = [Wake("desk", "message", {"seq": number}) for number in range(50)]
    async with hub.listen("desk") as desk:
        for wake in wakes:
            hub.publish(wake)
        assert [await desk.next(timeout=5) for _ in wakes] == wakes


async def test_any_thread_may_publish(hub: Hub) -> None:
    async with hub.listen("visitor:cleo") as cleo:
        threads = [threading.Thread(target=hub.publish, args=(WAKE,)) for _ in range(5)]
        for thread in threads:
            thread.start()
        assert [await cleo.next(timeout=5) for _ in threads] == [WAKE] * 5
        for thread in threads:
            thread.join()


async def test_who_left_is_forgotten(hub: Hub) -> None:
    async with hub.listen("visitor:cleo"):
        pass
    assert hub._listeners == {}
    hub.publish(WAKE)


async def test_a_slow_listener_does_not_grow_without_end(hub: Hub) -> None:
    async with hub.listen("desk") as desk:
        for number in range(2000):
            hub.publish(Wake("desk", "message", {"seq": number}))
        await asyncio.sleep(0)
        first = await desk.next(timeout=5)
        assert first is not None
        assert first.data["seq"] >= 1000  # type: ignore[operator]


async def test_two_processes_hear_each_other_and_nobody_hears_himself_twice() -> None:
    here, there = RedisHub(redis_url()), RedisHub(redis_url())
    try:
        async with asyncio.timeout(10):
            await here.listening.wait()
            await there.listening.wait()
        async with here.listen("desk") as mine, there.listen("desk") as theirs:
            wake = Wake("desk", "conversation", {"conversation_id": "1", "status": "queued", "staff": None})
            here.publish(wake)
            assert await theirs.next(timeout=5) == wake
            assert await mine.next(timeout=5) == wake
            assert await mine.next(timeout=0.1) is None
    finally:
        await here.close()
        await there.close()


async def test_without_its_redis_a_hub_still_works_in_its_own_process() -> None:
    alone = RedisHub("redis://127.0.0.1:9")
    try:
        async with alone.listen("visitor:cleo") as cleo:
            alone.publish(WAKE)
            assert await cleo.next(timeout=5) == WAKE
    finally:
        await alone.close()


async def test_publishing_after_the_loop_has_ended_is_harmless() -> None:
    made: list[Hub] = []

    def elsewhere() -> None:
        async def make() -> None:
            made.append(Hub())

        asyncio.run(make())

    await asyncio.to_thread(elsewhere)
    made[0].publish(WAKE)
