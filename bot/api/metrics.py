"""What Prometheus may read at /metrics."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.adapters.engine import EngineClient
from bot.domain.ports import EngineAnswer, EngineFailure

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """One registry per application, so that two in one process do not share their numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "careline_requests", "HTTP requests.", ("method", "route", "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "careline_request_seconds",
            "Time until the answer began.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.turns = Counter("careline_turns", "Turns sent to the engine.", ("outcome",), registry=self.registry)
        self.turn_seconds = Histogram(
            "careline_turn_seconds", "Time the engine took for a turn.", buckets=_SECONDS, registry=self.registry
        )
        self.connections = Gauge("careline_connections", "Open streams.", ("kind",), registry=self.registry)
        self.waiting = Gauge("careline_queue_length", "Conversations waiting for a person.", registry=self.registry)
        self.longest_wait = Gauge(
            "careline_queue_longest_wait_seconds", "Of those that are waiting now.", registry=self.registry
        )

    def text(self) -> bytes:
        return generate_latest(self.registry)


class MeteredEngine(EngineClient):
    """The same client, counted."""

    def __init__(
        self,
        metrics: Metrics,
        url: str | Callable[[], str | None] | None,
        secret: str,
        timeout: timedelta,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(url, secret, timeout, transport)
        self._metrics = metrics

    async def turn(
        self, conversation_id: str, turn_id: str, text: str, payload: str | None, metadata: dict[str, Any]
    ) -> EngineAnswer:
        with self._metrics.turn_seconds.time():
            try:
                answer = await super().turn(conversation_id, turn_id, text, payload, metadata)
            except EngineFailure as failure:
                self._metrics.turns.labels(failure.trouble.value).inc()
                raise
        self._metrics.turns.labels("repeated" if answer.repeated else "answered").inc()
        return answer
