"""Forms about people: search, and contacts of partner bodies."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.base.forms.places import PlaceField
from throughline.base.queries.people import Search


class Find(forms.Form):
    """Whom one looks for. In the address, so that a search can be kept and sent."""

    words = forms.CharField(
        label="Name, number or e-mail",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    left = forms.BooleanField(label="Only people who have left", required=False)

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data)
        self.mark_optional = False
        self.fields["place"] = PlaceField(label="Place", today=today, empty="Everywhere", required=False)
        self.order_fields(["words", "place", "left"])

    def search(self) -> Search:
        return Search(**self.cleaned_data) if self.is_valid() else Search()


class Contact(forms.Form):
    """Somebody of a partner body or a provider."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", required=False)
    job_title = forms.CharField(label="Job title", max_length=200, required=False)

    def __init__(self, data: Any, *, today: datetime.date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["place"] = PlaceField(
            label="Whom do they work for?",
            today=today,
            kinds=["partner", "provider"],
            empty="Choose a partner body or a provider",
        )


class End(forms.Form):
    """Since when somebody no longer works here."""

    on = GovukDateField(label="First day on which they no longer work there")
