"""Our words for what Django says of a field that is filled in wrongly: the one place where its messages are replaced."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

Said = Callable[
    [str, dict[str, Any]], str
]  # the field's label, and what Django knows of the error -> what to do

WORDS: dict[str, Said] = {  # the code of the error; what is required is asked for by the kind of its control
    "invalid": lambda label, _: f"{label}: this cannot be read. Write it as the example shows",
    "min_value": lambda label, known: f"{label}: enter a number of at least {known['limit_value']}",
    "max_value": lambda label, known: f"{label}: enter a number of at most {known['limit_value']}",
    "min_length": lambda label, known: f"{label} must be {known['limit_value']} characters or more",
    "max_length": lambda label, known: (
        f"{label} must be {known['limit_value']} characters or fewer; it has {known['show_value']}"
        if "limit_value" in known
        else f"{label}: the name of the file must be {known['max']} characters or fewer. Rename it"
    ),
    "invalid_choice": lambda label, _: f"{label}: choose from the list",
    "invalid_list": lambda label, _: f"{label}: choose from the list",
    "empty": lambda label, _: f"{label}: the file is empty. Choose another one",
    "missing": lambda label, _: f"{label}: no file arrived. Choose it again",
    "contradiction": lambda label, _: f"{label}: either choose a file or tick the box, not both",
    "invalid_image": lambda label, _: f"{label}: this is no picture that can be read. Choose another one",
    "invalid_date": lambda label, _: f"{label}: enter a real date, for example 27 3 2026",
    "invalid_time": lambda label, _: f"{label}: enter a time, for example 14:30",
    "null_characters_not_allowed": lambda label, _: (
        f"{label}: it holds a letter that cannot be kept. Write it anew"
    ),
}
BY_KIND: tuple[tuple[type[forms.Field], str], ...] = (  # "invalid" of these fields; the first that fits
    (forms.FloatField, "enter a number"),
    (forms.DecimalField, "enter a number"),
    (forms.IntegerField, "enter a whole number, in figures"),
    (forms.EmailField, "enter an e-mail address, such as name@council.gov.uk"),
    (forms.URLField, "enter an address that begins with https://"),
    (forms.DateField, "enter a real date, for example 27 3 2026"),
    (forms.TimeField, "enter a time, for example 14:30"),
    (forms.FileField, "no file arrived. Choose it again"),
)


def _defaults() -> set[str]:
    """Every message that Django itself may give."""
    fields = [one for one in vars(forms.fields).values() if _is(one, forms.Field)]
    said = {str(text) for field in fields for text in field.default_error_messages.values()}
    said |= {
        str(one.message)
        for one in vars(validators).values()
        if isinstance(one, type) and hasattr(one, "message")
    }
    return said | {str(one.message) for one in vars(validators).values() if hasattr(one, "message")}


def _is(one: object, kind: type) -> bool:
    return isinstance(one, type) and issubclass(one, kind)


DEFAULTS = _defaults()


def sentence(error: ValidationError, field: forms.Field, label: str) -> str:
    """What to do; empty where the form has words of its own."""
    known = error.params or {}
    given = field.error_messages.get(str(error.code))
    own = [vars(one).get("default_error_messages", {}) for one in type(field).__mro__]
    if given is not None and all(given is not texts.get(error.code) for texts in own):
        return ""
    if str(error.message) not in DEFAULTS and not _counts(error):
        return ""
    if error.code == "invalid":
        for kind, what in BY_KIND:
            if isinstance(field, kind):
                return f"{label}: {what}"
    return WORDS.get(str(error.code), WORDS["invalid"])(label, known)


def _counts(error: ValidationError) -> bool:
    """Django counts letters in the plural, so that its words are known by what they hold only."""
    return error.code in {"max_length", "min_length"} and (
        "show_value" in (error.params or {}) or "max" in (error.params or {})
    )
