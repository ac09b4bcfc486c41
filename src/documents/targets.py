"""Reads the words of a target date: what kind of date it is, its first and last day, and what is not certain about it."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import itertools

from documents import moments
from documents import target_words as words
from documents.moments import Moment, Stretch
from documents.plan import Target, TargetKind

_BY_KIND = {
    TargetKind.DAY: TargetKind.BY_DAY,
    TargetKind.WEEK: TargetKind.BY_DAY,
    TargetKind.RANGE: TargetKind.BY_DAY,
    TargetKind.YEAR: TargetKind.BY_YEAR,
    TargetKind.FINANCIAL_YEAR: TargetKind.BY_YEAR,
    TargetKind.ACADEMIC_YEAR: TargetKind.BY_YEAR,
}
_DEADLINES = {TargetKind.DAY, TargetKind.MONTH}
_VAGUE_STATES = {"paused": "the words say it is paused", "not started": "the words say it is not started"}


@dataclasses.dataclass(frozen=True)
class _Dated:
    """A moment with its days, once its year is known; without days where it cannot be."""

    moment: Moment
    days: Stretch | None


def read_target(text: str, *, document_date: str | None = None) -> Target:
    """What a machine makes of the words. Never raises; `text` comes back as it was given.

    document_date: "2020", "2020-12" or "2020-12-31", by which dates without a year and "the next six months" are placed.
    """
    said = moments.plain(text)
    if not any(letter.isalnum() for letter in said) and "?" not in said:
        return Target(text=text)
    document = parse_date(document_date)
    status = words.status(said)
    doubts: list[str] = []
    found = moments.find(said, document[1].year if document else None)
    dated = _with_years(said, found, document, past=status == "complete", doubts=doubts)
    kind, start, end = _understand(said, dated, document, status, doubts)
    if start and end and start > end:
        doubts.append("the words give an end before the start: no dates taken")
        start = end = None
    return Target(
        text=text, kind=kind, start=start, end=end, status_hint=status, doubts=tuple(dict.fromkeys(doubts))
    )


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


def _understand(
    said: str, dated: list[_Dated], document: Stretch | None, status: str | None, doubts: list[str]
) -> tuple[TargetKind, datetime.date | None, datetime.date | None]:
    """The kind, the first day and the last day, with doubts added."""
    for one in dated:
        doubts.extend(one.moment.doubts)
    if status in _VAGUE_STATES:
        doubts.append(_VAGUE_STATES[status])
    if words.RECURRING.search(said):
        return _recurring(said, dated, doubts)
    if status == "complete":
        return _completed(said, dated, document, doubts)
    if dated:
        if words.TBC.search(said):
            doubts.append("the words also say that it is to be confirmed")
        if words.CONDITIONAL.search(said) and not words.AFTER.search(said[: dated[0].moment.at]):
            doubts.append("the words make the date depend on something else")
        return _dated(said, dated, status, doubts)
    if words.TBC.search(said):
        return TargetKind.TBC, None, None
    for read in (_relative, _year_end):
        if (days := read(said, document, doubts)) is not None:
            return days
    return _undated(said, status, doubts)


def _undated(said: str, status: str | None, doubts: list[str]) -> tuple[TargetKind, None, None]:
    if words.CONDITIONAL.search(said):
        return TargetKind.CONDITIONAL, None, None
    if status in {"ongoing", "underway", "partly complete"}:
        return TargetKind.ONGOING, None, None
    if status in _VAGUE_STATES:
        return TargetKind.TBC, None, None
    doubts.append("no date was understood in these words")
    return TargetKind.UNREADABLE, None, None


def _recurring(
    said: str, dated: list[_Dated], doubts: list[str]
) -> tuple[TargetKind, datetime.date | None, datetime.date | None]:
    """Something that comes again: it has an end only if the words give its year."""
    days = [one.days for one in dated if one.moment.year is not None and one.days]
    if dated and not days:
        doubts[:] = [doubt for doubt in doubts if not doubt.startswith("year not given")]
        doubts.append("the words name a time in every year: which year is first is not said")
    if not days:
        return TargetKind.RECURRING, None, None
    before = said[: dated[0].moment.at]
    if len(days) == 1:
        opens = words.FROM.search(before) or words.ONWARDS.search(said[dated[0].moment.end :])
        return (TargetKind.RECURRING, days[0][0], None) if opens else (TargetKind.RECURRING, None, days[0][1])
    return TargetKind.RECURRING, min(day[0] for day in days), max(day[1] for day in days)


def _completed(
    said: str, dated: list[_Dated], document: Stretch | None, doubts: list[str]
) -> tuple[TargetKind, None, datetime.date | None]:
    ends = [one.days[1] for one in dated if one.days]
    if words.ONGOING.search(said):
        doubts.append("the words say both completed and ongoing")
    if words.PAUSED.search(said):
        doubts.append("the words say both completed and paused")
    if len(ends) > 1:
        doubts.append("several dates are named: the last was taken as the date of completion")
    end = max(ends, default=None)
    if end and document and end > document[1]:
        doubts.append("the date of completion is later than the document")
    return TargetKind.COMPLETED, None, end


def _dated(
    said: str, dated: list[_Dated], status: str | None, doubts: list[str]
) -> tuple[TargetKind, datetime.date | None, datetime.date | None]:
    """One date or stretch, or several."""
    if len(dated) > 1:
        return _several(said, dated, status, doubts)
    one = dated[0]
    kind, days = one.moment.kind, one.days
    before, after = said[: one.moment.at], said[one.moment.end :]
    if vague := words.VAGUE.search(before):
        doubts.append(f"“{vague[1].lower()}” is not exact: the whole {_name(kind)} was taken")
    if kind is TargetKind.DAY and words.WEEK.search(before):
        kind, days = TargetKind.WEEK, days and (days[0], _later(days[0], 6))
    start, end = days or (None, None)
    ongoing = bool(words.ONGOING.search(said))
    if words.ONWARDS.search(after):
        return TargetKind.DATE_AND_ONGOING, start, None
    if words.AFTER.search(before):
        return TargetKind.RANGE, _later(end, 1) if end else None, None
    if words.FROM.search(before) and kind is not TargetKind.WEEK:
        return (TargetKind.DATE_AND_ONGOING if ongoing else TargetKind.RANGE), start, None
    if ongoing:
        return TargetKind.DATE_AND_ONGOING, (None if kind in _DEADLINES else start), end
    if words.BEFORE.search(before):
        return _BY_KIND.get(kind, TargetKind.BY_MONTH), None, _later(start, -1) if start else None
    if words.BY.search(before) or words.END_OF.search(before):
        if words.COMPLETED_BY.search(said):
            doubts.append("“completed by” may say when it is due, or that it is done")
        if kind in {TargetKind.YEAR, TargetKind.SEASON, TargetKind.QUARTER} and not words.END_OF.search(
            before
        ):
            doubts.append(f"“by” a {_name(kind)}: its last day was taken")
        return _BY_KIND.get(kind, TargetKind.BY_MONTH), None, end
    if words.UNTIL.search(before):
        return TargetKind.RANGE, None, end
    return kind, (None if kind in _DEADLINES else start), end


def _several(
    said: str, dated: list[_Dated], status: str | None, doubts: list[str]
) -> tuple[TargetKind, datetime.date | None, datetime.date | None]:
    days = [one.days for one in dated if one.days]
    joined = all(
        words.BETWEEN.match(said[one.moment.end : other.moment.at])
        for one, other in itertools.pairwise(dated)
    )
    if not joined:
        doubts.append("several dates are named: from the first to the last was taken")
    if len(days) < len(dated):
        return TargetKind.RANGE, None, None
    start, end = min(day[0] for day in days), max(day[1] for day in days)
    if joined and days[0][0] != start:
        doubts.append("the dates stand in the wrong order")
    return TargetKind.RANGE, start, end


def _relative(
    said: str, document: Stretch | None, doubts: list[str]
) -> tuple[TargetKind, datetime.date | None, datetime.date | None] | None:
    """ "over the next 6 months", counted from the last day of the document's own date."""
    if words.IMMEDIATE.search(said):
        doubts.append("no date is given, only that it is urgent")
        return TargetKind.RELATIVE, None, None
    match = next(
        (
            m
            for m in words.RELATIVE.finditer(said)
            if m["cue"] or m["after"] or m[0].strip() == said.strip(" .")
        ),
        None,
    )
    if match is None:
        return None
    low, high = words.number(match["low"]), words.number(match["high"] or match["low"])
    if high < low:
        return None
    if document is None:
        doubts.append("the words count from the document's date, and the document has none")
        return TargetKind.RELATIVE, None, None
    if document[1] - document[0] > datetime.timedelta(days=31):
        doubts.append("the words count from the document's date, of which only the year is known")
        return TargetKind.RELATIVE, None, None
    doubts.append(f"counted from the document's date, {_spoken(document)}")
    if high != low:
        doubts.append(f"between {low} and {high} {match['unit'].lower()}s: the longer was taken")
    return TargetKind.RELATIVE, None, _count(document, high, match["unit"].lower(), doubts)


def _count(document: Stretch, count: int, unit: str, doubts: list[str]) -> datetime.date | None:
    start = document[1]
    if unit in {"month", "year"}:
        months = start.month - 1 + count * (12 if unit == "year" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        if year > moments.LAST_YEAR:
            return None
        last = calendar.monthrange(year, month)[1]
        return datetime.date(year, month, last if document[0] != document[1] else min(start.day, last))
    if unit == "working day":
        doubts.append("working days were counted without public holidays")
        date = start
        while count:
            date = _later(date, 1)
            count -= date.weekday() < 5
        return date
    return _later(start, count * (7 if unit == "week" else 1))


def _year_end(
    said: str, document: Stretch | None, doubts: list[str]
) -> tuple[TargetKind, None, datetime.date | None] | None:
    match = words.YEAR_END.search(said)
    if match is None:
        return None
    which = (match["of"] or match["at"] or "").strip().lower()
    month = {"financial": 3, "academic": 8, "school": 7}.get(which, 12)
    if not which:
        doubts.append("which kind of year is not said: the calendar year was taken")
    if document is None:
        doubts.append("year not given, and the document has no date")
        return TargetKind.BY_YEAR, None, None
    year = document[1].year + (document[1].month > month)
    doubts.append(f"year not given: {year} assumed from the document's date ({_spoken(document)})")
    return TargetKind.BY_YEAR, None, moments.month_days(year, month)[1]


def _with_years(
    said: str, found: list[Moment], document: Stretch | None, *, past: bool, doubts: list[str]
) -> list[_Dated]:
    """Each moment with its days. One without a year takes it from its neighbour in a range, else from the document."""
    dated: list[_Dated] = [
        _Dated(moment, moment.days(moment.year) if moment.year is not None else None) for moment in found
    ]
    if any(one.days for one in dated):
        dated = [one for one in dated if one.days or one.moment.kind is not TargetKind.QUARTER]
    for at in range(len(dated) - 2, -1, -1):
        later = dated[at + 1].days
        if dated[at].days is None and later and _joined(said, dated[at], dated[at + 1]):
            dated[at] = _Dated(dated[at].moment, _nearest_before(dated[at].moment, later[1]))
    for at, one in enumerate(dated):
        if one.days is not None:
            continue
        earlier = dated[at - 1].days if at and _joined(said, dated[at - 1], one) else None
        if earlier:
            dated[at] = _Dated(one.moment, _nearest_after(one.moment, earlier[0]))
        else:
            dated[at] = _Dated(one.moment, _by_document(one.moment, document, past=past, doubts=doubts))
    return dated


def _joined(said: str, one: _Dated, other: _Dated) -> bool:
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
        doubts.append("year not given, and the document has no date")
        return None
    first, last = document
    if past:
        days = _nearest_before(moment, last)
    elif last - first > datetime.timedelta(days=31):
        days = moment.days(first.year)
    else:
        days = _nearest_after(moment, max(_later(first, -61), datetime.date(first.year, 1, 1)))
    if days is not None:
        doubts.append(
            f"year not given: {days[0].year} assumed from the document's date ({_spoken(document)})"
        )
    return days


def _spoken(document: Stretch) -> str:
    first, last = document
    if first == last:
        return f"{first.day} {calendar.month_name[first.month]} {first.year}"
    return (
        str(first.year)
        if last - first > datetime.timedelta(days=31)
        else f"{calendar.month_name[first.month]} {first.year}"
    )


def _name(kind: TargetKind) -> str:
    return kind.value.replace("_", " ")


def _later(date: datetime.date, days: int) -> datetime.date:
    return date + datetime.timedelta(days=days)
