"""Feasts and days of remembrance whose place in the year is known: Easter, Christmas, Black History Month."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from documents.moments import days
from documents.moments import moment as pieces
from documents.moments.days import Stretch
from documents.moments.moment import EDGE, IN_YEAR, Moment
from documents.plan import TargetKind


def _before_easter(number: int) -> Callable[[int], Stretch]:
    def in_year(year: int) -> Stretch:
        day = days.easter(year) - datetime.timedelta(days=number)
        return day, day

    return in_year


def _on(month: int, number: int) -> Callable[[int], Stretch | None]:
    return lambda year: days.day(year, month, number)


def _in(month: int) -> Callable[[int], Stretch]:
    return lambda year: days.month_days(year, month)


_EVENTS: dict[str, tuple[TargetKind, Callable[[int], Stretch | None]]] = {
    r"good\s+friday": (TargetKind.DAY, _before_easter(2)),
    r"easter(?:\s+sunday)?(?!\s+(?:half|term|monday))": (TargetKind.DAY, _before_easter(0)),
    r"christmas(?!\s+eve)": (TargetKind.DAY, _on(12, 25)),
    r"(?<!financial\s)(?<!school\s)(?<!academic\s)new\s+year(?!'s|s\b|\s+eve)": (TargetKind.MONTH, _in(1)),
    r"holocaust\s+memorial\s+day": (TargetKind.DAY, _on(1, 27)),
    r"lgbt(?:q?i?a?)?\+?\s+history\s+month": (TargetKind.MONTH, _in(2)),
    r"international\s+women'?s'?\s+day": (TargetKind.DAY, _on(3, 8)),
    r"stephen\s+lawrence\s+day": (TargetKind.DAY, _on(4, 22)),
    r"gypsy,?\s+roma,?\s+(?:and|&)\s+traveller\s+history\s+month": (TargetKind.MONTH, _in(6)),
    r"pride\s+month": (TargetKind.MONTH, _in(6)),
    r"windrush\s+day": (TargetKind.DAY, _on(6, 22)),
    r"black\s+history\s+month": (TargetKind.MONTH, _in(10)),
}


def _reader(kind: TargetKind, in_year: Callable[[int], Stretch | None]) -> pieces.Read:
    def read(match: re.Match[str], near: int | None) -> Moment | None:
        year, second = pieces.pair(match)
        if match["y1"] and (year is None or second is not None):
            return None
        doubts = (
            (f"“{match[0]}”: the days of holidays differ from place to place; the feast itself was taken",)
            if match["holiday"]
            else ()
        )
        return pieces.moment(match, kind, in_year, year=year, doubts=doubts)

    return read


FORMS = pieces.forms(
    *(
        (
            rf"{EDGE}(?:{name})(?!\w)(?P<holiday>\s+(?:holidays?|break|vacation|recess))?{IN_YEAR}",
            _reader(*found),
        )
        for name, found in _EVENTS.items()
    )
)
