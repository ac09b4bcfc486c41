"""Dates as a British reader writes them, as precise as they are: "31 March 2021", "March 2021", "2021"."""

from __future__ import annotations

import calendar
import re

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SPOKEN = re.compile(r"(?:(?:([0-9]{1,2}) )?([A-Z][a-z]+) )?([0-9]{4})")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}


def spoken(date: str) -> str:
    """ "2021-03-31" as "31 March 2021", "2021-03" as "March 2021"; anything else as it stands."""
    match = _ISO.fullmatch(date)
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        return date
    year, month, day = match.groups()
    parts = [str(int(day))] if day else []
    return " ".join([*parts, *([calendar.month_name[int(month)]] if month else []), year])


def written(date: str) -> str:
    """ "31 March 2021" as "2021-03-31", "March 2021" as "2021-03"; anything else as it stands."""
    match = _SPOKEN.fullmatch(date)
    if match is None or (match[2] and match[2] not in _MONTHS):
        return date
    day, month, year = match.groups()
    if not month:
        return year
    return f"{year}-{_MONTHS[month]:02}" + (f"-{int(day):02}" if day else "")
