"""No words of the framework reach a page: each of Django's messages about a field is replaced by ours."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.base import error_words


def said(field: forms.Field, value: Any) -> list[str]:
    """What the page shows of a form with this one field."""
    form_class = type("One", (forms.Form,), {"it": field})
    files = {"it": value} if isinstance(field, forms.FileField) else {}
    form = form_class({"it": value}, files)
    assert not form.is_valid()
    return form["it"].sentences  # type: ignore[attr-defined, no-any-return]


def many(label: str = "Length", **more: Any) -> dict[str, Any]:
    return {"label": label} | more


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.IntegerField(**many(min_value=7)), "six", "Length: enter a whole number, in figures"),
        (forms.IntegerField(**many(min_value=7)), "6", "Length: enter a number of at least 7"),
        (forms.IntegerField(**many(max_value=7)), "8", "Length: enter a number of at most 7"),
        (forms.DecimalField(**many()), "x", "Length: enter a number"),
        (forms.CharField(**many(max_length=3)), "abcd", "Length must be 3 characters or fewer; it has 4"),
        (forms.CharField(**many(min_length=3)), "a", "Length must be 3 characters or more"),
        (forms.CharField(**many()), "a\0", "Length: it holds a letter that cannot be kept. Write it anew"),
        (
            forms.EmailField(**many()),
            "x",
            "Length: enter an e-mail address, such as name@council.gov.uk",
        ),
        (
            forms.URLField(**many(assume_scheme="https")),
            "x y",
            "Length: enter an address that begins with https://",
        ),
        (
            forms.RegexField("^a$", **many()),
            "b",
            "Length: this cannot be read. Write it as the example shows",
        ),
        (forms.RegexField("^a$", **many(error_messages={"invalid": "Ours"})), "b", "Ours"),
        (forms.CharField(**many(max_length=3, error_messages={"max_length": "Ours"})), "abcd", "Ours"),
        (forms.DateField(**many()), "x", "Length: enter a real date, for example 27 3 2026"),
        (forms.TimeField(**many()), "x", "Length: enter a time, for example 14:30"),
        (forms.ChoiceField(**many(choices=[("a", "A")])), "b", "Length: choose from the list"),
        (forms.MultipleChoiceField(**many(choices=[("a", "A")])), ["b"], "Length: choose from the list"),
        (
            forms.FileField(**many()),
            SimpleUploadedFile("a.png", b""),
            "Length: the file is empty. Choose another one",
        ),
        (
            forms.FileField(**many(max_length=3)),
            SimpleUploadedFile("abcd.png", b"x"),
            "Length: the name of the file must be 3 characters or fewer. Rename it",
        ),
        (forms.CharField(**many()), "", "Enter the length"),
    ],
)
def test_each_message_is_ours(field: forms.Field, value: Any, sentence: str) -> None:
    assert said(field, value) == [sentence]


def test_djangos_messages_are_known() -> None:
    assert {
        "Enter a whole number.",
        "Enter a valid value.",
        "The submitted file is empty.",
    } <= error_words.DEFAULTS
