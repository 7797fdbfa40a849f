"""All settings, read once from the environment. A bad value stops the start with one clear line."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent


ADAPTERS = ("CARELINE_ORDER_BOOK", "CARELINE_CALENDAR", "CARELINE_BILLING", "CARELINE_PLAN_BOOK")


class SettingsError(Exception):
    """One line for the person who starts Careline; it names the variable."""


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    data_dir: Path
    database_url: str
    secret: str = field(repr=False)
    project_dir: Path = ROOT
    redis_url: str | None = None
    admin_email: str = "admin@example.com"
    admin_password: str | None = field(default=None, repr=False)
    allowed_origins: tuple[str, ...] = ()
    identity_secret: str | None = field(default=None, repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    public_url: str | None = None
    trusted_proxies: str = ""
    engine_url: str | None = None
    engine_secret: str = field(default="", repr=False)
    actions_url: str | None = None
    adapters: Mapping[str, str] = field(default_factory=dict)
    """By the name of the setting, what stands behind the requests (bot.services.business): "sql" or "module:name"."""

    rate_sessions: str = "60/minute"
    rate_messages: str = "30/minute"
    rate_logins: str = "10/minute"
    rate_files: str = "10/minute"

    message_max_chars: int = 4000
    file_max_bytes: int = 10_000_000
    visitor_token_life: timedelta = timedelta(days=30)
    staff_session_life: timedelta = timedelta(hours=12)

    reopen_window: timedelta = timedelta(hours=24)
    remind_after: timedelta = timedelta(minutes=10)
    close_after: timedelta = timedelta(hours=1)
    wait_low: timedelta = timedelta(minutes=2)
    wait_high: timedelta = timedelta(minutes=10)
    failed_answers: int = 2

    routing: str = "pull"
    agent_gone_after: timedelta = timedelta(minutes=3)
    reply_within: timedelta = timedelta(minutes=15)
    first_response: timedelta = timedelta(minutes=10)
    next_response: timedelta = timedelta(minutes=15)
    resolution: timedelta = timedelta(hours=8)

    engine_timeout: timedelta = timedelta(seconds=15)
    turn_attempts: int = 5
    turn_patience: timedelta = timedelta(seconds=90)
    turn_workers: int = 8

    @property
    def engine_file(self) -> Path:
        """Names the live engine's address; written by `careline up`."""
        return self.data_dir / "run" / "engine.url"


def load(environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Settings:
    """Read the environment; creates the data directory and, the first time, the secret in it."""
    given = _Given(os.environ if environ is None else environ)
    data_dir = given.folder("CARELINE_DATA_DIR", root / "var", root)
    return Settings(
        host=given.text("CARELINE_HOST", "127.0.0.1"),
        port=given.number("CARELINE_PORT", 8000, low=1, high=65535),
        data_dir=data_dir,
        database_url=given.database("CARELINE_DATABASE_URL", data_dir / "careline.db"),
        secret=given.secret("CARELINE_SECRET", data_dir / "secret"),
        project_dir=root,
        redis_url=given.url("CARELINE_REDIS_URL", ("redis", "rediss", "unix")),
        admin_email=given.email("CARELINE_ADMIN_EMAIL", "admin@example.com"),
        admin_password=given.password("CARELINE_ADMIN_PASSWORD"),
        allowed_origins=given.origins("CARELINE_ALLOWED_ORIGINS"),
        identity_secret=given.shared_secret("CARELINE_IDENTITY_SECRET"),
        smtp_url=given.url("CARELINE_SMTP_URL", ("smtp", "smtps"), secret=True),
        public_url=given.url("CARELINE_PUBLIC_URL", ("https", "http")),
        trusted_proxies=given.text("CARELINE_TRUSTED_PROXIES", ""),
        engine_url=given.url("CARELINE_ENGINE_URL", ("http", "https")),
        engine_secret=given.text("CARELINE_ENGINE_SECRET", ""),
        actions_url=given.url("CARELINE_ACTIONS_URL", ("http", "https")),
        adapters={name: given.text(name, "sql") for name in ADAPTERS},
        rate_sessions=given.rate("CARELINE_RATE_SESSIONS", "60/minute"),
        rate_messages=given.rate("CARELINE_RATE_MESSAGES", "30/minute"),
        rate_logins=given.rate("CARELINE_RATE_LOGINS", "10/minute"),
        rate_files=given.rate("CARELINE_RATE_FILES", "10/minute"),
        message_max_chars=given.number("CARELINE_MESSAGE_MAX_CHARS", 4000, low=100, high=20_000),
        file_max_bytes=given.number("CARELINE_FILE_MAX_MB", 10, low=1, high=100) * 1_000_000,
        visitor_token_life=given.duration("CARELINE_VISITOR_TOKEN_LIFE", "30d"),
        staff_session_life=given.duration("CARELINE_STAFF_SESSION_LIFE", "12h"),
        reopen_window=given.duration("CARELINE_REOPEN_WINDOW", "24h"),
        remind_after=given.duration("CARELINE_REMIND_AFTER", "10m"),
        close_after=given.duration("CARELINE_CLOSE_AFTER", "1h"),
        wait_low=given.duration("CARELINE_WAIT_LOW", "2m"),
        wait_high=given.duration("CARELINE_WAIT_HIGH", "10m"),
        failed_answers=given.number("CARELINE_FAILED_ANSWERS", 2, low=1, high=10),
        routing=given.one_of("CARELINE_ROUTING", "pull", ("pull", "automatic")),
        agent_gone_after=given.duration("CARELINE_AGENT_GONE_AFTER", "3m"),
        reply_within=given.duration("CARELINE_REPLY_WITHIN", "15m"),
        first_response=given.duration("CARELINE_FIRST_RESPONSE", "10m"),
        next_response=given.duration("CARELINE_NEXT_RESPONSE", "15m"),
        resolution=given.duration("CARELINE_RESOLUTION", "8h"),
        engine_timeout=given.duration("CARELINE_ENGINE_TIMEOUT", "15s"),
        turn_attempts=given.number("CARELINE_TURN_ATTEMPTS", 5, low=1, high=50),
        turn_patience=given.duration("CARELINE_TURN_PATIENCE", "90s"),
        turn_workers=given.number("CARELINE_TURN_WORKERS", 8, low=1, high=64),
    )


class _Given:
    """The environment, one typed reader per kind of value. An empty value counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def raw(self, name: str) -> str | None:
        return self.environ.get(name, "").strip() or None

    def text(self, name: str, default: str) -> str:
        return self.raw(name) or default

    def one_of(self, name: str, default: str, known: tuple[str, ...]) -> str:
        raw = self.text(name, default).lower()
        if raw not in known:
            raise SettingsError(f"{name} must be {' or '.join(known)}, not {raw!r}.")
        return raw

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.raw(name)
        if raw is None:
            return default
        if not re.fullmatch(r"\d{1,9}", raw) or not low <= int(raw) <= high:
            raise SettingsError(f"{name} must be a number from {low} to {high}, not {raw!r}.")
        return int(raw)

    def duration(self, name: str, default: str) -> timedelta:
        raw = self.raw(name) or default
        match = re.fullmatch(r"(\d{1,6})([smhd])", raw)
        if not match:
            raise SettingsError(f'{name} must be a number and s, m, h or d, such as "90s" or "24h", not {raw!r}.')
        unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[match[2]]
        return timedelta(**{unit: int(match[1])})

    def rate(self, name: str, default: str) -> str:
        raw = (self.raw(name) or default).lower()
        if not re.fullmatch(r"[1-9]\d{0,6}/(second|minute|hour|day)", raw):
            raise SettingsError(f'{name} must look like "30/minute" (second, minute, hour or day), not {raw!r}.')
        return raw

    def url(self, name: str, schemes: tuple[str, ...], *, secret: bool = False) -> str | None:
        """`secret`: it may hold a password, so the error does not repeat it."""
        raw = self.raw(name)
        if raw is not None and not re.match(rf"({'|'.join(schemes)})://\S+$", raw):
            raise SettingsError(
                f"{name} must be an address that starts with {schemes[0]}://{'' if secret else f', not {raw!r}'}."
            )
        return raw.rstrip("/") if raw else None

    def email(self, name: str, default: str) -> str:
        raw = self.text(name, default).lower()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", raw):
            raise SettingsError(f"{name} must be an e-mail address, not {raw!r}.")
        return raw

    def password(self, name: str) -> str | None:
        raw = self.environ.get(name) or None
        if raw is not None and len(raw) < 8:
            raise SettingsError(f"{name} must have at least 8 characters.")
        return raw

    def shared_secret(self, name: str) -> str | None:
        raw = self.raw(name)
        if raw is not None and len(raw) < 32:
            raise SettingsError(f"{name} must have at least 32 characters.")
        return raw

    def origins(self, name: str) -> tuple[str, ...]:
        found = []
        for origin in re.split(r"[,\s]+", self.raw(name) or ""):
            if origin and not re.fullmatch(r"https?://[^/\s*]+", origin):
                raise SettingsError(f"{name} must list origins such as https://shop.example, not {origin!r}.")
            found += [origin] if origin else []
        return tuple(found)

    def folder(self, name: str, default: Path, root: Path) -> Path:
        path = root / Path(self.raw(name) or default).expanduser()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{name}: {path} cannot be made ({error.strerror}).") from None
        return path

    def database(self, name: str, default: Path) -> str:
        raw = self.raw(name)
        if raw is None:
            return f"sqlite:///{default}"
        try:
            url = make_url(raw)
        except ArgumentError:
            raise SettingsError(f"{name} must look like sqlite:///FILE or postgresql://USER@HOST/NAME.") from None
        if url.get_backend_name() not in {"sqlite", "postgresql"}:
            raise SettingsError(f"{name} must be SQLite or PostgreSQL, not {url.get_backend_name()}.")
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise SettingsError(f"{name} must name a file: an SQLite database in memory cannot be shared.")
        return raw

    def secret(self, name: str, path: Path) -> str:
        return self.shared_secret(name) or _generated_once(path, name)


def _generated_once(path: Path, name: str) -> str:
    """The first process writes the file, all later ones read it; only its owner may."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_text().strip()
        if len(secret) < 32:
            raise SettingsError(f"{name}: {path} is damaged; remove it and everybody signs in again.") from None
        return secret
    except OSError as error:
        raise SettingsError(f"{name}: {path} cannot be written ({error.strerror}).") from None
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret
