"""The command line on an empty data directory."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db.migrate import upgrade
from bot.db.models.staff import Staff
from bot.db.session import open_database
from bot.services import texts
from bot.services.house import House
from bot.services.staff import check_password, staff_of_token
from bot.settings import load
from tests.stack import ROOT


class Cli:
    def __init__(self, data_dir: Path) -> None:
        self.env = {**os.environ, "CARELINE_DATA_DIR": str(data_dir)}
        self.env.pop("CARELINE_DATABASE_URL", None)

    def __call__(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [ROOT / "careline", *arguments]
        return subprocess.run(command, env=self.env, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture
def careline(tmp_path: Path) -> Cli:
    upgrade(load({"CARELINE_DATA_DIR": str(tmp_path)}).database_url)
    return Cli(tmp_path)


def add(careline: Cli, email: str = "ann@example.com", role: str = "agent", password: str = "long enough") -> str:
    done = careline("staff", "add", email, "--name", "Ann", "--role", role, "--password-stdin", stdin=password + "\n")
    return (done.stdout + done.stderr).strip() if done.returncode == 0 else f"{done.returncode} {done.stderr.strip()}"


def test_somebody_who_was_added_can_sign_in_is_listed_and_added_only_once(careline: Cli, tmp_path: Path) -> None:
    assert add(careline) == "ann@example.com is now agent."
    assert add(careline, role="trainer") == "1 careline: This address is taken."
    lines = careline("staff", "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["agent", "ann@example.com"]]
    database = open_database(load({"CARELINE_DATA_DIR": str(tmp_path)}).database_url)
    with database.make_reader() as session:
        assert check_password(session, "ann@example.com", "long enough").name == "Ann"
    database.close()


def test_a_token_is_all_that_is_printed_and_it_works(careline: Cli, tmp_path: Path) -> None:
    add(careline)
    printed = careline("staff", "token", "ann@example.com").stdout
    assert printed == printed.strip() + "\n"
    assert len(printed.split()) == 1
    settings = load({"CARELINE_DATA_DIR": str(tmp_path)})
    database = open_database(settings.database_url)
    with database.make_reader() as session:
        owner = staff_of_token(session, House(settings, texts.load()), printed.strip())
        assert owner.id == session.scalar(select(Staff.id))
    database.close()


def test_what_cannot_be_added_is_refused_in_one_line(careline: Cli) -> None:
    for email, role, password, why in (
        ("nobody", "agent", "long enough", "not an e-mail address"),
        ("ann@example.com", "king", "long enough", "A role is one of"),
        ("ann@example.com", "agent", "short", "at least 8"),
    ):
        refusal = add(careline, email, role, password)
        assert refusal.startswith("1 careline: ")
        assert why in refusal
        assert len(refusal.splitlines()) == 1
    assert careline("staff", "list").stdout == ""


def test_a_token_for_nobody_is_refused(careline: Cli) -> None:
    done = careline("staff", "token", "nobody@example.com")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_broken_knowledge_is_refused_with_file_and_line(careline: Cli, tmp_path: Path) -> None:
    broken = tmp_path / "company"
    broken.mkdir()
    (broken / "company.yml").write_text("name: [\n")
    done = careline("knowledge", "import", str(broken))
    assert done.returncode == 1
    assert "company.yml:" in done.stderr
    assert "nothing was imported" in done.stderr


def test_the_demo_company_is_imported(careline: Cli) -> None:
    done = careline("knowledge", "import")
    assert done.returncode == 0, done.stderr
    assert "is now in force" in done.stdout
    assert "was in force already" in careline("knowledge", "import").stdout
