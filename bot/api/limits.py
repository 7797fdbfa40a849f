"""How often an address, a visitor or a sign-in may call. A refused call does not make the wait longer."""

import ipaddress
import math
import time
from collections.abc import Sequence

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string
from starlette.requests import HTTPConnection

from bot.domain.errors import TooMany
from bot.settings import Settings

log = structlog.get_logger()

Spending = tuple[RateLimitItem, Sequence[str]]


class Limits:
    """In memory, or in Redis when several gateways share it; without Redis each counts for itself."""

    def __init__(self, settings: Settings) -> None:
        self.sessions = parse(settings.rate_sessions)
        self.messages = parse(settings.rate_messages)
        self.logins = parse(settings.rate_logins)
        self.files = parse(settings.rate_files)
        # An agent answers many customers.
        self.files_of_staff = type(self.files)(self.files.amount * 6, self.files.multiples)
        # One address may be a whole office, but it cannot try one password on everybody; nor can many try one account.
        self.logins_in_all = type(self.logins)(self.logins.amount * 5, self.logins.multiples)
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _redis(settings.redis_url) if settings.redis_url else None

    async def spend(self, *spendings: Spending) -> None:
        """TooMany, with the seconds to wait, when any of them is used up; then none is spent."""
        if self._shared is not None:
            try:
                await _spend(self._shared, spendings)
                return
            except StorageError as error:
                log.warning("limits_without_redis", error=str(error.storage_error))
        await _spend(self._memory, spendings)


async def _spend(window: MovingWindowRateLimiter, spendings: Sequence[Spending]) -> None:
    for item, who in spendings[1:]:
        if not await window.test(item, *who):
            raise await _refusal(window, item, who)
    for item, who in spendings:
        if not await window.hit(item, *who):
            raise await _refusal(window, item, who)


async def _refusal(window: MovingWindowRateLimiter, item: RateLimitItem, who: Sequence[str]) -> TooMany:
    stats = await window.get_window_stats(item, *who)
    seconds = max(1, math.ceil(stats.reset_time - time.time()))
    return TooMany(f"That was too fast. Please try again in {seconds} s.", retry_after_s=seconds)


def _redis(url: str) -> MovingWindowRateLimiter:
    address = url.replace("unix://", "redis+unix://", 1) if url.startswith("unix://") else url
    storage = storage_from_string(f"async+{address}", implementation="redispy", wrap_exceptions=True)
    return MovingWindowRateLimiter(storage)


def address_of(connection: HTTPConnection) -> str:
    """The caller's address; an IPv6 network counts as one, because one customer owns all of it."""
    host = connection.client.host if connection.client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
