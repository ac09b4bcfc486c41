"""Makes PDF files by hand: text in Helvetica, tables with lines or without, page breaks with column names said again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tests.documents.layouts import Part

_SIZES = {"title": 20, "heading": 15, "subheading": 12.5}
_WIDTHS = {
    "i": 0.23,
    "l": 0.23,
    "j": 0.23,
    "t": 0.29,
    "f": 0.29,
    "r": 0.34,
    "m": 0.84,
    "w": 0.73,
    " ": 0.28,
    "W": 0.95,
    "M": 0.84,
}
_FORM = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
HEADER, FOOTER = "Fair Wexcombe plan, approved version", "Page {number} of 9"


@dataclasses.dataclass
class _Pages:
    """The pages as they are drawn, from the top of the first."""

    width: float
    height: float
    running: bool
    drawn: list[list[str]] = dataclasses.field(default_factory=list)
    y: float = 0.0

    def turn(self) -> None:
        self.drawn.append([])
        self.y = self.height - 60
        if self.running:
            self.text(50, self.height - 30, 8, HEADER)
            self.text(50, 20, 8, FOOTER.format(number=len(self.drawn)))

    def text(self, x: float, y: float, size: float, words: str, bold: bool = False) -> None:
        said = (
            words.encode("cp1252", "replace")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
        )
        shown = said.decode("latin-1")
        self.drawn[-1].append(f"BT /F{2 if bold else 1} {size} Tf {x:.1f} {y:.1f} Td ({shown}) Tj ET")

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.drawn[-1].append(f"0.5 w {x:.1f} {y:.1f} m {to_x:.1f} {to_y:.1f} l S")

    def need(self, height: float) -> bool:
        if self.y - height < 50:
            self.turn()
            return True
        return False


def make(
    parts: Sequence[Part],
    *,
    ruled: bool = True,
    landscape: bool = False,
    running: bool = True,
    turned: bool = False,
) -> bytes:
    """The parts as a PDF file. `running`: a header and a footer on every page. `turned`: drawn upright on a page shown turned."""
    pages = _Pages(*((842, 595) if landscape else (595, 842)), running)
    pages.turn()
    for part in parts:
        if part.kind == "table":
            _table(pages, part.rows, ruled=ruled)
        elif part.text:
            _paragraph(pages, part)
    return _file(pages, turned=turned)


def two_columns(title: str, left: Sequence[str], right: Sequence[str]) -> bytes:
    """A page of prose in two columns under a title across both."""
    pages = _Pages(595, 842, running=False)
    pages.turn()
    pages.text(50, 780, 20, title, bold=True)
    for x, texts in ((50, left), (315, right)):
        y = 740.0
        for text in texts:
            for line in wrapped(text, 10, 230):
                pages.text(x, y, 10, line)
                y -= 13
            y -= 9
    return _file(pages)


def wrapped(text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and _width(longer, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _width(text: str, size: float) -> float:
    return sum(_WIDTHS.get(letter, 0.68 if letter.isupper() else 0.58) for letter in text) * size


def _paragraph(pages: _Pages, part: Part) -> None:
    size = _SIZES.get(part.kind, 10)
    bold = part.kind in _SIZES
    text = f"• {part.text}" if part.kind == "item" else part.text
    lines = wrapped(text, size, pages.width - 110)
    pages.need(size * 1.3 * len(lines) + (40 if bold else 8))
    pages.y -= 8 if bold else 4
    for line in lines:
        pages.y -= size * 1.3
        pages.text(50, pages.y, size, line, bold)
    pages.y -= 4


def _table(pages: _Pages, rows: Sequence[Sequence[str]], *, ruled: bool) -> None:
    count = max(map(len, rows))
    weights = [max(14.0, min(60.0, sum(len(row[at]) for row in rows) / len(rows))) for at in range(count)]
    wide = pages.width - 100
    widths = [wide * weight / sum(weights) for weight in weights]
    xs = [50 + sum(widths[:at]) for at in range(count + 1)]
    is_named = all(rows[0]) and count > 2
    _row(pages, rows[0], xs, ruled=ruled, bold=True)
    for row in rows[1:]:
        lines = max(len(wrapped(text, 9, xs[at + 1] - xs[at] - 12)) for at, text in enumerate(row))
        if pages.need(lines * 11.5 + 12) and is_named:
            _row(pages, rows[0], xs, ruled=ruled, bold=True)
        _row(pages, row, xs, ruled=ruled, bold=False)
    pages.y -= 10


def _row(pages: _Pages, row: Sequence[str], xs: Sequence[float], *, ruled: bool, bold: bool) -> None:
    is_wide = len(row) > 2 and row[0] and not any(row[1:])  # merged across
    ends = [xs[-1]] if is_wide else list(xs[1:])
    cells = [wrapped(text, 9, end - x - 12) for text, x, end in zip(row, xs, ends, strict=False)]
    height = max(map(len, cells)) * 11.5 + 10
    top = pages.y
    for x, lines in zip(xs, cells, strict=False):
        for at, line in enumerate(lines):
            if line:
                pages.text(x + 5, top - 13 - at * 11.5, 9, line, bold)
    pages.y -= height
    if ruled:
        for y in (top, pages.y):
            pages.line(xs[0], y, xs[-1], y)
        for x in (xs[0], *ends):
            pages.line(x, top, x, pages.y)


def _file(pages: _Pages, *, turned: bool = False) -> bytes:
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages.drawn)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages.drawn)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for at, drawn in enumerate(pages.drawn):
        box = (
            f"[0 0 {pages.height} {pages.width}] /Rotate 90"
            if turned
            else f"[0 0 {pages.width} {pages.height}]"
        )
        turn = f"0 1 -1 0 {pages.height} 0 cm\n" if turned else ""
        stream = turn + "\n".join(drawn)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox {box} {_FORM} /Contents {6 + 2 * at} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    content = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return content + f"{end}startxref\n{start}\n%%EOF\n".encode()
