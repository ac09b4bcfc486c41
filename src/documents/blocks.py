"""What a format reader hands to the interpreter: headings, paragraphs, list items and tables, and where each stood."""

from __future__ import annotations

import dataclasses
from typing import Literal

from documents.plan import NOWHERE, Source

ParagraphKind = Literal["heading", "paragraph", "list_item"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A heading, a paragraph or a list item.

    `level`: the depth of the heading or the list, from 1; 0 when the format does not say. `style`: the name that the
    format gives to this sort of paragraph, as a Word style; empty when it has none. `apart`: whether it stands apart from
    the one before, after an empty line or in a list of its own; False where the format does not say.
    """

    text: str
    kind: ParagraphKind = "paragraph"
    level: int = 0
    style: str = ""
    apart: bool = False
    source: Source = NOWHERE


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cell:
    """A table cell as paragraphs and list items. `spans`: how many columns it covers."""

    paragraphs: tuple[Paragraph, ...] = ()
    spans: int = 1

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    cells: tuple[Cell, ...]
    source: Source = NOWHERE


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """Rows as they stand, header rows among them: what is a header is the interpreter's question."""

    rows: tuple[Row, ...]
    source: Source = NOWHERE


Block = Paragraph | Table


@dataclasses.dataclass(frozen=True, kw_only=True)
class Document:
    """A file as blocks in reading order. `title`, `date`: from the file's own properties, where it has them."""

    blocks: tuple[Block, ...]
    title: str = ""
    date: str | None = None
