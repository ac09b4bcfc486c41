"""The one field of the monthly question."""

from typing import Any

from django import forms

from throughline.plan import rules


class Say(forms.Form):
    """A sentence. Only where nothing has changed is there nothing that must be said."""

    mark_optional = False
    text = forms.CharField(max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, answer: rules.Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label = rules.ANSWERS[answer][1]
        field.required = answer is not rules.Answer.NO_CHANGE
