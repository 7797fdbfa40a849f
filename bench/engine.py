"""The engine against stock Rasa, in one run: `engine/.venv/bin/python -m bench.engine` (part of `make bench`).

Stock is what `rasa init` scaffolds in this very Rasa: its default pipeline (DIET) and policies, 100 epochs, trained on
the same examples, stories and domain. Training uses the same two threads for both, serving one. The parses of both are
timed in turns of 50, so that whatever else the machine does slows both alike. Wall time is what a user waits;
processor time is given beside it, because it hardly depends on the machine's other work. One JSON line per figure.

Stock takes more than an hour to train here. After `--minutes` it is ended, reported as taking longer, and trained
again with 2 epochs: such a model is as large, starts and answers as slowly, which is all that is asked of it then. What
was trained is kept in var/bench, under the hash of what made it, with what it took.
"""

import argparse
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
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.engine_parses import Side
from engine.fingerprint import ROOT, hash_of, input_files

KEPT = ROOT / "var" / "bench"
DATA = ("domain.yml", "data/nlu", "data/stories")
SECRET = "only-for-the-benchmark-0123456789"
PATIENCE = 300
TURN, TURNS = 50, 8


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


def figure(name: str, value: float | None, unit: str, **about: Any) -> None:
    rounded = None if value is None else round(value, 2)
    print(json.dumps({"bench": "engine", "figure": name, "value": rounded, "unit": unit, **about}), flush=True)


def compared(name: str, ours: float, stock: float | None, unit: str, **about: Any) -> None:
    """Two figures and how many times smaller ours is."""
    figure(f"{name}, ours", ours, unit, **about)
    if stock is not None:
        figure(f"{name}, stock", stock, unit, **about)
        figure(f"{name}, stock / ours", stock / ours, "times", **about)


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
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        if code:
            log.seek(0)
            raise SystemExit(f"{command} failed:\n{log.read().decode(errors='replace')[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": time.monotonic() - started, "processor": used}


# Training


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


def train_stock(epochs: int, minutes: float) -> tuple[Path, dict[str, Any]]:
    """Its folder, and what the training took or that it was ended; trained only if it was not before."""
    folder = stock_folder(epochs)
    note = folder / "took.json"
    if not note.exists():
        command = [sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml", "--data",
                   "data/nlu", "data/stories", "--out", "models", "--fixed-model-name", "stock"]  # fmt: skip
        took = run(command, folder, minutes * 60) or {"ended_after": minutes * 60}
        note.write_text(json.dumps({**took, "epochs": epochs, "date": time.strftime("%Y-%m-%d")}), encoding="utf-8")
    return folder, json.loads(note.read_text(encoding="utf-8"))


def train_ours(archive: Path, encodings: Path | None) -> dict[str, float]:
    """With a folder for encodings of its own the cache is empty, as in the first training ever."""
    start = "import sys, engine.sentences as s; from pathlib import Path; s.FOLDER = Path(sys.argv.pop(1)); " \
            "from engine.train import main; sys.exit(main())"  # fmt: skip
    how = ["-c", start, encodings] if encodings else ["-m", "engine.train"]
    took = run([sys.executable, *how, "--out", archive], ROOT, PATIENCE * 4)
    if took is None:
        raise SystemExit("our own training took too long to be measured")
    return took


def training(archive: Path, given: argparse.Namespace) -> Path:
    """Stock's folder, with a model in it."""
    with tempfile.TemporaryDirectory() as empty:
        first = train_ours(archive, Path(empty))
    ours = train_ours(archive, None)
    if given.stock:
        folder = given.stock.resolve()
        took = json.loads((folder / "took.json").read_text(encoding="utf-8"))
    else:
        folder, took = train_stock(given.epochs, given.minutes)
    if "ended_after" in took:
        compared(
            "training, wall time (stock was ended)", ours["wall"], took["ended_after"], "s", stock_epochs=given.epochs
        )
        folder, took = train_stock(2, 60)
    for kind in ("wall", "processor"):
        about = {"stock_measured": took["date"], "stock_epochs": took["epochs"]}
        compared(f"training, {kind} time", ours[kind], took[kind], "s", **about)
        figure(f"training, {kind} time, ours with nothing encoded before", first[kind], "s")
    return folder


# Start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_seconds(command: Callable[[int], list[object]], path: str, environment: dict[str, str]) -> dict[str, float]:
    """From starting the process to the first answer that says that the model is there."""
    port = free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        list(map(str, command(port))), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"X-Careline-Secret": SECRET})
    try:
        while time.monotonic() - started < PATIENCE and process.poll() is None:
            try:
                with urllib.request.urlopen(request, timeout=5):
                    wall = time.monotonic() - started
                    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
                    return {"wall": wall, "processor": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")}
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{command(port)} did not become ready")
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def starting(archive: Path, stock: Path, times: int) -> None:
    def ours(port: int) -> list[object]:
        return [sys.executable, "-m", "engine.serve", "--port", port, "--model", archive]

    def theirs(port: int) -> list[object]:
        return [sys.executable, "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", port,
                "--model", stock / "models" / "stock.tar.gz", "--credentials", stock / "credentials.yml",
                "--endpoints", stock / "endpoints.yml"]  # fmt: skip

    (stock / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (stock / "endpoints.yml").write_text("", encoding="utf-8")
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "stock": []}
    with tempfile.TemporaryDirectory() as folder:
        secrets = {"CARELINE_ENGINE_SECRET": SECRET, "CARELINE_ACTIONS_URL": "http://127.0.0.1:9"}
        own = {**threads(1), **secrets, "CARELINE_TRACKER_DB": str(Path(folder) / "tracker.db")}
        for _ in range(times):
            runs["ours"].append(start_seconds(ours, "/webhooks/gateway/health", own))
            runs["stock"].append(start_seconds(theirs, "/status", threads(1)))
    for kind in ("wall", "processor"):
        best = {side: min(run[kind] for run in each) for side, each in runs.items()}
        compared(f"start to ready, {kind} time", best["ours"], best["stock"], "s", best_of=times)


# Parses


def parsing(archive: Path, stock: Path | None, growth: int) -> None:
    with Side(archive, threads(1), light=True) as ours:
        theirs = Side(stock / "models" / "stock.tar.gz", threads(1), light=False) if stock else None
        times: dict[str, list[list[float]]] = {"ours": [], "stock": []}
        for _ in range(TURNS):
            times["ours"] += ours.parses(TURN)
            times["stock"] += theirs.parses(TURN) if theirs else []
        for place, kind in enumerate(("wall", "processor")):
            cuts = {side: quantiles([pair[place] for pair in each], n=20) for side, each in times.items() if each}
            for name, cut in (("p50", 9), ("p95", 18)):
                both = (cuts["ours"][cut], cuts["stock"][cut] if theirs else None)
                compared(f"one parse, {name}, {kind} time", *both, "ms", parses=len(times["ours"]))
        for side in filter(None, (ours, theirs)):
            side.parses(1_000 - TURN * TURNS)
        after = ours.memory()
        compared("memory after 1,000 parses", after, theirs.memory() if theirs else None, "MB")
        if theirs:
            theirs.close()
        if growth > 1_000:
            ours.parses(growth - 1_000)
            figure(f"memory from 1,000 to {growth:,} parses, ours grew by", ours.memory() - after, "MB")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.engine", description="Measures the engine against stock Rasa.")
    parser.add_argument("--minutes", type=float, default=20, help="the longest that stock may train")
    parser.add_argument("--epochs", type=int, default=100, help="of stock's training")
    parser.add_argument(
        "--stock", type=Path, help="a folder in var/bench, to use its model though the data has changed"
    )
    parser.add_argument("--only-ours", action="store_true", help="measure nothing of stock")
    parser.add_argument("--parses", type=int, default=20_000, help="up to which memory is watched")
    parser.add_argument("--starts", type=int, default=3, help="of which the quickest counts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "ours.tar.gz"
        if given.only_ours:
            for kind, value in train_ours(archive, None).items():
                figure(f"training, {kind} time, ours", value, "s")
            parsing(archive, None, given.parses)
            return 0
        stock = training(archive, given)
        starting(archive, stock, given.starts)
        parsing(archive, stock, given.parses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
