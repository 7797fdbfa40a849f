"""The real thing for tests: all three processes, started by `./careline up` on a free port with their own data.

`stack` is shared by the whole session, because the engine takes seconds to start; a test that breaks something waits
until it is whole again. The model is the one that `make setup` trained; engine.train knows whether it still fits.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 90.0
ADMIN_EMAIL, ADMIN_PASSWORD = "admin@example.com", "the first admin of a test"

Message = dict[str, Any]
T = TypeVar("T")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(look: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """What `look` returns, as soon as it is true; fails when patience is over."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {patience:g} s")
        time.sleep(0.05)
    return found


class Stack:
    """One Careline: start, stop, look inside, break a part of it."""

    def __init__(self, data_dir: Path, root: Path = ROOT, **settings: str) -> None:
        """`root` may be a copy of the project, whose files and models a test changes."""
        self.data_dir = data_dir
        self.root = root
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = {name: value for name, value in os.environ.items() if not name.startswith("CARELINE_")}
        self.env: Mapping[str, str] = {
            **given,
            "CARELINE_PORT": str(self.port),
            "CARELINE_DATA_DIR": str(data_dir),
            "CARELINE_ADMIN_EMAIL": ADMIN_EMAIL,
            "CARELINE_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "CARELINE_RATE_SESSIONS": "100000/minute",
            "CARELINE_RATE_MESSAGES": "100000/minute",
            "CARELINE_RATE_LOGINS": "100000/minute",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.hired: set[str] = set()
        self.http = httpx2.Client(base_url=self.url, timeout=60, trust_env=False)

    # Life

    def start(self) -> "Stack":
        """Returns when the pages answer; the bot may still be waking."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "terminal.txt").open("ab") as terminal:
            self.process = subprocess.Popen(
                [self.root / "careline", "up"], cwd=self.root, env=self.env, stdout=terminal, stderr=terminal
            )
        until(lambda: self._ended() or self.status("/healthz") == 200, "the gateway answers")
        if self._ended():
            pytest.fail(f"careline up ended:\n{self.terminal()}")
        return self

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            pytest.fail(f"careline up did not stop:\n{self.terminal()}")
        self.process = None
        return code

    def close(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.stop()
        self.http.close()

    def wait_ready(self) -> "Stack":
        """Until the database, the engine and the action server all answer."""
        until(lambda: self._ended() or self.status("/readyz") == 200, "everything is ready", 180)
        if self._ended():
            pytest.fail(f"careline up ended:\n{self.terminal()}")
        return self

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    # Looking inside

    def status(self, path: str) -> int:
        try:
            return self.http.get(path).status_code
        except httpx2.HTTPError:
            return 0

    def terminal(self) -> str:
        return (self.data_dir / "terminal.txt").read_text()

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.data_dir / "log" / "careline.log").read_text().splitlines()]

    def processes(self) -> dict[str, Any]:
        """The supervisor's own list: `{"engine": {"pid", "port", "restarts"}, …}`."""
        found: dict[str, Any] = json.loads((self.data_dir / "run" / "processes.json").read_text())
        return found

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        """End one of `engine`, `actions`, `gateway`; returns the pid that is no more."""
        pid = int(until(lambda: self.processes()[name]["pid"], f"{name} runs"))
        os.kill(pid, number)
        return pid

    # People

    def careline(self, *arguments: str, stdin: str = "") -> str:
        """The command line, on the same data; returns what it printed."""
        command = [self.root / "careline", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.env, input=stdin, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_staff(self, email: str, name: str, role: str = "agent", password: str = "a password for tests") -> None:
        """Once; whoever is here already stays as they are."""
        if email not in self.hired:
            arguments = ("staff", "add", email, "--name", name, "--role", role, "--password-stdin")
            self.careline(*arguments, stdin=password + "\n")
            self.hired.add(email)

    def staff(self, email: str, name: str, role: str = "agent") -> "Staff":
        """A program that works as this person, through a token."""
        self.add_staff(email, name, role)
        return Staff(self.url, self.careline("staff", "token", email).strip())

    def visitor(self) -> "Visitor":
        return Visitor(self.url)


class Client:
    """A bearer token on the JSON API; every refusal is an error with its text."""

    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx2.Client(base_url=f"{url}/api/v1", headers=headers, timeout=60, trust_env=False)

    def get(self, path: str, **query: Any) -> Any:
        return self._checked(self.http.get(path, params=query))

    def post(self, path: str, body: Any = None) -> Any:
        return self._checked(self.http.post(path, json=body if body is not None else {}))

    def _checked(self, answer: httpx2.Response) -> Any:
        assert answer.status_code < 400, f"{answer.request.method} {answer.request.url}: {answer.text}"
        return answer.json() if answer.content else None

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Visitor(Client):
    """A customer with the widget open."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        session = self.post("/visitor/sessions")
        self.token: str = session["token"]
        self.conversation_id: str = session["conversation_id"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def say(self, text: str, client_id: str | None = None) -> dict[str, Any]:
        """Send, and return the receipt; the answer comes later."""
        receipt: dict[str, Any] = self.post(
            "/visitor/messages", {"client_id": client_id or str(uuid.uuid4()), "text": text}
        )
        return receipt

    def choose(self, message: Message, wanted: str | int) -> dict[str, Any]:
        """Press the button with this title or value."""
        choice = next(each for each in message["choices"] if wanted in (each["title"], each["value"]))
        body = {"client_id": str(uuid.uuid4()), "message_id": message["id"], "choice_id": choice["id"]}
        receipt: dict[str, Any] = self.post("/visitor/choices", body)
        return receipt

    def thread(self, after: int = 0, wait: float = 0) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/visitor/messages", after=after, wait=wait)
        return found

    def messages(self, after: int = 0) -> list[Message]:
        return list(self.thread(after)["messages"])

    @property
    def status(self) -> str:
        return str(self.thread(after=1_000_000)["conversation"]["status"])

    def wait_for(self, wanted: Callable[[Message], bool], after: int = 0, patience: float = PATIENCE) -> Message:
        """The first message like this; long polls, so it comes as soon as it is there."""
        deadline = time.monotonic() + patience
        seen: list[Message] = []
        last = after
        while time.monotonic() < deadline:
            news = self.thread(last, wait=5)["messages"]
            for message in news:
                if wanted(message):
                    return message
            seen += news
            last = max([last, *(message["seq"] for message in news)])
        pytest.fail(f"no such message within {patience:g} s, only {[(m['author'], m['text']) for m in seen]}")

    def wait_status(self, wanted: str, patience: float = PATIENCE) -> None:
        until(lambda: self.status == wanted, f"the conversation is {wanted} (it is {self.status})", patience)

    def replies(self, receipt: Mapping[str, Any], patience: float = PATIENCE) -> list[Message]:
        """All that was answered to this message: complete when nobody is typing any more.

        "I am waking up" is a notice, not an answer: the bot still owes one while the conversation is its own.
        """
        deadline = time.monotonic() + patience
        last = receipt["seq"]
        while time.monotonic() < deadline:
            self.thread(last, wait=5)
            thread = self.thread(receipt["seq"])
            answers = [message for message in thread["messages"] if message["author"] != "customer"]
            theirs = [message for message in answers if message["author"] != "system"]
            settled = theirs or thread["conversation"]["status"] != "bot"
            if answers and settled and thread["conversation"].get("typing") != "bot":
                return answers
            last = max([last, *(message["seq"] for message in thread["messages"])])
        pytest.fail(f"no answer within {patience:g} s")

    def ask(self, text: str, patience: float = PATIENCE) -> list[Message]:
        """Say something and return the whole answer."""
        return self.replies(self.say(text), patience)

    def press(self, message: Message, wanted: str | int, patience: float = PATIENCE) -> list[Message]:
        """Press a button and return the whole answer."""
        return self.replies(self.choose(message, wanted), patience)


class Staff(Client):
    """An agent or a trainer, signed in."""

    def conversations(self, **query: Any) -> list[dict[str, Any]]:
        return list(self.get("/desk/conversations", **query)["conversations"])

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/desk/conversations/{conversation_id}")
        return found

    def claim(self, conversation_id: str) -> int:
        """The status code: 200 for the winner, 409 for everybody else."""
        return self.http.post(f"/desk/conversations/{conversation_id}/claim", json={}).status_code

    def reply(self, conversation_id: str, text: str, private: bool = False) -> Any:
        return self.post(f"/desk/conversations/{conversation_id}/messages", {"text": text, "private": private})

    def resolve(self, conversation_id: str) -> Any:
        return self.post(f"/desk/conversations/{conversation_id}/resolve")

    def release(self, conversation_id: str) -> Any:
        return self.post(f"/desk/conversations/{conversation_id}/release")

    def parse(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = self.post("/studio/parse", {"text": text})
        return found


def train_if_needed() -> None:
    """`make setup` has done it; this is for pytest that was started by hand."""
    python = ROOT / "engine" / ".venv" / "bin" / "python"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    check = subprocess.run(
        [python, "-m", "engine.train", "--check"], cwd=ROOT, env=env, capture_output=True, check=False
    )
    if check.returncode != 0:
        done = subprocess.run([python, "-m", "engine.train"], cwd=ROOT, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All three processes, ready to answer."""
    train_if_needed()
    stack = Stack(tmp_path_factory.mktemp("careline"))
    try:
        yield stack.start().wait_ready()
    finally:
        stack.close()


@pytest.fixture
def visitor(stack: Stack) -> Iterator[Visitor]:
    with stack.visitor() as visitor:
        yield visitor


@pytest.fixture(scope="session")
def ann_at_the_desk(stack: Stack) -> Iterator[Staff]:
    with stack.staff("ann@example.com", "Ann") as ann:
        yield ann


@pytest.fixture(scope="session")
def ben_at_the_desk(stack: Stack) -> Iterator[Staff]:
    with stack.staff("ben@example.com", "Ben") as ben:
        yield ben
