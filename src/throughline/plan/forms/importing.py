"""Forms of the import: a file, and what a person decides about what was read from it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.base.form_fields import GovukDateField
from throughline.base.rules import Refused, counted
from throughline.plan.forms.fields import Lines, PersonField
from throughline.plan.queries import choices, short_names
from throughline.plan.queries.import_matching import Named, Service
from throughline.plan.queries.importing import Leftover, Preview, Row
from throughline.plan.rules import corrections
from throughline.plan.rules import plans as plan_rules
from throughline.plan.rules.corrections import Decisions, Introduced

AREA = {"rows": 3}
LARGE = {"label_size": "m"}
WORDS = 8  # of a passage, that stand for it in a question


class Upload(forms.Form):
    """The file, and whose plan it is."""

    file = forms.FileField(
        label="The plan, as a file",
        help_text="Word (.docx), Excel (.xlsx), PDF, web page (.html), CSV or text (.txt, .md), up to 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.pdf,.html,.htm,.csv,.txt,.md"}),
    )
    place = forms.TypedChoiceField(label="Whose plan is it?", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, places: list[tuple[int, str]], whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    title = forms.CharField(label="Title", max_length=300)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    slug = forms.CharField(
        label="Short name",
        max_length=20,
        help_text="It stands in the plan's address and before the number of each action: “rep” gives REP-001.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    document_date = forms.CharField(
        label="Date of the document",
        required=False,
        help_text="As precise as the document says it, such as “14 March 2027”, “March 2027” or “2027”. "
        "Dates without a year are read by it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    place = forms.TypedChoiceField(label="Whose plan is it?", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, preview: Preview, places: list[tuple[int, str]], whole: bool) -> None:
        first = {
            "title": preview.plan.title,
            "organisation": preview.plan.organisation or "",
            "slug": preview.slug,
            "document_date": preview.document_date,
            "place": preview.batch.place_id or "",
        }
        super().__init__(data, initial=first)
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
    goes = forms.ChoiceField(
        choices=[
            ("kept", "Into the introduction of the plan"),
            ("leftover", "To the leftovers: it may be an action or a recommendation"),
            ("out", "Nowhere: leave it out"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, introduced: Introduced) -> None:
        super().__init__(data, initial={"goes": introduced.goes}, prefix=f"passage-{introduced.key}")
        start = " ".join(introduced.passage.text.split()[:WORDS])
        self.fields["goes"].label = f"Where does “{start}” go?"
        self.passage = introduced.passage
        self.key = introduced.key

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_introduced(decisions, self.key, self.cleaned_data["goes"])


class CorrectAction(forms.Form):
    """One action as it was read."""

    action = forms.CharField(label="What will be done", widget=forms.Textarea(attrs=AREA))
    points = Lines(label="Points", help_text="One on each line.")
    theme = forms.TypedChoiceField(label="Theme", coerce=int)
    service = forms.CharField(label="Service", required=False, max_length=300)
    leads = Lines(label="Who leads it", help_text="One person or team on each line.")
    target = forms.CharField(label="Target date, in the document's words", required=False)
    day = GovukDateField(
        label="The last day that is meant", required=False, help_text="Leave it empty to have the words read."
    )
    achieved = Lines(label="What has been achieved so far", help_text="One paragraph or point on each line.")
    outcome = forms.CharField(
        label="How anyone could tell that it worked", required=False, widget=forms.Textarea(attrs=AREA)
    )
    left_out = forms.CharField(
        label="Leave this row out, because",
        required=False,
        help_text="Only if it is not an action. The reason stays with the import.",
    )

    def __init__(self, data: Any, *, row: Row, preview: Preview) -> None:
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

    title = forms.CharField(label="Theme", max_length=300)
    desired_outcome = forms.CharField(
        label="Desired outcome", required=False, widget=forms.Textarea(attrs=AREA)
    )
    recommendations = Lines(label="Recommendations for corporate action", help_text="One on each line.")


class DecideLeftover(forms.Form):
    """A passage that was not understood."""

    mark_optional = False
    COMPLETED_BY = {"become": {"action": "theme", "recommendation": "theme", "ignored": "reason"}}
    become = forms.ChoiceField(
        label="What is this?",
        choices=[
            ("", "Decide later"),
            ("action", "An action"),
            ("recommendation", "A recommendation for corporate action"),
            ("ignored", "Neither: leave it out"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    theme = forms.TypedChoiceField(label="Under which theme?", coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label="If it is left out: why?", required=False)

    def __init__(self, data: Any, *, leftover: Leftover, preview: Preview) -> None:
        first = {"become": leftover.become, "theme": leftover.theme, "reason": leftover.reason}
        super().__init__(data, initial=first, prefix=f"leftover-{leftover.key}")
        self.leftover = leftover
        self.fields["theme"].choices = [("", "Choose a theme"), *theme_choices(preview)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("become") in {"action", "recommendation"} and said.get("theme") is None:
            self.add_error("theme", "Choose the theme that it belongs to")
        if said.get("become") == "ignored" and not said.get("reason"):
            self.add_error("reason", "Say why it can be left out: the reason stays with the import")
        return said

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_leftover(decisions, self.leftover.key, **self.cleaned_data)


class DecideService(forms.Form):
    """A service of the document: a place that is known, a new one, or none."""

    mark_optional = False
    COMPLETED_BY = {"choice": {"other": "other"}}
    choice = forms.ChoiceField(widget=forms.RadioSelect(attrs=LARGE))
    other = forms.TypedChoiceField(
        label="If it is another place: which?", coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any, *, service: Service, places: list[tuple[int, str]], may_open: bool) -> None:
        here = f"place-{service.place.pk}" if service.place else ""
        found = [(here, service.place.name)] if service.place else []
        options = [
            *found,
            *([("create", "A new service: make it")] if may_open else []),
            ("other", "Another place that is known already"),
            ("none", "Not a service: keep only the words"),
        ]
        chosen = here or ("create" if service.create else "none")
        super().__init__(data, initial={"choice": chosen}, prefix=f"service-{service.key.replace(' ', '-')}")
        self.service = service
        self.fields["choice"].label = f"What is {service.name}?"
        self.fields["choice"].help_text = _of_actions(service.actions)
        if len(service.spellings) > 1:
            spellings = " / ".join(service.spellings)
            self.fields["choice"].help_text += f" These spellings were taken as one: {spellings}."
        self.fields["choice"].choices = options  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", "Choose a place"), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("choice") == "other" and said.get("other") is None:
            self.add_error("other", "Choose the place that it is")
        return said

    def decision(self) -> dict[str, Any]:
        match self.cleaned_data["choice"]:
            case "other":
                return {"place": self.cleaned_data["other"]}
            case "create" | "none" as choice:
                return {"create": choice == "create"}
            case found:
                return {"place": int(found.removeprefix("place-"))}

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_service(decisions, self.service.name, self.decision())


class DecideLead(forms.Form):
    """A lead whose name is not that of exactly one person of the register."""

    mark_optional = False
    COMPLETED_BY = {"choice": {"other": "other"}}
    choice = forms.ChoiceField(widget=forms.RadioSelect(attrs=LARGE), required=False)

    def __init__(
        self, data: Any, *, named: Named, today: datetime.date, prefix: str | None = None, later: bool = True
    ) -> None:
        here = {
            person.pk: person for person in (*named.suggestions, *([named.person] if named.person else []))
        }
        options = [
            *((f"person-{key}", describe_with_job(person)) for key, person in here.items()),
            ("other", f"Somebody {'else ' if here else ''}who works here"),
            ("team", "A group, not a person"),
            *(
                []
                if later
                else [("nobody", "Somebody who does not work here, or no longer: the name stays as it is")]
            ),
            *([("", "Decide later: it stays on the list of leads to match")] if later else []),
        ]
        chosen = f"person-{named.person.pk}" if named.person else "team" if named.chosen else ""
        super().__init__(
            data, initial={"choice": chosen}, prefix=prefix or f"lead-{named.key.replace(' ', '-')}"
        )
        self.named = named
        self.fields["choice"].help_text = _of_actions(named.actions) if named.actions else ""
        self.fields["choice"].label = f"Who is {named.name or 'this lead, who has no name'}?"
        self.fields["choice"].choices = options  # type: ignore[attr-defined]
        self.fields["choice"].required = not later
        self.fields["other"] = PersonField(
            label="If somebody who works here: who?",
            required=False,
            today=today,
            help_text="A name, e-mail or employee number.",
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("choice") == "other" and not said.get("other") and "other" not in self.errors:
            self.add_error("other", "Enter who it is")
        return said

    def decision(self) -> dict[str, Any] | None:
        choice = self.cleaned_data["choice"]
        if choice in {"team", "nobody"}:
            return {choice: True}
        if choice == "other":
            return {"person": self.cleaned_data["other"].pk}
        return {"person": int(choice.removeprefix("person-"))} if choice else None

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_lead(decisions, self.named.name, self.decision())


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


def describe_with_job(person: choices.Person) -> str:
    parts = [person.name, person.job_title, person.place.name if person.place else ""]
    return ", ".join(part for part in parts if part)


def _of_actions(number: int) -> str:
    return f"It stands beside {counted(number, 'action')}."
