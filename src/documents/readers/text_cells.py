"""Tables in text that were written cell by cell, a bar after each, as web pages are when only their words are kept."""

from __future__ import annotations

import dataclasses

from documents.blocks import Cell, Paragraph, Row, Table
from documents.plan import Source

_FEWEST = 6  # cells


@dataclasses.dataclass(frozen=True)
class Flattened:
    table: Table
    end: int  # the line after it


def read(lines: list[str], start: int, number: int) -> Flattened | None:
    """The table that begins on this line, if its cells follow one another with a bar after each."""
    if not lines[start].strip().endswith("|") or lines[start].strip().startswith("|"):
        return None
    found: list[tuple[str, int]] = []
    text: list[str] = []
    begun, at, end = start, start, start
    while at < len(lines) and (lines[at].strip() or (at + 1 < len(lines) and lines[at + 1].strip() == "|")):
        *cells, rest = lines[at].split("|")
        for cell in cells:
            found.append(("\n".join([*text, cell.strip()]).strip(), begun + 1))
            text, begun, end = [], at, at + 1
        if rest.strip():
            begun = begun if text else at
            text.append(rest.strip())
            if len(text) > 3:
                break
        at += 1
    if len(found) < _FEWEST or len(found) > 1.6 * (end - start) + 2:
        return None
    width = _width([text for text, _ in found])
    if width is None:
        return None
    rows: list[Row] = []
    for first in range(0, len(found), width):
        source = Source(line=found[first][1], table=number, row=len(rows) + 1)
        rows.append(
            Row(
                cells=tuple(_cell(*cell, number, len(rows) + 1) for cell in found[first : first + width]),
                source=source,
            )
        )
    return Flattened(Table(rows=tuple(rows), source=Source(line=start + 1, table=number)), end)


def _cell(text: str, line: int, table: int, row: int) -> Cell:
    source = Source(line=line, table=table, row=row)
    return Cell(paragraphs=(Paragraph(text=text, source=source),) if text else ())


def _width(texts: list[str]) -> int | None:
    """How many cells a row has: as many as the first cells that are names of columns or of stretches of time."""
    from documents.interpret import columns, kinds

    names = [(bool(columns.role(text)) and len(text) <= 60) or kinds.is_period(text) for text in texts[:40]]
    first = 0 if names[0] else 1
    width = first
    while width < len(names) and names[width]:
        width += 1
    return width if width - first >= 2 else None
