"""A document as one stream of lines and table rows, each row with what its columns mean."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from documents.blocks import Block, Document, Paragraph, Row, Table
from documents.interpret import banners, cells, columns, discovered, headers, lined, matrix
from documents.interpret.cells import Piece
from documents.interpret.columns import Columns
from documents.interpret.stream import Data, Header, Item, Line, Rest

_TYPED_DASH = re.compile(r"\s*[-–*]\s+(?=\S)")

NO_WORDS = "a row without words"
UNKNOWN_TABLE = "a table without known column names"


def items(document: Document) -> tuple[Item, ...]:
    """The document in reading order. Every word of it is in exactly one item."""
    found: list[Item] = []
    current: Columns | None = None
    previous: Block | None = None
    of_labels = False  # the table before held one action, with labels down its side
    labels = discovered.labels(document.blocks)
    for block in lined.tables(document.blocks, labels):
        if isinstance(block, Table) and (
            lined.is_of_labels(block, labels) or (of_labels and lined.goes_on(block, labels))
        ):
            found.extend(lined.of_labels(block, found[-1] if of_labels else None, labels))
            of_labels, previous, current = True, None, None
            continue
        of_labels = of_labels and isinstance(block, Paragraph) and not block.text.strip()
        if isinstance(block, Paragraph):
            found.extend(_lines(block))
            if block.text.strip():
                previous = block
            continue
        carried = (
            current
            if isinstance(previous, Table) and _width(block) == len(current.names if current else ())
            else None
        )
        table = list(_table(block, carried))
        found.extend(table)
        current = _last_columns(table, carried)
        previous = block
    return tuple(found)


def _last_columns(table: list[Item], carried: Columns | None) -> Columns | None:
    """The columns that hold at the end of a table, unless something that is no plan stands there."""
    last = next((item for item in reversed(table) if isinstance(item, Header | Data | Rest)), None)
    if isinstance(last, Rest) and last.reason == UNKNOWN_TABLE:
        return None
    return next((item.columns for item in reversed(table) if isinstance(item, Header)), carried)


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    if paragraph.kind == "paragraph" and (
        dash := _TYPED_DASH.match(paragraph.text)
    ):  # typed by hand, as in Word
        paragraph = dataclasses.replace(paragraph, kind="list_item", text=paragraph.text[dash.end() :])
    for piece in cells.pieces_of(paragraph):
        kind = paragraph.kind
        if kind == "paragraph" and piece.is_point:
            kind = "list_item"
        yield Line(paragraph=dataclasses.replace(paragraph, text=piece.text, kind=kind))


def _names(pieces: tuple[tuple[Piece, ...], ...]) -> tuple[str, ...]:
    return tuple(" ".join(piece.text for piece in cell) for cell in pieces)


def _width(table: Table) -> int:
    return max((sum(cell.spans for cell in row.cells) for row in table.rows), default=0)


def _table(table: Table, carried: Columns | None) -> Iterator[Item]:
    """The rows of a table. Rows alone before column names are lines: a title, a theme, a desired outcome."""
    rows = [_row(row) for row in table.rows]
    found_headers = headers.find(rows)
    led_to_header = _led_to_header(rows, found_headers)
    current, after_break = carried, carried is not None
    doubts: tuple[str, ...] = ()
    if current is None and not any(found_headers) and (nameless := headers.nameless(rows)):
        current, doubts = nameless, (headers.NAMELESS,)
        yield Header(columns=nameless, text="", source=table.rows[0].source)
    first_header = next((at for at, header in enumerate(found_headers) if header), -1)
    by_period: matrix.Matrix | None = None
    second_of_names = False
    for at, (row, pieces, header) in enumerate(zip(table.rows, rows, found_headers, strict=True)):
        text = " | ".join(" ".join(piece.text for piece in cell) for cell in pieces if cell)
        if second_of_names:
            second_of_names = False
            if current is not None and text.strip():
                yield Header(columns=current, text=text, source=row.source, again=True)
            continue
        if header is None and (found := matrix.recognise(_names(pieces), rows[at + 1 :])):
            by_period, current, after_break = found, found.columns, False
            yield Header(columns=found.columns, text=text, source=row.source)
            continue
        if header is not None:
            by_period, doubts = None, ()
            again = current is not None and _same_names(header.columns, current)
            after_break = again
            current = header.columns
            second_of_names = header.rows > 1
            yield Header(columns=current, text=text, source=row.source, again=again)
            continue
        if current is not None and columns.is_foreign(_names(pieces)):
            current, by_period = None, None  # another table begins, which is no plan
        if not any(letter.isalnum() for letter in text):
            if text.strip():
                yield Rest(text=text, source=row.source, reason=NO_WORDS)
            continue
        filled = [position for position, cell in enumerate(pieces) if cell]
        if len(filled) == 1 and (current is None or led_to_header[at]):
            yield from _as_lines(row, pieces[filled[0]])
        elif led_to_header[at] and banners.is_part_and_name([pieces[at] for at in filled]):
            yield from _as_lines(row, (Piece(text.replace(" | ", ": ", 1)),))
        elif current is None and at < first_header and len(filled) * 2 <= len(pieces) and len(filled) < 4:
            for place in filled:  # what stands over the table, its title and its date side by side
                yield from _as_lines(row, pieces[place])
        elif current is None:
            yield Rest(text=text, source=row.source, reason=UNKNOWN_TABLE)
        elif by_period is not None:
            for action in by_period.actions(pieces):
                yield Data(columns=current, cells=action, source=row.source)
        else:
            alone = len(filled) == 1 and filled[0] in {0, current.roles.index(columns.Role.ACTION)}
            yield Data(
                columns=current,
                cells=pieces,
                source=row.source,
                after_break=after_break,
                is_alone=alone,
                is_wide=alone and row.cells[0].spans >= max(2, len(current.names)),
                is_last=at == len(rows) - 1,
                doubts=doubts,
            )
            after_break = False


def _row(row: Row) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of each cell, at the column where it begins."""
    found: list[tuple[Piece, ...]] = []
    for cell in row.cells:
        found.append(cells.pieces(cell))
        found.extend(() for _ in range(min(cell.spans, 1000) - 1))
    return tuple(found)


def _same_names(one: Columns, other: Columns) -> bool:
    return [columns.plain(name) for name in one.names if name] == [
        columns.plain(name) for name in other.names if name
    ]


def _led_to_header(
    rows: list[tuple[tuple[Piece, ...], ...]], found_headers: list[headers.Header | None]
) -> list[bool]:
    """For each row: whether nothing but rows with one filled cell stands between it and the next column names."""
    found, leads = [False] * len(rows), False
    for at in range(len(rows) - 1, -1, -1):
        found[at] = leads
        filled = [cell for cell in rows[at] if cell]
        goes_on = len(filled) <= 1 or banners.is_part_and_name(filled)
        leads = found_headers[at] is not None or (leads and goes_on)
    return found


def _as_lines(row: Row, pieces: tuple[Piece, ...]) -> Iterator[Line]:
    original = next((p for cell in row.cells for p in cell.paragraphs if p.text.strip()), Paragraph(text=""))
    for piece in pieces:
        kind = "list_item" if piece.is_point else original.kind
        paragraph = Paragraph(text=piece.text, kind=kind, level=original.level, source=row.source)
        yield Line(paragraph=paragraph, in_table=True)
