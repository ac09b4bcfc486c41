"""Stretches that are counted from the document's date: "over the next six months", "end of the financial year", "next year"."""

from __future__ import annotations

import calendar
import datetime
import re

from documents import moments
from documents.moments.days import Stretch
from documents.plan import TargetKind
from documents.targets import placing, words

Meant = tuple[TargetKind, datetime.date | None, datetime.date | None]

_MONTHS_OF = {"financial": (4, 3), "fiscal": (4, 3), "council": (4, 3), "academic": (9, 8), "school": (9, 8)}
_YEAR_KINDS = {
    "financial": TargetKind.FINANCIAL_YEAR,
    "fiscal": TargetKind.FINANCIAL_YEAR,
    "council": TargetKind.FINANCIAL_YEAR,
    "academic": TargetKind.ACADEMIC_YEAR,
    "school": TargetKind.ACADEMIC_YEAR,
}


def relative(said: str, document: Stretch | None, doubts: list[str]) -> Meant | None:
    """ "over the next 6 months", counted from the last day of the document's own date; "short term" without a day."""
    horizon = words.HORIZON.search(said)
    if (unit := words.COMING_UNIT.search(said)) and not words.NAMED_STRETCH.search(said[unit.end() - 4 :]):
        return _counted(document, 1, 1, unit["unit"].lower(), doubts)
    match = next(
        (
            m
            for m in words.RELATIVE.finditer(said)
            if m["cue"] or m["after"] or horizon or m[0].strip() == said.strip(" .+<>()")
        ),
        None,
    )
    if match is not None:
        return _from_match(said, match, document, doubts)
    if words.IMMEDIATE.search(said):
        doubts.append("no date is given, only that it is urgent")
    elif horizon:
        doubts.append(f"no date is given, only that it is {horizon['how'].lower()} term")
    elif few := words.A_FEW.search(said):
        doubts.append(f"“{few[0]}” is not exact: no day was taken")
    elif year := words.YEAR_OF_PLAN.search(said):
        doubts.append(f"“{year[0]}” counts the years of the plan, and when the first begins is not said")
    else:
        return None
    return TargetKind.RELATIVE, None, None


def _from_match(said: str, match: re.Match[str], document: Stretch | None, doubts: list[str]) -> Meant | None:
    low, high = words.number(match["low"]), words.number(match["high"] or match["low"])
    if high < low:
        return None
    event = match["event"]
    if event is not None and not words.OF_THE_PLAN.match(event):
        doubts.append("the words count from something else, whose day is not known")
        return TargetKind.RELATIVE, None, None
    if re.search(r"[>+]", said.replace(match[0], match[0].strip())):
        doubts.append("the words say that it may take longer")
    found = _counted(
        document, low, high, words.UNITS.get(match["unit"].lower(), match["unit"].lower()), doubts
    )
    if event is not None and found[2] and not words.NOW.match(event):
        doubts.append(f"the words count from “{event.strip()[:80]}”, which may be later")
    return found


def _counted(document: Stretch | None, low: int, high: int, unit: str, doubts: list[str]) -> Meant:
    if document is None:
        doubts.append("the words count from the document's date, and the document has none")
        return TargetKind.RELATIVE, None, None
    if document[1] - document[0] > datetime.timedelta(days=31):
        doubts.append("the words count from the document's date, of which only the year is known")
        return TargetKind.RELATIVE, None, None
    doubts.append(f"counted from the document's date, {placing.spoken(document)}")
    if high != low:
        doubts.append(f"between {low} and {high} {unit}s: the longer was taken")
    return TargetKind.RELATIVE, None, _count(document, high, unit, doubts)


def _count(document: Stretch, count: int, unit: str, doubts: list[str]) -> datetime.date | None:
    start = document[1]
    if unit in {"month", "year", "quarter"}:
        months = start.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
        year, month = start.year + months // 12, months % 12 + 1
        if year > moments.LAST_YEAR:
            return None
        last = calendar.monthrange(year, month)[1]
        return datetime.date(year, month, last if document[0] != document[1] else min(start.day, last))
    if unit == "working day":
        doubts.append("working days were counted without public holidays")
        date = start
        while count:
            date = placing.later(date, 1)
            count -= date.weekday() < 5
        return date
    return placing.later(start, count * (7 if unit == "week" else 1))


def named(said: str, document: Stretch | None, doubts: list[str]) -> Meant | None:
    """ "this financial year", "by the end of next academic year", "next month", "in-year"."""
    if words.IN_YEAR.match(said):
        return _named_year("this", "financial", "", document, doubts)
    match = words.NAMED_STRETCH.search(said)
    if match is None:
        return None
    which, unit = match["which"].lower().removeprefix("the "), match["unit"].lower()
    before = said[: match.start()]
    if which == "the" and not (match["of"] or unit != "year"):
        return None  # "end of the year" is read by year_end
    if unit == "year":
        return _named_year(which, (match["of"] or "").lower(), before, document, doubts)
    return _named_months(which, unit, before, document, doubts)


def _named_year(
    which: str, of: str, before: str, document: Stretch | None, doubts: list[str]
) -> Meant | None:
    is_end = bool(words.END_OF.search(before) or words.BY.search(before))
    kind = TargetKind.BY_YEAR if is_end else _YEAR_KINDS.get(of, TargetKind.YEAR)
    if not of:
        doubts.append("which kind of year is not said: the calendar year was taken")
    if document is None:
        doubts.append(placing.NO_YEAR)
        return kind, None, None
    first_month, last_month = _MONTHS_OF.get(of, (1, 12))
    day = document[1]
    year = day.year - (day.month < first_month) + (which in {"next", "coming", "following", "new"})
    start, end = moments.month_days(year, first_month, last_month)
    if is_end and of == "school":
        end = moments.month_days(end.year, 7)[1]
    doubts.append(placing.assumed(end.year if is_end else year, document))
    return kind, None if is_end else start, end


def _named_months(
    which: str, unit: str, before: str, document: Stretch | None, doubts: list[str]
) -> Meant | None:
    is_end = bool(words.END_OF.search(before) or words.BY.search(before))
    kind = TargetKind.BY_MONTH if is_end else TargetKind.MONTH if unit == "month" else TargetKind.QUARTER
    if document is None:
        doubts.append("the words count from the document's date, and the document has none")
        return kind, None, None
    if document[1] - document[0] > datetime.timedelta(days=31):
        doubts.append("the words count from the document's date, of which only the year is known")
        return kind, None, None
    length = 1 if unit == "month" else 3
    day = document[1]
    ahead = length if which in {"next", "coming", "following", "new"} else 0
    months = day.year * 12 + (day.month - 1) // length * length + ahead
    start, _ = moments.month_days(months // 12, months % 12 + 1)
    last = months + length - 1
    _, end = moments.month_days(last // 12, last % 12 + 1)
    doubts.append(f"counted from the document's date, {placing.spoken(document)}")
    return kind, start if kind is TargetKind.QUARTER else None, end


def year_end(said: str, document: Stretch | None, doubts: list[str]) -> Meant | None:
    match = words.YEAR_END.search(said)
    if match is None:
        return None
    which = (match["of"] or match["at"] or "").strip().lower()
    month = {"financial": 3, "academic": 8, "school": 7}.get(which, 12)
    if not which:
        doubts.append("which kind of year is not said: the calendar year was taken")
    if document is None:
        doubts.append(placing.NO_YEAR)
        return TargetKind.BY_YEAR, None, None
    year = document[1].year + (document[1].month > month)
    doubts.append(placing.assumed(year, document))
    return TargetKind.BY_YEAR, None, moments.month_days(year, month)[1]
