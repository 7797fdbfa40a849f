"""What customers may send is judged by its bytes, and pictures lose all but their pixels."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.adapters import files
from bot.adapters.files import accept
from bot.domain.files import Stored, WrongType

HIDDEN = b"<script>alert('hidden')</script>"


def picture(form: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#884422").save(made, form, **options)
    return made.getvalue()


def offer(folder: Path, content: bytes, name: str = "photo.png") -> Stored:
    arrived = folder / "arrived.part"
    arrived.write_bytes(content)
    return accept(arrived, folder / "kept", name)


@pytest.mark.parametrize(("form", "type"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("WEBP", "webp")])
def test_pictures_are_made_anew_without_what_was_hidden_in_them(tmp_path: Path, form: str, type: str) -> None:
    stored = offer(tmp_path, picture(form) + HIDDEN)
    assert (stored.media_type, stored.width, stored.height) == (f"image/{type}", 40, 20)
    kept = (tmp_path / "kept").read_bytes()
    assert HIDDEN not in kept
    assert stored.size == len(kept)
    with Image.open(io.BytesIO(kept)) as again:
        assert (again.format, again.size) == (form, (40, 20))


def test_where_and_with_what_a_photo_was_taken_is_not_kept_and_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    stored = offer(tmp_path, picture("JPEG", exif=exif, comment=b"written by Cleo"))
    kept = (tmp_path / "kept").read_bytes()
    assert (stored.width, stored.height) == (20, 40)
    assert b"A camera" not in kept
    assert b"written by Cleo" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert not again.getexif()


def test_the_notes_in_a_png_are_not_kept(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Cleo Klein")
    offer(tmp_path, picture("PNG", pnginfo=notes))
    assert b"Cleo Klein" not in (tmp_path / "kept").read_bytes()


def test_a_light_that_blinks_goes_on_blinking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "black", "red")]
    made = io.BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0)
    offer(tmp_path, made.getvalue(), "blink.gif")
    with Image.open(tmp_path / "kept") as kept:
        assert getattr(kept, "n_frames", 1) == 3
        assert kept.info["duration"] == 200
    monkeypatch.setattr(files, "LARGEST_PICTURE", 250)
    offer(tmp_path, made.getvalue(), "blink.gif")
    with Image.open(tmp_path / "kept") as kept:
        assert getattr(kept, "n_frames", 1) == 2


def test_documents_are_kept_as_they_are(tmp_path: Path) -> None:
    assert offer(tmp_path, b"%PDF-1.7\n...", "bill.pdf").media_type == "application/pdf"
    assert offer(tmp_path, "Größe: 3 < 4\n".encode(), "note.txt").media_type == "text/plain"
    assert (tmp_path / "kept").read_text("utf-8") == "Größe: 3 < 4\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"\n <!doctype html><p>hello",
        b"<?xml version='1.0'?><svg/>",
        b"PK\x03\x04 an archive" + bytes(60),
        b"MZ\x90\x00 a program" + bytes(60),
        b"\x00\x01\x02\x03 bytes",
        b"latin \xe9",
        picture("PNG")[:60],
        picture("BMP"),
        b"GIF89a" + bytes(30),
    ],
    ids=["empty", "blank", "svg", "html", "xml", "zip", "exe", "bytes", "latin", "cut off", "bmp", "gif of nothing"],
)
def test_everything_else_is_refused_whatever_its_name_says(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WrongType):
        offer(tmp_path, content, "photo.png")
    assert not (tmp_path / "kept").exists()


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_PICTURE", 799)
    with pytest.raises(WrongType):
        offer(tmp_path, picture("PNG"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("IMG 1.png", "IMG 1.png"),
        ("evil.svg", "evil.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\photos\\leak.PNG", "leak.PNG"),
        ('a\r\nX: "1".png', "aX 1.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("x" * 300, "x" * 100 + ".png"),
        ("undicht 漏れ.png", "undicht 漏れ.png"),
    ],
)
def test_a_name_is_only_a_name(tmp_path: Path, name: str, kept: str) -> None:
    assert offer(tmp_path, picture("PNG"), name).name == kept
