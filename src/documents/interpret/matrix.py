"""Grids with a column for each stretch of time, whose cells are actions: the date stands in the name of the column."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from documents.interpret import columns, kinds
from documents.interpret.cells import Piece
from documents.interpret.columns import Columns, Role

Cells = tuple[tuple[Piece, ...], ...]


@dataclasses.dataclass(frozen=True)
class Matrix:
    """`periods`: the columns that are stretches of time, and their names. `columns`: those of the rows that `actions` gives."""

    periods: dict[int, str]
    others: Columns
    columns: Columns

    def actions(self, cells: Cells) -> list[Cells]:
        """Each action of a row, under `columns`: the row's other cells, the action, and the name of its column."""
        kept = [cell if at not in self.periods else () for at, cell in enumerate(cells)]
        kept += [()] * (len(self.others.names) - len(kept))
        beyond = [piece for cell in kept[len(self.others.names) :] for piece in cell]
        kept = kept[: len(self.others.names)]  # a row may have more cells than there are names
        kept[-1] = (*kept[-1], *beyond)
        found: list[Cells] = []
        for at, name in self.periods.items():
            cell = cells[at] if at < len(cells) else ()
            for piece in cell if len(cell) > 1 else [None]:
                pieces = cell if piece is None else (dataclasses.replace(piece, is_point=False),)
                if pieces:
                    found.append((*kept, pieces, (Piece(kinds.tidy_period(name)),)))
                    roles = self.others.roles
                    kept = [cell if role is Role.LEAD else () for cell, role in zip(kept, roles, strict=True)]
        return found or [(*kept, (), ())]


def recognise(names: tuple[str, ...], below: Sequence[Cells]) -> Matrix | None:
    """The grid, if these cells are its column names and the rows below hold actions under stretches of time."""
    periods = {at: name for at, name in enumerate(names) if name and kinds.is_period(name)}
    if len(periods) < 2 or any(len(name) > 80 for name in names):
        return None
    roles = [None if at in periods else columns.role(name) for at, name in enumerate(names)]
    if Role.ACTION in roles:
        return None
    texts = [
        " ".join(piece.text for piece in row[at])
        for row in below
        for at in periods
        if at < len(row) and row[at]
    ]
    said = [text for text in texts if not kinds.is_tick(text)]
    long = sum(
        len(text.split()) >= 3 and not kinds.is_date(text) and any(map(str.islower, text)) for text in said
    )
    if len(said) * 2 < len(texts) or long * 10 < len(said) * 7 or not said:
        return None
    unnamed = [at for at in range(len(names)) if at not in periods and (roles[at] is None or at == 0)]
    if unnamed and unnamed[0] == 0 and roles[0] not in {Role.SERVICE, Role.REFERENCE, Role.LEAD}:
        roles[0] = Role.THEME
    if Role.OBJECTIVE in roles and Role.THEME not in roles:
        roles[roles.index(Role.OBJECTIVE)] = Role.THEME
    others = Columns(roles=tuple(roles), names=names)
    whole = Columns(roles=(*roles, Role.ACTION, Role.TARGET), names=(*names, "", ""))
    return Matrix(periods=periods, others=others, columns=whole)
