"""One log for all processes, one JSON object per line.

A child process calls `log_to_parent` and prints its events as JSON. The supervisor calls `log_to_file`, which keeps
the rotated file and shows short lines on the terminal; `fold` turns whatever a child printed into an event of it.
"""

import json
import logging
import logging.handlers
import re
import sys
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
KEPT_BYTES, KEPT_FILES = 20_000_000, 5

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# "2026-11-21 10:00:00 [warning  ] text" (structlog), "2026-11-21 10:00:00 WARNING  rasa.core - text" (logging)
STAMPED = re.compile(
    r"^(?:\d{4}-\d\d-\d\d[ T][\d:.,+Z]+ *)?\[?(debug|info|warning|error|critical)\b[\] :]*(.*)$", re.IGNORECASE
)

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def log_to_parent(process: str) -> None:
    """Everything this process logs, through structlog or logging, as JSON lines on its standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_formatter(structlog.processors.JSONRenderer(default=str)))
    _install([handler])
    structlog.contextvars.bind_contextvars(process=process)


def log_to_file(path: Path, quiet: bool = False) -> structlog.stdlib.BoundLogger:
    """The supervisor's own log: all events go to the file, and those that a person wants to see to the terminal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(path, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    file.setFormatter(_formatter(structlog.processors.JSONRenderer(default=str)))
    handlers: list[logging.Handler] = [file]
    if not quiet:
        terminal = logging.StreamHandler(sys.stdout)
        terminal.setFormatter(_formatter(_short_line))
        terminal.addFilter(_for_a_person)
        handlers.append(terminal)
    _install(handlers)
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("careline")
    return logger


def fold(line: str) -> tuple[int, str, dict[str, Any]]:
    """Level, event and fields of one line that a child printed: our JSON, or anybody's plain text."""
    text = COLOURS.sub("", line).rstrip()
    if text.startswith("{"):
        try:
            fields = json.loads(text)
        except ValueError:
            fields = None
        if isinstance(fields, dict) and "event" in fields:
            level = LEVELS.get(str(fields.pop("level", "info")), logging.INFO)
            for name in ("process", "timestamp", "color_message"):
                fields.pop(name, None)
            fields["source"] = fields.pop("logger", None)
            return level, str(fields.pop("event")), fields
    if match := STAMPED.match(text):
        return LEVELS[match[1].lower()], match[2].strip(), {}
    if text.startswith("Traceback "):
        return logging.ERROR, text.splitlines()[-1], {"exception": text}
    return logging.INFO, text, {}


def _install(handlers: list[logging.Handler]) -> None:
    root = logging.getLogger()
    root.handlers[:] = handlers
    root.setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):  # uvicorn and sanic bring handlers of their own
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for chatty in ("httpx2", "httpcore2", "asyncio", "alembic", "rasa_sdk.executor"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _formatter(renderer: Processor) -> structlog.stdlib.ProcessorFormatter:
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(processors=[drop_meta, renderer], foreign_pre_chain=SHARED)


def _for_a_person(record: logging.LogRecord) -> bool:
    child = isinstance(record.msg, dict) and "process" in record.msg
    return record.levelno >= (logging.WARNING if child else logging.INFO)


def _short_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """`10:00:01 engine  stopped (exit 1)`; what did not fit is in the file."""
    clock = str(event.get("timestamp", ""))[11:19]
    level = str(event.get("level", "info"))
    mark = "" if level == "info" else f"{level}: "
    text = str(event.get("event", ""))
    return f"{clock} {event.get('process', 'careline'):<8} {mark}{text.splitlines()[0][:300] if text else ''}"
