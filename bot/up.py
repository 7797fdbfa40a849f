"""`careline up`: everything from an empty folder to a running house, and back to silence."""

import asyncio
import contextlib
import fcntl
import importlib
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from bot import programs
from bot.logs import log_to_file
from bot.settings import Settings
from bot.supervisor import Supervisor

GATEWAY_PATIENCE = 60.0
HEAD_START = 3.0
ENGINE_PATIENCE = 300.0


class CannotStart(Exception):
    """One line that says what is in the way."""


def listen(host: str, port: int) -> socket.socket:
    """The public socket. Opened before anything else, so that a taken port is found at once."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except socket.gaierror:
        raise CannotStart(f"CARELINE_HOST: {host!r} is not an address of this machine.") from None
    except PermissionError:
        raise CannotStart(f"Port {port} is reserved for the system; set CARELINE_PORT to one above 1023.") from None
    except OSError as error:
        if error.errno == 99:  # EADDRNOTAVAIL
            raise CannotStart(f"CARELINE_HOST: {host!r} is not an address of this machine.") from None
        raise CannotStart(
            f"Port {port} is taken by another program; stop it, or choose another port: CARELINE_PORT={port + 1}"
        ) from None


@contextlib.contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Two supervisors on one data directory would share one database and one tracker file."""
    path = data_dir / "run" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"Careline already runs on {data_dir}; stop it, or set CARELINE_DATA_DIR.") from None
        yield


def up(settings: Settings, prepare: Callable[[], str | None]) -> None:
    """Run until somebody says stop. `prepare` readies the database and returns a new admin's one-time password."""
    with only_one(settings.data_dir), listen(settings.host, settings.port) as listener:
        log = log_to_file(programs.log_file(settings))
        asyncio.run(_run(settings, listener, log, prepare))


async def _run(
    settings: Settings, listener: socket.socket, log: structlog.stdlib.BoundLogger, prepare: Callable[[], str | None]
) -> None:
    started = time.monotonic()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    addresses = programs.choose_addresses(secrets.token_urlsafe(32))
    supervisor = Supervisor(log, programs.state_file(settings))
    programs.write_address(settings.engine_file, addresses.engine)
    workshop: asyncio.Task[None] | None = None
    try:
        gate, opener = os.pipe()
        supervisor.start(programs.gateway(settings, addresses, listener, gate))
        await asyncio.sleep(0)  # it is on its way before we begin to import the rest of ourselves
        password = await asyncio.to_thread(prepare)
        os.close(opener)
        shop = asyncio.create_task(_answers(settings, "/healthz", GATEWAY_PATIENCE))
        stopped = asyncio.create_task(stop.wait())
        # The shop opens first: for a moment it has the processors for itself, then the other two start side by side.
        await asyncio.wait({shop, stopped}, timeout=HEAD_START, return_when=asyncio.FIRST_COMPLETED)
        supervisor.start(programs.engine(settings, addresses))
        supervisor.start(programs.actions(settings, addresses))
        await asyncio.wait({shop, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if shop.done() and shop.result():
            _announce(settings, _url(settings), password, time.monotonic() - started)
        elif not stop.is_set():
            log.error(f"the gateway does not answer; see {programs.log_file(settings)}")
        awake = asyncio.create_task(_tell_when_awake(settings, log, started))
        workshop = asyncio.create_task(_open_workshop(settings, addresses, supervisor, log))
        await stopped
        awake.cancel()
        log.info("stopping")
    finally:
        if workshop is not None:
            workshop.cancel()
            await asyncio.gather(workshop, return_exceptions=True)
        await supervisor.stop_all("gateway")
        settings.engine_file.unlink(missing_ok=True)


async def _open_workshop(
    settings: Settings, addresses: programs.Addresses, supervisor: Supervisor, log: structlog.stdlib.BoundLogger
) -> None:
    """Its imports wait until the doors are open, and block nobody."""
    await asyncio.to_thread(importlib.import_module, "bot.workshop")
    from bot.workshop import open_workshop

    await open_workshop(settings, addresses, supervisor, log)


async def _answers(settings: Settings, path: str, patience: float) -> bool:
    """True as soon as our own gateway answers 200 there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, TimeoutError):
            if await asyncio.wait_for(_status(host, settings.port, path), 5) == 200:
                return True
        await asyncio.sleep(0.1)
    return False


async def _status(host: str, port: int, path: str) -> int:
    """By hand: an HTTP client would be the slowest import of the whole start."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        words = (await reader.readline()).split()
        return int(words[1]) if len(words) > 1 else 0
    finally:
        writer.close()


async def _tell_when_awake(settings: Settings, log: structlog.stdlib.BoundLogger, started: float) -> None:
    if await _answers(settings, "/readyz", ENGINE_PATIENCE):
        log.info(f"the bot is awake ({time.monotonic() - started:.0f} s after the start)")
    else:
        log.error(f"the bot is still not ready; people can answer meanwhile. See {programs.log_file(settings)}")


def _url(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _announce(settings: Settings, url: str, password: str | None, seconds: float) -> None:
    """On the terminal only: a password has no place in a log."""
    lines = [
        "",
        f"Careline is open ({seconds:.1f} s). The bot wakes up in the background.",
        f"  Shop with the widget   {url}/",
        f"  Desk for agents        {url}/desk",
        f"  Is everything well?    {url}/readyz",
    ]
    if password is not None:
        lines += [
            "",
            f"  First admin            {settings.admin_email}",
            f"  One-time password      {password}    (shown only now)",
        ]
    print("\n".join([*lines, "", "Ctrl-C stops everything.", ""]), flush=True)  # noqa: T201
