"""The tables of a web page: rows and cells, those that span several too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from documents import colours, limits
from documents.blocks import Cell, Paragraph, Row
from documents.plan import Source
from documents.refusals import Refused

_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_CLASS = re.compile(r"(?:^|[\s_-])(red|amber|green)(?:$|[\s_-])", re.IGNORECASE)
_MOST_CELLS = limits.MOST_CELLS


def is_layout(table: LexborNode) -> bool:
    """Whether a table only places things on the page: one column, or tables inside it."""
    if table.attributes.get("role") in {"presentation", "none"}:
        return True
    return table.css_first("table table") is not None or all(len(_cells(row)) <= 1 for row in _rows(table))


def rows(
    table: LexborNode, number: int, read: Callable[[LexborNode], tuple[Paragraph, ...]], name: str
) -> Iterator[Row]:
    """The rows in order. Below a cell that spans several rows stands an empty one."""
    open_spans: dict[int, tuple[int, int]] = {}  # column: rows still to cover, columns
    cells_read = 0
    for at, row in enumerate(_rows(table), start=1):
        found: list[Cell] = []
        column = 0
        waiting = _cells(row)
        while waiting or column in open_spans:
            if column in open_spans:
                left, wide = open_spans.pop(column)
                if left > 1:
                    open_spans[column] = (left - 1, wide)
                found.append(Cell(spans=wide))
                column += wide
                continue
            node = waiting.pop(0)
            wide, tall = (
                _number(node, "colspan", limits.MOST_COLUMNS),
                _number(node, "rowspan", limits.MOST_ROWS),
            )
            found.append(Cell(paragraphs=read(node) or _coloured(node), spans=wide))
            if tall > 1:
                open_spans[column] = (tall - 1, wide)
            column += wide
            cells_read += 1
            if column > limits.MOST_COLUMNS or cells_read > _MOST_CELLS:
                raise Refused(
                    file=name,
                    place=f"table {number}",
                    problem=f"the table has more columns or cells than can be read (at most {limits.MOST_COLUMNS} columns)",
                    fix="copy the action plan alone into a new file",
                )
        yield Row(cells=tuple(found), source=Source(table=number, row=at))


def _rows(table: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    child = table.child
    while child is not None:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found.extend(_rows(child))
        child = child.next
    return found


def _cells(row: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    child = row.child
    while child is not None:
        if child.tag in {"td", "th"}:
            found.append(child)
        child = child.next
    return found


def _number(node: LexborNode, name: str, most: int) -> int:
    written = (node.attributes.get(name) or "").strip()
    return max(1, min(int(written), most)) if written.isdigit() and len(written) < 6 else 1


def _coloured(node: LexborNode) -> tuple[Paragraph, ...]:
    """The colour of an empty cell, in a word."""
    attributes = node.attributes
    written = _BACKGROUND.search(attributes.get("style") or "")
    named = _CLASS.search(attributes.get("class") or "")
    said = colours.name(written[1] if written else attributes.get("bgcolor") or "")
    said = said or (named[1].capitalize() if named else "")
    return (Paragraph(text=said),) if said else ()
