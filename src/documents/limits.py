"""How large a document may be: beyond these figures a file is refused before it is read."""

from __future__ import annotations

import dataclasses

from documents.refusals import Refused

MEGABYTE = 1024 * 1024

MOST_BYTES = 50 * MEGABYTE  # of the file as it stands
MOST_PARTS = 2_000  # files inside a Word or Excel file
MOST_UNZIPPED = 200 * MEGABYTE  # all parts of it together, pictures too
MOST_UNZIPPED_PART = 24 * MEGABYTE  # one part that is read as text
MOST_READ = 48 * MEGABYTE  # all parts that are read as text, together
MOST_RATIO = 200  # times that a part may grow when unzipped, counted once it is over a megabyte
MOST_ROWS = 20_000  # of a sheet or a CSV file
MOST_COLUMNS = 200
MOST_CELLS = 500_000
MOST_PAGES = 500  # of a PDF file
MOST_WORDS = 400_000
MOST_IN_A_CELL = (
    16_000  # characters that our writers put into one cell: Excel holds 32,767, an emoji counts twice
)
MOST_ANSWER = 64 * MEGABYTE  # what the child process may hand back


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfChild:
    """What the child process that reads a file may take: seconds by the clock from its start, and bytes of memory."""

    seconds: float = 4.5
    memory: int = 512 * MEGABYTE


def of_child(suffix: str) -> OfChild:
    """What reading a file of this kind may take: those that run to a hundred pages have longer."""
    return OfChild(seconds=10.0) if suffix in {".pdf", ".docx", ".html", ".htm"} else OfChild()


def check_size(size: int, name: str) -> None:
    """Refuses an empty file and one that is too large, by its size in bytes."""
    if size == 0:
        problem, fix = "the file is empty", "choose the file that holds the action plan"
    elif size > MOST_BYTES:
        problem = f"the file has {size // MEGABYTE:,} MB, more than the {MOST_BYTES // MEGABYTE} MB that can be read"
        fix = "take the pictures out, or copy the action plan alone into a new file"
    else:
        return
    raise Refused(file=name, place="", problem=problem, fix=fix)
