"""Forms of the import in which a person decides what a leftover, a service or a lead of the document is."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from throughline.base.rules import counted
from throughline.plan.forms.fields import PersonField, in_words
from throughline.plan.forms.importing import theme_choices
from throughline.plan.queries import choices
from throughline.plan.queries.import_matching import Named, Service
from throughline.plan.queries.importing import Leftover, Preview
from throughline.plan.rules import corrections
from throughline.plan.rules.corrections import Decisions

LARGE = {"label_size": "m"}
Terms = Mapping[str, str]


class DecideLeftover(forms.Form):
    """A passage that was not understood."""

    mark_optional = False
    COMPLETED_BY = {"become": {"action": "theme", "recommendation": "theme", "ignored": "reason"}}
    WORDS = {"theme": "Under which {theme}?"}
    become = forms.ChoiceField(label="What is this?", required=False, widget=forms.RadioSelect)
    theme = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label="If it is left out: why?", required=False)

    def __init__(self, data: Any, *, leftover: Leftover, preview: Preview, terms: Terms) -> None:
        first = {"become": leftover.become, "theme": leftover.theme, "reason": leftover.reason}
        super().__init__(data, initial=first, prefix=f"leftover-{leftover.key}")
        in_words(self, terms)
        self.leftover, self.terms = leftover, terms
        action, recommendation = (terms[f"an_{name}"] for name in ("action", "recommendation"))
        self.fields["become"].choices = [  # type: ignore[attr-defined]
            ("", "Decide later"),
            ("action", action[:1].upper() + action[1:]),
            ("recommendation", recommendation[:1].upper() + recommendation[1:]),
            ("ignored", "Neither: leave it out"),
        ]
        self.fields["theme"].choices = [("", f"Choose {terms['an_theme']}"), *theme_choices(preview)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("become") in {"action", "recommendation"} and said.get("theme") is None:
            self.add_error("theme", f"Choose the {self.terms['theme']} that it belongs to")
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

    def __init__(
        self, data: Any, *, service: Service, places: list[tuple[int, str]], may_open: bool, terms: Terms
    ) -> None:
        here = f"place-{service.place.pk}" if service.place else ""
        found = [(here, service.place.name)] if service.place else []
        options = [
            *found,
            *([("create", f"A new {terms['service']}: make it")] if may_open else []),
            ("other", "Another place that is known already"),
            ("none", f"Not {terms['an_service']}: keep only the words"),
        ]
        chosen = here or ("create" if service.create else "none")
        super().__init__(data, initial={"choice": chosen}, prefix=f"service-{service.key.replace(' ', '-')}")
        self.service = service
        self.fields["choice"].label = f"What is {service.name}?"
        self.fields["choice"].help_text = _of_actions(service.actions, terms)
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
        options = [
            *((f"person-{key}", describe_with_job(person)) for key, person in here.items()),
            ("other", f"Somebody {'else ' if here else ''}who works here"),
            ("team", "A group, not a person"),
            *(
                []
                if later
                else [("nobody", "Somebody who does not work here, or no longer: the name stays as it is")]
            ),
            *([("", f"Decide later: it stays on the list of {terms['leads']} to match")] if later else []),
        ]
        chosen = f"person-{named.person.pk}" if named.person else "team" if named.chosen else ""
        super().__init__(
            data, initial={"choice": chosen}, prefix=prefix or f"lead-{named.key.replace(' ', '-')}"
        )
        self.named = named
        self.fields["choice"].help_text = _of_actions(named.actions, terms) if named.actions else ""
        nameless = f"this {terms['lead']}, who has no name"
        self.fields["choice"].label = f"Who is {named.name or nameless}?"
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


def describe_with_job(person: choices.Person) -> str:
    parts = [person.name, person.job_title, person.place.name if person.place else ""]
    return ", ".join(part for part in parts if part)


def _of_actions(number: int, terms: Terms) -> str:
    return f"It stands beside {counted(number, terms['action'], terms['actions'])}."
