"""The engine's fixtures: one encoder, one trained model for each state of its inputs, one running engine."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.build_encoder import build
from engine.build_encoder import is_current as encoder_is_current
from engine.evaluate import Parser
from engine.fingerprint import ROOT, inputs_hash
from engine.sentences import CachedEncoder, SentenceEncoder
from engine.train import LIVE, is_current

SECRET = "a-secret-for-the-tests-only"
PYTHON = sys.executable


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    if not encoder_is_current():
        build()
    return SentenceEncoder(precision="fp32")


@pytest.fixture(scope="session")
def encode(encoder):
    cached = CachedEncoder(encoder)
    return lambda texts: cached.encode(list(texts))


@pytest.fixture(scope="session")
def encode_both(encoder):
    cached = CachedEncoder(encoder)
    return lambda texts: cached.encode_both(list(texts))


@pytest.fixture(scope="session")
def model() -> Path:
    """The live model if it is current, else one trained once and kept under the hash of what it depends on."""
    if is_current(LIVE):
        return LIVE
    archive = ROOT / "var" / "test-models" / f"{inputs_hash()[:16]}.tar.gz"
    if not is_current(archive):
        subprocess.run([PYTHON, "-m", "engine.train", "--out", str(archive)], cwd=ROOT, check=True)
    return archive


@pytest.fixture(scope="session")
def parser(model) -> Parser:
    return Parser(model)


class ActionServer:
    """Stands in for actions/: answers every action with what the test set, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.answer = {"events": [], "responses": [{"text": "Hello from the actions"}]}
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append(json.loads(body))
                content = json.dumps(outer.answer).encode()
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.__dict__.update(asked=[], status=200)
        self.answer = {"events": [], "responses": [{"text": "Hello from the actions"}]}


class Engine:
    """A real engine process, and the requests that a gateway makes."""

    def __init__(self, folder: Path, model: Path, actions_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database = folder / "tracker.db"
        self.log = folder / "engine.log"
        environment = {
            **os.environ,
            "CARELINE_ENGINE_SECRET": SECRET,
            "CARELINE_ACTIONS_URL": actions_url,
            "CARELINE_TRACKER_DB": str(self.database),
        }
        environment.pop("CARELINE_TRACKER_URL", None)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "engine.serve", "--port", str(self.port), "--model", str(model)],
                cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def request(self, path: str, body: object = None, secret: str | None = SECRET, raw: bytes | None = None):
        data = raw if raw is not None else (None if body is None else json.dumps(body).encode())
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/webhooks/gateway/{path}", data)
        if secret is not None:
            request.add_header("X-Careline-Secret", secret)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content = answer.read()
                return answer.status, json.loads(content) if content else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def turn(self, conversation_id: str, turn_id: str, text: str = "", **more: object):
        return self.request("turn", {"conversation_id": conversation_id, "turn_id": turn_id, "text": text, **more})

    def wait(self, wanted: int, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the engine ended: {self.log.read_text()[-2000:]}")
            try:
                if self.request("health")[0] == wanted:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise TimeoutError(self.log.read_text()[-2000:])

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def action_server():
    server = ActionServer()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def actions(action_server):
    action_server.reset()
    return action_server


@pytest.fixture(scope="session")
def running(model, action_server, tmp_path_factory):
    engine = Engine(tmp_path_factory.mktemp("engine"), model, action_server.url)
    try:
        engine.wait(200)
        yield engine
    finally:
        engine.stop()
