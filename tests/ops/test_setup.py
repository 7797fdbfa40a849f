"""Set-up: what is up to date is left alone, and what fails says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack import ROOT
from tools import setup


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, with a uv that does what the test wrote into it."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "TOOLS", tmp_path / ".tools")
    monkeypatch.setattr(setup, "LOGS", tmp_path / ".tools" / "log")
    monkeypatch.setattr(setup, "ENGINE", tmp_path / "engine" / ".venv")
    (tmp_path / ".tools" / "bin").mkdir(parents=True)
    (tmp_path / "engine").mkdir()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "no pyenv"))
    return tmp_path


def fake_uv(folder: Path, script: str) -> None:
    uv = folder / ".tools" / "bin" / "uv"
    uv.write_text(f"#!/bin/sh\n{script}\n")
    uv.chmod(0o755)


def test_a_second_set_up_does_nothing() -> None:
    command = [sys.executable, ROOT / "tools" / "setup.py"]
    subprocess.run(command, check=True, capture_output=True)
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert again.stdout == ""


def test_a_step_runs_again_when_what_it_was_built_from_changes(folder: Path) -> None:
    lock = folder / "lock"
    lock.write_text("one")
    before = setup.digest([lock])
    setup.build("step", "building", folder / "built", before, lambda: None)
    assert setup.stamped(folder / "built", before)
    lock.write_text("two")
    assert not setup.stamped(folder / "built", setup.digest([lock]))


def test_a_step_that_failed_is_not_taken_for_done(folder: Path) -> None:
    def broken() -> None:
        raise setup.Failed("no")

    setup.build("step", "building", folder / "built", "old", lambda: None)
    with pytest.raises(setup.Failed):
        setup.build("step", "building", folder / "built", "new", broken)
    assert not setup.stamped(folder / "built", "new", "old")


def test_no_network_is_told_apart_from_other_failures(folder: Path) -> None:
    offline = "echo 'error: failed to lookup address information: Name or service not known' >&2; exit 2"
    with pytest.raises(setup.Failed, match="check the network"):
        setup.run("pages", "sh", "-c", offline, cwd=folder, advice="npm could not install the packages")
    with pytest.raises(setup.Failed, match=r"npm could not install the packages \(details: .tools/log/pages.log\)"):
        setup.run("pages", "sh", "-c", "echo broken; exit 1", cwd=folder, advice="npm could not install the packages")


def test_without_python_3_10_one_line_says_how_to_get_it(folder: Path) -> None:
    fake_uv(folder, "echo 'dns error' >&2; exit 2")
    with pytest.raises(setup.Failed) as failure:
        setup.python_3_10()
    assert str(failure.value).startswith(
        "engine: no Python 3.10 was found and none could be downloaded; install Python"
    )
    assert "\n" not in str(failure.value)


def test_a_python_3_10_of_pyenv_counts_even_off_the_path(folder: Path) -> None:
    fake_uv(folder, "exit 2")
    python = folder / "no pyenv" / "versions" / "3.10.13" / "bin" / "python3.10"
    python.parent.mkdir(parents=True)
    python.touch()
    assert setup.python_3_10() == str(python)


def test_the_index_and_certificates_of_pip_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/company.pem")
    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    env = setup.environment()
    assert (env["UV_DEFAULT_INDEX"], env["SSL_CERT_FILE"]) == ("https://mirror.example/simple", "/etc/company.pem")


def test_the_environment_for_tests_serves_the_product_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text(name)
    called = folder / "called"
    fake_uv(folder, f'echo "$@" >> "{called}"')
    venv = folder / ".venv"
    venv.mkdir()
    setup.sync("application", "installing", venv, folder, True, lambda: "python", fits=True)
    assert "requirements-dev.lock" in called.read_text()
    called.unlink()
    setup.sync("application", "installing", venv, folder, False, lambda: "python", fits=True)
    assert not called.exists()
