"""Tables of which only some rows are shaded, as a header or every other one: the shades say where the columns are."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from documents.interpret import columns
from documents.readers import pdf_lines
from documents.readers.pdf_marks import Word
from documents.readers.pdf_ruled import Grid

_NEAR = 3.0
_BELOW = 2.6  # times the size of the letters: how far below the next line may stand


@dataclasses.dataclass(frozen=True)
class Stripe:
    """A shaded row: where it stands, where its columns begin, and whether it names them."""

    top: float
    bottom: float
    starts: tuple[float, ...]
    is_header: bool

    def holds(self, line: pdf_lines.Line) -> bool:
        return self.top - 1 <= line.base - line.size * 0.3 <= self.bottom + 1


def find(grids: Sequence[Grid], words: Sequence[Word]) -> tuple[list[Stripe], list[Grid]]:
    """The shaded rows that belong to more rows without lines, and the grids that are left."""
    single = [grid for grid in grids if len(grid.ys) == 2]
    held = {id(word) for grid in grids for word in words if grid.holds(word)}
    free = pdf_lines.lines(word for word in words if id(word) not in held)
    stripes: list[Stripe] = []
    left: list[Grid] = []
    for grid in grids:
        said = _names(grid, words)
        is_header = columns.recognise(said) is not None
        is_alike = any(_alike(grid, other) and _goes_on(other, free) for other in single)
        goes_on = _goes_on(grid, free) and (is_header or any(_alike(grid, other) for other in single))
        if grid in single and (goes_on or is_alike):
            stripes.append(Stripe(grid.ys[0], grid.ys[-1], tuple(grid.xs[:-1]), is_header))
        else:
            left.append(grid)
    return stripes, left


def _names(grid: Grid, words: Sequence[Word]) -> tuple[str, ...]:
    found: list[list[Word]] = [[] for _ in grid.xs[:-1]]
    for word in words:
        if grid.holds(word):
            middle = (word.left + word.right) / 2
            found[max(0, sum(x <= middle for x in grid.xs[:-1]) - 1)].append(word)
    return tuple(" ".join(line.text for line in pdf_lines.lines(cell)) for cell in found)


def _goes_on(grid: Grid, free: Sequence[pdf_lines.Line]) -> bool:
    """Whether a line right below stands in the columns of the row."""
    bottom = grid.ys[-1]
    below = [line for line in free if bottom - 1 <= line.base <= bottom + line.size * _BELOW]
    return any(
        line.left >= grid.xs[0] - 1 and line.right <= grid.xs[-1] + 1 and len(line.segments()) > 1
        for line in below
    )


def _alike(one: Grid, other: Grid) -> bool:
    return (
        one is not other
        and len(one.xs) == len(other.xs)
        and all(abs(a - b) <= _NEAR for a, b in zip(one.xs, other.xs, strict=True))
    )
