"""The benchmark of whole conversations: what is printed, and what is counted."""

import json
import os
import time

import httpx2
import pytest

from bench import figures
from bench.connections import bare
from bench.crowd import Crowd
from bench.talking import SCRIPT, Side


class Silent:
    """Gets no answer to the second sentence of a conversation."""

    def __init__(self) -> None:
        self.http = httpx2.AsyncClient()
        self.heard: list[str] = []

    async def begin(self) -> None:
        self.heard = []

    async def answered(self, text: str) -> bool:
        self.heard.append(text)
        return len(self.heard) != 2


def test_two_figures_and_their_ratio_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    figures.compared("engine", "one parse", 10.0, 25.0, "ms", parses=3)
    figures.compared("engine", "one parse", 10.0, None, "ms")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["figure"], line["value"], line["unit"]) for line in lines] == [
        ("one parse, ours", 10.0, "ms"),
        ("one parse, stock", 25.0, "ms"),
        ("one parse, stock / ours", 2.5, "times"),
        ("one parse, ours", 10.0, "ms"),
    ]


async def test_every_customer_says_the_whole_script_and_silence_is_counted() -> None:
    side = Side(Silent, {"bot": os.getpid()})
    await side.round(3, time.monotonic() + 60)
    assert len(SCRIPT) == 20
    assert (len(side.milliseconds), side.unanswered) == (60, 3)


async def test_an_order_number_is_tried_in_one_conversation_only() -> None:
    customers: list[Silent] = []

    def newcomer() -> Silent:
        customers.append(Silent())
        return customers[-1]

    await Side(newcomer, {}).round(2, time.monotonic() + 60)
    first, second = (customer.heard for customer in customers)
    assert [theirs == ours for theirs, ours in zip(first, second, strict=True)].count(False) == 1


async def test_when_the_time_is_over_nobody_says_more() -> None:
    side = Side(Silent, {})
    await side.round(3, time.monotonic() - 1)
    assert side.milliseconds == []


async def test_a_crowd_hears_of_every_message_at_the_desk_that_has_the_conversation() -> None:
    with bare(customers=5, agents=2) as house:
        async with Crowd(house.url, house.desk_tokens, house.reads) as crowd:
            await crowd.come(house.seats[:3])
            await crowd.come(house.seats[3:])
            await crowd.write(7, rate=100)
    assert (len(crowd.nudged), len(crowd.shown), crowd.unheard) == (7, 7, 0)
    assert house.seats[3].desk == 1
