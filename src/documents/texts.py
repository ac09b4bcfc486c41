"""Text as every file format can carry it, and several paragraphs or points in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAKS = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_LAST_OF_PLANES = "".join(chr(at + last) for at in range(0x1FFFE, 0x110000, 0x10000) for last in (0, 1))
_UNWRITABLE = (
    f"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_LAST_OF_PLANES}"
)
_UNCLEAN = re.compile(f"[{_BREAKS}{_UNWRITABLE}]")
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_POINT = "• "
_CONTINUED = "  "


def clean(text: str) -> str:
    """The text with one kind of line break, without control characters, and without white space around it.

    What goes is what XML cannot carry or no reader can see; the rest stays, direction marks and joiners too.
    """
    if _UNCLEAN.search(text):
        text = _UNCLEAN.sub("", _BREAK.sub("\n", text))
    return text.strip()


def clean_line(text: str) -> str:
    """The text as `clean` leaves it, on one line: for titles and names."""
    return " ".join(clean(text).split())


def clean_all(pieces: Iterable[str]) -> tuple[str, ...]:
    """Each piece clean; those with nothing in them go."""
    return tuple(piece for piece in map(clean, pieces) if piece)


def join_points(text: str, points: tuple[str, ...]) -> str:
    """A text and the points below it as one cell: a point begins with a bullet, its further lines are indented."""
    begin = _CONTINUED if text.startswith((_POINT, _CONTINUED)) else ""
    lines = [begin + _indent(text)] if text else []
    return "\n".join([*lines, *(_POINT + _indent(point) for point in points)])


def part_points(cell: str) -> tuple[str, tuple[str, ...]]:
    """What `join_points` joined. Lines that a person adds belong to what is above them."""
    text: list[str] = []
    points: list[list[str]] = []
    for line in cell.split("\n") if cell else []:
        if line.startswith(_POINT):
            points.append([line.removeprefix(_POINT)])
        else:
            (points[-1] if points else text).append(line.removeprefix(_CONTINUED))
    return "\n".join(text), tuple("\n".join(point) for point in points)


def join_pieces(pieces: tuple[str, ...]) -> str:
    """Paragraphs in one cell: a single one as it stands, several with a bullet each."""
    if len(pieces) == 1 and "\n" not in pieces[0] and not pieces[0].startswith((_POINT, _CONTINUED)):
        return pieces[0]
    return "\n".join(_POINT + _indent(piece) for piece in pieces)


def part_pieces(cell: str) -> tuple[str, ...]:
    """What `join_pieces` joined. A line that a person adds is a piece of its own."""
    pieces: list[list[str]] = []
    for line in cell.split("\n") if cell else []:
        if line.startswith(_CONTINUED) and pieces:
            pieces[-1].append(line.removeprefix(_CONTINUED))
        else:
            pieces.append([line.removeprefix(_POINT)])
    return clean_all("\n".join(piece) for piece in pieces)


def _indent(text: str) -> str:
    return text.replace("\n", "\n" + _CONTINUED)
