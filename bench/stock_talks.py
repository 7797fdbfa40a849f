"""Stock Rasa as a server for bench.turns, in the engine's interpreter; it ends when its standard input is closed.

The model is trained first if it was not before. Beside it stands an action server that answers every custom action at
once with the same short text: no look-up, no database, nothing to decide. When all is ready, one JSON line says where.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.stock import free_port, serve_command, threads, train_stock

PATIENCE = 300
DONE = json.dumps({"events": [], "responses": [{"text": "Here you are."}]}).encode()


class Actions(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(DONE)))
        self.end_headers()
        self.wfile.write(DONE)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextlib.contextmanager
def actions() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Actions) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/webhook"
        server.shutdown()


@contextlib.contextmanager
def rasa(folder: Path, actions_url: str) -> Iterator[tuple[int, int]]:
    """Its port and process id, once the model is loaded; what it logs is in serve.log beside the model."""
    port = free_port()
    command = list(map(str, serve_command(folder, port, actions_url)))
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=threads(1), stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/status"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"stock Rasa did not become ready, see {folder / 'serve.log'}")
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
        return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.stock_talks")
    parser.add_argument("--epochs", type=int, default=1, help="how fast it answers does not depend on them")
    parser.add_argument("--minutes", type=float, default=20, help="the longest that it may train")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder, took = train_stock(given.epochs, given.minutes)
    if "ended_after" in took:
        raise SystemExit(f"stock Rasa was not trained after {given.minutes:g} minutes; delete {folder} to try again")
    with actions() as actions_url, rasa(folder, actions_url) as (port, pid):
        print(json.dumps({"url": f"http://127.0.0.1:{port}", "pid": pid}), flush=True)
        os.read(sys.stdin.fileno(), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
