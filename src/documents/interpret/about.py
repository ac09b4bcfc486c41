"""What a document says about itself: its title, whose it is, and from when."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence

from documents import moments
from documents.interpret import headings, lines, organisations
from documents.interpret.stream import Header, Item, Line
from documents.plan import TargetKind

_TITLE_WORDS = re.compile(
    r"\b(?:plan|strategy|programme|standard|commitments?|roadmap|framework|pledges?|manifesto|scheme"
    r"|tracker|log|promises|charter|objectives|actions agreed)\b",
    re.I,
)
_LABELLED = re.compile(
    r"^(?P<label>title|organi[sz]ation|council|authority|(?:document |publication )?date|published|(?:last )?updated)"
    r"\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_LONDON_BOROUGHS = """
Barking and Dagenham, Barnet, Bexley, Brent, Bromley, Camden, Croydon, Ealing, Enfield, Hackney,
Hammersmith and Fulham, Haringey, Harrow, Havering, Hillingdon, Hounslow, Islington, Lambeth,
Lewisham, Merton, Newham, Redbridge, Richmond upon Thames, Southwark, Sutton, Tower Hamlets, Waltham
Forest, Wandsworth
"""
_LONDON = {
    **{
        name.strip(): f"London Borough of {name.strip()}"
        for name in " ".join(_LONDON_BOROUGHS.split()).split(",")
    },
    "Greenwich": "Royal Borough of Greenwich",
    "Kensington and Chelsea": "Royal Borough of Kensington and Chelsea",
    "Kingston upon Thames": "Royal Borough of Kingston upon Thames",
    "Westminster": "Westminster City Council",
}
_BOROUGH = re.compile(r"\b(?:" + "|".join(sorted(_LONDON, key=len, reverse=True)) + r")\b")
_FEWEST_MENTIONS = 3


def labelled(line: Line) -> tuple[str, str] | None:
    """ "Date: December 2020" as its label in lower case and its value."""
    match = _LABELLED.match(line.text)
    return (match["label"].lower(), match["value"].strip()) if match else None


def title(items: Sequence[Item]) -> int | None:
    """Which item is the title: among the first lines one that calls itself a plan, else the first that is no theme's."""
    first: list[tuple[int, Line]] = []
    for at, item in enumerate(items):
        if not isinstance(item, Line) or len(first) == 5:
            break
        if (
            lines.is_heading(item, real_headings=False)
            and labelled(item) is None
            and not item.text.startswith("[")
            and not lines.names_theme(item)
        ):
            first.append((at, item))
    marked = [
        (at, line) for at, line in first if line.paragraph.kind == "heading" and line.paragraph.level == 1
    ]
    if marked and not lines.names_theme(marked[0][1]) and _is_over_all(items, marked[0][0]):
        first = marked[:1]  # what runs above it on the page is no title
    places = headings.positions(items)
    free = [(at, line) for at, line in first if not _is_theme(items, at, line, places, alone=len(first) == 1)]
    named = [(at, line) for at, line in free if _TITLE_WORDS.search(line.text)]
    return next((at for at, _ in named or free), None)


def _text(item: Item) -> str:
    return item.text if isinstance(item, Line) else ""


def _is_over_all(items: Sequence[Item], at: int) -> bool:
    """Whether a heading is the only one of its level, and every other stands below it."""
    levels = [
        item.paragraph.level for item in items if isinstance(item, Line) and item.paragraph.kind == "heading"
    ]
    item = items[at]
    is_named = isinstance(item, Line) and bool(_TITLE_WORDS.search(item.text))
    above = items[:at]
    is_first = not any(isinstance(line, Line) and line.paragraph.kind == "heading" for line in above)
    return (
        is_first
        and levels.count(1) == 1
        and at > 0
        and (is_named or len(levels) > 1 or (at == 1 and not lines.names_part(_text(item))))
    )


def _is_theme(items: Sequence[Item], at: int, line: Line, places: set[int], *, alone: bool) -> bool:
    """Whether a line is the heading of a theme: a desired outcome stands under it, or a table and it is no plan's name."""
    for item in headings.extent(items, at, places):
        if isinstance(item, Line) and (lines.is_sure_outcome(item) or lines.is_recommendations_label(item)):
            return True
        if isinstance(item, Header):
            return not alone and not _TITLE_WORDS.search(line.text)
    return False


def organisation(items: Sequence[Item], title_text: str) -> str | None:
    """Whose plan it is: as labelled, named on a line of its own, in the title, or the London borough that it speaks of."""
    texts = [item.text for item in items if isinstance(item, Line)]
    for item in items:
        if (
            isinstance(item, Line)
            and (found := labelled(item))
            and found[0] in {"organisation", "organization", "council", "authority"}
        ):
            return found[1] or None
    for text in [title_text, *texts[:6]]:
        if match := organisations.ORGANISATION.search(text):
            return match[0].removeprefix("the ").removeprefix("The ").strip()
        if organisations.COUNCIL.match(text):
            return text
    named = collections.Counter(
        match[0].removeprefix("the ") for text in texts for match in organisations.ORGANISATION.finditer(text)
    )
    if named and named.most_common(1)[0][1] >= 2:
        return named.most_common(1)[0][0]
    boroughs = collections.Counter(
        match[0] for text in texts for match in _BOROUGH.finditer(text)
    ).most_common(2)
    if (
        boroughs
        and boroughs[0][1] >= _FEWEST_MENTIONS
        and (len(boroughs) == 1 or boroughs[0][1] >= 3 * boroughs[1][1])
    ):
        return _LONDON[boroughs[0][0]]
    return named.most_common(1)[0][0] if named else None


def date(items: Sequence[Item], title_text: str, file_date: str | None) -> str | None:
    """When the document is from, as precise as it says: as labelled, in the title, else the date that the file carries."""
    texts = [item.text for item in items if isinstance(item, Line)]
    for at, item in enumerate(item for item in items if isinstance(item, Line)):
        found = labelled(item)
        if found and ("date" in found[0] or found[0] in {"published", "updated", "last updated"}):
            value = found[1] or (texts[at + 1] if at + 1 < len(texts) else "")
            if said := _one_date(value):
                return said
    return _one_date(title_text) or file_date


def _one_date(text: str) -> str | None:
    """The date that the text names, if it names exactly one day, month or year."""
    if re.fullmatch(r"\s*\d{4}(-\d{2}){0,2}\s*", text):
        text = text.strip()
        parts = text.split("-")
        ok = len(parts) == 1 or 1 <= int(parts[1]) <= 12
        return text if ok else None
    found = moments.find(moments.plain(text))
    if len(found) != 1 or found[0].year is None:
        return None
    days = found[0].days(found[0].year)
    if days is None:
        return None
    if found[0].kind is TargetKind.DAY:
        return days[0].isoformat()
    if found[0].kind is TargetKind.MONTH:
        return days[0].isoformat()[:7]
    return str(found[0].year) if found[0].kind is TargetKind.YEAR else None
