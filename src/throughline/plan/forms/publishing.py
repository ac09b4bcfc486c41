"""Forms of publishing: what is new and from when it may be read; why a version is withdrawn."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.base.form_fields import GovukDateField
from throughline.plan.queries.publishing import MAY_BE_PUBLIC


class AskToPublish(forms.Form):
    """What a second person is asked to approve."""

    summary = forms.CharField(
        label="What is new, in a sentence or two",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands at the head of the page and in the feed.",
    )
    public_from = GovukDateField(
        label="From which day may anybody read it?", help_text="Today, or a later day if it must wait."
    )

    def __init__(self, data: Any, *, today: datetime.date, names: bool) -> None:
        super().__init__(data, initial={"public_from": today})
        self.today = today
        if names:
            self.fields["names_seen"] = _names_seen("These names may be public")

    def clean_public_from(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["public_from"]
        if day < self.today:
            raise ValidationError("Choose today or a later day")
        return day


class Withdraw(forms.Form):
    """Why a version is taken away from the public."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Anybody who opens its address will read this.",
    )

    def __init__(self, data: Any, *, names: list[str]) -> None:
        super().__init__(data)
        if names:
            self.fields["names_seen"] = _names_seen(f"These names may be public: {', '.join(names)}")


def _names_seen(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=MAY_BE_PUBLIC)
