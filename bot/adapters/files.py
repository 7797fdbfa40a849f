"""What customers send, judged by its content: pictures are made anew without what a camera writes into them."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import filetype
from PIL import Image, ImageOps, ImageSequence

from bot.domain.files import LARGEST_PICTURE, Stored, WrongType

PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning)
_MARKUP = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)


def accept(arrived: Path, target: Path, name: str) -> Stored:
    """Judge what arrived and write what is kept to `target`. WrongType, and then nothing is written."""
    kind = filetype.guess(arrived)
    media_type = kind.mime if kind else "text/plain"
    width: int | None = None
    height: int | None = None
    if media_type in PICTURES:
        width, height = _redraw(arrived, target, media_type)
    elif media_type == "application/pdf" or (kind is None and _is_text(arrived.read_bytes())):
        target.write_bytes(arrived.read_bytes())
    else:
        raise WrongType()
    return Stored(target.name, _plain_name(name, media_type), media_type, target.stat().st_size, width, height)


def _redraw(arrived: Path, target: Path, media_type: str) -> tuple[int, int]:
    """The picture alone: no place, no camera, no thumbnail, nothing hidden behind its end."""
    form = PICTURES[media_type]
    try:
        with Image.open(arrived, formats=[form]) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise WrongType()
            first, *others = _frames(picture)
            keep = {"save_all": True, "append_images": others, "loop": 0} if others else {}
            if others:
                keep["duration"] = picture.info.get("duration", 100)
            first.save(target, form, **keep)
            return first.size
    except _BROKEN:
        target.unlink(missing_ok=True)
        raise WrongType() from None


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    """Upright copies with nothing but their pixels; a film that is too long keeps its beginning."""
    left = LARGEST_PICTURE
    for frame in ImageSequence.Iterator(picture):
        left -= frame.width * frame.height
        if left < 0:
            return
        upright = ImageOps.exif_transpose(frame)
        palette = upright.mode in {"P", "PA"} or "transparency" in upright.info
        clean = upright.convert("RGBA") if palette else upright.copy()
        clean.info = {}
        yield clean


def _is_text(content: bytes) -> bool:
    """Plain words; markup that a browser might run is none."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _MARKUP.match(text) and all(c in "\n\r\t\f" or ord(c) >= 32 for c in text)


def _plain_name(name: str, media_type: str) -> str:
    """The last part of it, printable, with the ending that its content deserves."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').rpartition(".")
    ending = ENDINGS[media_type]
    own = stem[1] + stem[2]
    fits = own.lower() == ending or (ending == ".jpg" and own.lower() == ".jpeg")
    base = (stem[0] or stem[2]).strip(" .")[:100]
    return (base or "file") + (own if fits else ending)
