"""A cell that says who leads and by when, parted: "Head of Housing, by May 2026", or a line for each."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from documents.interpret import kinds
from documents.interpret.cells import Piece
from documents.interpret.columns import Role

_PARTING = re.compile(r"\s*[;|]\s*|\s+[–—-]\s+|\s*/\s+|,\s+|\s*\(|\.\s+|\s+(?=by\s)", re.IGNORECASE)
UNSURE = "the column holds who leads and by when: nothing shows where one ends and the other begins"


def parted(pieces: Sequence[Piece]) -> dict[Role, list[Piece]]:
    """The pieces that say who, and those that say when."""
    found: dict[Role, list[Piece]] = {Role.LEAD: [], Role.TARGET: []}
    for piece in pieces:
        cut = next((at for at in _PARTING.finditer(piece.text) if _parts(piece.text, at)), None)
        if cut is None:
            found[Role.TARGET if kinds.is_date(piece.text.strip(" .()")) else Role.LEAD].append(piece)
            continue
        found[Role.LEAD].append(dataclasses.replace(piece, text=piece.text[: cut.start()].strip()))
        when = piece.text[cut.end() :].strip()
        found[Role.TARGET].append(
            dataclasses.replace(piece, text=when if "(" in when else when.removesuffix(")"))
        )
    if found[Role.LEAD] and not found[Role.TARGET]:
        found[Role.LEAD][0] = dataclasses.replace(found[Role.LEAD][0], doubt=UNSURE)
    return {role: said for role, said in found.items() if said}


def _parts(text: str, at: re.Match[str]) -> bool:
    """Whether who stands before the mark, and when after it."""
    who = text[: at.start()].strip()
    return bool(who) and not kinds.has_day(who) and kinds.is_date(text[at.end() :].strip(" .()"))
