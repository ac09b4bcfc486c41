"""Working days of the council: Monday to Friday, without the bank holidays of England."""

import datetime
import functools


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def on_or_after(day: datetime.date) -> datetime.date:
    """The day itself, or the next one on which people work."""
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day


@functools.cache
def _bank_holidays(year: int) -> frozenset[datetime.date]:
    import holidays  # half a second: only where somebody asks

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
