"""What a plan says of itself: the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.plan.forms import fields
from throughline.plan.queries import plans
from throughline.plan.rules import plans as rules


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
        check(rules.document_date, words)
        return words


def check(rule: Callable[[str], Any], words: str) -> None:
    """What the rule refuses is an error of the field."""
    try:
        rule(words)
    except rules.PlanRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
