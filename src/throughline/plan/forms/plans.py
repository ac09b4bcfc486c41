"""Forms about a plan, a theme and its recommendations."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.plan.changes import plans as changes
from throughline.plan.forms import fields
from throughline.plan.queries import plans
from throughline.plan.rules import plans as rules

THEME, OUTSIDE = "yes", "no"


class MakePlan(forms.Form):
    """An empty plan."""

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    place = forms.TypedChoiceField(label="Whose plan is it?", coerce=int, empty_value=None, required=False)
    slug = forms.CharField(
        label="Short name",
        required=False,
        max_length=rules.MOST,
        help_text="It stands in the plan’s address and before the number of each action: “rep” gives REP-001. "
        "It can never be changed. Leave it empty to see one that is made of the title.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocapitalize": "none"}),
    )

    def __init__(self, data: Any, *, places: list[tuple[int, str]], whole: bool, organisation: str) -> None:
        super().__init__(data, initial={"organisation": organisation})
        field = self.fields["place"]
        field.choices = [*([("", "The whole organisation")] if whole else []), *places]  # type: ignore[attr-defined]
        field.required = not whole

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if not slug and "title" in self.cleaned_data:
            found = changes.suggest_slug(
                self.cleaned_data["title"], self.cleaned_data.get("organisation", "")
            )
            data: Any = self.data
            self.data = data.copy()
            self.data["slug"] = found  # type: ignore[index]
            raise ValidationError(
                f"“{found}” is suggested: the first action would be {found.upper()}-001. "
                "Save again to take it, or write another one."
            )
        if slug:
            try:
                rules.check_short_name(slug)
            except rules.PlanRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return slug


class EditPlan(forms.Form):
    """What a plan says of itself."""

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    introduction = forms.CharField(
        label="Introduction",
        required=False,
        help_text="What stands before the first theme. Leave an empty line between paragraphs.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    document_date = forms.CharField(
        label="Date of the plan",
        required=False,
        help_text="When it was agreed or published, as precisely as you know: “14 March 2027”, “March 2027” or “2027”.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(self, data: Any, *, plan: plans.Plan, seen: int) -> None:
        first = {name: getattr(plan, name) for name in ("title", "organisation", "introduction")}
        super().__init__(data, initial={**first, "document_date": rules.date_in_words(plan.document_date)})
        self.fields["seen"] = fields.seen(seen)

    def clean_document_date(self) -> str:
        words = str(self.cleaned_data["document_date"])
        try:
            rules.document_date(words)
        except rules.PlanRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return words


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


class Remove(forms.Form):
    """Why something leaves the plan."""

    reason = forms.CharField(label="Why should it be removed?", widget=forms.Textarea(attrs={"rows": 2}))
