"""Days of the calendar: of a month, of a week in a month, and of Easter."""

from __future__ import annotations

import calendar
import datetime

FIRST_YEAR, LAST_YEAR = 1950, 2090  # no plan speaks of others: such a number is something else
Stretch = tuple[datetime.date, datetime.date]

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


def month_days(year: int, month: int, last_month: int | None = None) -> Stretch:
    """From the first day of a month to the last of the same or a later one (of the next year, if earlier in the year)."""
    last_month = last_month or month
    last_year = year if last_month >= month else year + 1
    last = datetime.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return datetime.date(year, month, 1), last


def between(first: datetime.date, last: datetime.date) -> Stretch | None:
    return (first, last) if first <= last else None


def day(year: int, month: int, number: int) -> Stretch | None:
    """One day, or None where the month has no such day."""
    try:
        date = datetime.date(year, month, number)
    except ValueError:
        return None
    return date, date


def easter(year: int) -> datetime.date:
    """Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, number = divmod(moon + weekday - 7 * late + 114, 31)
    return datetime.date(year, month, number + 1)


def weekday_of_month(year: int, month: int, weekday: int, number: int) -> Stretch | None:
    """The first (1) to fifth, or the last (0), Monday (0) to Sunday (6) of a month."""
    first, last = month_days(year, month)
    days = [number for number in range(1, last.day + 1) if first.replace(day=number).weekday() == weekday]
    if number > len(days):
        return None
    return day(year, month, days[number - 1])


def week_of_month(year: int, month: int, number: int) -> Stretch | None:
    """The first (1) to fourth seven days of a month, or its last seven (0)."""
    first, last = month_days(year, month)
    if number == 0:
        return last - datetime.timedelta(days=6), last
    start = first + datetime.timedelta(days=7 * (number - 1))
    return start, start + datetime.timedelta(days=6)


def half_of_month(year: int, month: int, half: int) -> Stretch:
    first, last = month_days(year, month)
    return (first, first.replace(day=15)) if half == 1 else (first.replace(day=16), last)
