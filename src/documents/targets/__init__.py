"""Reads the words of a target date: what kind of date it is, its first and last day, and what is not certain about it."""

from __future__ import annotations

import datetime
import re

from documents import moments
from documents.moments import days
from documents.moments.days import Stretch
from documents.plan import Target, TargetKind
from documents.targets import counted, placing, state_words, states, stretch, words
from documents.targets.placing import Dated, parse_date

__all__ = ["parse_date", "read_target"]

Meant = tuple[TargetKind, datetime.date | None, datetime.date | None]

_LONGEST, _MOST_DATES = 2000, 20  # characters; more is no target date
TOO_LONG = "the words are too long to be a target date: no date was taken"
TOO_MANY = "so many dates are named that none was taken"
_VAGUE_STATES = {"paused": "the words say it is paused", "not started": "the words say it is not started"}
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
_TWO_NUMBERS = re.compile(
    r"\W*(?:by|before|due|on|end|from|until)?\W*(?P<one>\d{1,2})/(?P<other>\d{1,2})\W*", re.IGNORECASE
)


def read_target(text: str, *, document_date: str | None = None) -> Target:
    """What a machine makes of the words. Never raises; `text` comes back as it was given.

    document_date: "2020", "2020-12" or "2020-12-31", by which dates without a year and "the next six months" are placed.
    """
    if len(text) > _LONGEST:
        return Target(text=text, kind=TargetKind.UNREADABLE, doubts=(TOO_LONG,))
    said = moments.plain(text)
    if not any(letter.isalnum() for letter in said) and "?" not in said:
        return Target(text=text)
    document = placing.parse_date(document_date)
    status = state_words.status(said)
    doubts: list[str] = []
    kind, start, end = _understand(said, document, status, doubts)
    if start and end and start > end:
        doubts.append("the words give an end before the start: no dates taken")
        start = end = None
    return Target(
        text=text, kind=kind, start=start, end=end, status_hint=status, doubts=tuple(dict.fromkeys(doubts))
    )


def _understand(said: str, document: Stretch | None, status: str | None, doubts: list[str]) -> Meant:
    """The kind, the first day and the last day, with doubts added."""
    if state_words.NOT_APPLICABLE.fullmatch(said):
        doubts.append("the words say that no date applies")
        return TargetKind.NONE, None, None
    if (found := _in_figures(said, document, doubts)) is not None:
        return found
    named = moments.find(said, document[1].year if document else None)
    if words.YEAR_OF_PLAN.search(said) and all(
        one.kind is TargetKind.QUARTER and one.year is None for one in named
    ):
        named = []
    if len(named) > _MOST_DATES:
        doubts.append(TOO_MANY)
        return TargetKind.UNREADABLE, None, None
    dated = placing.with_years(said, named, document, past=status == "complete", doubts=doubts)
    for one in dated:
        doubts.extend(one.moment.doubts)
    if status in _VAGUE_STATES:
        doubts.append(_VAGUE_STATES[status])
    if status == "complete":
        return states.completed(said, dated, document, doubts)
    if state_words.RECURRING.search(said):
        return states.recurring(said, dated, doubts)
    kept = states.still_open(said, dated, status, doubts)
    for one in dated:
        if one not in kept:
            doubts[:] = [doubt for doubt in doubts if doubt not in one.moment.doubts]
    return _open(said, kept, document, status, doubts)


def _in_figures(said: str, document: Stretch | None, doubts: list[str]) -> Meant | None:
    """A spreadsheet's number for a day, and "31/3" or "03/26"."""
    if (serial := _SERIAL.fullmatch(said)) and 25_000 <= int(serial[1]) <= 60_000:
        day = _FIRST_SERIAL + datetime.timedelta(days=int(serial[1]))
        doubts.append(f"“{said}” read as a spreadsheet's number for {day.day} {day:%B %Y}")
        return TargetKind.DAY, None, day
    match = _TWO_NUMBERS.fullmatch(said)
    if match is None:
        return None
    one, other = int(match["one"]), int(match["other"])
    if 1 <= one <= 12 < other and other <= 99 and one + 1 != other:
        doubts.append(f"“{said}” read as month and year")
        return TargetKind.MONTH, None, days.month_days(2000 + other, one)[1]
    if 1 <= other <= 12 and document and (one, other) != (24, 7):
        tries = (days.day(year, other, one) for year in range(document[0].year, document[0].year + 2))
        coming = next((found[0] for found in tries if found and found[0] >= document[0]), None)
        if coming:
            doubts += [f"“{said}” read as day and month", placing.assumed(coming.year, document)]
            return TargetKind.DAY, None, coming
    return None


def _open(
    said: str, dated: list[Dated], document: Stretch | None, status: str | None, doubts: list[str]
) -> Meant:
    """What is still to be done."""
    if state_words.OVERDUE.search(said):
        doubts.append("the words say that it is late")
    if state_words.GIVEN_UP.search(said):
        doubts.append("the words say that it was given up")
    if dated:
        return _with_dates(said, dated, status, doubts)
    if state_words.TBC.search(said):
        return TargetKind.TBC, None, None
    for read in (counted.relative, counted.named, counted.year_end):
        if (meant := read(said, document, doubts)) is not None:
            return meant
    return _undated(said, status, doubts)


def _with_dates(said: str, dated: list[Dated], status: str | None, doubts: list[str]) -> Meant:
    before = said[: dated[0].moment.at]
    if status == "paused" and len(dated) == 1 and words.PAUSED_UNTIL.search(before):
        doubts[:] = [doubt for doubt in doubts if not doubt.startswith("year not given")]
        doubts.append("the date is when the pause ends, and not when it is due")
        return TargetKind.TBC, None, None
    if state_words.TBC.search(said):
        doubts.append("the words also say that it is to be confirmed")
    elif "?" in said:
        doubts.append("the words put a question mark behind it")
    after = words.AFTER.search(before) or words.AFTER_EVENT.search(before)
    if state_words.CONDITIONAL.search(said) and not after:
        doubts.append("the words make the date depend on something else")
    return stretch.dated(said, dated, doubts)


def _undated(said: str, status: str | None, doubts: list[str]) -> Meant:
    if state_words.CONDITIONAL.search(said):
        return TargetKind.CONDITIONAL, None, None
    if status is None and not doubts and state_words.BEFORE_AN_EVENT.search(said):
        return TargetKind.CONDITIONAL, None, None
    if words.LIFE_OF_PLAN.search(said):
        doubts.append("it lasts as long as the plan, and when that ends is not said")
        return TargetKind.ONGOING, None, None
    if status in {"ongoing", "underway", "partly complete"}:
        return TargetKind.ONGOING, None, None
    if status in _VAGUE_STATES:
        return TargetKind.TBC, None, None
    if state_words.ELSEWHERE.fullmatch(said):
        doubts.append("the words point to another place for the date")
    elif not doubts:
        doubts.append("no date was understood in these words")
    return TargetKind.UNREADABLE, None, None
