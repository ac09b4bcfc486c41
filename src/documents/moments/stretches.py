"""Quarters, halves of a year, seasons and terms as they are written: "Q3 2021/22", "H1 2026", "Autumn term", "Term 2"."""

from __future__ import annotations

import calendar
import re

from documents.moments import days
from documents.moments import moment as pieces
from documents.moments.days import Stretch
from documents.moments.moment import EDGE, IN_YEAR, YEAR, Moment
from documents.plan import TargetKind

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
SCHOOL_TERMS = {"autumn": (9, 12), "spring": (1, 4), "summer": (4, 7)}
HALF_TERMS = {
    ("autumn", 1): (9, 10),
    ("autumn", 2): (11, 12),
    ("spring", 1): (1, 2),
    ("spring", 2): (2, 4),
    ("summer", 1): (4, 5),
    ("summer", 2): (6, 7),
}
# Some places count three terms and some six: the months of both.
NUMBERED_TERMS = {1: (9, 12), 2: (11, 4), 3: (1, 7), 4: (2, 4), 5: (4, 5), 6: (6, 7)}
UNIVERSITY_TERMS = {
    "michaelmas": (10, 12),
    "mt": (10, 12),
    "hilary": (1, 3),
    "ht": (1, 3),
    "lent": (1, 3),
    "trinity": (4, 6),
    "tt": (4, 6),
    "easter": (4, 6),
    "long vac": (7, 9),
    "long vacation": (7, 9),
}
QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
}
QUARTERS |= {str(number): number for number in range(1, 5)}
_TERM_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {
    str(at): at for at in range(1, 7)
}
_CALENDAR = re.compile(r"\bcalendar\s+(?:year\s+)?(?:of\s+)?$", re.IGNORECASE)
_CALENDAR_AFTER = re.compile(r"^\s*\(?calendar\b", re.IGNORECASE)


def _quarter(match: re.Match[str], near: int | None) -> Moment | None:
    """A quarter of the financial year, unless a single year is given: then of that year, with the doubt."""
    first, last = QUARTERS[match["q1"].lower()], QUARTERS[(match["q2"] or match["q1"]).lower()]
    year, second = pieces.pair(match)
    if last < first or (match["y1"] and year is None):
        return None
    named = bool(re.search(r"financial|fy", match[0], re.IGNORECASE))
    in_calendar_year = bool(
        _CALENDAR.search(match.string[: match.start()]) or _CALENDAR_AFTER.match(match.string[match.end() :])
    )
    financial = not in_calendar_year and (second is not None or year is None or named)
    doubts: tuple[str, ...] = ()
    if year is not None and not financial and not in_calendar_year:
        doubts = (
            f"“{match[0]}” read as a quarter of the calendar year; "
            f"it could be of the financial year {year}/{(year + 1) % 100:02}",
        )
    elif financial and year is not None and second is None:
        doubts = (f"“{match[0]}” read as a quarter of the financial year that ends in March {year}",)
        year -= 1
    elif financial and second is None:
        doubts = (f"“{match[0]}” read as a quarter of the financial year",)

    if match.groupdict().get("joint") in {"&", "/"} and last > first + 1:
        doubts = (*doubts, f"“{match[0]}” was read as all quarters from the first to the last")

    def in_year(year: int) -> Stretch | None:
        if not financial:
            return days.month_days(year, 3 * first - 2, 3 * last)
        start, _ = days.month_days(year + (first == 4), (3 * first) % 12 + 1)
        _, end = days.month_days(year + (last == 4), (3 * last) % 12 + 1, (3 * last) % 12 + 3)
        return start, end

    return pieces.moment(match, TargetKind.QUARTER, in_year, year=year, doubts=doubts)


def _half(match: re.Match[str], near: int | None) -> Moment | None:
    """Half of a year: of the financial year if two years are given; "H1 2026" is of the calendar year, with the doubt."""
    half = 1 if (match["half"] or match["h"]).lower() in {"first", "1"} else 2
    year, second = pieces.pair(match)
    if year is None:
        return None
    named = bool(re.search(r"financial|fy", match[0], re.IGNORECASE))
    doubts: tuple[str, ...] = ()
    if named and second is None:
        doubts = (f"“{match[0]}” read as half of the financial year that ends in March {year}",)
        year -= 1
    elif second is None and match["h"]:
        doubts = (
            f"“{match[0]}” read as half of the calendar year; "
            f"it could be of the financial year {year}/{(year + 1) % 100:02}",
        )
    months = ((4, 9), (10, 3)) if named or second is not None else ((1, 6), (7, 12))
    return pieces.moment(
        match, TargetKind.RANGE, lambda y: days.month_days(y, *months[half - 1]), year=year, doubts=doubts
    )


def _term(match: re.Match[str], near: int | None) -> Moment | None:
    name = " ".join(match["term"].lower().split())
    half = match.groupdict().get("half")
    months = HALF_TERMS[name, int(half)] if half else SCHOOL_TERMS.get(name) or UNIVERSITY_TERMS[name]
    doubts = (f"“{match[0]}”: terms begin and end differently in each place; {_between(months)} taken",)
    return _in_academic_year(match, TargetKind.TERM, months, doubts)


def _numbered_term(match: re.Match[str], near: int | None) -> Moment | None:
    """ "Term 2": November and December where the year has six terms, January to April where it has three."""
    first = _TERM_NUMBERS[match["first"].lower()]
    last = int(match["last"] or first)
    if last < first:
        return None
    months = (NUMBERED_TERMS[first][0], NUMBERED_TERMS[last][1])
    counts = (
        "a year may have three terms or six" if last <= 3 else "terms begin and end differently in each place"
    )
    doubts = (f"“{match[0]}”: {counts}; {_between(months)} taken",)
    return _in_academic_year(match, TargetKind.TERM, months, doubts)


def _season(match: re.Match[str], near: int | None) -> Moment | None:
    first = SEASONS[match["season"].lower()]
    months = (first[0], SEASONS[match["next"].lower()][1]) if match["next"] else first
    doubts = (f"“{match[0]}”: a season has no exact days; {_between(months)} taken",)
    return _in_academic_year(match, TargetKind.SEASON, months, doubts)


def _in_academic_year(
    match: re.Match[str], kind: TargetKind, months: tuple[int, int], doubts: tuple[str, ...]
) -> Moment | None:
    """These months; of "2021/22" those from September on are in the first year."""
    year, second = pieces.pair(match)
    if match["y1"] and year is None:
        return None
    if second is not None and months[0] < 9:
        year = second
    return pieces.moment(match, kind, lambda y: days.month_days(y, *months), year=year, doubts=doubts)


def _between(months: tuple[int, int]) -> str:
    return f"{calendar.month_name[months[0]]} to {calendar.month_name[months[1]]}"


_LETTERS = (
    r"(?:(?:q|qtr|quarter)\s?(?P<q1>[1-4]|one|two|three|four)"
    r"(?:\s?(?P<joint>[/&-])\s?(?:q|qtr|quarter)?\s?(?P<q2>[1-4]))?)(?!\w)"
)
_NAMED = r"(?P<q1>first|second|third|fourth|last|final|[1-4])\s+(?:financial\s+)?quarter(?P<q2>(?!))?"
_TERM = r"(?P<term>autumn|spring|summer|michaelmas|hilary|trinity|lent|easter)\s+(?:half[\s-])?term(?:\s[12](?!\d))?"
_SEASON = r"spring|summer|autumn|winter"
_HALF = r"(?:(?P<half>first|second|latter|1|2)\s+half|h(?P<h>[12]))"

FORMS = pieces.forms(
    (rf"{EDGE}{_HALF}\b(?=\W)(?:\s*,?\s*(?:of\s+)?(?:the\s+)?(?:(?:fy|financial year)\s*)?{YEAR})", _half),
    (rf"{EDGE}{YEAR}\s*,?\s*{_LETTERS}", _quarter),
    (rf"{EDGE}{_LETTERS}{IN_YEAR}", _quarter),
    (rf"{EDGE}{_NAMED}{IN_YEAR}", _quarter),
    (rf"{EDGE}{_TERM}{IN_YEAR}", _term),
    (rf"{EDGE}(?P<term>autumn|spring|summer)\s(?P<half>[12])(?!\d){IN_YEAR}", _term),
    (
        rf"{EDGE}terms?\s(?P<first>[1-6]|one|two|three|four|five|six)(?!\w)(?:\s?(?:-|to|and|&|/)\s?(?P<last>[1-6])(?!\d))?{IN_YEAR}",
        _numbered_term,
    ),
    (rf"{EDGE}t(?P<first>[1-6])(?P<last>(?!))?\s{YEAR}", _numbered_term),
    (rf"{EDGE}(?P<term>mt|ht|tt)\s?{YEAR}", _term),
    (rf"{EDGE}(?P<term>long\s+vac(?:ation)?)\b{IN_YEAR}", _term),
    (rf"{EDGE}(?P<season>{_SEASON})\b(?:\s?[/-]\s?(?P<next>{_SEASON})\b)?{IN_YEAR}", _season),
)
