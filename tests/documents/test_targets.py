"""Target dates: a table of words as councils write them, and what holds for any words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.plan import STATUS_HINTS, Target, TargetKind
from documents.targets import parse_date, read_target

TABLES = [Path(__file__).with_name(name) for name in ("target_dates.txt", "target_dates_further.txt")]


def _cases() -> list[tuple[str, ...]]:
    lines = [line for table in TABLES for line in table.read_text(encoding="utf-8").splitlines()]
    return [
        tuple(cell.strip() for cell in line.split("|")) for line in lines if line and not line.startswith("#")
    ]


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case[1]} ({case[0]})")
def test_the_table(case: tuple[str, ...]) -> None:
    document, words, *expected = case
    target = read_target(words, document_date=None if document == "-" else document)
    found = [target.kind, target.start, target.end, target.status_hint, len(target.doubts)]
    assert ([_cell(value) for value in found], target.text) == (expected, words), target.doubts


def test_the_table_is_as_long_as_promised() -> None:
    assert len(_cases()) >= 400


def test_doubts_are_sentences_for_the_import_page() -> None:
    assert read_target("July", document_date="2020-12").doubts == (
        "year not given: 2021 assumed from the document's date (December 2020)",
    )
    assert read_target("20/21", document_date="2020-12").doubts == (
        "2020/21 read as a financial year; it could be an academic year",
    )
    assert read_target("Dec 20", document_date="2020-12").doubts == (
        "“Dec 20” read as December 2020; it could be 20 December",
    )


def test_a_target_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Target(text="x", start=datetime.date(2021, 2, 1), end=datetime.date(2021, 1, 1))


def test_a_date_of_a_document() -> None:
    day = datetime.date(2020, 12, 31)
    assert parse_date("2020-12") == (datetime.date(2020, 12, 1), day)
    assert parse_date("2020-12-31") == (day, day)
    assert [parse_date(text) for text in (None, "", "2020-13", "2020-02-30", "soon", "1-2-3-4")] == [None] * 6


def test_easter_sunday() -> None:
    """Among them the earliest and the latest that the years which we read have: 23 March 2008 and 25 April 2038."""
    sundays = (
        "2008-03-23 2011-04-24 2019-04-21 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2035-03-25 2038-04-25"
    )
    for day in map(datetime.date.fromisoformat, sundays.split()):
        assert read_target(f"Easter {day.year}").end == day


def test_doubts_of_what_was_left_out() -> None:
    assert read_target("Was March 2025, now June 2026").doubts == (
        "an earlier date is named too: the newer one was taken",
    )
    assert read_target("Two of three done; the third in June 2026").doubts == (
        "a part is said to be done: only what the words say of the rest was taken",
    )
    assert read_target("Monday 3 March 2026").doubts == ("3 March 2026 is a Tuesday, not a Monday",)
    assert read_target("45748").doubts == ("“45748” read as a spreadsheet's number for 1 April 2025",)


def test_too_much_is_not_read_and_that_is_said() -> None:
    assert read_target("March 2026 " * 21).doubts == ("so many dates are named that none was taken",)
    long = read_target("March 2026, " + "and so on " * 200)
    assert (long.kind, long.end, long.doubts) == (
        TargetKind.UNREADABLE,
        None,
        ("the words are too long to be a target date: no date was taken",),
    )


_PIECES_TEXT = (
    "by end of|from|until|between|and|-|–|/|w/b|ongoing|Completed|TBC|every|year|next|6 months|over the|nd|th"
    "|Dec|May|march|2|31|20|21|2020|2020/21|20/21|Q3|Q1/2|Autumn term|spring|MT21|FY22|12/08/2020|99/99/9999"
    "|Term 2|Easter|H1|first week of|phase 1|was|now|paused until|2/3|45748|thereafter|Q1|financial|short term|year 1"
    "|will be|subject to|annually|mid|before|after|2 nd November|week commencing|Christmas|.|,|(|\n"
)
_PIECES = _PIECES_TEXT.split("|")
words = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=8).map(" ".join))
dates = st.sampled_from(
    [
        None,
        "",
        "2020",
        "2020-12",
        "2024-02-29",
        "2090-12-31",
        "1950-01",
        "9999-12-31",
        "0001-01-01",
        "nonsense",
    ]
)


@given(text=words, date=dates)
def test_any_words_are_kept_and_give_a_sound_target(text: str, date: str | None) -> None:
    target = read_target(text, document_date=date)
    assert target.text == text
    assert target.start is None or target.end is None or target.start <= target.end
    assert target.status_hint is None or target.status_hint in STATUS_HINTS
    assert all(doubt == doubt.strip() and doubt for doubt in target.doubts)
    assert len(set(target.doubts)) == len(target.doubts)
    assert read_target(target.text, document_date=date) == target
    if target.kind in {
        TargetKind.NONE,
        TargetKind.TBC,
        TargetKind.ONGOING,
        TargetKind.CONDITIONAL,
        TargetKind.UNREADABLE,
    }:
        assert (target.start, target.end) == (None, None)
    if target.kind is TargetKind.UNREADABLE:
        assert target.doubts


@given(day=st.dates(datetime.date(1951, 1, 1), datetime.date(2089, 12, 31)), date=dates)
def test_a_written_day_is_read_back_whatever_the_document(day: datetime.date, date: str | None) -> None:
    month = f"{day:%B}"
    for text in (
        f"{day.day} {month} {day.year}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
        f"{day.day} {month[:3]} {day.year}",
    ):
        target = read_target(text, document_date=date)
        assert (target.kind, target.start, target.end, target.doubts) == (TargetKind.DAY, None, day, ())


@given(first=st.dates(datetime.date(1951, 1, 1), datetime.date(2089, 12, 31)), length=st.integers(0, 900))
def test_a_written_range_is_read_back(first: datetime.date, length: int) -> None:
    last = min(first + datetime.timedelta(days=length), datetime.date(2089, 12, 31))
    target = read_target(f"{first:%d/%m/%Y} – {last:%d/%m/%Y}")
    assert (target.kind, target.start, target.end) == (TargetKind.RANGE, first, last)
