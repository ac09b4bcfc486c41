"""Tables whose cells follow one another line by line, column names first, as a page does that was copied as words alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from documents.interpret import cells, columns, kinds, labels
from documents.interpret.columns import Columns, Role
from documents.interpret.stream import Data, Header, Item, Line

_FEWEST_NAMES, _FEWEST_ROWS = 3, 2


def find(items: Sequence[Item]) -> tuple[Item, ...]:
    """The stream with every such table as rows. It is one only where dates or leads stand in the columns so named."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        rows = _table(items, at)
        if rows is None:
            found.append(items[at])
            at += 1
            continue
        found.extend(rows[0])
        at = rows[1]
    return tuple(found)


def _table(items: Sequence[Item], start: int) -> tuple[list[Item], int] | None:
    names: list[Line] = []
    at = start
    while at < len(items) and (line := _line(items[at])) and labels.alone(line.text.rstrip(":?") + ":"):
        names.append(line)
        at += 1
    if len(names) < _FEWEST_NAMES:
        return None
    header = columns.recognise(tuple(name.text for name in names))
    if header is None:
        return None
    rows: list[list[Line]] = []
    while len(row := [line for item in items[at : at + len(names)] if (line := _line(item))]) == len(names):
        if not _fits(row, header) or any(line.paragraph.kind == "heading" for line in row):
            break
        rows.append(row)
        at += len(names)
    if len(rows) < _FEWEST_ROWS:
        return None
    text = " | ".join(name.text for name in names)
    found: list[Item] = [Header(columns=header, text=text, source=names[0].paragraph.source)]
    found += [_data(row, header, last=row is rows[-1]) for row in rows]
    return found, at


def _line(item: Item) -> Line | None:
    return item if isinstance(item, Line) and not item.in_table else None


def _fits(row: list[Line], header: Columns) -> bool:
    """Whether what stands in the columns of dates and of leads is a date and a lead."""
    kept = [(role, line.text) for role, line in zip(header.roles, row, strict=True)]
    said = [kinds.is_date(text) for role, text in kept if role is Role.TARGET]
    said += [kinds.is_lead(text) or kinds.may_be_lead(text) for role, text in kept if role is Role.LEAD]
    action = next(text for role, text in kept if role is Role.ACTION)
    return bool(said) and all(said) and not kinds.is_date(action) and len(action.split()) > 1


def _data(row: list[Line], header: Columns, *, last: bool) -> Data:
    source = row[0].paragraph.source
    whole = tuple(
        tuple(cells.pieces_of(dataclasses.replace(line.paragraph, kind="paragraph"))) for line in row
    )
    return Data(columns=header, cells=whole, source=source, is_last=last)
