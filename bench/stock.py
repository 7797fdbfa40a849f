"""Stock Rasa, in the engine's interpreter: `rasa init`'s scaffold on our data, trained once and kept in var/bench."""

import hashlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from engine.fingerprint import ROOT, hash_of, input_files

KEPT = ROOT / "var" / "bench"
DATA = ("domain.yml", "data/nlu", "data/stories")


def threads(count: int) -> dict[str, str]:
    """The environment of both sides: pinned threads, no telemetry, no cache of Rasa's between trainings."""
    names = (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "TF_INTRA_OP_PARALLELISM_THREADS",
        "TF_INTER_OP_PARALLELISM_THREADS",
    )
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    own = {"RASA_MAX_CACHE_SIZE": "0", "PYTHONPATH": str(ROOT), "TQDM_DISABLE": "1", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **dict.fromkeys(names, str(count)), **quiet, **own}


def run(command: list[object], folder: Path, limit: float) -> dict[str, float] | None:
    """Wall and processor seconds of a command that succeeds; None when it took longer than the limit."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env=threads(2),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:  # it took too long, or the benchmark is interrupted
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if code:
            log.seek(0)
            raise SystemExit(f"{command} failed:\n{log.read().decode(errors='replace')[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": time.monotonic() - started, "processor": used}


def stock_config(epochs: int) -> str:
    """What `rasa init` leaves out of its config.yml and this Rasa then fills in: the default pipeline and policies."""
    import rasa.engine.recipes

    file = Path(rasa.engine.recipes.__file__).parent / "config_files" / "default_config.yml"
    return file.read_text(encoding="utf-8").replace("epochs: 100", f"epochs: {epochs}")


def stock_folder(epochs: int) -> Path:
    """Where stock's model for today's data is kept; laid out anew when the data is another."""
    made_from = hash_of(input_files(patterns=("domain.yml", "data/nlu/**/*.yml", "data/stories/**/*.yml")))
    folder = KEPT / f"stock-{hashlib.sha256((made_from + stock_config(epochs)).encode()).hexdigest()[:16]}"
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / "config.yml").write_text(stock_config(epochs), encoding="utf-8")
        for name in DATA:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target)
    return folder


def train_command() -> list[object]:
    """In a folder with config.yml and DATA."""
    return [sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml", "--data",
            "data/nlu", "data/stories", "--out", "models", "--fixed-model-name", "stock"]  # fmt: skip


def train_stock(epochs: int, minutes: float) -> tuple[Path, dict[str, Any]]:
    """Its folder, and what the training took or that it was ended; trained only if it was not before."""
    folder = stock_folder(epochs)
    note = folder / "took.json"
    if not note.exists():
        took = run(train_command(), folder, minutes * 60) or {"ended_after": minutes * 60}
        note.write_text(json.dumps({**took, "epochs": epochs, "date": time.strftime("%Y-%m-%d")}), encoding="utf-8")
    return folder, json.loads(note.read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_command(stock: Path, port: int, actions_url: str | None = None) -> list[object]:
    """Its server on loopback with the REST channel; like ours, it sends the domain only to actions that ask for it."""
    endpoint = {"action_endpoint": {"url": actions_url, "enable_selective_domain": True}} if actions_url else {}
    (stock / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (stock / "endpoints.yml").write_text(json.dumps(endpoint), encoding="utf-8")
    return [sys.executable, "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", port,
            "--model", stock / "models" / "stock.tar.gz", "--credentials", stock / "credentials.yml",
            "--endpoints", stock / "endpoints.yml"]  # fmt: skip
