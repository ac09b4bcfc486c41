"""Tables of a PDF page without lines between their columns, told by the names of columns over them."""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Sequence

from documents.blocks import Cell, Row
from documents.interpret import columns, kinds
from documents.plan import Source
from documents.readers import pdf_lines, pdf_starts
from documents.readers.pdf_lines import Line
from documents.readers.pdf_marks import Rule, Word
from documents.readers.pdf_stripes import Stripe

_TALLEST = 3  # lines of a header


@dataclasses.dataclass(frozen=True)
class Found:
    """A table: where its columns begin, the lines of its header and the line after its last row."""

    starts: tuple[float, ...]
    header: int
    first: int
    end: int


def find(
    lines: Sequence[Line], at: int, known: tuple[float, ...] = (), stripes: Sequence[Stripe] = ()
) -> Found | None:
    """The table whose header begins on this line; with `known`, columns of the page before, one that goes on without.

    stripes: the shaded rows of the page, which may be the header.
    """
    if (shaded := next((one for one in stripes if one.is_header and one.holds(lines[at])), None)) is not None:
        first = next((to for to in range(at, len(lines)) if not shaded.holds(lines[to])), len(lines))
        return Found(shaded.starts, at, first, _end(lines, first, shaded.starts))
    for tall in range(1, _tallest(lines, at) + 1):
        starts = pdf_starts.of_header(lines[at : at + tall])
        if starts and len(starts) > 1:
            names = pdf_starts.names(lines[at : at + tall], starts)
            if tall > 1 and any(_is_header(line) for line in lines[at + 1 : at + tall]):
                break
            is_header = columns.recognise(names) is not None
            is_header = is_header or sum(kinds.is_period(name) for name in names) >= max(2, len(names) - 1)
            if is_header and all(names):
                best = _taller(lines, at, tall, starts)
                end = _end(lines, at + best, starts)
                starts = pdf_starts.with_close(starts, lines[at : at + best], lines[at + best : end])
                return Found(starts, at, at + best, end)
    if known and at == 0 and _fits(lines[at], known):
        end = _end(lines, at, known)
        return Found(known, 0, 0, end) if end else None
    return None


def _is_header(line: Line) -> bool:
    return columns.recognise(tuple(segment.text for segment in line.segments())) is not None


def _tallest(lines: Sequence[Line], at: int) -> int:
    """How many lines the header may have: lines close under each other, alike in size and weight."""
    tall = 1
    while tall < _TALLEST and at + tall < len(lines):
        above, line = lines[at + tall - 1], lines[at + tall]
        if (
            line.base - above.base > line.size * 1.45
            or abs(line.size - above.size) > 0.6
            or line.bold != above.bold
        ):
            break
        tall += 1
    return tall


def rows(lines: Sequence[Line], found: Found, across: Sequence[Rule], source: Source) -> list[Row]:
    """The rows: parted by lines drawn between them, by wider gaps, or where every column begins anew."""
    groups: list[list[Line]] = [list(lines[found.header : found.first])] if found.first > found.header else []
    body = lines[found.first : found.end]
    header_gap = body[0].base - lines[found.first - 1].base if body and found.first > found.header else 0.0
    wide = _row_gap(body, header_gap)
    for at, line in enumerate(body):
        before = body[at - 1] if at else None
        is_apart = before is not None and (
            _is_across(before, found.starts) or _is_banner(body, at, found.starts)
        )
        if before is None or is_apart or _parted(before, line, across, wide, found.starts):
            groups.append([])
        groups[-1].append(line)
    made = []
    for number, group in enumerate(groups, start=1):
        own = dataclasses.replace(source, row=number)
        if len(group) == 1 and _is_across(group[0], found.starts):
            whole = tuple(pdf_lines.paragraphs(group, own))
            made.append(Row(cells=(Cell(paragraphs=whole, spans=len(found.starts)),), source=own))
            continue
        cells: list[list[Word]] = [[] for _ in found.starts]
        for line in group:
            for segment in line.segments():
                for part in pdf_starts.cut(segment.words, found.starts):
                    cells[pdf_starts.column(part[0].left, found.starts)].extend(part)
        made.append(
            Row(
                cells=tuple(
                    Cell(paragraphs=tuple(pdf_lines.paragraphs(pdf_lines.lines(words), own)))
                    for words in cells
                ),
                source=own,
            )
        )
    return made


def _taller(lines: Sequence[Line], at: int, tall: int, starts: tuple[float, ...]) -> int:
    """The lines of the header: names that go on below, close under it and as bold."""
    while tall < _TALLEST and at + tall < len(lines):
        line, above = lines[at + tall], lines[at + tall - 1]
        is_near = line.base - above.base < line.size * 1.35 and line.bold and above.bold
        names = pdf_starts.names(lines[at : at + tall + 1], starts)
        if not is_near or columns.recognise(names) is None:
            break
        tall += 1
    return tall


def _end(lines: Sequence[Line], at: int, starts: tuple[float, ...]) -> int:
    """The line after the last row: a heading, a line of prose, or column names of another table."""
    sizes = statistics.median(line.size for line in lines)
    first = at
    while at < len(lines):
        line = lines[at]
        if _is_banner(lines, at, starts):
            at += 1
            continue
        is_heading = line.size > sizes * 1.12 or (
            line.bold and len(line.segments()) == 1 and _crosses(line, starts)
        )
        if (
            is_heading
            or (at > first and line.base - lines[at - 1].base > line.size * 4)
            or not _fits(line, starts)
        ):
            return at
        if at > first and columns.recognise(pdf_starts.names([line], starts)) is not None:
            return at
        if at > first and at + 1 < len(lines) and len(line.segments()) == 1 and _is_header(lines[at + 1]):
            return at  # the heading over the next table
        at += 1
    return at


def _is_across(line: Line, starts: tuple[float, ...]) -> bool:
    """Whether a line runs from the first column over the next without a gap."""
    return len(line.segments()) == 1 and abs(line.left - starts[0]) < line.size and _crosses(line, starts)


def _is_banner(lines: Sequence[Line], at: int, starts: tuple[float, ...]) -> bool:
    """Whether a line across the columns stands over rows that go on below it, and so belongs to the table."""
    if at + 1 >= len(lines) or not _is_across(lines[at], starts):
        return False
    line, below = lines[at], lines[at + 1]
    names = pdf_starts.names([below], starts)
    is_row = (
        sum(map(bool, names)) * 2 > len(starts) and columns.recognise(names) is None and not _is_header(below)
    )
    return is_row and below.base - line.base < line.size * 3.5 and _fits(below, starts)


def _fits(line: Line, starts: tuple[float, ...]) -> bool:
    return (
        all(not _crosses_at(segment.words, starts) for segment in line.segments())
        and line.left > starts[0] - line.size
    )


def _crosses(line: Line, starts: tuple[float, ...]) -> bool:
    return len(starts) > 1 and line.left < starts[1] and line.right > starts[1] - 2


def _crosses_at(words: tuple[Word, ...], starts: tuple[float, ...]) -> bool:
    """Whether words run over the beginning of a column without one of them beginning there."""
    return any(
        words[0].left < start - 3
        and words[-1].right > start + 8
        and not any(pdf_starts.is_between(before, start, word) for before, word in itertools.pairwise(words))
        for start in starts[1:]
    )


def _row_gap(body: Sequence[Line], header_gap: float) -> float | None:
    """The distance from which two lines belong to two rows; None where all distances are alike.

    header_gap: how far the first line stands below the header: where that is far, so are rows from one another.
    """
    gaps = sorted(two.base - one.base for one, two in itertools.pairwise(body))
    if not gaps:
        return None
    usual = gaps[0]
    wide = [gap for gap in gaps if gap > usual * 1.25]
    size = statistics.median(line.size for line in body)
    if usual > size * 1.6:
        return usual * 0.9
    if not wide and header_gap > usual * 1.25 and usual < size * 1.35:
        return usual * 1.25
    return min(wide) * 0.98 if wide else None


def _parted(
    before: Line, line: Line, across: Sequence[Rule], wide: float | None, starts: tuple[float, ...]
) -> bool:
    if any(
        before.base - 1 < rule.at < line.base - line.size * 0.3 and rule.last - rule.first > 40
        for rule in across
    ):
        return True
    if wide is not None:
        return line.base - before.base >= wide
    filled = {pdf_starts.column(segment.left, starts) for segment in line.segments()}
    return 0 in filled and len(filled) * 2 > len(starts)
