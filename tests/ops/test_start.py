"""How a start fails: one line that says what to do, before anything runs."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from bot.up import CannotStart, listen, only_one
from tests.stack import ROOT


def start(data_dir: Path, **settings: str) -> tuple[int, str]:
    env = {**os.environ, "CARELINE_DATA_DIR": str(data_dir), **settings}
    done = subprocess.run([ROOT / "careline", "up"], env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = start(tmp_path, CARELINE_PORT=str(port))
    assert code == 1
    assert said.strip() == (
        f"careline: Port {port} is taken by another program; stop it, or choose another port: CARELINE_PORT={port + 1}"
    )


def test_a_bad_setting_is_one_line_that_names_it(tmp_path: Path) -> None:
    code, said = start(tmp_path, CARELINE_PORT="eighty")
    assert code == 1
    assert said.startswith("careline: CARELINE_PORT must be a number")
    assert len(said.strip().splitlines()) == 1


def test_a_host_that_is_not_ours_is_one_line() -> None:
    with pytest.raises(CannotStart, match="is not an address of this machine"):
        listen("192.0.2.1", 0)
    with pytest.raises(CannotStart, match="is not an address of this machine"):
        listen("no such host", 0)


def test_one_data_directory_has_one_careline(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(CannotStart, match="already runs"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/missing/careline.db"
    env = {**os.environ, "CARELINE_DATA_DIR": str(tmp_path), "CARELINE_DATABASE_URL": nowhere}
    command = [ROOT / "careline", "db", "upgrade"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("careline: CARELINE_DATABASE_URL: the database cannot be used")
    assert len(done.stderr.strip().splitlines()) == 1
