"""Fields and widgets that Django lacks: a date in three boxes."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

BOXES = ("day", "month", "year")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three text boxes: nobody has to fight a calendar."""

    template_name = "base/forms/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({box: forms.TextInput() for box in BOXES}, dict(attrs or {}))

    def decompress(self, value: datetime.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        wrong = attrs.pop("wrong_boxes", ())
        context = super().get_context(name, value, attrs)
        for box, sub in zip(BOXES, context["widget"]["subwidgets"], strict=True):
            sub["box"] = box
            sub["wrong"] = box in wrong
        return context


class GovukDateField(forms.Field):
    """A date; the month may be a number or a name. A wrong date says which box to mend (`wrong_boxes` of the error)."""

    widget = DateBoxes
    earliest = datetime.date(1900, 1, 1)

    def to_python(self, value: Any) -> datetime.date | None:
        if value is None or isinstance(value, datetime.date):
            return value
        words = [str(word or "").strip() for word in _three(value)]
        if not any(words):
            return None
        missing = [box for box, word in zip(BOXES, words, strict=True) if not word]
        if missing:
            raise _wrong(f"{self._name} must include a {' and '.join(missing)}", missing)
        return self._date(*words)

    def _date(self, day: str, month: str, year: str) -> datetime.date:
        number = _month(month)
        odd = []
        if not (_is_number(day) and 1 <= int(day) <= 31):
            odd.append("day")
        if number is None:
            odd.append("month")
        if odd:
            raise _wrong(
                f"{self._name}: the {' and the '.join(odd)} must be real, for example 27 3 2026", odd
            )
        if not (_is_number(year) and len(year) == 4):
            raise _wrong(f"{self._name}: the year must have 4 numbers, for example 2026", ["year"])
        if int(year) < self.earliest.year:
            raise _wrong(f"{self._name}: the year must be {self.earliest.year} or later", ["year"])
        try:
            return datetime.date(int(year), number or 0, int(day))
        except ValueError:
            name = MONTHS[(number or 1) - 1].capitalize()
            raise _wrong(
                f"{self._name} must be a real date: {name} {year} has no day {int(day)}", ["day"]
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    @property
    def _name(self) -> str:
        return str(self.label) if self.label else "The date"


def _three(value: Any) -> Sequence[Any]:
    if isinstance(value, (list, tuple)) and len(value) == 3:
        return value
    raise ValidationError("Enter a date as day, month and year", code="invalid")


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 4


def _month(word: str) -> int | None:
    word = word.lower().rstrip(".")
    if _is_number(word):
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    return next((number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)), None)


def _wrong(sentence: str, boxes: Sequence[str]) -> ValidationError:
    return ValidationError(
        sentence.replace("%", "%%"), code="invalid_date", params={"wrong_boxes": tuple(boxes)}
    )
