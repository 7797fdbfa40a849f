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
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles

from bench import figures
from bench.engine_parses import Side
from bench.stock import ROOT, free_port, run, serve_command, threads, train_stock

SECRET = "only-for-the-benchmark-0123456789"
PATIENCE = 300
TURN, TURNS = 50, 8

figure = partial(figures.figure, "engine")
compared = partial(figures.compared, "engine")


# Training


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
        return serve_command(stock, port)

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
