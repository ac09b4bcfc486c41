"""Forms of the HR extract's import: the file, the columns, unknown places, acceptance."""

from typing import Any

from django import forms

from throughline.base.hr_extract import fields
from throughline.base.hr_extract.comparing import Proposal
from throughline.base.hr_extract.whereabouts import Decision, Unknown
from throughline.base.queries import people_imports

MOST_TO_TICK = 200


class Upload(forms.Form):
    """The extract."""

    file = forms.FileField(
        label="The HR system’s extract",
        help_text="CSV or XLSX, one row for each person, at most 20 MB. Columns of equality data are never read; better still, "
        "leave them out.",
        error_messages={"required": "Choose the HR system’s extract."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class Columns(forms.Form):
    """Which column holds what."""

    def __init__(self, data: Any, *, columns: list[tuple[str, list[str]]], mapping: dict[str, str]) -> None:
        """columns: name and a few of its values."""
        super().__init__(data, initial=mapping)
        self.mark_optional = False
        offered = [("", "Not in this file")]
        for name, examples in columns:
            shown = "; ".join(examples)
            offered.append((name, f"{name} – {shown}" if shown else name))
        for key, field in fields.FIELDS.items():
            self.fields[key] = forms.ChoiceField(
                label=field.label, choices=offered, required=False, help_text=field.hint
            )

    def clean(self) -> dict[str, Any]:
        mapping = self.mapping()
        names = [name for name, _ in self.fields["number"].choices[1:]]  # type: ignore[attr-defined]
        for field, sentence in fields.mapping_problems(mapping, names).items():
            self.add_error(field, sentence)
        return self.cleaned_data

    def mapping(self) -> dict[str, str]:
        return {field: column for field, column in self.cleaned_data.items() if column}


class Places(forms.Form):
    """What to do about each place that nobody knows."""

    def __init__(
        self, data: Any, *, unknown: tuple[Unknown, ...], options: people_imports.PlaceOptions
    ) -> None:
        super().__init__(data)
        self.unknown = unknown
        for number, place in enumerate(unknown):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=options.label(place),
                help_text=options.hint(place),
                choices=[("", "Choose what to do"), *options.choices(place)],
                initial=options.likely(place),
                error_messages={"required": f"Choose what to do about “{place.name}”."},
            )

    def decisions(self) -> dict[str, Decision]:
        return {
            place.key: _decision(self.cleaned_data[f"place_{number}"])
            for number, place in enumerate(self.unknown)
        }


def _decision(chosen: str) -> Decision:
    return (
        Decision("same", int(chosen))
        if chosen.isdigit()
        else Decision("open" if chosen == "open" else "none")
    )


class Accept(forms.Form):
    """Do what the preview says; and who among the missing has left."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, proposal: Proposal, register: int) -> None:
        super().__init__(data, initial={"seen": proposal.seal})
        self.missing = proposal.missing
        number = len(proposal.missing)
        if not number:
            return
        people = "1 person" if number == 1 else f"{number} people"
        ways = [
            ("some", "No: only some of them. Nobody is marked as left"),
            ("all", f"Yes. The {people} who are missing from it have left"),
        ]
        if number <= MOST_TO_TICK:
            ways.append(("ticked", "Yes, but only the people whom I tick have left"))
            self.fields["ticked"] = forms.TypedMultipleChoiceField(
                label="Who has left?",
                coerce=int,
                required=False,
                choices=[(known.key, f"{known.name}, {known.number}") for known in proposal.missing],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["whole"] = forms.ChoiceField(
            label="Does this file hold everybody who works here?", choices=ways, widget=forms.RadioSelect
        )
        if number > max(20, register // 10):
            self.fields["sure"] = forms.BooleanField(
                label=f"I know that this marks {people} of {register} as left", required=False
            )
        self.order_fields(["seen", "whole", "ticked", "sure"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("whole") == "ticked" and not values.get("ticked"):
            self.add_error("ticked", "Tick who has left, or choose that nobody is marked as left.")
        many = values.get("whole") == "all" or len(values.get("ticked", ())) > 20
        if "sure" in self.fields and many and not values.get("sure"):
            self.add_error("sure", "That many at once may mean a wrong file. Tick this if it is right.")
        return values

    def end(self) -> list[int]:
        """The ids of those who have left."""
        match self.cleaned_data.get("whole"):
            case "all":
                return [known.key for known in self.missing]
            case "ticked":
                return list(self.cleaned_data["ticked"])
        return []
