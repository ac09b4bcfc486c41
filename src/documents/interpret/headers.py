"""Which rows of a table name its columns: one row, or two under one another; and what unknown names mean, by the cells below."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from documents.interpret import columns, kinds
from documents.interpret.cells import Piece
from documents.interpret.columns import ASIDE, Columns, Role

Cells = tuple[tuple[Piece, ...], ...]
NAMELESS = "the table has no column names: what each column holds was told from its words"
_MOST_BELOW = 30  # rows by which it is told what a column holds
_NUMBER = re.compile(r"^\(?[A-Z]{0,4}[ .-]?\d{1,3}(?:[.-]\d{1,3})*[a-z]?[.)]?$|^[a-z][.)]$")
_FREE = {None, Role.OUTCOME, Role.OBJECTIVE}


@dataclasses.dataclass(frozen=True)
class Header:
    """The columns, and over how many rows their names stand."""

    columns: Columns
    rows: int = 1


def texts(row: Cells) -> tuple[str, ...]:
    return tuple(" ".join(piece.text for piece in cell) for cell in row)


def find(rows: Sequence[Cells]) -> list[Header | None]:
    """For each row the header that begins there, or None."""
    names = [texts(row) for row in rows]
    found: list[Header | None] = [None] * len(rows)
    at = 0
    while at < len(rows):
        found[at] = _header(names, at)
        if (header := found[at]) is not None:
            better = _known_by_content(header.columns.roles, header.columns.names, names[at + header.rows :])
            found[at] = dataclasses.replace(header, columns=better)
            at += header.rows - 1
        at += 1
    for at, header in enumerate(list(found)):
        if header is not None and header.rows == 1:
            found = [one or (header if names[to] == names[at] else None) for to, one in enumerate(found)]
    if not any(found) and len(names) > 2 and (told := _told(names[0], names[1:])):
        found[0] = Header(told)
    return found


def nameless(rows: Sequence[Cells]) -> Columns | None:
    """The columns of a table that begins with its first action, where nearly every cell shows what it is."""
    names = [texts(row) for row in rows]
    width = max(map(len, names), default=0)
    full = [row for row in names if sum(map(bool, row)) >= 3]
    if len(full) < 2 or len(full) * 2 < len(names):
        return None
    blank = ("",) * width
    roles = list(_known_by_content((None,) * width, blank, full, sure=0.75).roles)
    numbers = [row[0] for row in full if row[0]]
    if len(numbers) == len(full) and all(map(_NUMBER.match, numbers)):
        roles[0] = Role.REFERENCE
    if not {Role.ACTION, Role.LEAD, Role.TARGET} <= set(roles):
        return None
    return Columns(roles=tuple(roles), names=blank)


def _header(names: Sequence[tuple[str, ...]], at: int) -> Header | None:
    one = columns.recognise(names[at])
    two = _two_rows(names[at], names[at + 1]) if at + 1 < len(names) else None
    if two is None:
        return Header(one) if one else None
    return Header(two, rows=2)


def _two_rows(top: tuple[str, ...], below: tuple[str, ...]) -> Columns | None:
    """The columns where names stand under a name for several of them: "Timescale" over "Start" and "End"."""
    width = max(len(top), len(below))
    top, below = top + ("",) * (width - len(top)), below + ("",) * (width - len(below))
    said = [text for text in below if text]
    if sum(map(bool, top)) < 2 or any(len(text.split()) > 5 or len(text) > 40 for text in (*said, *top)):
        return None
    under = [at for at in range(width) if below[at] and not top[at]]
    if not under or all(below[at] for at in range(width) if top[at]):
        return None
    known = sum(1 for text in said if columns.role(text) is not None or kinds.is_period(text))
    if known * 2 < len(said):
        return None
    whole, over = [], ""
    for above, text in zip(top, below, strict=True):
        over = above or (over if text else "")
        whole.append(
            text if text and columns.role(text) is not None else f"{over} {text}".strip() if text else above
        )
    return columns.recognise(tuple(whole))


def _told(names: tuple[str, ...], below: Sequence[tuple[str, ...]]) -> Columns | None:
    """The columns under names that we do not know, where their cells show what they hold."""
    said = [name for name in names if name]
    if len(said) < 3 or any(
        len(name.split()) > 7 or kinds.is_date(name) or _NUMBER.match(name) for name in said
    ):
        return None
    if columns.is_foreign(names) or any(kinds.is_state(name) for name in said):
        return None
    found = _known_by_content(tuple(columns.role(name) for name in names), names, below)
    enough = {Role.LEAD, Role.TARGET, Role.LEAD_AND_TARGET} & found.holds
    return found if Role.ACTION in found.holds and enough else None


def _known_by_content(
    roles: Sequence[Role | None], names: tuple[str, ...], below: Sequence[tuple[str, ...]], sure: float = 0.6
) -> Columns:
    """The columns with a role also where only the cells tell it. `sure`: the share of the cells that has to."""
    kept = list(roles)
    cells = [
        [row[at] for row in below[:_MOST_BELOW] if at < len(row) and row[at] and sum(map(bool, row)) > 1]
        for at in range(len(kept))
    ]
    tests: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        (Role.TARGET, kinds.is_date),
        (Role.STATUS, kinds.is_state),
        (Role.LEAD, kinds.is_lead),
        (Role.ACTION, _is_action),
    )
    for role, test in tests:
        if role in kept or (role in {Role.TARGET, Role.LEAD} and Role.LEAD_AND_TARGET in kept):
            continue
        if role is Role.STATUS and Role.ACHIEVED in kept:
            continue
        shares = [
            (sum(map(test, said)) / len(said), -at)
            for at, said in enumerate(cells)
            if len(said) > 1 and kept[at] in _FREE and _may_be(role, names[at])
        ]
        if shares and max(shares)[0] >= sure:
            kept[-max(shares)[1]] = role
    return Columns(roles=tuple(columns.decided(kept, names)), names=names)


def _may_be(role: Role, name: str) -> bool:
    plain = columns.plain(name)
    return not (ASIDE.search(plain) or kinds.is_period(name)) and (
        role is Role.TARGET or columns.role(name) is not Role.OUTCOME
    )


def _is_action(text: str) -> bool:
    return len(text.split()) >= 4 and kinds.starts_with_verb(text)
