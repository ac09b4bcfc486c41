"""What stands on a page of a PDF file, with its place from the top left: words, ruled lines, shaded areas."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

Turn = Callable[
    [float, float], tuple[float, float]
]  # from the file's coordinates to those on the page as it is shown


@dataclasses.dataclass
class Word:
    """A word: its left and right end, its base line counted downwards, the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@dataclasses.dataclass(frozen=True)
class Rule:
    """A horizontal line at a height from one place to another, or a vertical one."""

    at: float
    first: float
    last: float


@dataclasses.dataclass(frozen=True)
class Shade:
    left: float
    top: float
    right: float
    bottom: float
    colour: str


@dataclasses.dataclass
class Page:
    width: float
    height: float
    words: list[Word] = dataclasses.field(default_factory=list)
    across: list[Rule] = dataclasses.field(default_factory=list)
    down: list[Rule] = dataclasses.field(default_factory=list)
    shades: list[Shade] = dataclasses.field(default_factory=list)
