"""Forms about a theme and its recommendations."""

import datetime
from typing import Any

from django import forms

from throughline.plan.forms.fields import PersonField
from throughline.plan.queries import plans


class EditTheme(forms.Form):
    """A theme, what it is to reach, and who sponsors it."""

    WORDS = {"title": "{theme}", "desired_outcome": "{desired_outcome}", "sponsor": "{sponsor}"}

    title = forms.CharField(label="Theme", max_length=300)
    desired_outcome = forms.CharField(
        label="Desired outcome", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, today: datetime.date, theme: plans.Theme | None = None) -> None:
        names = ("title", "desired_outcome", "sponsor")
        super().__init__(data, initial={name: getattr(theme, name) for name in names} if theme else None)
        self.fields["sponsor"] = PersonField(
            label="Lead sponsor", required=False, today=today, help_text="A name, e-mail or employee number."
        )


class AddRecommendation(forms.Form):
    """Something to ask of the whole body."""

    text = forms.CharField(
        label="What should the whole organisation do?", widget=forms.Textarea(attrs={"rows": 3})
    )


class Reply(forms.Form):
    """What the whole body answers."""

    text = forms.CharField(
        label="The reply",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What will be done, by whom and by when; or that it will not be done, and why.",
    )
