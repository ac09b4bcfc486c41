"""Forms about places: open, rename, move, merge, close, spellings, and the tree of a day."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.base.queries import places

KINDS = [
    ("directorate", "Directorate"),
    ("service", "Service"),
    ("team", "Team"),
    ("partner", "Partner body"),
    ("provider", "Provider"),
    ("authority", "The authority itself"),
]
WITHIN = ["authority", "directorate", "service", "partner", "provider"]


def _day(label: str, today: datetime.date, *, required: bool = True, hint: str = "") -> forms.Field:
    field: forms.Field = GovukDateField(label=label, required=required, help_text=hint)
    field.initial = today if required else None
    return field


class PlaceField(forms.TypedChoiceField):
    """An open place. Gives its id."""

    def __init__(
        self,
        *,
        today: datetime.date,
        kinds: list[str] | None = None,
        empty: str = "Choose a place",
        **kwargs: Any,
    ):
        offered = [("", empty), *((str(key), name) for key, name in places.choices(today=today, kinds=kinds))]
        super().__init__(choices=offered, coerce=int, empty_value=None, **kwargs)


class Open(forms.Form):
    """A new place."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, today: datetime.date, parent: int | None = None) -> None:
        super().__init__(data, initial={"parent": parent})
        self.fields["parent"] = PlaceField(
            label="What does it stand under?",
            today=today,
            kinds=WITHIN,
            empty="Nothing: a partner body, a provider or the authority",
            required=False,
        )
        self.fields["on"] = _day(
            "Since when?", today, required=False, hint="Leave it empty if it always was."
        )


class Rename(forms.Form):
    """Another name."""

    name = forms.CharField(label="New name", max_length=200)

    def __init__(self, data: Any, *, today: datetime.date, name: str) -> None:
        super().__init__(data, initial={"name": name})
        self.fields["on"] = _day("First day of the new name", today)


class Move(forms.Form):
    """Under another place."""

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data)
        self.fields["parent"] = PlaceField(label="What does it stand under now?", today=today, kinds=WITHIN)
        self.fields["on"] = _day("First day there", today)


class Merge(forms.Form):
    """Into another place."""

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data)
        self.fields["into"] = PlaceField(label="Which place does its work now?", today=today)
        self.fields["on"] = _day("First day on which it is one", today)


class Close(forms.Form):
    """No more."""

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data)
        self.fields["on"] = _day("First day on which it is closed", today)


class Reopen(forms.Form):
    """As if it had never closed."""

    reason = forms.CharField(
        label="Why does it open again?", help_text="It stays in the audit log.", max_length=500
    )


class AddSpelling(forms.Form):
    """Another spelling."""

    spelling = forms.CharField(
        label="Another spelling",
        max_length=200,
        help_text="As it stands in documents or in the HR system: an abbreviation, an old name. "
        "Capitals and punctuation do not matter.",
    )


class OnDay(forms.Form):
    """The tree of a day."""

    on = GovukDateField(label="The organisation as it was on", required=False)
