"""Fields that the plan's forms share: a person by name, e-mail or number; files; lines of text."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.base.rules import key
from throughline.plan.changes.progress import MAX_FILE, MOST_FILES, File
from throughline.plan.queries import choices


def describe(person: choices.Person | None) -> str:
    """A person as the field shows and reads them."""
    if person is None:
        return ""
    key = person.email or person.employee_number
    return f"{person.name} ({key})" if key else person.name


def describe_with_job(person: choices.Person) -> str:
    parts = [person.name, person.job_title, person.place.name if person.place else ""]
    return ", ".join(part for part in parts if part)


def in_words(form: forms.Form, terms: Mapping[str, str]) -> None:
    """Labels and hints in the authority's own words, where the form says in WORDS and HINTS which these are."""
    for name, words in getattr(form, "WORDS", {}).items():
        label = words.format_map(terms)
        label = label[:1].upper() + label[1:]
        form.fields[name].label = form[name].label = label  # a checked form keeps the label that it had
    for name, words in getattr(form, "HINTS", {}).items():
        form.fields[name].help_text = form[name].help_text = words.format_map(terms)


def seen(last_change: int) -> forms.IntegerField:
    """A hidden field that says which change was the last when the form was shown."""
    return forms.IntegerField(widget=forms.HiddenInput(), initial=last_change, required=False)


def seen_now(form: forms.Form, last_change: int) -> None:
    """The person was told that the thing has changed: whoever saves the same form again means it."""
    if "seen" in form.fields and form.is_bound:
        data: Any = form.data
        form.data = data.copy()
        form.data["seen"] = str(last_change)  # type: ignore[index]


class PersonField(forms.CharField):
    """One person who works here. When the words fit several, the error lists them so that one can be copied.

    `partly`: a part of a name will do where it fits one person only, for the page shows who that is and asks again.
    """

    def __init__(self, *, today: datetime.date, partly: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today, self.partly = today, partly

    def prepare_value(self, value: Any) -> Any:
        return describe(value) if isinstance(value, choices.Person) else value

    def clean(self, value: Any) -> choices.Person | None:
        words = super().clean(value)
        if not words:
            return None
        if inside := re.search(r"\(([^)]+)\)\s*$", words):
            words = inside.group(1)
        found = choices.person_by_words(words, today=self.today)
        if not found:
            raise ValidationError(
                f"Nobody who works here is called “{words}”. Enter a name, e-mail or employee number."
            )
        if len(found) > 1:
            names = "; ".join(describe(person) for person in found[:10])
            more = " and others" if len(found) > 10 else ""
            raise ValidationError(f"Several people fit “{words}”. Copy one of these: {names}{more}.")
        if not self.partly and not _is_meant(found[0], words):
            raise ValidationError(
                f"“{words}” is only a part of a name. If you mean {describe(found[0])}, enter that."
            )
        return found[0]


def _is_meant(person: choices.Person, words: str) -> bool:
    """Whether the words are the whole name, in any order, or the e-mail address or number."""
    whole = {one.casefold() for one in (person.email, person.employee_number) if one}
    return words.strip().casefold() in whole or sorted(key(words).split()) == sorted(key(person.name).split())


class Lines(forms.CharField):
    """A text area of which every line is one point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [
            line.strip().removeprefix("•").strip()
            for line in super().clean(value).splitlines()
            if line.strip()
        ]


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each as a progress.File that is evidence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralFiles(), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        several = data if isinstance(data, list | tuple) else [data] if data else []
        if len(several) > MOST_FILES:
            raise ValidationError(f"Attach at most {MOST_FILES} files to one entry.")
        for one in several:
            if one.size > MAX_FILE:
                raise ValidationError(
                    f"{one.name} is larger than {MAX_FILE // 1024 // 1024} MB. Attach a smaller one."
                )
        return [File(name=one.name, data=one.read(), is_evidence=True) for one in several]
