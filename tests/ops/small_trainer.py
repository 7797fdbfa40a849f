"""A trainer for tests with the manners of engine/prove.py. The file PLAN (JSON) says what it does: `end` is done, data,
broke or torn; `model` is the content of the archive, `report` that of the report. In the step `pause` it waits for the
file `go` beside the plan.
"""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--out", type=Path)
parser.add_argument("--report", type=Path)
parser.add_argument("--messages", type=Path)
parser.add_argument("--plan", type=Path)
given = parser.parse_args()
plan = json.loads(given.plan.read_text())


def say(kind: str, content: object) -> None:
    print(f"@{kind} {json.dumps(content)}", flush=True)


def step(name: str) -> None:
    say("step", {"name": name, "done": 0.5})
    while plan["pause"] == name and not given.plan.with_name("go").exists():
        time.sleep(0.01)


step("preparing")
say("facts", {"data": "d" * 64})
print("a line of the log", flush=True)
end = plan["end"]
if end == "data":
    say("failed", {"code": "data", "message": "data/nlu/chat/smalltalk.yml:7: not good"})
    sys.exit(1)
if end == "broke":
    print("Traceback of a sort", flush=True)
    sys.exit(1)
step("intents")
given.out.parent.mkdir(parents=True, exist_ok=True)
archive = json.dumps(plan["model"]).encode()
given.out.write_bytes(archive if end != "torn" else archive[:3])
note = {
    "archive": hashlib.sha256(archive).hexdigest(),
    "inputs": "i" * 64,
    "trained_at": "2026-11-18T11:00:00+00:00",
    "seconds": 1.0,
}
given.out.with_name(given.out.name.removesuffix(".tar.gz") + ".json").write_text(json.dumps(note))
step("candidate")
step("live")
given.report.write_text(json.dumps(plan["report"]))
