"""A form of the import: what a passage that was not understood is."""

from collections.abc import Mapping
from typing import Any

from django import forms

from throughline.plan.forms.fields import in_words
from throughline.plan.forms.importing import theme_choices
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
