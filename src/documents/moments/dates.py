"""Days and months as they are written: "31 March 2021", "12/08/2020", "Dec 20", "first week of June"."""

from __future__ import annotations

import calendar
import re

from documents.moments import days
from documents.moments import moment as pieces
from documents.moments.days import MONTHS, Stretch
from documents.moments.moment import (
    EDGE,
    IN_YEAR,
    MONTH,
    MONTH_NAME,
    NUMBER,
    NUMBERS,
    ONE_YEAR,
    WEEKDAY,
    WORD,
    YEAR,
    Moment,
)
from documents.plan import TargetKind

_AFTER_MONTH = re.compile(rf"{WORD}{MONTH_NAME}\s*$", re.IGNORECASE)


def _iso(match: re.Match[str], near: int | None) -> Moment | None:
    month, day = int(match[2]), int(match[3])
    return pieces.moment(match, TargetKind.DAY, lambda year: days.day(year, month, day), year=int(match[1]))


def _numbers(match: re.Match[str], near: int | None) -> Moment | None:
    """12/08/2020: the day comes first, as everywhere in Britain, unless there is no such month."""
    day, month, year = int(match[1]), int(match[3]), pieces.full_year(match[4])
    doubts: tuple[str, ...] = ()
    if month > 12 >= day:
        day, month = month, day
        doubts = (f"“{match[0]}” read with the month first, as there is no month {day}",)
    return pieces.moment(match, TargetKind.DAY, lambda y: days.day(y, month, day), year=year, doubts=doubts)


def _days_of_month(match: re.Match[str], near: int | None) -> Moment | None:
    """From one day to another, or several days; where others lie between them, that is said."""
    if match["joint"].strip() in {"-", "to"} and _AFTER_MONTH.search(match.string[: match.start()]):
        return None  # "1 Apr 26 - 31 Mar 27": two days with their years
    first, last, month = int(match["d1"]), int(match["d2"]), MONTHS[match["month"].lower()]
    apart = match["more"] or (match["joint"].strip().lower() in {"and", "&", ",", "/"} and last > first + 1)
    doubts = (f"“{match[0]}” names several days: from the first to the last was taken",) if apart else ()
    year, second = pieces.pair(match)
    if match["y1"] and (year is None or second is not None):
        return None

    def in_year(year: int) -> Stretch | None:
        start, end = days.day(year, month, first), days.day(year, month, last)
        return (start[0], end[0]) if start and end and start[0] <= end[0] else None

    return pieces.moment(match, TargetKind.RANGE, in_year, year=year, doubts=doubts)


def _day_month(match: re.Match[str], near: int | None) -> Moment | None:
    """A day of a month; of a month that has no such day, the month, and that is said."""
    if "-" in match[0] and _AFTER_MONTH.search(match.string[: match.start()]):
        return None  # "Mar 26-Mar 27": two months with their years
    day, month = int(match["day"]), MONTHS[match["month"].lower()]
    year = pieces.full_year(match["y"]) if match["y"] else None
    found = pieces.moment(match, TargetKind.DAY, lambda y: days.day(y, month, day), year=year)
    if found is None and 28 < day <= 31:
        doubts = (f"“{match[0]}”: there is no such day, and the whole month was taken",)
        return pieces.moment(
            match, TargetKind.MONTH, lambda y: days.month_days(y, month), year=year, doubts=doubts
        )
    return found


def _weekday_of_month(match: re.Match[str], near: int | None) -> Moment | None:
    month, weekday = MONTHS[match["month"].lower()], pieces.WEEKDAYS.index(match["named"][:3].lower())
    number, (year, second) = NUMBERS[match["number"].lower()], pieces.pair(match)
    if match["y1"] and (year is None or second is not None):
        return None
    return pieces.moment(
        match, TargetKind.DAY, lambda y: days.weekday_of_month(y, month, weekday, number), year=year
    )


def _week_of_month(match: re.Match[str], near: int | None) -> Moment | None:
    month, number = MONTHS[match["month"].lower()], NUMBERS[match["number"].lower()]
    year, second = pieces.pair(match)
    if match["y1"] and (year is None or second is not None):
        return None
    doubts = (
        f"“{match[0]}”: the {'last seven' if number == 0 else 'seven'} days of it were counted from the month’s edge",
    )
    return pieces.moment(
        match, TargetKind.RANGE, lambda y: days.week_of_month(y, month, number), year=year, doubts=doubts
    )


def _half_of_month(match: re.Match[str], near: int | None) -> Moment | None:
    month, half = MONTHS[match["month"].lower()], 1 if match["half"].lower() in {"first", "1"} else 2
    year, second = pieces.pair(match)
    if match["y1"] and (year is None or second is not None):
        return None
    return pieces.moment(match, TargetKind.RANGE, lambda y: days.half_of_month(y, month, half), year=year)


def _month_of_split_year(match: re.Match[str], near: int | None) -> Moment | None:
    """March 2020/21 is the March of that financial year: March 2021."""
    month = MONTHS[match["month"].lower()]
    first, second = pieces.pair(match)
    if first is None or second is None:
        return None
    year = first if month >= 4 else second
    doubts = (f"“{match[0]}” read as {calendar.month_name[month]} {year}, by the financial year",)
    return pieces.moment(
        match, TargetKind.MONTH, lambda y: days.month_days(y, month), year=year, doubts=doubts
    )


def _month_year(match: re.Match[str], near: int | None) -> Moment | None:
    """Month and year; with two digits it may be a day ("Dec 20"), which the year of the document decides."""
    month, digits = MONTHS[match["month"].lower()], match["y"]
    name = calendar.month_name[month]
    year = pieces.full_year(digits)
    if len(digits) == 4 or int(digits) > 31 or match["mark"]:
        return pieces.moment(match, TargetKind.MONTH, lambda y: days.month_days(y, month), year=year)
    as_year = -1 <= year - near <= 6 if near is not None else int(digits) >= 10
    if as_year:
        doubts = (f"“{match[0]}” read as {name} {year}; it could be {int(digits)} {name}",)
        return pieces.moment(
            match, TargetKind.MONTH, lambda y: days.month_days(y, month), year=year, doubts=doubts
        )
    doubts = (f"“{match[0]}” read as {int(digits)} {name}; it could be {name} {year}",)
    return pieces.moment(match, TargetKind.DAY, lambda y: days.day(y, month, int(digits)), doubts=doubts)


def _number_year(match: re.Match[str], near: int | None) -> Moment | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    return pieces.moment(
        match, TargetKind.MONTH, lambda y: days.month_days(y, month), year=int(match["year"])
    )


def _month(match: re.Match[str], near: int | None) -> Moment | None:
    """A month alone. "may" and "march" are also verbs: they count with a capital letter and no verb after them."""
    name = match["month"]
    if name[0].islower() and (name in {"may", "march"} or len(name) < 4):
        return None
    month = MONTHS[name.lower()]
    return pieces.moment(match, TargetKind.MONTH, lambda year: days.month_days(year, month))


DAYS_AND_MONTHS = pieces.forms(
    (rf"{EDGE}((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?(?!\d)", _iso),
    (rf"{EDGE}(\d{{1,2}})([/.-])(\d{{1,2}})\2((?:19|20)\d\d|\d\d)(?![\d/])(?!\s+{MONTH_NAME})", _numbers),
    (rf"{EDGE}(\d{{1,2}})(\s)(\d{{1,2}})\s((?:19|20)\d\d)(?![\d/])", _numbers),
    (rf"{EDGE}{NUMBER}\s+(?P<named>{pieces.WEEKDAY_NAME})\s+(?:of|in)\s+{MONTH}{IN_YEAR}", _weekday_of_month),
    (rf"{EDGE}{NUMBER}\s+(?:full\s+)?week\s+(?:(?:of|in)\s+)?{MONTH}{IN_YEAR}", _week_of_month),
    (rf"{EDGE}(?:week|wk)\s+(?P<number>[1-4])\s+(?:of|in)\s+{MONTH}{IN_YEAR}", _week_of_month),
    (rf"{EDGE}(?P<half>first|second|latter|1|2)\s+half\s+of\s+{MONTH}{IN_YEAR}", _half_of_month),
    (
        rf"{EDGE}(?P<d1>\d{{1,2}})(?P<more>(?:\s?[,/]\s?\d{{1,2}})*)(?P<joint>\s?(?:-|to|and|until|&|,|/)\s?)"
        rf"(?P<d2>\d{{1,2}})\s+(?:of\s+)?{MONTH}{IN_YEAR}",
        _days_of_month,
    ),
    (
        rf"{EDGE}{WEEKDAY}(?P<day>\d{{1,2}})[\s.-]?\s?(?:of\s+)?{MONTH}(?:\s*,?\s*|-)'?{ONE_YEAR}(?!\s?[ap]m)",
        _day_month,
    ),
    (rf"{EDGE}{WEEKDAY}(?P<day>\d{{1,2}})[\s-]?(?:of\s+)?{MONTH}(?P<y>(?!))?", _day_month),
    (rf"{WORD}{MONTH}\s+(?P<day>\d{{1,2}})\s*,?\s+(?P<y>(?:19|20)\d\d)(?!\d)", _day_month),
    (rf"{WORD}{MONTH}\s+{YEAR}", _month_of_split_year),
    (rf"{WORD}{MONTH}\s*,?\s*(?:of\s+|in\s+)?(?P<mark>['-])?{ONE_YEAR}", _month_year),
    (rf"{EDGE}(?P<month>\d{{1,2}})/(?P<year>(?:19|20)\d\d)(?![\d/])", _number_year),
)
ISO_MONTHS = pieces.forms(
    (rf"{EDGE}(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?![\d/-])", _number_year),
)
MONTHS_ALONE = pieces.forms(
    (
        rf"{WORD}{MONTH}(?!\s+(?:be|not|need|include|have|also|require|change|result|depend|take|vary)\b)",
        _month,
    ),
)
