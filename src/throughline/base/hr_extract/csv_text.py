"""Reads an extract that is text: finds its encoding and its delimiter, and refuses what is neither."""

import csv
import io
import re

from documents.readers import grid, office_file
from documents.refusals import Refused
from throughline.base.hr_extract import fields
from throughline.base.hr_extract.cells import LONGEST_HEADING, MOST, Cells, plain

DELIMITERS = (",", ";", "\t", "|", "^", "~")
BEGINNING = 30  # rows by which the delimiter is told
LINES_IN_A_CELL = 20  # with more, a quotation mark is not closed
LONGEST_LINE = 1_000_000  # letters: no row of a person has as many
_OTHER_KINDS = (
    (re.compile(rb"%PDF"), "a PDF"),
    (re.compile(rb"\{\\rtf"), "a rich text file"),
    (
        re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|head|body|table)", re.IGNORECASE),
        "a web page or XML",
    ),
)


def table(data: bytes, name: str) -> Cells:
    """The text read with the delimiter that gives the most known headings, or else the most columns."""
    for beginning, kind in _OTHER_KINDS:
        if beginning.match(data[:400]):
            fix = "open it in Excel or export it anew, and bring it as CSV UTF-8 or XLSX"
            raise Refused(file=name, place="", problem=f"it is {kind}, not a table", fix=fix)
    what = office_file.known_as(data)
    if what and b"\0" in data[:2000]:  # a table may begin with the letters BM too
        fix = "choose the HR system's extract, a CSV or XLSX file"
        raise Refused(file=name, place="", problem=f"this is {what}, not a table", fix=fix)
    text = _text(data, name)
    _check_lines(text, name)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return [[], *_parsed(rest, first.strip()[4], name)]
    head = "\n".join(text.split("\n", 200)[:200])
    scores = []
    for order, delimiter in enumerate(DELIMITERS):
        rows = _beginning(head, delimiter)
        known = max((_known(row) for row in rows), default=0)
        widths = [len(row) for row in rows if row]
        usual = max(set(widths), key=widths.count, default=0)
        scores.append((known, usual, -order, delimiter))
    return _parsed(text, max(scores)[3], name)


def _beginning(head: str, delimiter: str) -> Cells:
    """The first rows, as far as this delimiter makes rows of them."""
    rows: Cells = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == BEGINNING:
                break
    except csv.Error:  # a cell without end: of a wrong delimiter, or what _parsed refuses
        pass
    return rows


def _known(row: list[str]) -> int:
    """How many headings of an extract the row holds."""
    fits = 1 < len(row) <= MOST.columns
    return len(fields.recognised([cell[:LONGEST_HEADING] for cell in row])) if fits else 0


def _check_lines(text: str, name: str) -> None:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            problem = f"the line has {len(line):,} letters, more than any row of people"
            raise Refused(file=name, place=f"line {number}", problem=problem, fix=MOST.fix)


def _parsed(text: str, delimiter: str, name: str) -> Cells:
    rows: Cells = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            grid.check(name, rows=len(rows) + 1, columns=len(row), cells=cells, most=MOST)
            if any(cell.count("\n") > LINES_IN_A_CELL for cell in row):
                raise _open_quote(name, len(rows) + 1)
            rows.append([plain(cell) for cell in row])
    except csv.Error:
        what = "a cell begins there that has no end, as when a quotation mark is never closed"
        raise _open_quote(name, len(rows) + 1, what) from None
    return rows


def _open_quote(
    name: str, row: int, what: str = "a quotation mark is opened there and never closed"
) -> Refused:
    return Refused(
        file=name,
        place=f"row {row}",
        problem=what,
        fix="close it or take it out, or bring the extract as XLSX",
    )


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
