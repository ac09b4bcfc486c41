"""Prose in two columns: which lines stand beside each other, and in what order a reader takes them."""

from __future__ import annotations

from collections.abc import Sequence

from documents.interpret import columns as columns_known
from documents.readers.pdf_lines import Line

_FEWEST = 4  # lines on either side


def columns(found: Sequence[Line], width: float) -> list[list[Line]]:
    """The lines as they are read: down the left column, then down the right; a line over both parts what is above and below."""
    gutter = _gutter(found, width)
    if gutter is None:
        return [list(found)] if found else []
    result: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in found:
        parts = _parted(line, gutter)
        if parts is None:
            result += [column for column in (left, right) if column]
            left, right = [], []
            result.append([line])
            continue
        left += [parts[0]] if parts[0] is not None else []
        right += [parts[1]] if parts[1] is not None else []
    return result + [column for column in (left, right) if column]


def _gutter(found: Sequence[Line], width: float) -> float | None:
    """Where a strip without words runs down between two columns."""
    best: tuple[int, float] | None = None
    for step in range(30, 71, 2):
        at = width * step / 100
        sides = [_parted(line, at) for line in found]
        lefts = [side[0] for side in sides if side and side[0] is not None and side[1] is not None]
        if sum(columns_known.exact(line.text.strip(" :?")) is not None for line in lefts) * 3 > len(lefts):
            continue  # labels beside their values
        both = sum(1 for side in sides if side and side[0] is not None and side[1] is not None)
        crossed = sum(1 for side in sides if side is None)
        if both >= _FEWEST and crossed * 4 <= len(found) and (best is None or both - crossed > best[0]):
            best = (both - crossed, at)
    return best[1] if best else None


def _parted(line: Line, at: float) -> tuple[Line | None, Line | None] | None:
    """What stands left and right of a place; None where the line runs over it."""
    left = tuple(word for word in line.words if word.right <= at)
    right = tuple(word for word in line.words if word.left >= at)
    if len(left) + len(right) < len(line.words):
        return None
    if left and right and right[0].left - left[-1].right < line.size * 0.9:
        return None
    return (Line(left) if left else None, Line(right) if right else None)
