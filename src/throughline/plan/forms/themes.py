"""Forms about a theme and its recommendations."""

import datetime
from typing import Any

from django import forms

from throughline.plan.forms import fields
from throughline.plan.queries import plans

THEME, OUTSIDE = "yes", "no"


class EditTheme(forms.Form):
    """A theme, what it is to reach, and who sponsors it; or a table of actions outside any theme."""

    WORDS = {"title": "{theme}", "desired_outcome": "{desired_outcome}", "sponsor": "{sponsor}"}

    title = forms.CharField(label="Theme", max_length=300)
    desired_outcome = forms.CharField(
        label="Desired outcome", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_theme = forms.TypedChoiceField(
        label="What is it?", coerce=lambda value: value == THEME, widget=forms.RadioSelect
    )

    def __init__(
        self,
        data: Any,
        *,
        today: datetime.date,
        terms: dict[str, str],
        theme: plans.Theme | None = None,
        seen: int = 0,
    ) -> None:
        names = ("title", "desired_outcome", "sponsor")
        first: dict[str, Any] = {name: getattr(theme, name) for name in names} if theme else {}
        outside = theme is not None and not theme.is_theme
        super().__init__(data, initial={**first, "is_theme": OUTSIDE if outside else THEME})
        self.fields["is_theme"].choices = [  # type: ignore[attr-defined]
            (THEME, terms["an_theme"][:1].upper() + terms["an_theme"][1:]),
            (OUTSIDE, f"{terms['actions'][:1].upper()}{terms['actions'][1:]} outside any {terms['theme']}"),
        ]
        self.fields["sponsor"] = fields.PersonField(
            label="Lead sponsor", required=False, today=today, help_text="A name, e-mail or employee number."
        )
        self.order_fields(["title", "desired_outcome", "sponsor", "is_theme"])
        if theme is not None:
            self.fields["seen"] = fields.seen(seen)


class Recommend(forms.Form):
    """Something to ask of the whole body."""

    text = forms.CharField(
        label="What should the whole organisation do?", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, asked: plans.Recommendation | None = None, seen: int = 0) -> None:
        super().__init__(data, initial={"text": asked.text} if asked else None)
        if asked is not None:
            self.fields["seen"] = fields.seen(seen)
            if asked.reply:
                self.fields[
                    "text"
                ].help_text = "Its reply stays as it is. If you mean something else now, remove this one and add another."


class Reply(forms.Form):
    """What the whole body answers."""

    text = forms.CharField(
        label="The reply",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What will be done, by whom and by when; or that it will not be done, and why.",
    )

    def __init__(self, data: Any, *, asked: plans.Recommendation, seen: int) -> None:
        super().__init__(data, initial={"text": asked.reply})
        self.fields["seen"] = fields.seen(seen)
