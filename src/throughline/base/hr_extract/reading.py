"""From the bytes of an extract to its columns and rows of text, read by a child process with limits of time and memory."""

import dataclasses
from pathlib import Path
from typing import Any

from documents import limits, sandbox
from documents.refusals import Refused
from throughline.base.hr_extract.not_read import NotRead

LARGEST_FILE = 20 * limits.MEGABYTE
_FEWER = "export only the columns that the import page names"
CHILD = sandbox.Child(
    program=Path(__file__).with_name("reading_child.py"),
    too_much=f"{_FEWER}, as CSV",
    broken="open it in Excel and save it as CSV UTF-8",
)


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
    not_read: tuple[NotRead, ...]
    width: int


def read(data: bytes, name: str, allowed: limits.OfChild = limits.OfChild()) -> Extract:  # noqa: B008
    """Refused, with what to do, when it is no extract; else its columns and rows, equality data left out."""
    if not data.strip():
        raise Refused(file=name, place="", problem="it is empty", fix="export it again from the HR system")
    if len(data) > LARGEST_FILE:
        problem = f"it is larger than {LARGEST_FILE // limits.MEGABYTE} MB"
        raise Refused(file=name, place="", problem=problem, fix=_FEWER)
    return sandbox.ask(CHILD, data, name, lambda answer: from_json(answer["extract"]), allowed)


def to_json(extract: Extract) -> dict[str, Any]:
    """An extract as the child process hands it over."""
    return {
        "file": extract.file,
        "columns": extract.columns,
        "lines": [[line.number, line.cells, line.width] for line in extract.lines],
        "not_read": [[left_out.column, left_out.why] for left_out in extract.not_read],
        "width": extract.width,
    }


def from_json(said: dict[str, Any]) -> Extract:
    """What `to_json` made. The child has read a stranger's file, so it is not believed: ValueError when it is no extract."""
    columns = tuple(_text(column) for column in said["columns"])
    lines = tuple(
        Line(int(number), tuple(map(_text, cells)), int(width)) for number, cells, width in said["lines"]
    )
    if any(len(line.cells) != len(columns) for line in lines):
        raise ValueError("a row has more or fewer cells than there are columns")
    left_out = tuple(NotRead(_text(column), _text(why)) for column, why in said["not_read"])
    return Extract(_text(said["file"]), columns, lines, left_out, int(said["width"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("it is not text")
    return value
