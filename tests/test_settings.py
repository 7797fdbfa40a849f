"""Settings are read once; a bad value stops the start with one line that names the variable."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import SettingsError, load


def test_the_defaults(tmp_path: Path) -> None:
    settings = load({}, root=tmp_path)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'careline.db'}"
    assert settings.redis_url is None
    assert (settings.rate_sessions, settings.rate_messages) == ("60/minute", "30/minute")
    assert settings.admin_email == "admin@example.com"
    assert settings.reopen_window == timedelta(hours=24)


def test_an_empty_value_is_as_if_it_were_not_set(tmp_path: Path) -> None:
    assert load({"CARELINE_PORT": "", "CARELINE_REDIS_URL": " "}, root=tmp_path) == load({}, root=tmp_path)


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = load({}, root=tmp_path)
    assert len(first.secret) >= 32
    assert load({}, root=tmp_path).secret == first.secret
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600
    assert first.secret not in repr(first)


def test_a_data_directory_may_be_elsewhere(tmp_path: Path) -> None:
    settings = load({"CARELINE_DATA_DIR": str(tmp_path / "a" / "b")}, root=tmp_path)
    assert settings.data_dir == tmp_path / "a" / "b"
    assert settings.data_dir.is_dir()


def test_values_are_read(tmp_path: Path) -> None:
    settings = load(
        {
            "CARELINE_ALLOWED_ORIGINS": "https://shop.example, http://localhost:3000",
            "CARELINE_DATABASE_URL": "postgresql://care@db/careline",
            "CARELINE_TURN_PATIENCE": "2m",
            "CARELINE_RATE_MESSAGES": "5/Second",
            "CARELINE_ENGINE_URL": "http://127.0.0.1:5005/",
        },
        root=tmp_path,
    )
    assert settings.allowed_origins == ("https://shop.example", "http://localhost:3000")
    assert settings.turn_patience == timedelta(minutes=2)
    assert settings.rate_messages == "5/second"
    assert settings.engine_url == "http://127.0.0.1:5005"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CARELINE_PORT", "eighty"),
        ("CARELINE_PORT", "0"),
        ("CARELINE_PORT", "70000"),
        ("CARELINE_PORT", "-1"),
        ("CARELINE_DATABASE_URL", "nonsense"),
        ("CARELINE_DATABASE_URL", "mysql://x/y"),
        ("CARELINE_DATABASE_URL", "sqlite://"),
        ("CARELINE_REDIS_URL", "localhost"),
        ("CARELINE_ADMIN_EMAIL", "admin"),
        ("CARELINE_ADMIN_PASSWORD", "short"),
        ("CARELINE_ALLOWED_ORIGINS", "shop.example"),
        ("CARELINE_ALLOWED_ORIGINS", "*"),
        ("CARELINE_ALLOWED_ORIGINS", "https://shop.example/path"),
        ("CARELINE_SECRET", "too short"),
        ("CARELINE_RATE_SESSIONS", "many"),
        ("CARELINE_RATE_MESSAGES", "0/minute"),
        ("CARELINE_TURN_PATIENCE", "90"),
        ("CARELINE_REOPEN_WINDOW", "a day"),
        ("CARELINE_ROUTING", "by magic"),
        ("CARELINE_ENGINE_URL", "127.0.0.1:5005"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({name: value}, root=tmp_path)
    assert str(refused.value).startswith(name)
    assert "\n" not in str(refused.value)


def test_a_data_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="CARELINE_DATA_DIR"):
        load({"CARELINE_DATA_DIR": str(tmp_path / "file" / "var")}, root=tmp_path)


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret").write_text("short")
    with pytest.raises(SettingsError, match="CARELINE_SECRET"):
        load({}, root=tmp_path)
