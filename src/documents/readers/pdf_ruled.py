"""Tables of a PDF page whose cells are drawn with lines."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Sequence

from documents.blocks import Cell, Paragraph, Row
from documents.plan import Source
from documents.readers import pdf_lines
from documents.readers.pdf_marks import Page, Rule, Shade, Word

_NEAR = 3.0  # points within which two lines touch


@dataclasses.dataclass
class Grid:
    """Where a table's rows and columns begin and end, and the lines between its cells."""

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]

    def holds(self, word: Word) -> bool:
        middle = (word.left + word.right) / 2
        return (
            self.xs[0] - 1 <= middle <= self.xs[-1] + 1
            and self.ys[0] - 1 <= word.base - word.size * 0.3 <= self.ys[-1] + 1
        )


def grids(page: Page) -> list[Grid]:
    """The tables, from the top. Lines that touch belong to one; a frame around one cell is none."""
    across, down = _merged(page.across), _merged(page.down)
    groups = _touching(across, down)
    found = []
    for one, other in groups:
        xs, ys = _distinct([rule.at for rule in other]), _distinct([rule.at for rule in one])
        if len(xs) > 2 and len(ys) > 1 and len(xs) <= 60 and len(ys) <= 400:
            found.append(Grid(xs, ys, one, other))
    found = [grid for grid in found if any(grid.holds(word) for word in page.words)]
    return sorted(found, key=lambda grid: grid.ys[0])


def rows(grid: Grid, words: Sequence[Word], shades: Sequence[Shade], source: Source) -> list[Row]:
    """The rows of the table. A cell over several rows has its words in the first of them."""
    found: list[list[list[Word]]] = []
    spans: list[list[tuple[int, int]]] = []
    for at in range(len(grid.ys) - 1):
        middle = (grid.ys[at] + grid.ys[at + 1]) / 2
        starts = [0] + [
            column for column in range(1, len(grid.xs) - 1) if _covers(grid.down, grid.xs[column], middle)
        ]
        ends = [*starts[1:], len(grid.xs) - 1]
        spans.append(list(zip(starts, ends, strict=True)))
        found.append([[] for _ in starts])
    for word in words:
        at = min(max(0, bisect.bisect_right(grid.ys, word.base - word.size * 0.3) - 1), len(found) - 1)
        column = min(max(0, bisect.bisect_right(grid.xs, (word.left + word.right) / 2) - 1), len(grid.xs) - 2)
        place = next(place for place, (first, last) in enumerate(spans[at]) if first <= column < last)
        at, place = _top(grid, spans, at, place)
        found[at][place].append(word)
    result = []
    for at, (cells, places) in enumerate(zip(found, spans, strict=True)):
        own = dataclasses.replace(source, row=at + 1)
        made = tuple(
            _cell(
                cell,
                last - first,
                own,
                _shade(shades, grid, at, first, last),
                is_first=_top(grid, spans, at, place) == (at, place),
            )
            for place, (cell, (first, last)) in enumerate(zip(cells, places, strict=True))
        )
        if any(cell.paragraphs for cell in made):
            result.append(Row(cells=made, source=own))
    return result


def _cell(words: list[Word], spans: int, source: Source, colour: str, *, is_first: bool) -> Cell:
    text = tuple(pdf_lines.paragraphs(pdf_lines.lines(words), source))
    if not text and colour and is_first:
        text = (Paragraph(text=colour, source=source),)
    return Cell(paragraphs=text, spans=spans)


def _shade(shades: Sequence[Shade], grid: Grid, row: int, first: int, last: int) -> str:
    x, y = (grid.xs[first] + grid.xs[last]) / 2, (grid.ys[row] + grid.ys[row + 1]) / 2
    return next((s.colour for s in reversed(shades) if s.left <= x <= s.right and s.top <= y <= s.bottom), "")


def _top(grid: Grid, spans: list[list[tuple[int, int]]], at: int, place: int) -> tuple[int, int]:
    """The first row of a cell that covers several: no line parts it from the one above, which has the same width."""
    while at > 0:
        first, last = spans[at][place]
        if (
            _covers(grid.across, grid.ys[at], (grid.xs[first] + grid.xs[last]) / 2)
            or (first, last) not in spans[at - 1]
        ):
            break
        at, place = at - 1, spans[at - 1].index((first, last))
    return at, place


def _covers(rules: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.first - 1 <= middle <= rule.last + 1 for rule in rules)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line as one line."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / 2), rule.first)):
        last = found[-1] if found else None
        meets = last and rule.first <= last.last + _NEAR and rule.last >= last.first - _NEAR
        if last and meets and abs(last.at - rule.at) <= 2:
            found[-1] = Rule(last.at, min(last.first, rule.first), max(last.last, rule.last))
        else:
            found.append(rule)
    return found


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in across:
        mine: tuple[list[Rule], list[Rule]] = ([rule], [])
        mine[1].extend(other for other in down if _meet(rule, other))
        rest = []
        for group in groups:
            if any(other in group[1] for other in mine[1]):
                mine[0].extend(group[0])
                mine[1].extend(other for other in group[1] if other not in mine[1])
            else:
                rest.append(group)
        groups = [*rest, mine]
    return groups


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.first - _NEAR <= down.at <= across.last + _NEAR
        and down.first - _NEAR <= across.at <= down.last + _NEAR
    )


def _distinct(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found
