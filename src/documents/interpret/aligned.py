"""Rows with fewer cells than there are column names: which cell is missing, told from what each column holds elsewhere."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence

from documents.interpret import kinds
from documents.interpret.cells import Piece
from documents.interpret.columns import Role

Cells = tuple[tuple[Piece, ...], ...]
_MOST_TRIES = 500


def complete(short: Cells, roles: Sequence[Role | None], full: Sequence[Cells]) -> Cells:
    """The cells with empty ones put in where cells are missing, by the likeness to the columns of the full rows."""
    missing = len(roles) - len(short)
    if missing <= 0 or math.comb(len(roles), missing) > _MOST_TRIES or not short:
        return short
    vocabularies = [_words(row[at] for row in full if at < len(row)) for at in range(len(roles))]
    best: tuple[float, tuple[int, ...]] | None = None
    for gone in itertools.combinations(range(len(roles)), missing):
        places = [at for at in range(len(roles)) if at not in gone]
        fit = sum(
            _fit(cell, roles[at], vocabularies[at]) for cell, at in zip(short, places, strict=True) if cell
        )
        fit += sum(0.001 * at for at in gone)  # cells are left out at the end rather than at the beginning
        if best is None or fit > best[0] + 1e-9:
            best = (fit, gone)
    assert best is not None
    left = iter(short)
    return tuple(() if at in best[1] else next(left) for at in range(len(roles)))


def joined(texts: Sequence[str], roles: Sequence[Role | None], mark: str) -> tuple[str, ...]:
    """The texts of a line that its mark has cut into more than there are columns, joined again where they fit best."""
    many = len(texts) - len(roles)
    if many <= 0 or math.comb(len(texts) - 1, many) > _MOST_TRIES:
        return tuple(texts)
    best: tuple[float, tuple[str, ...]] | None = None
    for cuts in itertools.combinations(range(1, len(texts)), len(roles) - 1):
        ends = itertools.pairwise((0, *cuts, len(texts)))
        cells = tuple(mark.join(texts[first:end]) for first, end in ends)
        fit = sum(by_kind(cell, role) for cell, role in zip(cells, roles, strict=True) if cell)
        if best is None or fit > best[0]:
            best = (fit, cells)
    assert best is not None
    return best[1]


def _fit(cell: tuple[Piece, ...], role: Role | None, vocabulary: frozenset[str]) -> float:
    text = " ".join(piece.text for piece in cell)
    words = _words([cell])
    alike = len(words & vocabulary) / len(words) if words else 0.0
    return alike + by_kind(text, role)


def by_kind(text: str, role: Role | None) -> float:
    if role in {Role.TARGET, Role.START}:
        return 2.0 if kinds.is_date(text) else -2.0
    if role is Role.LEAD:
        return 2.0 if kinds.is_lead(text) else 0.5 if kinds.may_be_lead(text) else -2.0
    if role is Role.STATUS:
        return 2.0 if kinds.is_state(text) else -1.0
    if role is Role.ACHIEVED:
        return 0.7 if kinds.is_state(text) or kinds.has_day(text) else 0.0
    if role is Role.ACTION:
        return 1.0 if len(text.split()) >= 3 and not kinds.is_date(text) else -1.0
    return 0.0


def _words(cells: Iterable[tuple[Piece, ...]]) -> frozenset[str]:
    found: set[str] = set()
    for cell in cells:
        for piece in cell:
            found.update(word for word in re.findall(r"\w+", piece.text.lower()) if len(word) > 1)
    return frozenset(found)
