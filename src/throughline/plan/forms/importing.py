"""Forms of the import: a file, and what a person decides about what was read from it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.base.form_fields import GovukDateField
from throughline.base.rules import Refused
from throughline.plan.forms.fields import Lines, in_words
from throughline.plan.queries import short_names
from throughline.plan.queries.importing import Preview, Row
from throughline.plan.rules import corrections
from throughline.plan.rules import plans as plan_rules
from throughline.plan.rules.corrections import Decisions, Introduced
from throughline.plan.rules.stages import LONGEST_TEXT

AREA = {"rows": 3}
LARGE = {"label_size": "m"}
MOST_WORDS = 8  # of a passage, that stand for it in a question
Terms = Mapping[str, str]


class Upload(forms.Form):
    """The file, and whose plan it is."""

    WORDS = {"file": "The {plan}, as a file", "place": "Whose {plan} is it?"}

    file = forms.FileField(
        help_text="Word (.docx), Excel (.xlsx), PDF, web page (.html), CSV or text (.txt, .md), up to 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.pdf,.html,.htm,.csv,.txt,.md"}),
    )
    place = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], whole: bool, terms: Terms, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        in_words(self, terms)
        self.fields["file"].error_messages["required"] = f"Choose the file of the {terms['plan']}"
        field = self.fields["place"]
        field.choices = [*([("", "The whole organisation")] if whole else []), *places]  # type: ignore[attr-defined]
        field.required = not whole

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 20 * 1024 * 1024:
            raise ValidationError(
                f"{file.name} is larger than 20 MB. Take the pictures out of it, and upload it again."
            )
        return file


class About(forms.Form):
    """The plan as a whole."""

    WORDS = {"place": "Whose {plan} is it?"}
    HINTS = {
        "slug": "It stands in the {plan}’s address and before the number of each {action}: “rep” gives REP-001."
    }

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    slug = forms.CharField(
        label="Short name",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    document_date = forms.CharField(
        label="Date of the document",
        required=False,
        help_text="As precise as the document says it, such as “14 March 2027”, “March 2027” or “2027”. "
        "Dates without a year are read by it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    place = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(
        self, data: Any, *, preview: Preview, places: list[tuple[int, str]], whole: bool, terms: Terms
    ) -> None:
        first = {
            "title": preview.plan.title,
            "organisation": preview.plan.organisation or "",
            "slug": preview.slug,
            "document_date": preview.document_date,
            "place": preview.batch.place_id or "",
        }
        super().__init__(data, initial=first)
        in_words(self, terms)
        field = self.fields["place"]
        field.choices = [*([("", "The whole organisation")] if whole else []), *places]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"].lower())
        try:
            short_names.check(slug)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return slug

    def clean_document_date(self) -> str:
        try:
            return plan_rules.document_date(self.cleaned_data["document_date"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class DecidePassage(forms.Form):
    """A passage before the first theme: whether it is introduction at all."""

    mark_optional = False
    goes = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, introduced: Introduced, terms: Terms) -> None:
        super().__init__(data, initial={"goes": introduced.goes}, prefix=f"passage-{introduced.key}")
        may_be = f"it may be {terms['an_action']} or {terms['an_short_recommendation']}"
        self.fields["goes"].choices = [  # type: ignore[attr-defined]
            ("kept", f"Into the introduction of the {terms['plan']}"),
            ("leftover", f"To the leftovers: {may_be}"),
            ("out", "Nowhere: leave it out"),
        ]
        start = " ".join(introduced.passage.text.split()[:MOST_WORDS])
        self.fields["goes"].label = f"Where does “{start}” go?"
        if introduced.reason:
            self.fields["goes"].help_text = f"Left out by itself: {introduced.reason}."
        self.passage = introduced.passage
        self.introduced = introduced

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_introduced(decisions, self.introduced, self.cleaned_data["goes"])


class CorrectAction(forms.Form):
    """One action as it was read."""

    WORDS = {
        "theme": "{theme}",
        "service": "{service}",
        "target": "{target_date}, in the document’s words",
        "achieved": "{achieved}",
    }
    HINTS = {
        "leads": "One person or {team} on each line.",
        "left_out": "Only if it is not {an_action}. The reason stays with the import.",
    }

    action = forms.CharField(
        label="What will be done", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs=AREA)
    )
    points = Lines(label="Points", help_text="One on each line.")
    theme = forms.TypedChoiceField(coerce=int)
    service = forms.CharField(required=False, max_length=300)
    leads = Lines(label="Who leads it")
    target = forms.CharField(required=False)
    day = GovukDateField(
        label="The last day that is meant", required=False, help_text="Leave it empty to have the words read."
    )
    achieved = Lines(help_text="One paragraph or point on each line.")
    outcome = forms.CharField(
        label="How anyone could tell that it worked", required=False, widget=forms.Textarea(attrs=AREA)
    )
    left_out = forms.CharField(label="Leave this row out, because", required=False)

    def __init__(self, data: Any, *, row: Row, preview: Preview, terms: Terms) -> None:
        now, said = row.now, preview.batch.decisions.get("actions", {}).get(row.key, {})
        day = (said.get("target") or {}).get("day")
        first = {
            "action": now.action,
            "points": list(now.points),
            "theme": row.theme,
            "service": now.service or "",
            "leads": [lead.name for lead in now.leads],
            "target": now.target.text,
            "day": datetime.date.fromisoformat(day) if day else None,
            "achieved": list(now.achieved),
            "outcome": now.outcome,
            "left_out": row.left_out,
        }
        super().__init__(data, initial=first)
        in_words(self, terms)
        self.fields["theme"].choices = theme_choices(preview)  # type: ignore[attr-defined]

    def edit(self) -> dict[str, Any]:
        """The correction as rules.corrections keeps it. A day that was set before goes when only the words change."""
        values = dict(self.cleaned_data)
        day = values.pop("day")
        if "target" in self.changed_data and "day" not in self.changed_data:
            day = None  # the day that was there was said of other words
        words = values["target"] or (f"{day.day} {day:%B %Y}" if day else "")
        return values | {"target": {"text": words, "day": day.isoformat() if day else None}}


class CorrectTheme(forms.Form):
    """A theme as it was read."""

    WORDS = {
        "title": "{theme}",
        "desired_outcome": "{desired_outcome}",
        "recommendations": "{recommendations}",
    }

    title = forms.CharField(max_length=300)
    desired_outcome = forms.CharField(required=False, widget=forms.Textarea(attrs=AREA))
    recommendations = Lines(help_text="One on each line.")

    def __init__(self, data: Any, *, initial: dict[str, Any], terms: Terms) -> None:
        super().__init__(data, initial=initial)
        in_words(self, terms)


class Undo(forms.Form):
    """Why an import is undone, and that one knows what people have written since."""

    reason = forms.CharField(label="Why is it to be undone?", widget=forms.Textarea(attrs=AREA))

    def __init__(self, data: Any, *, since: str) -> None:
        super().__init__(data)
        if since:
            self.fields["keep_history"] = forms.BooleanField(
                label="Undo it all the same", help_text=f"{since} What they wrote is kept, out of sight."
            )


def theme_choices(preview: Preview) -> list[tuple[int, str]]:
    return [(number, theme.title or f"Part {number + 1}") for number, theme in enumerate(preview.themes)]
