"""Where everything stands in the three pictures of a plan: bars, lines and cells in a drawing 960 units wide. Values only."""

import calendar
import dataclasses
import datetime
from collections.abc import Mapping, Sequence

WIDTH = 960
TONES = {  # status -> fill, ink: the figure in it has a contrast of at least 4.5 to its ground
    "verified_done": ("#00703c", "#ffffff"),
    "reported_done": ("#85c99b", "#0b0c0c"),
    "in_progress": ("#1d70b8", "#ffffff"),
    "ongoing": ("#7fb8d6", "#0b0c0c"),
    "not_started": ("#dee0e2", "#0b0c0c"),
    "review_due": ("#ffdd00", "#0b0c0c"),
    "overdue": ("#d4351c", "#ffffff"),
    "proposed": ("#c8b7dd", "#0b0c0c"),
    "stopped": ("#505a5f", "#ffffff"),
    "declined": ("#383f43", "#ffffff"),
}
BAR, BAR_ROW = 26, 78
HEATS = (
    ("#f3f2f1", "#0b0c0c"),
    ("#d2e2f1", "#0b0c0c"),
    ("#8eb8dc", "#0b0c0c"),
    ("#1d70b8", "#ffffff"),
    ("#003078", "#ffffff"),
)
CELL, CELL_ROW, NAMES = 46, 30, 300
TOP, LEFT, HIGH = 20, 50, 300  # of the lines


@dataclasses.dataclass(frozen=True)
class Box:
    """A rectangle with a figure in it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    ink: str
    number: int
    name: str

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2 + 5

    @property
    def has_room(self) -> bool:
        return self.width >= 9 * len(str(self.number)) + 4


def bar(counts: Mapping[str, int], most: int, row: int) -> list[Box]:
    """The statuses of one theme side by side; the longest bar of all (`most` actions) is as wide as the drawing."""
    boxes, x = [], 0.0
    for name, (fill, ink) in TONES.items():
        if number := counts.get(name, 0):
            width = WIDTH * number / max(most, 1)
            boxes.append(Box(round(x, 1), row * BAR_ROW + 42, round(width, 1), BAR, fill, ink, number, name))
            x += width
    return boxes


def width(columns: int) -> int:
    """Of the cells: as wide as the other drawings, or wider where there are more columns than have room there."""
    return max(WIDTH, NAMES + columns * CELL)


def heat(number: int, most: int) -> tuple[str, str]:
    """Fill and ink of a cell: nothing, and four equal steps up to the largest number."""
    if not number:
        return HEATS[0]
    return HEATS[min(4, 1 + (number - 1) * 4 // max(most, 1))]


def cell(number: int, most: int, row: int, column: int, name: str) -> Box:
    fill, ink = heat(number, most)
    return Box(NAMES + column * CELL, 30 + row * CELL_ROW, CELL - 2, CELL_ROW - 2, fill, ink, number, name)


def months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The last day of every month from that of `first` to that of `last`."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        day = found[-1] + datetime.timedelta(days=1)
    return found


def line(values: Sequence[int], most: int) -> str:
    """The points of a line over all months, as SVG has them."""
    step = (WIDTH - LEFT - 130) / max(len(values) - 1, 1)
    return " ".join(f"{LEFT + n * step:.1f},{level(value, most):.1f}" for n, value in enumerate(values))


def level(value: int, most: int) -> float:
    return TOP + HIGH - HIGH * value / max(most, 1)


def ticks(most: int) -> list[int]:
    """At most six round numbers from 0 up to the first that is not below `most`: 1 to 500,000 actions."""
    step = next(
        size * ten
        for ten in (1, 10, 100, 1000, 10_000, 100_000)
        for size in (1, 2, 5)
        if size * ten * 5 >= most
    )
    return [n * step for n in range(-(-most // step) + 1)]
