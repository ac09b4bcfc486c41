"""Puts the moments of a target date into their years: from the words, from a neighbour, or from the document's date."""

from __future__ import annotations

import calendar
import dataclasses
import datetime

from documents import moments
from documents.moments.days import Stretch
from documents.moments.moment import Moment
from documents.plan import TargetKind
from documents.targets import words

NO_YEAR = "year not given, and the document has no date"


@dataclasses.dataclass(frozen=True)
class Dated:
    """A moment with its days, once its year is known; without days where it cannot be."""

    moment: Moment
    days: Stretch | None
    assumed: bool = False  # its year is from the document, and not from the words


def parse_date(date: str | None) -> Stretch | None:
    """The first and last day of "2020", "2020-12" or "2020-12-31"; None for anything else."""
    try:
        parts = [int(part) for part in (date or "").split("-")]
        if not moments.FIRST_YEAR <= parts[0] <= moments.LAST_YEAR:
            return None
        if len(parts) == 1:
            return moments.month_days(parts[0], 1, 12)
        if len(parts) == 2:
            return moments.month_days(parts[0], parts[1])
        day = datetime.date(*parts)
        return day, day
    except (ValueError, TypeError, calendar.IllegalMonthError):
        return None


def with_years(
    said: str, found: list[Moment], document: Stretch | None, *, past: bool, doubts: list[str]
) -> list[Dated]:
    """Each moment with its days. One without a year takes it from its neighbour in a range, else from the document."""
    dated: list[Dated] = [
        Dated(moment, moment.days(moment.year) if moment.year is not None else None) for moment in found
    ]
    dated = _with_the_year_behind(said, dated)
    if any(one.days for one in dated):
        dated = [one for one in dated if one.days or one.moment.kind is not TargetKind.QUARTER]
    for at in range(len(dated) - 2, -1, -1):
        later = dated[at + 1].days
        if dated[at].days is None and later and _joined(said, dated[at], dated[at + 1]):
            dated[at] = Dated(dated[at].moment, _nearest_before(dated[at].moment, later[1]))
    for at, one in enumerate(dated):
        if one.days is not None:
            continue
        earlier = dated[at - 1].days if at and _joined(said, dated[at - 1], one) else None
        if earlier:
            dated[at] = Dated(one.moment, _nearest_after(one.moment, earlier[0]))
        else:
            days = _by_document(one.moment, document, past=past, doubts=doubts)
            dated[at] = Dated(one.moment, days, assumed=True)
    return dated


def _with_the_year_behind(said: str, dated: list[Dated]) -> list[Dated]:
    """ "June AGM 2026" is June 2026, not June and the whole of 2026."""
    kept: list[Dated] = []
    for one in dated:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.days is None
            and one.moment.kind is TargetKind.YEAR
            and before.moment.kind is not TargetKind.YEAR
            and one.moment.year is not None
            and words.GOES_WITH_YEAR.match(said[before.moment.end : one.moment.at])
            and (days := before.moment.days(one.moment.year))
        ):
            moment = dataclasses.replace(before.moment, end=one.moment.end, year=one.moment.year)
            kept[-1] = Dated(moment, days)
        else:
            kept.append(one)
    return kept


def _joined(said: str, one: Dated, other: Dated) -> bool:
    between = said[one.moment.end : other.moment.at]
    return bool(words.BETWEEN.match(between)) or (len(between) < 60 and "." not in between)


def _nearest_before(moment: Moment, last: datetime.date) -> Stretch | None:
    tries = [moment.days(year) for year in range(last.year, last.year - 5, -1)]
    return next((days for days in tries if days and days[0] <= last), None)


def _nearest_after(moment: Moment, first: datetime.date) -> Stretch | None:
    tries = [moment.days(year) for year in range(first.year, first.year + 5)]
    return next((days for days in tries if days and days[0] >= first), None)


def _by_document(
    moment: Moment, document: Stretch | None, *, past: bool, doubts: list[str]
) -> Stretch | None:
    """The year in which a date without one falls: the document's own, or the next if that is over two months ago.

    What is done is in the past.
    """
    if document is None:
        doubts.append(NO_YEAR)
        return None
    first, last = document
    if moment.weekday is not None and (days := _by_weekday(moment, first, past=past)):
        pass
    elif past:
        days = _nearest_before(moment, last)
    elif last - first > datetime.timedelta(days=31):
        days = moment.days(first.year)
    else:
        days = _nearest_after(moment, max(later(first, -61), datetime.date(first.year, 1, 1)))
    if days is not None:
        doubts.append(assumed(days[0].year, document))
    return days


def _by_weekday(moment: Moment, first: datetime.date, *, past: bool) -> Stretch | None:
    """The year near the document's in which the day falls on the weekday that the words give."""
    years = (first.year, first.year - 1) if past else (first.year, first.year + 1)
    tries = (moment.days(year) for year in years)
    return next((days for days in tries if days and days[0].weekday() == moment.weekday), None)


def assumed(year: int, document: Stretch) -> str:
    return f"year not given: {year} assumed from the document's date ({spoken(document)})"


def spoken(document: Stretch) -> str:
    first, last = document
    if first == last:
        return f"{first.day} {calendar.month_name[first.month]} {first.year}"
    return (
        str(first.year)
        if last - first > datetime.timedelta(days=31)
        else f"{calendar.month_name[first.month]} {first.year}"
    )


def later(date: datetime.date, days: int) -> datetime.date:
    return date + datetime.timedelta(days=days)
