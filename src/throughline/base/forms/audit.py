"""The forms of the audit log: which events, and the check that nobody altered them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from throughline.base import audit


class Filter(forms.Form):
    """Which events to show."""

    what = forms.ChoiceField(label="What it is about", required=False)

    def __init__(self, data: Any, *, kinds: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["what"].choices = [("", "Everything"), *kinds]  # type: ignore[attr-defined]


class Check(forms.Form):
    """Check the chain, from a checkpoint if there is one."""

    verify = forms.CharField(widget=forms.HiddenInput, initial="yes", required=False)
    checkpoint = forms.CharField(
        label="A checkpoint that you noted earlier",
        required=False,
        help_text="The number of the event and its hash, as this page shows them. It shows even a log that was made anew.",
    )

    def clean_checkpoint(self) -> audit.Checkpoint | None:
        if not (text := self.cleaned_data["checkpoint"]):
            return None
        try:
            return audit.read_checkpoint(text)
        except ValueError as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable
