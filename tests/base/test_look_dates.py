"""The date in three boxes: every real date can be written, every wrong one says which box to mend."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from throughline.base import form_fields

FIELD = form_fields.GovukDateField(label="Target date")
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(9999, 12, 31))
MONTH_WRITTEN = st.sampled_from(["{0.month}", "{0.month:02}", "{0:%B}", "{0:%b}", "{0:%b}.", " {0:%B} "])


@given(DATES, MONTH_WRITTEN, st.booleans(), st.booleans())
def test_every_date_in_every_spelling(date: datetime.date, month: str, upper: bool, padded: bool) -> None:
    written = month.format(date).upper() if upper else month.format(date)
    day = f"0{date.day} "[-3:] if padded else str(date.day)
    assert FIELD.clean([day, written, str(date.year)]) == date


@given(DATES)
def test_what_the_boxes_show_is_read_back(date: datetime.date) -> None:
    shown = [str(word) for word in form_fields.DateBoxes().decompress(date)]
    assert FIELD.clean(shown) == date
    assert FIELD.has_changed(date, shown) is False


@pytest.mark.parametrize(
    ("boxes", "sentence", "wrong"),
    [
        (["27", "", ""], "Target date must include a month and year", ("month", "year")),
        (["", "3", "2026"], "Target date must include a day", ("day",)),
        (["27", "3", ""], "Target date must include a year", ("year",)),
        (["27", "13", "2026"], "Target date: the month must be real, for example 27 3 2026", ("month",)),
        (
            ["32", "Movember", "2026"],
            "Target date: the day and the month must be real, for example 27 3 2026",
            ("day", "month"),
        ),
        (["0", "1", "2026"], "Target date: the day must be real, for example 27 3 2026", ("day",)),
        (["-1", "1", "2026"], "Target date: the day must be real, for example 27 3 2026", ("day",)),
        (["²", "1", "2026"], "Target date: the day must be real, for example 27 3 2026", ("day",)),
        (["27", "ma", "2026"], "Target date: the month must be real, for example 27 3 2026", ("month",)),
        (["27", "3", "26"], "Target date: the year must have 4 numbers, for example 2026", ("year",)),
        (["27", "3", "0026"], "Target date: the year must be 1900 or later", ("year",)),
        (["29", "2", "2026"], "Target date must be a real date: February 2026 has no day 29", ("day",)),
        (["31", "sept", "2026"], "Target date must be a real date: September 2026 has no day 31", ("day",)),
    ],
)
def test_a_wrong_date_says_what_to_mend(boxes: list[str], sentence: str, wrong: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refusal:
        FIELD.clean(boxes)
    assert (refusal.value.messages, refusal.value.params) == ([sentence], {"wrong_boxes": wrong})


@given(st.lists(st.text(max_size=8) | st.integers(-5, 3000).map(str), min_size=3, max_size=3))
def test_whatever_is_typed_is_a_date_or_one_sentence(boxes: list[str]) -> None:
    assert _date_or_sentences(boxes) in ({"date": 1}, {"sentences": 1})


def _date_or_sentences(boxes: list[str]) -> dict[str, int]:
    try:
        return {"date": int(isinstance(FIELD.clean(boxes), datetime.date))}
    except ValidationError as refusal:
        return {"sentences": len(refusal.messages)}


def test_a_label_may_hold_a_per_cent_sign() -> None:
    field = form_fields.GovukDateField(label="Date when 50% is done")
    with pytest.raises(ValidationError) as refusal:
        field.clean(["1", "", "2026"])
    assert refusal.value.messages == ["Date when 50% is done must include a month"]


def test_left_empty() -> None:
    assert form_fields.GovukDateField(required=False).clean(["", " ", ""]) is None
    with pytest.raises(ValidationError):
        FIELD.clean(["", "", ""])


def test_in_a_form() -> None:
    class Due(forms.Form):
        due = form_fields.GovukDateField(label="Target date")

    form = Due({"due_day": "27", "due_month": "mar", "due_year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"due": datetime.date(2026, 3, 27)}
    assert form["due"].value() == ["27", "mar", "2026"]
    assert Due(initial={"due": datetime.date(2026, 3, 27)})["due"].value() == datetime.date(2026, 3, 27)
