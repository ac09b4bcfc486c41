"""A column of objectives beside the column of actions: whether it names the theme of each row, or what the action is for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from documents.interpret.columns import Columns, Role
from documents.interpret.sections import SubHeading
from documents.interpret.stream import Data

_Entry = Data | SubHeading


def marked(entries: Sequence[_Entry], *, is_titled: bool) -> list[_Entry]:
    """The entries, a column of objectives made one of themes where several actions stand beside one objective.

    is_titled: whether the section has a name, and so a theme already.
    """
    by_columns: dict[Columns, list[Data]] = {}
    for entry in entries:
        if isinstance(entry, Data) and _before_action(entry.columns) is not None:
            by_columns.setdefault(entry.columns, []).append(entry)
    themes = {held for held, rows in by_columns.items() if not is_titled or _is_shared(rows)}
    return [
        dataclasses.replace(entry, columns=_as_theme(entry.columns))
        if isinstance(entry, Data) and entry.columns in themes
        else entry
        for entry in entries
    ]


def _before_action(held: Columns) -> int | None:
    if Role.OBJECTIVE not in held.roles or {Role.THEME, Role.DESIRED_OUTCOME} & held.holds:
        return None
    at = held.roles.index(Role.OBJECTIVE)
    return at if at < held.roles.index(Role.ACTION) else None


def _is_shared(rows: Sequence[Data]) -> bool:
    at = _before_action(rows[0].columns)
    assert at is not None
    texts = [" ".join(piece.text for piece in row.cells[at]) if at < len(row.cells) else "" for row in rows]
    said = [text for text in texts if text]
    return len(set(said)) * 3 <= len(texts) * 2 and len(texts) > 2


def _as_theme(held: Columns) -> Columns:
    at = _before_action(held)
    roles = tuple(Role.THEME if place == at else role for place, role in enumerate(held.roles))
    return dataclasses.replace(held, roles=roles)
