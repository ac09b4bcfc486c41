"""A row of a theme as it is gathered, and all of them with what stood among them."""

from __future__ import annotations

import dataclasses

from documents.interpret.cells import Piece
from documents.interpret.columns import Role
from documents.plan import NOWHERE, Passage, Source


@dataclasses.dataclass(kw_only=True)
class Row:
    """One action as gathered: the pieces of each role."""

    service: str | None = None
    theme: str = ""
    desired_outcome: str = ""
    pieces: dict[Role, list[Piece]] = dataclasses.field(default_factory=dict)
    source: Source = NOWHERE
    doubts: list[str] = dataclasses.field(default_factory=list)
    named_by_column: bool = False  # the service stands in the row itself

    def text(self, role: Role, separator: str = " ") -> str:
        return separator.join(piece.text for piece in self.pieces.get(role, []))


@dataclasses.dataclass
class Rows:
    """The actions of a theme in order, and what stood among them but is none."""

    rows: list[Row] = dataclasses.field(default_factory=list)
    leftovers: list[Passage] = dataclasses.field(default_factory=list)
    structure: list[Passage] = dataclasses.field(default_factory=list)
