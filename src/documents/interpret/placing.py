"""The cells of one row put where their columns say: what has no place goes to the leftovers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from documents.interpret import kinds, who_and_when
from documents.interpret.cells import Piece
from documents.interpret.columns import Role
from documents.interpret.row import Row, Rows
from documents.interpret.stream import Data
from documents.plan import Passage

NO_PLACE = "the column “{name}” has no place in a plan"
BEYOND = "the row has more cells than there are column names"


def read(entry: Data, found: Rows, carried: dict[Role, str]) -> Row:
    """The cells of a row by role. What has no role goes to the leftovers, with the name of its column."""
    row = Row(source=entry.source, doubts=list(entry.doubts))
    roles, names = entry.columns.roles, entry.columns.names
    placed: list[Role] = []
    in_periods: list[tuple[str, tuple[Piece, ...]]] = []
    for at, cell in enumerate(entry.cells):
        if not cell:
            continue
        role = roles[at] if at < len(roles) else None
        if role is Role.EARLIER_TARGET and not _has_words(entry, Role.TARGET):
            role = Role.TARGET
        if role is not None and role is not Role.EARLIER_TARGET:
            _place(row, role, names[at], cell, placed)
            placed.append(role)
            continue
        name = names[at] if at < len(names) else ""
        if name and kinds.is_period(name):
            in_periods.append((name, cell))
            continue
        text = " ".join(piece.text for piece in cell)
        reason = NO_PLACE.format(name=name) if name else BEYOND
        found.leftovers.append(
            Passage(text=f"{name}: {text}" if name else text, source=entry.source, reason=reason)
        )
    for role, pieces in _of_periods(in_periods, has_target=Role.TARGET in entry.columns.holds):
        row.pieces.setdefault(role, []).extend(pieces)
    _carry_down(row, entry, carried)
    return row


def _of_periods(
    found: Sequence[tuple[str, tuple[Piece, ...]]], *, has_target: bool
) -> Iterator[tuple[Role, list[Piece]]]:
    """What cells under stretches of time say: ticks and a single text when it is due, several texts what is aimed at in each."""
    for name, cell in found:
        ticked = kinds.is_tick(" ".join(piece.text for piece in cell))
        if ticked and not has_target:
            yield Role.TARGET, [Piece(name)]
        elif not has_target and len(found) == 1:
            yield Role.TARGET, [Piece(name), *cell]
        else:
            yield (
                Role.OUTCOME,
                [dataclasses.replace(cell[0], text=f"{name}: {cell[0].text}", is_point=False), *cell[1:]],
            )


def _has_words(entry: Data, role: Role) -> bool:
    return any(cell for found, cell in zip(entry.columns.roles, entry.cells, strict=False) if found is role)


def _place(row: Row, role: Role, name: str, cell: tuple[Piece, ...], placed: Sequence[Role]) -> None:
    """Puts a cell where its column says. Next steps, and what a second column says, keep its name before the text."""
    pieces = list(cell)
    if role is Role.START:
        row.pieces[Role.START] = pieces
        return
    if role is Role.LEAD_AND_TARGET:
        for part, said in who_and_when.parted(pieces).items():
            row.pieces.setdefault(part, []).extend(said)
        return
    into = {Role.STATUS: Role.ACHIEVED, Role.NEXT_STEPS: Role.ACHIEVED, Role.OBJECTIVE: Role.OUTCOME}.get(
        role, role
    )
    is_second = into in row.pieces and into in {Role.ACHIEVED, Role.OUTCOME}
    after_state = role is Role.ACHIEVED and set(placed) & {Role.ACHIEVED, Role.STATUS} == {Role.STATUS}
    if role is Role.STATUS or after_state:
        is_second = Role.ACHIEVED in row.pieces and len(pieces[0].text) <= 2  # a letter says too little
    if role is Role.NEXT_STEPS or is_second:
        pieces[0] = dataclasses.replace(
            pieces[0], text=f"{name.rstrip(':?')}: {pieces[0].text}", is_point=False
        )
    row.pieces.setdefault(into, []).extend(pieces)


def _carry_down(row: Row, entry: Data, carried: dict[Role, str]) -> None:
    """A theme or service merged over several rows stands only in the first of them."""
    holds = entry.columns.holds
    for role in (Role.THEME, Role.DESIRED_OUTCOME, Role.SERVICE):
        if role not in holds:
            continue
        text = row.text(role)
        if role is Role.THEME and text and text != carried.get(role):
            carried.clear()
        if text:
            carried[role] = text
        value = carried.get(role, "")
        if role is Role.THEME:
            row.theme = value
        elif role is Role.DESIRED_OUTCOME:
            row.desired_outcome = value
        else:
            row.service, row.named_by_column = value or None, True
