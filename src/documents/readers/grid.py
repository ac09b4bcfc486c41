"""Makes paragraphs and tables of the rows of a sheet or a CSV file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from documents import limits
from documents.blocks import Block, Cell, Paragraph, Row, Table
from documents.plan import Source
from documents.refusals import Refused


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """A row as it stands: its texts, and how many columns each covers (one, where nothing is said)."""

    source: Source
    texts: tuple[str, ...]
    spans: tuple[int, ...] = ()

    @property
    def filled(self) -> int:
        return sum(1 for text in self.texts if text.strip())


@dataclasses.dataclass(frozen=True, kw_only=True)
class Most:
    """How large a grid may be, and what to do about a larger one. As it stands: that of an action plan."""

    rows: int = limits.MOST_ROWS
    columns: int = limits.MOST_COLUMNS
    cells: int = limits.MOST_CELLS
    fix: str = "copy the action plan alone into a new file"


def check(
    name: str,
    *,
    rows: int,
    columns: int,
    cells: int,
    sheet: str = "",
    most: Most = Most(),
) -> None:
    """Refuses a grid that is larger than `most`."""
    place = f"sheet {sheet}, row {rows:,}" if sheet else f"row {rows:,}"
    if cells > most.cells and rows <= most.rows:
        raise Refused(
            file=name,
            place=place,
            problem=f"there are more cells than can be read (at most {most.cells:,})",
            fix=most.fix,
        )
    if rows > most.rows:
        raise Refused(
            file=name,
            place=place,
            problem=f"there are more rows than can be read (at most {most.rows:,})",
            fix=most.fix,
        )
    if columns > most.columns:
        raise Refused(
            file=name,
            place=place,
            problem=f"there are more columns than can be read (at most {most.columns})",
            fix=most.fix,
        )


def blocks(lines: Sequence[Line], *, table: int = 1) -> Iterator[Block]:
    """The lines as paragraphs and one table: from the first line with several filled cells to the last.

    What stands above, and below after an empty line, is paragraphs. Empty lines inside the table go.
    """
    full = [at for at, line in enumerate(lines) if line.filled > 1]
    if not full:
        for line in lines:
            yield from _paragraphs(line)
        return
    end = next((at for at in range(full[-1], len(lines)) if not lines[at].filled), len(lines))
    for line in lines[: full[0]]:
        yield from _paragraphs(line)
    rows = tuple(_row(line, table) for line in lines[full[0] : end] if line.filled)
    yield Table(rows=rows, source=dataclasses.replace(lines[full[0]].source, row=None, table=table))
    for line in lines[end:]:
        yield from _paragraphs(line)


def _paragraphs(line: Line) -> Iterator[Paragraph]:
    return (Paragraph(text=text, source=line.source) for text in line.texts if text.strip())


def _row(line: Line, table: int) -> Row:
    """A row with a cell for each text, as it stands: lines and bullets inside a cell are the interpreter's."""
    source = dataclasses.replace(line.source, table=table)
    spans = line.spans or (1,) * len(line.texts)
    return Row(
        cells=tuple(
            Cell(paragraphs=(Paragraph(text=text, source=source),) if text else (), spans=span)
            for text, span in zip(line.texts, spans, strict=True)
        ),
        source=source,
    )
