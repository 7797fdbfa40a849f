"""The three processes of Careline: how each is started, and what it is told."""

import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.model_files import LIVE, MODELS
from bot.settings import ROOT, Settings
from bot.supervisor import Program

ENGINE_PYTHON = ROOT / "engine" / ".venv" / "bin" / "python"

# One thread for each numeric library: a turn is small, and threads that wait for each other cost more than they give.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"),
    "1",
)


@dataclass(frozen=True)
class Addresses:
    """Where the processes find each other; all on loopback, the ports chosen at start."""

    engine_port: int
    actions_port: int
    engine_secret: str

    @property
    def engine(self) -> str:
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def actions(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"


def another_engine(addresses: Addresses) -> Addresses:
    """The same house with a second engine, on a free port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return replace(addresses, engine_port=one.getsockname()[1])


def choose_addresses(secret: str) -> Addresses:
    """Two free ports; both are held until both are known, so that they differ."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return Addresses(one.getsockname()[1], two.getsockname()[1], secret)


def common_env(settings: Settings, addresses: Addresses) -> Mapping[str, str]:
    """What all of them are told; the settings are written out, because their defaults depend on the folder."""
    return {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "CARELINE_DATA_DIR": str(settings.data_dir),
        "CARELINE_DATABASE_URL": settings.database_url,
        "CARELINE_ENGINE_URL": addresses.engine,
        "CARELINE_ACTIONS_URL": addresses.actions,
        "CARELINE_TRACKER_DB": str(settings.data_dir / "tracker.db"),
        **ONE_THREAD,
    }


def engine(settings: Settings, addresses: Addresses, model: Path = MODELS / LIVE, name: str = "engine") -> Program:
    return Program(
        name,
        (str(ENGINE_PYTHON), "-m", "engine.serve", "--port", str(addresses.engine_port), "--model", str(model)),
        {
            **common_env(settings, addresses),
            "CARELINE_ENGINE_SECRET": addresses.engine_secret,
            "CARELINE_ADMIN_PASSWORD": "",
            "CARELINE_SECRET": "",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "2",
        },
        ROOT,
        port=addresses.engine_port,
    )


def trainer(out: Path, report: Path, live: Path | None, messages: Path) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Command and environment of one training run. It has the numeric libraries' threads for itself, but waits behind
    everything that serves customers (see `bot.trainer`)."""
    command = (str(ENGINE_PYTHON), "-m", "engine.prove", "--out", str(out), "--report", str(report))
    compared = ("--live", str(live)) if live else ()
    env = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "CARELINE_SECRET": "", "CARELINE_ADMIN_PASSWORD": ""}
    return (*command, *compared, "--messages", str(messages)), env


def actions(settings: Settings, addresses: Addresses) -> Program:
    return Program(
        "actions",
        (sys.executable, "-m", "bot.action_server", "--port", str(addresses.actions_port)),
        {
            **common_env(settings, addresses),
            "CARELINE_ADMIN_PASSWORD": "",
            "SANIC_HOST": "127.0.0.1",
        },
        ROOT,
        port=addresses.actions_port,
    )


def gateway(settings: Settings, addresses: Addresses, listener: socket.socket, gate: int) -> Program:
    """`gate` is the reading end of a pipe; the gateway serves once the other end is closed."""
    return Program(
        "gateway",
        (sys.executable, "-m", "bot.gateway", "--fd", str(listener.fileno()), "--gate", str(gate)),
        {
            **common_env(settings, addresses),
            "CARELINE_ENGINE_SECRET": addresses.engine_secret,
            "CARELINE_HOST": settings.host,
            "CARELINE_PORT": str(settings.port),
            "CARELINE_SECRET": settings.secret,
            "CARELINE_ADMIN_PASSWORD": "",
        },
        ROOT,
        port=settings.port,
        fds=(listener.fileno(), gate),
    )


def log_file(settings: Settings) -> Path:
    return settings.data_dir / "log" / "careline.log"


def state_file(settings: Settings) -> Path:
    return settings.data_dir / "run" / "processes.json"


def write_address(file: Path, url: str) -> None:
    """Where the gateways find the live engine; whole, so that nobody reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(url, encoding="ascii")
    draft.replace(file)
