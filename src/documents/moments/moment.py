"""A moment that a text names, and the pieces of which the written forms of moments are made."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from documents.moments import days
from documents.moments.days import Stretch
from documents.plan import TargetKind

MONTH_NAME = "(?:" + "|".join(sorted(days.MONTHS, key=len, reverse=True)) + r")\b\.?"
MONTH = MONTH_NAME.replace("(?:", "(?P<month>", 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY_NAME})\.?,?\s+)?"
_NO_DAY_OF_MONTH = rf"(?!\s*(?:of\s+)?{MONTH_NAME})"  # "14 May, 11 June": 11 is no year
_TWO_DIGITS = rf"\d\d{_NO_DAY_OF_MONTH}"
YEAR = (
    rf"'?(?P<y1>(?:19|20)\d\d|{_TWO_DIGITS})(?:\s?[/-]\s?'?(?P<y2>20\d\d|\d\d|\d(?!\d)))?(?![\d/:%])(?!-\d)"
)
YEAR_WORD = r"financial|fiscal|academic|school|municipal"
IN_YEAR = rf"(?:\s*[,(]?\s*(?:of\s+|in\s+)?(?:the\s+)?(?:(?:fy|financial year|academic year|school year)\s*)?{YEAR})?"
EDGE, WORD = r"(?<![\w/£$])", r"(?<!\w)"
ONE_YEAR = rf"(?P<y>(?:19|20)\d\d|\d\d(?!\d|/\d|:\d){_NO_DAY_OF_MONTH})"
NUMBERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 0,
    "final": 0,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
NUMBER = "(?P<number>" + "|".join(NUMBERS) + ")"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Moment:
    """A date or stretch that the text names. `days(year)` gives its first and last day, or None where there is no such day.

    `year` is None where the words give none. at, end: where it stands in the text. weekday: Monday (0) to Sunday (6), if said.
    """

    kind: TargetKind
    at: int
    end: int
    days: Callable[[int], Stretch | None]
    year: int | None = None
    doubts: tuple[str, ...] = ()
    weekday: int | None = None


Read = Callable[[re.Match[str], int | None], Moment | None]
Form = tuple[re.Pattern[str], Read]


def forms(*written: tuple[str, Read]) -> tuple[Form, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in written)


def moment(
    match: re.Match[str],
    kind: TargetKind,
    in_year: Callable[[int], Stretch | None],
    *,
    year: int | None = None,
    doubts: tuple[str, ...] = (),
) -> Moment | None:
    """The moment, unless there is no such day or the year is none of ours."""
    if year is not None and not (days.FIRST_YEAR <= year <= days.LAST_YEAR and in_year(year)):
        return None
    if year is None and not (in_year(2023) or in_year(2024)):
        return None
    said = match.groupdict().get("weekday")
    return Moment(
        kind=kind,
        at=match.start(),
        end=match.end(),
        days=in_year,
        year=year,
        doubts=doubts,
        weekday=WEEKDAYS.index(said[:3].lower()) if said else None,
    )


def full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def second_year(first: int, digits: str) -> int:
    """The second year of "2029/30", "2029/2030" or "2029/30"; one digit is of the same ten years or the next."""
    if len(digits) > 1:
        return full_year(digits)
    year = first // 10 * 10 + int(digits)
    return year if year > first else year + 10


def pair(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The year of a match, or the two that it spans ("2020/21"); a second that does not follow the first is no year."""
    first, second = match["y1"], match["y2"]
    if first is None:
        return None, None
    one = full_year(first)
    if second is None:
        return one, None
    two = second_year(one, second)
    return (one, two) if two == one + 1 else (None, None)
