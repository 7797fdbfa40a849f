"""What the studio asks of the engine's libraries: `python -m engine.studio rasa|examples --root FOLDER`.

A line of JSON in, {"do": NAME, ...}; a line out, {"answer": ...} or {"error": TEXT}. It ends with its input. The two
kinds are processes of their own, because a save must not wait for the likeness of all examples. Nothing here serves
customers: it runs behind what does. What can be read beforehand is read at the start.
"""

from engine.environment import prepare

prepare(threads=1)

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.fingerprint import ROOT

Answers = dict[str, Callable[[dict[str, Any]], Any]]
NICENESS = 5

logger = logging.getLogger("careline.studio")


def rasa(root: Path) -> Answers:
    """validate {edits: {path: text or null}} -> [what is wrong]"""
    from engine.light import quiet, without_tensorflow

    quiet()
    without_tensorflow()
    from engine.validate import problems

    problems(root, {})  # reads all files once
    return {"validate": lambda asked: problems(root, asked["edits"])}


def examples(root: Path) -> Answers:
    """health {} · nearest {text} · fitting {intent, candidates: [text]}: see engine.alike"""
    from engine.alike import Shelf, fitting, nearest

    shelf = Shelf(root)
    shelf.library()
    return {
        "health": lambda asked: shelf.health(),
        "nearest": lambda asked: nearest(shelf, asked["text"]),
        "fitting": lambda asked: fitting(shelf, asked["intent"], asked["candidates"]),
    }


KINDS = {"rasa": rasa, "examples": examples}


def main() -> None:
    parser = argparse.ArgumentParser(prog="engine.studio", description="Answers the studio.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--root", type=Path, required=True)
    given = parser.parse_args()
    os.nice(NICENESS)
    os.chdir(ROOT)
    out, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no answer
    answers = KINDS[given.kind](given.root.resolve())
    for line in sys.stdin:
        print(json.dumps(answer_to(line, answers)), file=out, flush=True)


def answer_to(line: str, answers: Answers) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        return {"answer": answers[asked["do"]](asked)}
    except Exception as error:
        logger.exception("the studio was not answered")
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
