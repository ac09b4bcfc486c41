"""What a document is a stream of: lines, column names, rows under them, and rows that no names stand over."""

from __future__ import annotations

import dataclasses

from documents.blocks import Paragraph
from documents.interpret.cells import Piece
from documents.interpret.columns import Columns
from documents.plan import Source


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph, wherever it stood: in the text, or alone in a table row above the column names."""

    paragraph: Paragraph
    in_table: bool = False

    @property
    def text(self) -> str:
        return self.paragraph.text


@dataclasses.dataclass(frozen=True, kw_only=True)
class Header:
    """A row of column names. `again`: the same names as the table before it, as at the top of a new page."""

    columns: Columns
    text: str
    source: Source
    again: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Data:
    """A row under column names: the pieces of each cell by position. `after_break`: the first of a new page."""

    columns: Columns
    cells: tuple[tuple[Piece, ...], ...]
    source: Source
    after_break: bool = False
    is_alone: bool = (
        False  # only one cell is filled, the first or the action's: perhaps the heading of a service
    )
    is_wide: bool = False  # that cell is merged across the whole table
    is_last: bool = False  # of its table
    doubts: tuple[str, ...] = ()  # what is not certain about which words are what


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rest:
    """A row of a table whose columns are unknown, or a row without words."""

    text: str
    source: Source
    reason: str


Item = Line | Header | Data | Rest
