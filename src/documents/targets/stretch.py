"""What the words around a date, or between several, make of it: by, from, until, after, in the week of, and so on."""

from __future__ import annotations

import datetime
import itertools
import re

from documents.plan import TargetKind
from documents.targets import state_words, words
from documents.targets.placing import Dated, later

Meant = tuple[TargetKind, datetime.date | None, datetime.date | None]

_BY_KIND = {
    TargetKind.DAY: TargetKind.BY_DAY,
    TargetKind.WEEK: TargetKind.BY_DAY,
    TargetKind.RANGE: TargetKind.BY_DAY,
    TargetKind.YEAR: TargetKind.BY_YEAR,
    TargetKind.FINANCIAL_YEAR: TargetKind.BY_YEAR,
    TargetKind.ACADEMIC_YEAR: TargetKind.BY_YEAR,
}
_DEADLINES = {TargetKind.DAY, TargetKind.MONTH}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dated(said: str, found: list[Dated], doubts: list[str]) -> Meant:
    """One date or stretch, or several."""
    for one in found:
        _check_weekday(one, doubts)
    return _several(said, found, doubts) if len(found) > 1 else _one(said, found[0], doubts)


def _check_weekday(one: Dated, doubts: list[str]) -> None:
    said = one.moment.weekday
    if said is not None and one.days and one.days[0].weekday() != said:
        doubts.append(
            f"{_spoken(one.days[0])} is a {_WEEKDAYS[one.days[0].weekday()]}, not a {_WEEKDAYS[said]}"
        )


def _one(said: str, one: Dated, doubts: list[str]) -> Meant:
    kind, days = one.moment.kind, one.days
    before, after = said[: one.moment.at], said[one.moment.end :]
    if vague := words.VAGUE.search(before):
        taken = "that day" if kind is TargetKind.DAY else f"the whole {_name(kind)}"
        doubts.append(f"“{(vague[1] or vague[2]).lower()}” is not exact: {taken} was taken")
    if kind is TargetKind.YEAR and _is_of_something_else(before, after):
        doubts.append("only the year was understood in these words")
    if kind is TargetKind.DAY and (words.WEEK.search(before) or words.WEEK_ENDING.search(before)):
        _, start, end = _week(one, ending=bool(words.WEEK_ENDING.search(before)), doubts=doubts)
        ongoing = state_words.ONGOING.search(said)
        return TargetKind.DATE_AND_ONGOING if ongoing else TargetKind.WEEK, start, end
    return _around(said, before, after, kind, days or (None, None), doubts)


def _week(one: Dated, *, ending: bool, doubts: list[str]) -> Meant:
    if one.days is None:
        return TargetKind.WEEK, None, None
    day = one.days[0]
    if ending:
        return TargetKind.WEEK, later(day, -day.weekday()), day
    if day.weekday():
        doubts.append(f"{_spoken(day)} is a {_WEEKDAYS[day.weekday()]}: the week was counted from that day")
    return TargetKind.WEEK, day, later(day, 6)


def _around(
    said: str,
    before: str,
    after: str,
    kind: TargetKind,
    days: tuple[datetime.date, datetime.date] | tuple[None, None],
    doubts: list[str],
) -> Meant:
    start, end = days
    deadline = None if kind in _DEADLINES else start
    ongoing = bool(state_words.ONGOING.search(said))
    if words.ONWARDS.search(after):
        return TargetKind.DATE_AND_ONGOING, start, None
    if words.NOT_BEFORE.search(before):
        return TargetKind.RANGE, start, None
    if words.MOVED_TO.search(before):
        return kind, deadline, end
    if words.AFTER.search(before) or words.AFTER_EVENT.search(before):
        if kind is not TargetKind.DAY and (words.AFTER_EVENT.search(before) or words.EVENT.match(after)):
            doubts.append(f"the day of what it comes after is not said, only its {_name(kind)}")
            return TargetKind.RANGE, start, None
        return TargetKind.RANGE, later(end, 1) if end else None, None
    if words.FROM.search(before):
        return (TargetKind.DATE_AND_ONGOING if ongoing else TargetKind.RANGE), start, None
    if ongoing:
        return TargetKind.DATE_AND_ONGOING, deadline, end
    if words.BEFORE.search(before):
        return _BY_KIND.get(kind, TargetKind.BY_MONTH), None, later(start, -1) if start else None
    if words.BY.search(before) or words.END_OF.search(before):
        if state_words.COMPLETED_BY.search(said):
            doubts.append("“completed by” may say when it is due, or that it is done")
        if kind in {TargetKind.YEAR, TargetKind.SEASON, TargetKind.QUARTER} and not words.END_OF.search(
            before
        ):
            doubts.append(f"“by” a {_name(kind)}: its last day was taken")
        return _BY_KIND.get(kind, TargetKind.BY_MONTH), None, end
    if words.UNTIL.search(before) and not words.EVENT.match(after) and not words.OLD_DATE.search(before):
        return TargetKind.RANGE, None, end
    return kind, deadline, end


def _is_of_something_else(before: str, after: str) -> bool:
    """ "Ramadan 2026", "the 2026 elections": a year beside words that name something whose days are not known."""
    beside = [*re.findall(r"\w+", before)[-1:], *re.findall(r"^\s+(\w+)", after)]
    return len(before.split()) + len(after.split()) <= 6 and any(
        word.lower() not in words.YEAR_NEIGHBOURS for word in beside
    )


def _several(said: str, found: list[Dated], doubts: list[str]) -> Meant:
    days = [one.days for one in found if one.days]
    joints = [said[one.moment.end : other.moment.at] for one, other in itertools.pairwise(found)]
    joined = all(words.BETWEEN.match(joint) for joint in joints)
    if joined and any(words.AND.match(joint) for joint in joints):
        joined = _is_between(said, found) or all(
            one.days and other.days and one.days[1] >= later(other.days[0], -1)
            for one, other in itertools.pairwise(found)
        )
    if not joined:
        doubts.append("several dates are named: from the first to the last was taken")
    if len(days) < len(found):
        return TargetKind.RANGE, None, None
    start, end = min(day[0] for day in days), max(day[1] for day in days)
    if joined and {one.moment.kind for one in found} == {TargetKind.YEAR}:
        doubts.append("the years were read as calendar years; they could be financial years")
    if joined and days[0][0] != start:
        doubts.append("the dates stand in the wrong order")
    return TargetKind.RANGE, start, end


def _is_between(said: str, found: list[Dated]) -> bool:
    return bool(re.search(r"\b(?:between|from)\W", said[: found[0].moment.at], re.IGNORECASE))


def _spoken(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _name(kind: TargetKind) -> str:
    return kind.value.replace("_", " ")
