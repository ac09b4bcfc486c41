"""Reads CSV files: finds the separator and the encoding, and takes apostrophes against formulas away."""

from __future__ import annotations

import collections
import csv
import io
from collections.abc import Iterator

from documents import formulas, limits
from documents.blocks import Document
from documents.plan import Source
from documents.readers import grid, text
from documents.refusals import Refused

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 60  # rows by which the separator is told
_LONGEST_CELL = 131_072  # characters; Python's own limit, said here so that it holds


def read(data: bytes, name: str) -> Document:
    """The rows as blocks. Refuses what is not text, is in two encodings, or has a quotation mark that never ends."""
    limits.check_size(len(data), name)
    words = text.decode(data, name)
    separator, words, before = _separator(words)
    rows = [grid.Line(source=source, texts=cells) for source, cells in _rows(words, separator, name, before)]
    return Document(blocks=tuple(grid.blocks(rows)))


def _separator(words: str) -> tuple[str, str, int]:
    """What parts the cells, the text without a line that says so ("sep=;", which Excel writes), and the lines taken."""
    first, _, rest = words.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == 5:
        return said[4], rest, 1
    return max(_SEPARATORS, key=lambda separator: _fit(words, separator)), words, 0


def _fit(words: str, separator: str) -> tuple[bool, float, int]:
    """How well the separator fits: no quotation mark in a wrong place, as many rows as possible of one width, and width."""
    widths: collections.Counter[int] = collections.Counter()
    strict = True
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
        for row, _ in zip(reader, range(_SAMPLE), strict=False):
            widths[len(row)] += bool(row)
    except csv.Error:
        strict = False
        lines = words.split("\n")[:_SAMPLE]
        widths = collections.Counter(line.count(separator) + 1 for line in lines if line.strip())
    width, rows = max(widths.items(), key=lambda found: (found[1], found[0]), default=(1, 0))
    wide = {count: found for count, found in widths.items() if count > 1}
    share = max(wide.values(), default=0) / max(1, widths.total())
    return strict and width > 1, share, width if rows else 0


def _rows(words: str, separator: str, name: str, before: int) -> Iterator[tuple[Source, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    csv.field_size_limit(_LONGEST_CELL)
    number = cells_read = 0
    line = before + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                file=name,
                place=f"row {number + 1}, line {line}",
                problem="a cell that begins here does not end: a quotation mark is missing",
                fix="correct the quotation marks of that row, or save the sheet as CSV UTF-8 again",
            ) from error
        number += 1
        cells_read += len(row)
        grid.check(name, rows=number, columns=len(row), cells=cells_read)
        yield Source(line=line, row=number), tuple(formulas.unescape(cell) for cell in row)
        line = before + reader.line_num + 1
