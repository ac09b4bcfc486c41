"""A form of the import and of names to match: who a lead of a document is."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from throughline.plan.forms.fields import PersonField, describe_with_job
from throughline.plan.forms.import_services import of_actions
from throughline.plan.queries.choices import Person
from throughline.plan.queries.import_matching import Named
from throughline.plan.rules import corrections
from throughline.plan.rules.corrections import Decisions

LARGE = {"label_size": "m"}
Terms = Mapping[str, str]


class DecideLead(forms.Form):
    """A lead whose name is not that of exactly one person of the register."""

    mark_optional = False
    COMPLETED_BY = {"choice": {"other": "other"}}
    choice = forms.ChoiceField(widget=forms.RadioSelect(attrs=LARGE), required=False)

    def __init__(
        self,
        data: Any,
        *,
        named: Named,
        today: datetime.date,
        terms: Terms,
        prefix: str | None = None,
        later: bool = True,
    ) -> None:
        here = {
            person.pk: person for person in (*named.suggestions, *([named.person] if named.person else []))
        }
        undecided = ("", "Decide later: it stays among the names to match")
        nobody = ("nobody", "Somebody who does not work here, or no longer: the name stays as it is")
        options = [
            *((f"person-{key}", describe_with_job(person)) for key, person in here.items()),
            ("other", f"Somebody {'else ' if here else ''}who works here"),
            ("team", "A group, not a person"),
            undecided if later else nobody,
        ]
        chosen = f"person-{named.person.pk}" if named.person else "team" if named.chosen else ""
        super().__init__(
            data, initial={"choice": chosen}, prefix=prefix or f"lead-{named.key.replace(' ', '-')}"
        )
        self.named = named
        self.fields["choice"].help_text = of_actions(named.actions, terms) if named.actions else ""
        nameless = f"this {terms['lead']}, who has no name"
        self.fields["choice"].label = f"Who is {named.name or nameless}?"
        self.fields["choice"].choices = options  # type: ignore[attr-defined]
        self.fields["choice"].required = not later
        self.fields["other"] = PersonField(
            label="If somebody who works here: who?",
            required=False,
            today=today,
            help_text="A name, e-mail or employee number.",
            partly=not later,  # the page then asks whether that is right
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

    def person(self) -> Person | None:
        """Who was chosen."""
        said = self.decision() or {}
        known: list[Person | None] = [*self.named.suggestions, self.named.person, self.cleaned_data["other"]]
        return next((one for one in known if one and one.pk == said.get("person")), None)

    def decide(self, decisions: Decisions) -> Decisions:
        return corrections.with_lead(decisions, self.named.name, self.decision())
