"""Files that customers and agents send."""

from dataclasses import dataclass

from bot.domain.errors import InvalidInput

LARGEST_PICTURE = 40_000_000
"""Pixels: a phone's photo has up to 20 million or so; far more is meant to fill our memory."""


MOST_FILES = 10
"""In one reply of an agent."""


class WrongType(InvalidInput):
    """Judged by the content, whatever the name says."""

    code = "unsupported_file"
    status = 415

    def __init__(self) -> None:
        types = ["png", "jpeg", "gif", "webp", "pdf", "txt"]
        super().__init__("This kind of file is not taken.", types=types)


@dataclass(frozen=True)
class Stored:
    """A file that lies in the data directory under its id; `size` in bytes, width and height in pixels."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
