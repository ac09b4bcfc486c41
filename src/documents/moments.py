"""Finds every date, month, quarter, season, term and year that a piece of text names, with or without a year."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import re
from collections.abc import Callable, Iterator

from documents.plan import TargetKind

FIRST_YEAR, LAST_YEAR = 1950, 2090  # no plan speaks of others: such a number is something else
Stretch = tuple[datetime.date, datetime.date]

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_YEAR = r"'?(?P<y1>(?:19|20)\d\d|\d\d)(?:\s?[/-]\s?'?(?P<y2>20\d\d|\d\d))?(?![\d/:%])(?!-\d)"
_YEAR_WORD = r"financial|fiscal|academic|school|municipal"
_IN_YEAR = (
    rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?:the\s+)?(?:(?:fy|financial year|academic year|school year)\s*)?{_YEAR})?"
)

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
SCHOOL_TERMS = {"autumn": (9, 12), "spring": (1, 4), "summer": (4, 7)}
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
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Moment:
    """A date or stretch that the text names. `days(year)` gives its first and last day, or None where there is no such day.

    `year` is None where the words give none. at, end: where it stands in the text.
    """

    kind: TargetKind
    at: int
    end: int
    days: Callable[[int], Stretch | None]
    year: int | None = None
    doubts: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Text with one kind of dash, quote and space, and ordinals without their ending ("2 nd" is "2")."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text.replace("’", "'").replace("‘", "'"))
    text = " ".join(text.split())
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


def month_days(year: int, month: int, last_month: int | None = None) -> Stretch:
    """From the first day of a month to the last of the same or a later one (of the next year, if earlier in the year)."""
    last_month = last_month or month
    last_year = year if last_month >= month else year + 1
    last = datetime.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return datetime.date(year, month, 1), last


def _day(year: int, month: int, day: int) -> Stretch | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date, date


def full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _pair(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The year of a match, or the two that it spans ("2020/21"); a second that does not follow the first is no year."""
    first, second = match["y1"], match["y2"]
    if first is None:
        return None, None
    one = full_year(first)
    if second is None:
        return one, None
    two = full_year(second)
    return (one, two) if two == one + 1 else (None, None)


def _moment(
    match: re.Match[str],
    kind: TargetKind,
    days: Callable[[int], Stretch | None],
    *,
    year: int | None = None,
    doubts: tuple[str, ...] = (),
) -> Moment | None:
    """The moment, unless there is no such day or the year is none of ours."""
    if year is not None and not (FIRST_YEAR <= year <= LAST_YEAR and days(year)):
        return None
    if year is None and not (days(2023) or days(2024)):
        return None
    return Moment(kind=kind, at=match.start(), end=match.end(), days=days, year=year, doubts=doubts)


def _iso(match: re.Match[str], near: int | None) -> Moment | None:
    month, day = int(match[2]), int(match[3])
    return _moment(match, TargetKind.DAY, lambda year: _day(year, month, day), year=int(match[1]))


def _numbers(match: re.Match[str], near: int | None) -> Moment | None:
    """12/08/2020: the day comes first, as everywhere in Britain, unless there is no such month."""
    day, month, year = int(match[1]), int(match[3]), full_year(match[4])
    doubts: tuple[str, ...] = ()
    if month > 12 >= day:
        day, month = month, day
        doubts = (f"“{match[0]}” read with the month first, as there is no month {day}",)
    return _moment(match, TargetKind.DAY, lambda y: _day(y, month, day), year=year, doubts=doubts)


def _days_of_month(match: re.Match[str], near: int | None) -> Moment | None:
    first, last, month = int(match["d1"]), int(match["d2"]), MONTHS[match["month"].lower()]
    year, second = _pair(match)
    if match["y1"] and (year is None or second is not None):
        return None

    def days(year: int) -> Stretch | None:
        start, end = _day(year, month, first), _day(year, month, last)
        return (start[0], end[0]) if start and end and start[0] <= end[0] else None

    return _moment(match, TargetKind.RANGE, days, year=year)


def _day_month(match: re.Match[str], near: int | None) -> Moment | None:
    day, month = int(match["day"]), MONTHS[match["month"].lower()]
    year = full_year(match["y"]) if match["y"] else None
    return _moment(match, TargetKind.DAY, lambda y: _day(y, month, day), year=year)


def _month_of_split_year(match: re.Match[str], near: int | None) -> Moment | None:
    """March 2020/21 is the March of that financial year: March 2021."""
    month = MONTHS[match["month"].lower()]
    first, second = _pair(match)
    if first is None or second is None:
        return None
    year = first if month >= 4 else second
    doubts = (f"“{match[0]}” read as {calendar.month_name[month]} {year}, by the financial year",)
    return _moment(match, TargetKind.MONTH, lambda y: month_days(y, month), year=year, doubts=doubts)


def _month_year(match: re.Match[str], near: int | None) -> Moment | None:
    """Month and year; with two digits it may be a day ("Dec 20"), which the year of the document decides."""
    month, digits = MONTHS[match["month"].lower()], match["y"]
    name = calendar.month_name[month]
    year = full_year(digits)
    if len(digits) == 4 or int(digits) > 31 or match["mark"]:
        return _moment(match, TargetKind.MONTH, lambda y: month_days(y, month), year=year)
    as_year = -1 <= year - near <= 6 if near is not None else int(digits) >= 10
    if as_year:
        doubts = (f"“{match[0]}” read as {name} {year}; it could be {int(digits)} {name}",)
        return _moment(match, TargetKind.MONTH, lambda y: month_days(y, month), year=year, doubts=doubts)
    doubts = (f"“{match[0]}” read as {int(digits)} {name}; it could be {name} {year}",)
    return _moment(match, TargetKind.DAY, lambda y: _day(y, month, int(digits)), doubts=doubts)


def _number_year(match: re.Match[str], near: int | None) -> Moment | None:
    month = int(match[1])
    if not 1 <= month <= 12:
        return None
    return _moment(match, TargetKind.MONTH, lambda y: month_days(y, month), year=int(match[2]))


def _quarter(match: re.Match[str], near: int | None) -> Moment | None:
    """A quarter of the financial year, unless a single year is given: then of that year, with the doubt."""
    first, last = QUARTERS[match["q1"].lower()], QUARTERS[(match["q2"] or match["q1"]).lower()]
    year, second = _pair(match)
    if last < first or (match["y1"] and year is None):
        return None
    financial = (
        second is not None or year is None or "financial" in match[0].lower() or "fy" in match[0].lower()
    )
    doubts: tuple[str, ...] = ()
    if year is not None and not financial:
        doubts = (
            f"“{match[0]}” read as a quarter of the calendar year; "
            f"it could be of the financial year {year}/{(year + 1) % 100:02}",
        )
    elif second is None:
        doubts = (f"“{match[0]}” read as a quarter of the financial year",)

    def days(year: int) -> Stretch | None:
        if not financial:
            return month_days(year, 3 * first - 2, 3 * last)
        start, _ = month_days(year + (first == 4), (3 * first) % 12 + 1)
        _, end = month_days(year + (last == 4), (3 * last) % 12 + 1, (3 * last) % 12 + 3)
        return start, end

    return _moment(match, TargetKind.QUARTER, days, year=year, doubts=doubts)


def _term(match: re.Match[str], near: int | None) -> Moment | None:
    name = " ".join(match["term"].lower().split())
    months = SCHOOL_TERMS.get(name) or UNIVERSITY_TERMS[name]
    year, second = _pair(match)
    if match["y1"] and year is None:
        return None
    if second is not None:
        year = year if months[0] >= 9 else second
    doubts = (f"“{match[0]}”: terms begin and end differently in each place; {_between(months)} taken",)
    return _moment(match, TargetKind.TERM, lambda y: month_days(y, *months), year=year, doubts=doubts)


def _season(match: re.Match[str], near: int | None) -> Moment | None:
    first = SEASONS[match["season"].lower()]
    months = (first[0], SEASONS[match["next"].lower()][1]) if match["next"] else first
    year, second = _pair(match)
    if match["y1"] and year is None:
        return None
    if second is not None and months[0] < 9:
        year = second
    doubts = (f"“{match[0]}”: a season has no exact days; {_between(months)} taken",)
    return _moment(match, TargetKind.SEASON, lambda y: month_days(y, *months), year=year, doubts=doubts)


def _between(months: tuple[int, int]) -> str:
    return f"{calendar.month_name[months[0]]} to {calendar.month_name[months[1]]}"


def _split_year(match: re.Match[str], near: int | None) -> Moment | None:
    """2020/21: a financial year, unless the words say academic; if they say neither, with the doubt."""
    first, second = full_year(match["y1"]), full_year(match["y2"])
    if second != first + 1:
        spans_years = len(match["y1"]) == len(match["y2"]) == 4 and second > first
        whole = (datetime.date(first, 1, 1), datetime.date(second, 12, 31)) if spans_years else None
        return _moment(match, TargetKind.RANGE, lambda year: whole, year=first) if whole else None
    word = (match["word"] or match["word2"] or "").lower()
    written = f"{first}/{second % 100:02}"
    if word in {"academic", "school", "ay"}:
        return _moment(match, TargetKind.ACADEMIC_YEAR, lambda year: month_days(year, 9, 8), year=first)
    doubts: tuple[str, ...] = (
        () if word else (f"{written} read as a financial year; it could be an academic year",)
    )
    if near is not None and abs(first - near) > 15 and len(match["y1"]) == 2:
        return None
    return _moment(
        match, TargetKind.FINANCIAL_YEAR, lambda year: month_days(year, 4, 3), year=first, doubts=doubts
    )


def _named_year(match: re.Match[str], near: int | None) -> Moment | None:
    """FY21 or "financial year 2021": the year that ends in that March, with the doubt."""
    year = full_year(match["y"]) - 1
    if match["word"].lower() in {"academic", "school", "ay"}:
        doubts = (f"“{match[0]}” read as the academic year that begins in {year + 1}",)
        return _moment(
            match, TargetKind.ACADEMIC_YEAR, lambda y: month_days(y, 9, 8), year=year + 1, doubts=doubts
        )
    doubts = (f"“{match[0]}” read as the financial year that ends in March {year + 1}",)
    return _moment(match, TargetKind.FINANCIAL_YEAR, lambda y: month_days(y, 4, 3), year=year, doubts=doubts)


def _event(match: re.Match[str], near: int | None) -> Moment | None:
    year, second = _pair(match)
    if match["y1"] and (year is None or second is not None):
        return None
    if match["event"].lower() == "christmas":
        return _moment(match, TargetKind.DAY, lambda y: _day(y, 12, 25), year=year)
    return _moment(match, TargetKind.MONTH, lambda y: month_days(y, 10), year=year)


def _month(match: re.Match[str], near: int | None) -> Moment | None:
    """A month alone. "may" and "march" are also verbs: they count with a capital letter and no verb after them."""
    name = match["month"]
    if name[0].islower() and (name in {"may", "march"} or len(name) < 4):
        return None
    month = MONTHS[name.lower()]
    return _moment(match, TargetKind.MONTH, lambda year: month_days(year, month))


def _year(match: re.Match[str], near: int | None) -> Moment | None:
    return _moment(match, TargetKind.YEAR, lambda year: month_days(year, 1, 12), year=int(match["y"]))


def _forms() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Moment | None]]]:
    """The written forms, the longest first: what one has read, no later one sees."""
    word, edge, y2 = r"(?<!\w)", r"(?<![\w/£$])", r"(?P<y>(?:19|20)\d\d|\d\d(?!\d|/\d|:\d))"
    quarter = r"(?:(?:q|qtr|quarter)\s?(?P<q1>[1-4])(?:\s?[/&-]\s?(?:q|qtr|quarter)?\s?(?P<q2>[1-4]))?)(?!\d)"
    named_quarter = r"(?P<q1>first|second|third|fourth|last|[1-4])\s+(?:financial\s+)?quarter(?P<q2>(?!))?"
    term = r"(?P<term>autumn|spring|summer|michaelmas|hilary|trinity|lent|easter)\s+(?:half[\s-])?term(?:\s[12](?!\d))?"
    split_year = (
        rf"(?:(?P<word>{_YEAR_WORD}|fy|ay)\s*(?:year\s*)?)?(?P<y1>(?:19|20)\d\d|\d\d)\s?[/-]\s?(?P<y2>20\d\d|\d\d)"
        rf"(?![\d/%])(?:\s+(?P<word2>{_YEAR_WORD})\s+year)?"
    )
    forms = (
        (rf"{edge}((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?(?!\d)", _iso),
        (rf"{edge}(\d{{1,2}})([/.-])(\d{{1,2}})\2((?:19|20)\d\d|\d\d)(?![\d/])", _numbers),
        (
            rf"{edge}(?P<d1>\d{{1,2}})\s?(?:-|to|and|until|&)\s?(?P<d2>\d{{1,2}})\s+(?:of\s+)?{_MONTH}{_IN_YEAR}",
            _days_of_month,
        ),
        (
            rf"{edge}{_WEEKDAY}(?P<day>\d{{1,2}})[\s.-]?\s?(?:of\s+)?{_MONTH}(?:\s*,?\s*|-)'?{y2}(?!\s?[ap]m)",
            _day_month,
        ),
        (rf"{edge}{_WEEKDAY}(?P<day>\d{{1,2}})\s?(?:of\s+)?{_MONTH}(?P<y>(?!))?", _day_month),
        (rf"{word}{_MONTH}\s+(?P<day>\d{{1,2}})\s*,?\s+(?P<y>(?:19|20)\d\d)(?!\d)", _day_month),
        (rf"{word}{_MONTH}\s+{_YEAR}", _month_of_split_year),
        (rf"{word}{_MONTH}\s*,?\s*(?:of\s+|in\s+)?(?P<mark>['-])?{y2}", _month_year),
        (rf"{edge}(\d{{1,2}})/((?:19|20)\d\d)(?![\d/])", _number_year),
        (rf"{edge}{_YEAR}\s*,?\s*{quarter}", _quarter),
        (rf"{edge}{quarter}{_IN_YEAR}", _quarter),
        (rf"{edge}{named_quarter}{_IN_YEAR}", _quarter),
        (rf"{edge}{term}{_IN_YEAR}", _term),
        (rf"{edge}(?P<term>mt|ht|tt)\s?{_YEAR}", _term),
        (rf"{edge}(?P<term>long\s+vac(?:ation)?)\b{_IN_YEAR}", _term),
        (
            rf"{edge}(?P<season>spring|summer|autumn|winter)\b(?:\s?[/-]\s?(?P<next>spring|summer|autumn|winter)\b)?{_IN_YEAR}",
            _season,
        ),
        (rf"{edge}{split_year}", _split_year),
        (
            rf"{edge}(?P<word>fy|ay|financial|fiscal|academic|school)(?:\s+year)?\s?'?(?P<y>20\d\d|\d\d)(?!\d)",
            _named_year,
        ),
        (rf"{edge}(?P<event>black history month|christmas)\b{_IN_YEAR}", _event),
        (
            rf"{word}{_MONTH}(?!\s+(?:be|not|need|include|have|also|require|change|result|depend|take|vary)\b)",
            _month,
        ),
        (rf"{edge}(?P<y>(?:19|20)\d\d)(?![\d/%]|[.,]\d)", _year),
    )
    for pattern, read in forms:
        yield re.compile(pattern, re.IGNORECASE), read


_FORMS = tuple(_forms())
