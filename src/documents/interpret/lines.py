"""What a line outside the grid is: a heading, the label of a desired outcome or of recommendations, an entry of a list."""

from __future__ import annotations

import re

from documents.interpret import organisations
from documents.interpret.stream import Line

_OUTCOME_LABEL = re.compile(
    r"^(?:\d+[.)]\s*)?(?:our\s+|the\s+)?(?:(?:desired|intended|expected|overall|strategic|key)\s+)?"
    r"(?:outcomes?|objectives?|aims?|goals?|ambition|vision)(?:\s*/\s*(?:outcomes?|objectives?|aims?|goals?))?\s*(?P<mark>[:–-]|$)\s*",
    re.IGNORECASE,
)
_SURE_OUTCOME = re.compile(r"^(?:desired|intended|expected)\s+(?:outcome|objective)", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(
    r"^(?:\d+[.)]\s*)?(?:our\s+|the\s+|key\s+|corporate\s+)?recommendations?(?:\s+(?:for|to|from|on)\b.{0,60})?\s*:?$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r":\s*$|\b(?:table|grid)\b.{0,30}\b(?:below|sets?|shows?|contains?|lists?)\b|\b(?:below|following)\s+(?:table|grid)\b",
    re.I,
)
_CONTENTS_ENTRY = re.compile(r"(?:\.{2,}|\s|…)\s*\d{1,3}$")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|\(?[a-z]\)|[ivx]{1,4}[.)])\s+\S", re.IGNORECASE)
_GENERIC = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:the\s+|our\s+|key\s+|specific\s+|service\s+)*"
    r"(?:action plan|actions?|activity|activities|action table|grid|table(?: \d+)?)\s*:?$",
    re.IGNORECASE,
)
_NO_THEME = re.compile(
    r"\bnon[\s-]theme|\bno theme\b|\b(?:not|outside)\b.{0,40}\bthemes?\b|\bunthemed\b|^(?:other|miscellaneous|further) actions?$",
    re.IGNORECASE,
)
_NAMED_THEME = re.compile(
    r"^(?:theme|priority|strand|pillar|workstream|objective|aim|commitment)\s+(?:\d+|[A-Z]|one|two|three|four|five)\b",
    re.I,
)
_PART = re.compile(r"^(?:[A-Z][\w-]*\s+){1,3}\d{1,2}(?:\.\d{1,2})?(?:\s*[:.–-]\s*\S.*)?$")
_NUMBERED_PART = re.compile(
    r"^(?:key\s+|strategic\s+|priority\s+|equality\s+)?(?:indicator|theme|priority|objective|strand|pillar|goal|aim|outcome|standard"
    r"|recommendation|metric|pledge|area|workstream|section|part|domain|commitment|principle|ambition|chapter)\s+(?:area\s+)?\d{1,2}$",
    re.IGNORECASE,
)  # the words that a number follows, so that it is no page
_CONTEXT = re.compile(
    r"^(?:analysis|background|context|introduction|foreword|contents|summary|overview|narrative|evidence|data|notes?"
    r"|rationale|commentary|findings|why (?:this|it) matters|what (?:the|our) data (?:says|shows|tells us))\s*:?$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:introduction|foreword|contents|background|context|overview|(?:executive )?summary|purpose|scope)\s*:?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:date|version|status|author|owner|printed|last|updated|reviewed?|approved|contact)\b[^:]{0,25}:",
    re.I,
)
_SEPARATOR = re.compile(r"^(?:\[[^\]]{1,40}\].*|https?://\S+|[-_=*]{3,})$")
_ANNOUNCES = re.compile(
    r"^(?:(?:to|in|by|over|during|as|because|through)\b.{3,80},?\s+)?"
    r"(?:we\s+(?:will|shall|are going to|plan to|commit to|have committed to|are committed to|pledge to)(?:\s+also)?"
    r"|(?:our|key|the|priority|next)\s+(?:actions|commitments|pledges)(?:\s+are)?|actions(?:\s+we\s+will\s+take)?"
    r"|what\s+we(?:\s+wi|['’])ll\s+do|what\s+(?:will\s+we|are\s+we\s+going\s+to)\s+do)\s*[:?…]*$",
    re.IGNORECASE,
)
_LONGEST_HEADING = 120


def desired_outcome(line: Line) -> tuple[str, str] | None:
    """The label and what stands after it on the same line (perhaps nothing), if the line begins with such a label."""
    match = _OUTCOME_LABEL.match(line.text)
    if match is None or (not match["mark"] and len(line.text.split()) > 4):
        return None
    return line.text[: match.end()].strip(), line.text[match.end() :].strip()


def is_sure_outcome(line: Line) -> bool:
    """ "Desired outcome" says it; "Aim:" may also stand in an introduction."""
    return bool(_SURE_OUTCOME.match(line.text))


def is_recommendations_label(line: Line) -> bool:
    return line.paragraph.kind != "list_item" and bool(_RECOMMENDATIONS.match(line.text))


def is_list_item(line: Line) -> bool:
    return line.paragraph.kind == "list_item" or bool(_NUMBERED.match(line.text))


def introduces_table(line: Line) -> bool:
    return line.paragraph.kind != "heading" and bool(_INTRODUCES.search(line.text))


def is_generic(line: Line) -> bool:
    """ "Action plan", "Actions": a heading that names no theme."""
    return bool(_GENERIC.match(line.text))


def names_theme(line: Line) -> bool:
    """ "Theme 2: Leadership" is a theme even with nothing under it."""
    return bool(_NAMED_THEME.match(line.text))


def names_a_part(text: str) -> bool:
    """ "Theme 2: Leadership", also where nothing tells whether it is a heading."""
    return bool(_NAMED_THEME.match(text))


def names_part(text: str) -> bool:
    """ "Indicator 5", "Priority area 2: Leadership": a part of a plan by its number."""
    return bool(_PART.match(text)) and len(text) <= _LONGEST_HEADING


def is_context(text: str) -> bool:
    """ "Analysis", "Background": a heading over prose."""
    return bool(_CONTEXT.match(text))


def opens_document(text: str) -> bool:
    """ "Introduction", "Foreword": a heading that is never a theme."""
    return bool(_OPENING.match(text))


def is_separator(text: str) -> bool:
    """An address, a rule, or words in square brackets, which part stored pages."""
    return bool(_SEPARATOR.match(text))


def announces_actions(text: str) -> bool:
    """ "We will:", "Our actions": the line over a list of actions."""
    return bool(_ANNOUNCES.match(text)) and len(text) <= _LONGEST_HEADING


def is_outside_themes(text: str) -> bool:
    return bool(_NO_THEME.search(text))


def is_heading(line: Line, *, real_headings: bool) -> bool:
    """Whether the line can be the title of what follows.

    Where the file marks its headings (`real_headings`), those; else a short line that is no sentence and no list entry.
    """
    if desired_outcome(line) is not None or is_recommendations_label(line) or is_generic(line):
        return False
    if organisations.is_name(line.text) or _ABOUT.match(line.text):
        return False
    if real_headings and not line.in_table:
        return line.paragraph.kind == "heading"
    text = line.text
    return (
        line.paragraph.kind != "list_item"
        and len(text) <= _LONGEST_HEADING
        and len(text.split()) <= 16
        and any(letter.isalpha() for letter in text)
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
        and text[-1] not in ".,;:|"
        and (not _CONTENTS_ENTRY.search(text) or bool(_NUMBERED_PART.match(text)))
    )
