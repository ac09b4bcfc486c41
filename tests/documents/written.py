"""Plans in a short notation, and the files that Word, Excel, web pages, PDF and text make of them, merged cells and all.

`= title`, `== heading`, `=== heading below`, `** bold line`, `- list item`, `[sheet] name`, `| a | b |` a row of a table, in
whose cells `<<` is merged with the cell before it, `^^` with the one above, and `//` begins a new line; `---` parts two tables.
Anything else is a paragraph. What the plan holds is said at the end: `> theme | action | lead | date | progress`.
"""

from __future__ import annotations

import dataclasses
import html
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
import openpyxl

from tests.documents import laid_out, pdf_maker
from tests.documents.layouts import Part
from tests.documents.layouts import Said as Said

FOLDER = Path(__file__).with_name("unseen")
_KINDS = {
    "= ": "title",
    "== ": "heading",
    "=== ": "subheading",
    "** ": "bold",
    "- ": "item",
    "[sheet] ": "sheet",
}
ASIDE, ABOVE = "<<", "^^"
Rows = list[list[str]]


@dataclasses.dataclass
class Piece:
    """A line or a table of the notation."""

    kind: str
    text: str = ""
    rows: Rows = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Written:
    """A plan: its pieces, what it holds, and the formats (None: all) in which it would be met."""

    pieces: list[Piece] = dataclasses.field(default_factory=list)
    said: list[Said] = dataclasses.field(default_factory=list)
    formats: tuple[str, ...] = ()


def read(text: str) -> Written:
    found = Written()
    for line in text.splitlines():
        if line.startswith("formats: "):
            found.formats = tuple(line.split()[1:])
        elif line.startswith("> "):
            found.said.append(Said(*(part.strip() for part in line[2:].split("|"))))
        elif line.startswith("|"):
            if not found.pieces or found.pieces[-1].kind != "table":
                found.pieces.append(Piece("table"))
            cells = [cell.strip().replace("//", "\n") for cell in line.strip().strip("|").split("|")]
            found.pieces[-1].rows.append(["\n".join(map(str.strip, cell.split("\n"))) for cell in cells])
        elif line.strip() == "---" or not line.strip():
            found.pieces.append(Piece("gap"))
        else:
            mark = next((mark for mark in _KINDS if line.startswith(mark)), "")
            found.pieces.append(Piece(_KINDS.get(mark, "paragraph"), line.removeprefix(mark).strip()))
    return found


def spans(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """Each cell that is seen: its row, its column, how many rows and columns it covers, and its text."""
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            if text in {ASIDE, ABOVE}:
                continue
            wide = next((at for at in range(across + 1, len(row)) if row[at] != ASIDE), len(row)) - across
            below = down + 1
            while below < len(rows) and across < len(rows[below]) and rows[below][across] == ABOVE:
                below += 1
            yield down, across, below - down, wide, text


def word(pieces: Sequence[Piece]) -> bytes:
    document = docx.Document()
    for piece in pieces:
        if piece.kind == "table":
            table = document.add_table(rows=len(piece.rows), cols=max(map(len, piece.rows)))
            table.style = "Table Grid"
            for down, across, rows, columns, text in spans(piece.rows):
                cell = table.cell(down, across)
                if rows * columns > 1:
                    cell = cell.merge(table.cell(down + rows - 1, across + columns - 1))
                first, *more = text.split("\n")
                cell.text = first
                for line in more:
                    cell.add_paragraph(line)
        elif piece.kind in {"title", "heading", "subheading", "sheet"}:
            document.add_heading(piece.text, {"title": 0, "heading": 1, "sheet": 1}.get(piece.kind, 2))
        elif piece.kind != "gap":
            paragraph = document.add_paragraph(style="List Bullet" if piece.kind == "item" else None)
            paragraph.add_run(piece.text).bold = piece.kind == "bold"
        else:
            document.add_paragraph("")
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def excel(pieces: Sequence[Piece]) -> bytes:
    book = openpyxl.Workbook()
    sheet, at = book.active, 1
    for piece in pieces:
        if piece.kind == "sheet":
            sheet = sheet if at == 1 else book.create_sheet()
            sheet.title, at = piece.text, 1
        elif piece.kind == "table":
            for down, across, rows, columns, text in spans(piece.rows):
                sheet.cell(at + down, 1 + across).value = text
                if rows * columns > 1:
                    sheet.merge_cells(None, at + down, 1 + across, at + down + rows - 1, across + columns)
            at += len(piece.rows)
        else:
            if piece.kind != "gap":
                sheet.cell(at, 1).value = piece.text
            at += 1
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def web(pieces: Sequence[Piece]) -> bytes:
    tags = {"title": "h1", "heading": "h2", "sheet": "h2", "subheading": "h3", "paragraph": "p"}
    found = ["<!doctype html><html><head><meta charset=utf-8><title>Plan</title></head><body>"]
    for piece in pieces:
        if piece.kind == "table":
            rows: list[list[str]] = [[] for _ in piece.rows]
            for down, _, tall, wide, text in spans(piece.rows):
                words = html.escape(text).replace("\n", "<br>")
                rows[down].append(f"<td rowspan={tall} colspan={wide}>{words}</td>")
            found.append("<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>")
        elif piece.kind == "bold":
            found.append(f"<p><strong>{html.escape(piece.text)}</strong></p>")
        elif piece.kind == "item":
            if found[-1].endswith("</ul>"):
                found[-1] = found[-1].removesuffix("</ul>")
            else:
                found.append("<ul>")
            found.append(f"<li>{html.escape(piece.text)}</li></ul>")
        elif piece.kind != "gap":
            found.append(f"<{tags[piece.kind]}>{html.escape(piece.text)}</{tags[piece.kind]}>")
    return "".join(found).encode()


def _parts(pieces: Sequence[Piece]) -> list[Part]:
    """The pieces for formats without merged cells."""
    found = []
    for piece in pieces:
        width = max(map(len, piece.rows), default=0)
        rows = tuple(
            tuple("" if text in {ASIDE, ABOVE} else text for text in [*row, *[""] * (width - len(row))])
            for row in piece.rows
        )
        kind = {"bold": "subheading", "gap": "paragraph", "sheet": "heading"}.get(piece.kind, piece.kind)
        found.append(Part(kind, piece.text, rows))  # type: ignore[arg-type]
    return found


def text(pieces: Sequence[Piece]) -> bytes:
    flat = [
        dataclasses.replace(
            part, rows=tuple(tuple(cell.replace("\n", " ") for cell in row) for row in part.rows)
        )
        for part in _parts(pieces)
    ]
    return laid_out.text(flat)


FORMATS: dict[str, tuple[str, Callable[[Sequence[Piece]], bytes]]] = {
    "word": (".docx", word),
    "excel": (".xlsx", excel),
    "web": (".html", web),
    "text": (".txt", text),
    "pdf": (".pdf", lambda pieces: pdf_maker.make(_parts(pieces), landscape=True)),
    "pdf_unruled": (".pdf", lambda pieces: pdf_maker.make(_parts(pieces), ruled=False, landscape=True)),
}
