"""What the child process does: from the bytes of an extract, CSV or XLSX, to the sheet and the row that head its columns."""

from collections.abc import Sequence

from documents.refusals import Refused
from throughline.base.hr_extract import csv_text, fields, not_read, workbook
from throughline.base.hr_extract.cells import LONGEST_HEADING, Cells
from throughline.base.hr_extract.reading import Extract, Line

SEARCH_FOR_HEADINGS = 30  # an extract may begin with a title and the day of its making


def parse(data: bytes, name: str) -> Extract:
    """The extract in these bytes, without limits: `reading.read` calls it where time and memory are bounded."""
    if workbook.is_one(data):
        return _best_sheet(name, workbook.sheets(data, name))
    return _best_sheet(name, [("", csv_text.table(data, name))])


def _best_sheet(name: str, sheets: Sequence[tuple[str, Cells]]) -> Extract:
    """The sheet, and the row in it, whose cells look most like the headings of an extract."""
    candidates = [
        (len(fields.recognised([cell[:LONGEST_HEADING] for cell in row])), -where, -at, where, at)
        for where, (_, table) in enumerate(sheets)
        for at, row in enumerate(table[:SEARCH_FOR_HEADINGS])
        if sum(1 for cell in row if cell) >= 2
    ]
    if not candidates:
        raise Refused(
            file=name,
            place="",
            problem="no row with columns was found",
            fix="export a table with one row for each person and the names of the columns above it",
        )
    *_, where, at = max(candidates)
    title, table = sheets[where]
    return _extract(name, title, table, at)


def _extract(name: str, sheet: str, table: Cells, at: int) -> Extract:
    filled = [(number, row) for number, row in enumerate(table[at + 1 :], start=at + 2) if any(row)]
    if not filled:
        raise Refused(
            file=name, place=sheet, problem="there is no row below the headings", fix="export it again"
        )
    headings = _named(table[at], filled)
    rows = [(row + [""] * len(headings))[: len(headings)] for _, row in filled]
    kept, left_out = not_read.split(headings, rows)
    widths = [_width(raw, len(headings)) for _, raw in filled]
    if (
        sum(width < len(headings) for width in widths) > len(widths) / 5
    ):  # a habit of the system, not a row cut short
        widths = [max(width, len(headings)) for width in widths]
    lines = tuple(
        Line(number, tuple(row[index] for index in kept), width)
        for (number, _), row, width in zip(filled, rows, widths, strict=True)
    )
    return Extract(name, tuple(headings[index] for index in kept), lines, tuple(left_out), len(headings))


def _width(raw: list[str], columns: int) -> int:
    last = max((index for index, cell in enumerate(raw, start=1) if cell), default=0)
    return min(len(raw), max(last, columns))


def _named(headings: list[str], filled: list[tuple[int, list[str]]]) -> list[str]:
    """Every column with a name of its own: blank ones by their number, repeated ones with a number behind."""
    while headings and not headings[-1] and not any(any(row[len(headings) - 1 :]) for _, row in filled):
        headings = headings[:-1]
    names: list[str] = []
    for number, heading in enumerate(headings, start=1):
        name = wanted = " ".join(heading.split())[:LONGEST_HEADING] or f"Column {number}"
        repeat = 1
        while name in names:
            repeat += 1
            name = f"{wanted} ({repeat})"
        names.append(name)
    return names
