"""An engine for tests, small and quick: `python small_engine.py --port N --model FILE`. It reads every sentence as what
the model's file says: JSON with `reads` (lanes by sentence), `start` (ready, never, crash) and `slow` (seconds a turn).
"""

import argparse
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--model", type=Path, required=True)
given = parser.parse_args()
model = json.loads(given.model.read_text())
if model.get("start") == "crash":
    sys.exit(3)
busy = 0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = model.get("start") != "never"
        self.answer(200 if ready else 503, {"status": "ready" if ready else "loading", "model": {}, "busy": busy})

    def do_POST(self) -> None:
        global busy
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body.get("text", "")
        lane = model.get("reads", {}).get(text, "chat")
        parse = {"intent": {"name": f"{lane}_greet", "confidence": 0.9}, "lane": lane}
        match self.path.rpartition("/")[2]:
            case "parse":
                self.answer(200, {"parse": parse})
            case "turn":
                busy += 1
                time.sleep(model.get("slow", 0))
                self.answer(200, {"messages": [{"text": model["name"]}], "parse": parse})
                busy -= 1
            case "forget":
                self.answer(200, {})

    def answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", given.port), Handler).serve_forever()
