"""From the rows of a theme to its actions: service headings, rows broken across pages, and which cell says what."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from documents import lead_words, services
from documents.interpret import aligned, banners, kinds, themes_of_columns, who_and_when
from documents.interpret.cells import Piece
from documents.interpret.columns import Role
from documents.interpret.sections import SubHeading
from documents.interpret.stream import Data
from documents.plan import NOWHERE, Passage, Source

SERVICE_HEADING = "heading of a service"
NO_ACTION_UNDER = "looks like the heading of a service, and no action stands under it"
NOTE = "a note or a total in the table"
THEME_HEADING = "heading of a theme"
NO_ACTION = "a row that names no action"
SUBHEADING = "heading inside a theme"
FOR_ROWS_BELOW = "names the theme or service of the rows below"
NO_PLACE = "the column “{name}” has no place in a plan"
SHORT = "the row has fewer cells than there are column names, so some may stand under the wrong one"
BEYOND = "the row has more cells than there are column names"

_MOST_LIKE = 500  # rows by which it is told what a column holds
_OF_SEVERAL_ROWS = {Role.THEME, Role.DESIRED_OUTCOME, Role.SERVICE}
_OPEN_END = re.compile(
    r"(?:[,–-]|\b(?:a|an|the|of|and|or|to|for|with|in|by|on|at|from|is|are|as|that|our|their))$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;]['\"”’)]*$")


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
        row = _read(_aligned(entry, full), found, carried)
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


def _read(entry: Data, found: Rows, carried: dict[Role, str]) -> Row:
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
