"""Forms about a plan as a whole."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.plan.changes import plans as changes
from throughline.plan.forms import fields
from throughline.plan.queries import plans
from throughline.plan.rules import plans as rules


class MakePlan(forms.Form):
    """An empty plan."""

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    place = forms.TypedChoiceField(label="Whose is it?", coerce=int, empty_value=None, required=False)
    slug = forms.CharField(
        label="Short name",
        required=False,
        max_length=rules.MOST,
        help_text="It stands in the address and before each number: “rep” gives REP-001. "
        "It can never be changed. Leave it empty to see one that is made of the title.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocapitalize": "none"}),
    )

    def __init__(self, data: Any, *, places: list[tuple[int, str]], whole: bool, organisation: str) -> None:
        super().__init__(data, initial={"organisation": organisation})
        field = self.fields["place"]
        field.choices = [*([("", "The whole organisation")] if whole else []), *places]  # type: ignore[attr-defined]
        field.required = not whole

    def clean_slug(self) -> str:
        said = self.cleaned_data
        slug = str(said["slug"]).lower()
        if not slug and "title" in said:
            found = changes.suggest_slug(said["title"], said.get("organisation", ""))
            data: Any = self.data
            self.data = data.copy()
            self.data["slug"] = found  # type: ignore[index]
            raise ValidationError(
                f"“{found}” is suggested: the first number would be {found.upper()}-001. "
                "Save again to take it, or write another one."
            )
        if slug:
            _check(rules.check_short_name, slug)
        return slug


class EditPlan(forms.Form):
    """What a plan says of itself."""

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    introduction = forms.CharField(
        label="Introduction",
        required=False,
        help_text="What stands before everything else. Leave an empty line between paragraphs.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    document_date = forms.CharField(
        label="Date of the document",
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
        _check(rules.document_date, words)
        return words


def _check(rule: Callable[[str], Any], words: str) -> None:
    """What the rule refuses is an error of the field."""
    try:
        rule(words)
    except rules.PlanRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
