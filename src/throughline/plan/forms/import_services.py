"""A form of the import: which place a service of the document is."""

from collections.abc import Mapping
from typing import Any

from django import forms

from throughline.base.rules import counted
from throughline.plan.queries.import_matching import Service
from throughline.plan.rules import corrections
from throughline.plan.rules.corrections import Decisions

LARGE = {"label_size": "m"}
Terms = Mapping[str, str]


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
        self.fields["choice"].help_text = of_actions(service.actions, terms)
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


def of_actions(number: int, terms: Terms) -> str:
    return f"It stands beside {counted(number, terms['action'], terms['actions'])}."
