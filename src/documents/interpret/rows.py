"""From the rows of a theme to its actions: service headings, rows broken across pages, and which cell says what."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from documents import lead_words, services
from documents.interpret import aligned, banners, kinds, placing, themes_of_columns
from documents.interpret.cells import Piece
from documents.interpret.columns import Role
from documents.interpret.row import Row as Row
from documents.interpret.row import Rows as Rows
from documents.interpret.sections import SubHeading
from documents.interpret.stream import Data
from documents.plan import Passage

SERVICE_HEADING = "heading of a service"
NO_ACTION_UNDER = "looks like the heading of a service, and no action stands under it"
NOTE = "a note or a total in the table"
THEME_HEADING = "heading of a theme"
NO_ACTION = "a row that names no action"
SUBHEADING = "heading inside a theme"
FOR_ROWS_BELOW = "names the theme or service of the rows below"
SHORT = "the row has fewer cells than there are column names, so some may stand under the wrong one"

_MOST_LIKE = 500  # rows by which it is told what a column holds
_OF_SEVERAL_ROWS = {Role.THEME, Role.DESIRED_OUTCOME, Role.SERVICE}
_OPEN_END = re.compile(
    r"(?:[,–-]|\b(?:a|an|the|of|and|or|to|for|with|in|by|on|at|from|is|are|as|that|our|their))$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;]['\"”’)]*$")


def gather(entries: Sequence[Data | SubHeading], *, is_titled: bool = True) -> Rows:
    """The actions of one theme. A service heading holds until the next, also over a new page's column names.

    is_titled: whether the section has a name. In one without, and where it is numbered as a part of a plan, a line across
    the table names a theme.
    """
    found = Rows()
    entries = themes_of_columns.marked(entries, is_titled=is_titled)
    theme = ""
    service: str | None = None
    unused: Passage | None = None  # a service heading with no action yet
    has_wide = any(isinstance(entry, Data) and entry.is_wide for entry in entries)
    carried: dict[Role, str] = {}
    full = _full(entries)
    last = max(
        (at for at, entry in enumerate(entries) if isinstance(entry, Data) and not entry.is_alone), default=0
    )
    for at, entry in enumerate(entries):
        if isinstance(entry, SubHeading) and not (entry.is_marked or _names_service(entry.text)):
            found.structure.append(Passage(text=entry.text, source=entry.source, reason=SUBHEADING))
            continue
        if isinstance(entry, Data) and banners.is_note(entry, is_after=at > last > 0):
            found.leftovers.append(Passage(text=_heading_text(entry), source=entry.source, reason=NOTE))
            continue
        if isinstance(entry, Data) and banners.names_theme(entry, is_titled=is_titled, has_wide=has_wide):
            if unused is not None:
                found.leftovers.append(dataclasses.replace(unused, reason=NO_ACTION_UNDER))
            theme, service = _heading_text(entry), None
            unused = Passage(text=theme, source=entry.source, reason=THEME_HEADING)
            carried.clear()
            continue
        if isinstance(entry, SubHeading) or _is_service_heading(entry, found.rows, has_wide=has_wide):
            heading = _heading_text(entry)
            if unused is not None:
                found.leftovers.append(dataclasses.replace(unused, reason=NO_ACTION_UNDER))
            service, unused = heading, Passage(text=heading, source=entry.source, reason=SERVICE_HEADING)
            continue
        row = placing.read(_aligned(entry, full), found, carried)
        row.theme = row.theme or theme
        if full and len(entry.cells) < len(entry.columns.names):
            row.doubts.append(SHORT)
        previous = found.rows[-1] if found.rows else None
        if previous is not None and _continues(entry, row, previous):
            _rejoin(previous, row, at_break=entry.after_break)
        elif not row.pieces.get(Role.ACTION):
            text = " | ".join(piece.text for pieces in row.pieces.values() for piece in pieces)
            if row.pieces and row.pieces.keys() <= _OF_SEVERAL_ROWS:
                found.structure.append(Passage(text=text, source=entry.source, reason=FOR_ROWS_BELOW))
            elif text:
                found.leftovers.append(Passage(text=text, source=entry.source, reason=NO_ACTION))
        else:
            if unused is not None:
                found.structure.append(unused)
                unused = None
            if not row.named_by_column:
                row.service = service
            found.rows.append(row)
    if unused is not None:
        found.leftovers.append(dataclasses.replace(unused, reason=NO_ACTION_UNDER))
    return found


def _full(entries: Sequence[Data | SubHeading]) -> list[Data]:
    """The rows with every cell, if nearly each says something in its last: then in a short row a cell before it is missing."""
    full = [
        entry for entry in entries if isinstance(entry, Data) and len(entry.cells) >= len(entry.columns.names)
    ]
    last_is_filled = len(full) >= 3 and sum(1 for entry in full if entry.cells[-1]) * 10 >= len(full) * 9
    return full if last_is_filled else []


def _aligned(entry: Data, full: Sequence[Data]) -> Data:
    if not full or len(entry.cells) >= len(entry.columns.names):
        return entry
    like = [other.cells for other in full[:_MOST_LIKE] if other.columns == entry.columns]
    if not like:
        return entry
    return dataclasses.replace(entry, cells=aligned.complete(entry.cells, entry.columns.roles, like))


def _heading_text(entry: Data | SubHeading) -> str:
    if isinstance(entry, SubHeading):
        return entry.text
    return " ".join(piece.text for cell in entry.cells for piece in cell)


def _is_service_heading(entry: Data, rows: list[Row], *, has_wide: bool) -> bool:
    """A row with words in its first cell alone: merged across the table, or short and written like a name."""
    if not entry.is_alone or Role.SERVICE in entry.columns.holds:
        return False
    pieces = [piece for cell in entry.cells for piece in cell]
    text = " ".join(piece.text for piece in pieces)
    if len(pieces) > 1 or pieces[0].is_point or len(text) > 150:
        return False
    if entry.is_wide or has_wide:
        return entry.is_wide
    if entry.after_break and rows and (text[0].islower() or _OPEN_END.search(rows[-1].text(Role.ACTION))):
        return False
    return looks_like_service(text)


def _names_service(text: str) -> bool:
    return services.abbreviation(text) is not None or lead_words.sounds_like_team(text)


def looks_like_service(text: str) -> bool:
    """Whether a short text is written like the name of a service rather than like an action."""
    tokens = text.split()
    if len(tokens) > 12 or _ENDED.search(text) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if services.abbreviation(text):
        return True
    words = [
        word
        for word in tokens
        if word.lower() not in {"and", "of", "the", "for", "&", "in", "to", "with", "-", "–"}
    ]
    capitals = sum(1 for word in words if word[0].isupper())
    if tokens[0].lower() in kinds.VERBS and not (
        capitals == len(words) and lead_words.sounds_like_team(text)
    ):
        return False
    return capitals * 10 >= len(words) * 6 or (len(tokens) <= 5 and lead_words.sounds_like_team(text))


def _continues(entry: Data, row: Row, previous: Row) -> bool:
    """Whether a row is the rest of the one above it: it names no action, or a page ends in the middle of a sentence."""
    action = row.text(Role.ACTION)
    if row.pieces.keys() & _OF_SEVERAL_ROWS:
        return False
    if not action:
        return True
    if not entry.after_break or row.pieces.get(Role.REFERENCE):
        return False
    above = previous.text(Role.ACTION)
    return action[0].islower() or bool(_OPEN_END.search(above))


def _rejoin(previous: Row, row: Row, *, at_break: bool) -> None:
    for role, pieces in row.pieces.items():
        previous.pieces[role] = _join(previous.pieces.get(role, []), pieces, paragraphs=role is Role.ACHIEVED)
    if not at_break:
        previous.doubts.append(
            "a row without an action stands below this one, and was taken as its continuation"
        )
    source = previous.source
    previous.source = dataclasses.replace(source, more=(*source.more, row.source))


def _join(above: list[Piece], below: list[Piece], *, paragraphs: bool) -> list[Piece]:
    """Two parts of one cell: a sentence goes on, a point or a new sentence begins a paragraph of its own."""
    if not above or not below or below[0].is_point:
        return above + below
    if paragraphs and _ENDED.search(above[-1].text) and not below[0].text[0].islower():
        return above + below
    joined = dataclasses.replace(above[-1], text=f"{above[-1].text} {below[0].text}")
    return [*above[:-1], joined, *below[1:]]
