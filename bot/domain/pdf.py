"""One A4 page of plain text as a PDF: enough for a label or an invoice, and nothing has to be installed for it."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
"""Points."""


@dataclass(frozen=True)
class Text:
    """Helvetica at a place on the page; `x` and `y` in points from the top left."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


Mark = Text | Box


def page(title: str, marks: Iterable[Mark]) -> bytes:
    """What Helvetica has no letter for is written as a question mark."""
    content = "\n".join(_drawn(mark) for mark in marks).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>" % (WIDTH, HEIGHT),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % _escaped(title).encode("cp1252", "replace"),
    ]
    return _file(objects)


def _drawn(mark: Mark) -> str:
    match mark:
        case Box(x, y, width, height):
            return f"{x} {HEIGHT - y - height} {width} {height} re S"
        case Text(x, y, text, size, bold):
            return f"BT /F{2 if bold else 1} {size} Tf {x} {HEIGHT - y} Td ({_escaped(text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("\n", " ").replace("\r", " ")


def _file(objects: list[bytes]) -> bytes:
    """Numbered from 1, with the table of where each begins."""
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(objects),
        len(out),
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
