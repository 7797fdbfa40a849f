"""One side of bench.engine: a process that has loaded a model and parses what it is asked to.

As a program it reads numbers, parses that many customers' sentences and answers with the [wall, processor] milliseconds
of each; "memory" is answered with the megabytes that it holds.
"""

import json
import os
import random
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 20


class Side:
    def __init__(self, archive: Path, environment: dict[str, str], light: bool) -> None:
        command = [sys.executable, "-m", "bench.engine_parses", str(archive), "light" if light else "stock"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)
        self.parses(WARM_UP)

    def ask(self, question: object) -> Any:
        print(question, file=self.process.stdin, flush=True)
        while line := self.process.stdout.readline():
            if line.startswith("answer "):
                return json.loads(line.removeprefix("answer "))
        raise SystemExit(f"{self.process.args} ended")

    def parses(self, count: int) -> list[list[float]]:
        answer: list[list[float]] = self.ask(count)
        return answer

    def memory(self) -> float:
        return float(self.ask("memory"))

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def __enter__(self) -> "Side":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    archive, kind = sys.argv[1:]
    from engine.evaluate import Parser, read_examples

    parser = Parser(Path(archive), light=kind == "light")
    texts = [text for text, _ in read_examples()]
    random.Random(7).shuffle(texts)
    sentences = cycle(texts)
    for line in sys.stdin:
        if line.strip() == "memory":
            print("answer", json.dumps(resident_megabytes()), flush=True)
            continue
        times = []
        for text in islice(sentences, int(line)):
            wall, processor = time.perf_counter(), time.process_time()
            parser.parse(text)
            times.append([(time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000])
        print("answer", json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
