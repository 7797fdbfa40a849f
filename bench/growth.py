"""How training grows, beside stock Rasa: `engine/.venv/bin/python -m bench.growth` (part of `make bench`).

`--times` the shipped examples: each of them as often, with other small talk around it. Both sides learn the same grown
files one after the other, each with two threads: ours once with whatever was never encoded before, and once more, as
after a trainer's next label; stock with so many of its 100 epochs. A training that takes longer than `--minutes` is
ended and printed as longer.
"""

import argparse
import shutil
import sys
import tempfile
from functools import partial
from itertools import product
from pathlib import Path

from bench import figures, stock
from engine.examples import MARKUP
from engine.fingerprint import ROOT

BEFORE = ("hi, ", "hello there, ", "ok, ", "so, ", "well, ", "please, ")
AFTER = ("", " please", " thanks", " ?", " today", " if you can")
OURS = ("engine", "data", "config.yml", "domain.yml", "models/encoder")

figure = partial(figures.figure, "growth")


def plain(line: str) -> str:
    """Two examples with the same words must not stand under two intents (engine/examples.py)."""
    return " ".join(MARKUP.sub(r"\1", line).lower().split())


def grow(project: Path, times: int) -> int:
    """The shipped examples themselves once, and with other words around them for the rest; how many there are then."""
    around = list(product(BEFORE, AFTER))[: times - 1]
    files = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    seen = {plain(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    count = 0
    for file in files:
        lines = []
        for line in file.read_text(encoding="utf-8").splitlines():
            lines.append(line)
            front, dash, text = line.partition("- ")
            if dash and front == "    ":
                fresh = {plain(one): one for one in (f"    - {before}{text}{after}" for before, after in around)}
                more = [one for words, one in fresh.items() if words not in seen]
                lines += more
                seen.update(fresh)
                count += 1 + len(more)
        (project / file.relative_to(ROOT)).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return count


def lay_out(project: Path) -> None:
    """What our training reads; the environment and the weights are shared."""
    for name in OURS:
        source, target = ROOT / name, project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=lambda folder, names: {".venv", "__pycache__"} & set(names))
        elif source.exists():
            shutil.copy(source, target)
    (project / "engine" / ".venv").symlink_to(ROOT / "engine" / ".venv")


def lay_out_stock(project: Path, theirs: Path, epochs: int) -> None:
    shutil.rmtree(theirs, ignore_errors=True)
    theirs.mkdir()
    (theirs / "config.yml").write_text(stock.stock_config(epochs), encoding="utf-8")
    for name in stock.DATA:
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).symlink_to(project / name)


def measure(side: str, command: list[object], folder: Path, minutes: float, **about: object) -> None:
    took = stock.run(command, folder, minutes * 60)
    if took is None:
        figure(f"training, wall time, {side}: longer than", minutes * 60, "s", **about)
        return
    figure(f"training, wall time, {side}", took["wall"], "s", **about)
    figure(f"training, processor time, {side}", took["processor"], "s", **about)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.growth", description="Measures how training grows.")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 5, 20])
    parser.add_argument("--epochs", type=int, default=1, help="of stock's 100")
    parser.add_argument("--minutes", type=float, default=15, help="longest training")
    parser.add_argument("--only-ours", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project, theirs = Path(folder) / "ours", Path(folder) / "stock"
        lay_out(project)
        ours = [sys.executable, "-m", "engine.train", "--out", "models/grown.tar.gz"]
        for times in given.times:
            about = {"times": times, "examples": grow(project, times)}
            measure("ours, the new sentences encoded", ours, project, given.minutes, **about)
            measure("ours, once more", ours, project, given.minutes, **about)
            if not given.only_ours:
                lay_out_stock(project, theirs, given.epochs)
                command = stock.train_command()
                measure("stock", command, theirs, given.minutes, **about, stock_epochs=given.epochs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
