"""Finds every date, month, quarter, season, term and year that a piece of text names, with or without a year."""

from __future__ import annotations

import re

from documents.moments import dates, days, events, stretches, years
from documents.moments.moment import MONTH_NAME, Moment

# The written forms, the longest first: what one has read, no later one sees.
_FORMS = (
    *events.FORMS,
    *dates.DAYS_AND_MONTHS,
    *stretches.FORMS,
    *years.SPLIT,
    *dates.ISO_MONTHS,
    *years.NAMED,
    *dates.MONTHS_ALONE,
    *years.ALONE,
)

_MONTH_FIRST = re.compile(rf"\b({MONTH_NAME})\s+(\d{{1,2}})\s?(?:st|nd|rd|th)\b", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR, month_days = days.FIRST_YEAR, days.LAST_YEAR, days.month_days


def plain(text: str) -> str:
    """Text with one kind of dash, quote and space, and ordinals without their ending ("2 nd" is "2")."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text.replace("’", "'").replace("‘", "'"))
    text = " ".join(text.split())
    text = _MONTH_FIRST.sub(r"\2 \1", text)
    return re.sub(r"(?<!\d)(\d{1,2})\s?(?:st|nd|rd|th)\b", r"\1", text, flags=re.IGNORECASE)


def find(text: str, near: int | None = None) -> list[Moment]:
    """The moments of a plain text in order. `near`: a year by which "Dec 20" is December 2020 or 20 December."""
    found: list[Moment] = []
    rest = text
    for pattern, read in _FORMS:
        for match in list(pattern.finditer(rest)):
            moment = read(match, near)
            if moment is not None:
                found.append(moment)
                rest = rest[: moment.at] + "\x01" * (moment.end - moment.at) + rest[moment.end :]
    return sorted(found, key=lambda moment: moment.at)
