"""Rows of a table that are no action: the name of a theme across it, a note, a total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents import lead_words, services
from documents.interpret import kinds
from documents.interpret.cells import Piece
from documents.interpret.columns import Role
from documents.interpret.stream import Data

_PART = re.compile(
    r"^(?:(?:key|strategic|equality|corporate|our|improvement)\s+){0,2}(?:theme|priority|objective|strand"
    r"|pillar|goal|aim|outcome|standard|area|"
    r"workstream|section|part|domain|commitment|principle|ambition|chapter|recommendation|indicator|metric|aspiration|focus)"
    r"(?:\s+area)?\s*(?:(?:no\.?\s*)?\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-H]|one|two|three|four|five|six|seven"
    r"|eight)?\s*(?:[:.–—-]|$|\s[A-Z])",
    re.IGNORECASE,
)
_PART_ALONE = re.compile(
    r"^(?:theme|priority|objective|strand|pillar|goal|aim|outcome|standard|area|commitment"
    r"|recommendation)\s+(?:\d{1,2}|[A-H])\s*:?$",
    re.I,
)
_NUMBERED = re.compile(r"^(?:\d{1,2}[.):]?|[A-H][.):])\s+\S")
_NOTE = re.compile(
    r"^(?:notes?|n\.?b\.?|key|legend|sources?|(?:sub-?|grand )?totals?(?: (?:number of )?actions?)?|rag (?:key|status:)"
    r"|last updated|updated|contact|for (?:more|further) information|prepared by|approved by|review date"
    r"|end of (?:table|plan)|please note)\b\s*[:=–*-]|^(?:sub-?|grand )?total\b.{0,40}$|^\*",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    r"^(?:(?:rag |brag |colour )?(?:key|legend)\b:?\s*)?(?:red|amber|green|blue|grey|yellow|purple|white"
    r"|[ragb])\s*(?:\([ragb]\)\s*)?[=:–-]\s*\S",
    re.IGNORECASE,
)
_MOST_OF_LEGEND = 2  # cells
_LONGEST = 200
_FEWEST_WORDS = 2


def is_note(entry: Data, *, is_after: bool) -> bool:
    """Whether the only words of a row are a note or a total. `is_after`: nothing but such rows follow in the table."""
    text = _text(entry)
    is_prose = is_after and text.endswith(".") and not kinds.starts_with_verb(text)
    if _LEGEND.match(text) and sum(map(bool, entry.cells)) <= _MOST_OF_LEGEND:
        return True
    return entry.is_alone and (is_prose or bool(_NOTE.match(text)))


def names_theme(entry: Data, *, is_titled: bool, has_wide: bool) -> bool:
    """Whether the row names the theme of those below. `has_wide`: lines across the table are merged there, so this would be."""
    text = _text(entry)
    if not entry.is_alone or len(text) > _LONGEST or sum(map(len, entry.cells)) > 1 or text[-1] in ".;,":
        return False
    if Role.THEME in entry.columns.holds or (has_wide and not entry.is_wide):
        return False
    if _PART.match(text):
        return True
    if is_titled:
        return False
    if entry.is_wide or _NUMBERED.match(text):
        return services.abbreviation(text) is None
    in_column_of = entry.columns.roles[next(at for at, cell in enumerate(entry.cells) if cell)]
    if in_column_of is Role.ACTION:
        return rows_name(text)
    is_misplaced = (
        in_column_of in {Role.REFERENCE, Role.LEAD, Role.TARGET} and len(text.split()) >= _FEWEST_WORDS
    )
    return is_misplaced and not lead_words.is_person(text)


def is_part_and_name(cells: Sequence[tuple[Piece, ...]]) -> bool:
    """Whether two cells are the number of a part of the plan and its name: "Objective 1", "Close the pay gap"."""
    texts = [" ".join(piece.text for piece in cell) for cell in cells]
    return len(texts) == 2 and bool(_PART_ALONE.match(texts[0]))


def rows_name(text: str) -> bool:
    """Whether the only words of a row, where an action would stand, are the name of what the rows below belong to."""
    few = (
        len(text.split()) <= 8
        and (text.isupper() or not kinds.starts_with_verb(text.capitalize()))
        and (text.isupper() or not lead_words.sounds_like_team(text))
    )
    return (
        few
        and services.abbreviation(text) is None
        and (text.isupper() or text.istitle() or text.endswith(":"))
    )


def _text(entry: Data) -> str:
    return " ".join(piece.text for cell in entry.cells for piece in cell)
