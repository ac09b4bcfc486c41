"""From the bytes of an extract (CSV in any delimiter and encoding, or XLSX) to columns and rows of text."""

import csv
import dataclasses
import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from documents.refusals import Refused
from throughline.base.hr_extract import fields, not_read

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 400
SEARCH_FOR_HEADINGS = 30  # an extract may begin with a title and the day of its making
DELIMITERS = (",", ";", "\t", "|", "^", "~")

Cells = list[list[str]]  # every row of the sheet, the blank ones too: the number of a row is its index + 1


@dataclasses.dataclass(frozen=True)
class Line:
    """A row of the extract. `number`: its row in a spreadsheet; `width`: how many cells the file gave it, blank ones at
    the end beyond the columns not counted."""

    number: int
    cells: tuple[str, ...]
    width: int


@dataclasses.dataclass(frozen=True)
class Extract:
    """Columns and rows as text, without the columns that are never read. `width`: columns that the file had."""

    file: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    not_read: tuple[not_read.NotRead, ...]
    width: int


def read(data: bytes, name: str) -> Extract:
    """Refused, with what to do, when it is no extract; else its columns and rows, equality data left out."""
    if not data.strip():
        raise Refused(file=name, place="", problem="it is empty", fix="export it again from the HR system")
    if len(data) > LARGEST_FILE:
        raise Refused(
            file=name,
            place="",
            problem=f"it is larger than {LARGEST_FILE // 2**20} MB",
            fix="export only the columns that the import page names",
        )
    if data.startswith(b"PK\x03\x04"):
        return _best_sheet(name, _sheets(data, name))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            file=name,
            place="",
            problem="it is protected with a password, or an old .xls workbook",
            fix="save it as .xlsx without a password, or as CSV UTF-8",
        )
    return _best_sheet(name, [("", table) for table in _csv_tables(_text(data, name), name)])


def _best_sheet(name: str, sheets: Sequence[tuple[str, Cells]]) -> Extract:
    """The sheet, and the row in it, whose cells look most like the headings of an extract."""
    candidates = [
        (len(fields.recognised(row)), -where, -at, where, at)
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
    if len(headings) > MOST_COLUMNS or len(filled) > MOST_ROWS:
        raise Refused(
            file=name,
            place=sheet,
            problem=f"it has {len(filled)} rows and {len(headings)} columns",
            fix=f"bring at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns",
        )
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
        name = wanted = " ".join(heading.split())[:100] or f"Column {number}"
        repeat = 1
        while name in names:
            repeat += 1
            name = f"{wanted} ({repeat})"
        names.append(name)
    return names


def _text(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 by their marks or their shape, else Windows-1252. Refuses a mixture, and bytes that are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", name)
    if b"\0" in data:
        if data[:2000].count(0) < len(data[:2000]) / 5:
            row = data.count(b"\n", 0, data.index(0)) + 1
            raise _no_text(name, f"line {row}")
        little = data[1:2000:2].count(0) > data[0:2000:2].count(0)
        return _decoded(data, "utf-16-le" if little else "utf-16-be", name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        for number, line in enumerate(data.split(b"\n"), start=1):
            if not line.isascii() and _is_utf8(line):
                bad = data.count(b"\n", 0, trouble.start) + 1
                raise Refused(
                    file=name,
                    place=f"lines {min(number, bad)} and {max(number, bad)}",
                    problem="two encodings are mixed, so some letters would come out wrong",
                    fix="save it as “CSV UTF-8” and bring it again",
                ) from None
        return _decoded(data, "cp1252", name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise _no_text(name, f"line {line}") from None
    if "\0" in text:
        raise _no_text(name, f"line {text.count(chr(10), 0, text.index(chr(0))) + 1}")
    return text


def _no_text(name: str, place: str) -> Refused:
    return Refused(
        file=name, place=place, problem="it is not text that can be read", fix="bring a CSV or XLSX file"
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _csv_tables(text: str, name: str) -> list[Cells]:
    """The text read with the delimiter that gives the most known headings, or else the most columns."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return [[[], *_parsed(rest, first.strip()[4], name)]]
    head = "\n".join(text.split("\n", 200)[:200])
    scores = []
    for order, delimiter in enumerate(DELIMITERS):
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))[:SEARCH_FOR_HEADINGS]
        known = max((len(fields.recognised(row)) for row in rows if len(row) > 1), default=0)
        widths = [len(row) for row in rows if row]
        usual = max(set(widths), key=widths.count, default=0)
        scores.append((known, usual, -order, delimiter))
    return [_parsed(text, max(scores)[3], name)]


def _parsed(text: str, delimiter: str, name: str) -> Cells:
    table: Cells = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.count("\n") > 20 for cell in row):
                raise _open_quote(name, len(table) + 1)
            table.append([_plain(cell) for cell in row])
            if len(table) > MOST_ROWS + SEARCH_FOR_HEADINGS:
                break
    except csv.Error:
        raise _open_quote(name, len(table) + 1) from None
    return table


def _open_quote(name: str, row: int) -> Refused:
    return Refused(
        file=name,
        place=f"row {row}",
        problem="a quotation mark is opened there and never closed",
        fix="close it or take it out, or bring the extract as XLSX",
    )


def _sheets(data: bytes, name: str) -> list[tuple[str, Cells]]:
    _check_archive(data, name)
    import python_calamine  # slow to load, and only workbooks need it

    try:
        workbook = python_calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        return [
            (sheet, [[_shown(value) for value in row] for row in _rows(workbook, sheet)])
            for sheet in workbook.sheet_names
        ]
    except (python_calamine.CalamineError, OSError, ValueError) as trouble:
        raise _not_a_workbook(name) from trouble


def _rows(workbook: Any, sheet: str) -> Iterator[list[Any]]:
    """The rows of a sheet from its first, at most one more than are allowed."""
    rows = workbook.get_sheet_by_name(sheet).to_python(
        skip_empty_area=False, nrows=MOST_ROWS + SEARCH_FOR_HEADINGS
    )
    return iter(rows)


def _check_archive(data: bytes, name: str) -> None:
    """Refuses what is no workbook, has macros, or unpacks to more than a workbook of people ever does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise _not_a_workbook(name)
            if "xl/vbaProject.bin" in names:
                raise Refused(file=name, place="", problem="it holds macros", fix="save it as .xlsx or CSV")
            left = LARGEST_UNPACKED
            for member in archive.infolist():
                with archive.open(member) as file:
                    while piece := file.read(2**20):
                        left -= len(piece)
                        if left < 0:
                            raise Refused(
                                file=name,
                                place=member.filename,
                                problem=f"it unpacks to more than {LARGEST_UNPACKED // 2**20} MB",
                                fix="export only the columns that the import page names, as CSV",
                            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as trouble:
        raise _not_a_workbook(name) from trouble


def _not_a_workbook(name: str) -> Refused:
    return Refused(
        file=name,
        place="",
        problem="it is not a workbook that can be read",
        fix="save it as .xlsx or CSV UTF-8",
    )


def _shown(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without a point, days as 2026-03-31."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return _plain(str(value))


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell if cell.isascii() else cell.replace("\u00a0", " ").replace("\ufeff", "").strip()
