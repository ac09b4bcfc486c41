"""An empty plan: the form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.plan.changes import plans as changes
from throughline.plan.forms.plans import check
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
            check(rules.check_short_name, slug)
        return slug
