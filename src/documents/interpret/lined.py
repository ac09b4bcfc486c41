"""Tables that are not written as tables, and labels that are: lines parted by slashes or bars, and tables of one action."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence

from documents.blocks import Block, Cell, Paragraph, Row, Table
from documents.interpret import aligned, cells, columns, discovered, label_lines
from documents.interpret.cells import Piece
from documents.interpret.columns import Columns, Role
from documents.interpret.stream import Data, Header, Item, Line

_SLASH = re.compile(r"\s/(?=\s|$)")
_SEPARATORS = (re.compile(r"\t"), re.compile(r"\s\|(?=\s|$)"), _SLASH)
_FEWEST_LINES = 2
_FIRST = {Role.ACTION, Role.OBJECTIVE, Role.REFERENCE}  # what begins an action


def tables(blocks: Sequence[Block], found: Mapping[str, Role | None]) -> Iterator[Block]:
    """The blocks with every run of lines that are the rows of a table as that table, if its first line names columns.

    found: labels of this document alone; lines that begin with them become a table of labels.
    """
    at = 0
    while at < len(blocks):
        if found and (said := label_lines.rows(blocks, at, found)):
            yield Table(rows=tuple(row for row, _ in said), source=said[0][0].source)
            at += sum(count for _, count in said)
            continue
        end, separator = _run(blocks, at)
        if separator is None:
            yield blocks[at]
            at += 1
            continue
        rows = []
        header: Columns | None = None
        for block in blocks[at:end]:
            assert isinstance(block, Paragraph)
            texts: Sequence[str] = [text.strip() for text in separator.split(block.text)]
            header = header or columns.recognise(tuple(texts))
            if header is not None and separator is _SLASH:
                texts = aligned.joined(texts, header.roles, " / ")
            row = tuple(
                Cell(paragraphs=(dataclasses.replace(block, text=text, kind="paragraph"),) if text else ())
                for text in texts
            )
            rows.append(Row(cells=row, source=block.source))
        yield Table(rows=tuple(rows), source=rows[0].source)
        at = end


def _run(blocks: Sequence[Block], start: int) -> tuple[int, re.Pattern[str] | None]:
    first = blocks[start]
    if not isinstance(first, Paragraph):
        return start, None
    for separator in _SEPARATORS:
        names = tuple(text.strip() for text in separator.split(first.text))
        if len(names) < 3 or columns.recognise(names) is None:
            continue
        end = start + 1
        while (
            end < len(blocks) and isinstance(block := blocks[end], Paragraph) and separator.search(block.text)
        ):
            end += 1
        if end - start >= _FEWEST_LINES:
            return end, separator
    return start, None


def is_of_labels(table: Table, known_here: Mapping[str, Role | None]) -> bool:
    """Whether a table holds one action, a label before each of its values: "Action", "Lead" and "By when" down its side."""
    roles = []
    for row in table.rows:
        filled = [cell for cell in row.cells if cell.text.strip()]
        if len(filled) > 2 or len(row.cells) > 3:
            return False
        if len(filled) == 2 or (filled and filled[0] is row.cells[0]):
            roles.append(discovered.role(filled[0].text, known_here))
    known = [role for role in roles if role is not None]
    has_action = bool({Role.ACTION, Role.OBJECTIVE, Role.REFERENCE} & set(known)) or (
        roles and roles[0] is None
    )
    first = (
        [cell.text.strip(" :?") for cell in table.rows[0].cells if cell.text.strip()] if table.rows else []
    )
    if len(first) == 2 and all(columns.exact(text) is not None for text in first):
        return False  # two column names side by side
    return (
        bool(has_action)
        and len(known) >= (2 if Role.ACTION in known else 3)
        and len(known) * 3 >= len(roles) * 2
    )


def goes_on(table: Table, known_here: Mapping[str, Role | None]) -> bool:
    """Whether a table holds nothing but labels and values that say more of the action before it, as after a page break."""
    filled = [[cell for cell in row.cells if cell.text.strip()] for row in table.rows]
    roles = [discovered.role(cells_[0].text, known_here) for cells_ in filled if cells_]
    return all(len(cells_) <= 2 for cells_ in filled) and None not in roles and not _FIRST & set(roles)


def of_labels(
    table: Table, before: Item | None, known_here: Mapping[str, Role | None]
) -> Iterator[Header | Data | Line]:
    """The actions of such a table, each as a row under its own labels. `before`: the row that it may go on from."""
    if isinstance(before, Data) and goes_on(table, known_here):
        first = next(iter(table.rows))
        names = tuple(cell.text.strip(" :?") for row in table.rows for cell in row.cells[:1])
        said = tuple(
            tuple(piece for cell in row.cells[1:] for piece in cells.pieces(cell)) for row in table.rows
        )
        roles = tuple(discovered.role(name, known_here) for name in names)
        header = Columns(roles=(None, *roles), names=("", *names))
        yield Header(columns=header, text=" | ".join(names), source=first.source)
        yield Data(columns=header, cells=((), *said), source=first.source, after_break=True)
        return
    begun: list[tuple[str, Role | None, tuple[Piece, ...], Row]] = []
    for row, below in zip(table.rows, [*table.rows[1:], None], strict=True):
        filled = [cell for cell in row.cells if cell.text.strip()]
        if not filled:
            continue
        name = filled[0].text.strip(" :?")
        role = discovered.role(name, known_here)
        values = filled[1:]
        if role is None and not values and below is not None and _role(below, known_here) in _FIRST:
            yield from _action(begun)  # the heading over the next actions
            begun = []
            yield Line(
                paragraph=dataclasses.replace(filled[0].paragraphs[0], source=row.source), in_table=True
            )
            continue
        if role is None and not values:  # the action itself, over its labels
            name, role, values = "", Role.ACTION, filled
        elif role is Role.OBJECTIVE:
            role = Role.ACTION
        pieces = tuple(piece for cell in values for piece in cells.pieces(cell))
        if role in _FIRST and role in {earlier for _, earlier, _, _ in begun}:
            yield from _action(begun)
            begun = []
        begun.append((name, role, pieces, row))
    yield from _action(begun)


def _role(row: Row, known_here: Mapping[str, Role | None]) -> Role | None:
    first = next((cell.text for cell in row.cells if cell.text.strip()), "")
    return discovered.role(first, known_here)


def _action(entries: Sequence[tuple[str, Role | None, tuple[Piece, ...], Row]]) -> Iterator[Header | Data]:
    if not entries:
        return
    names = tuple(name for name, _, _, _ in entries)
    header = Columns(roles=tuple(role for _, role, _, _ in entries), names=names)
    source = entries[0][3].source
    yield Header(columns=header, text=" | ".join(filter(None, names)), source=source)
    yield Data(
        columns=header, cells=tuple(pieces for _, _, pieces, _ in entries), source=source, is_last=True
    )
