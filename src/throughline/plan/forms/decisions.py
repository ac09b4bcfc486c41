"""Forms that decide about an action: agree, stop, link, who leads it too, remove."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.plan import rules
from throughline.plan.forms.fields import PersonField
from throughline.plan.queries import choices


class Decide(forms.Form):
    """Agree to a proposed action or decline it; take up again what was stopped, done or declined."""

    stage = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?",
        required=False,
        help_text="Needed to stop or decline. The reason is shown with it.",
    )
    next_review_on = GovukDateField(
        label="When will you look at it again?", required=False, help_text="Only for what is ongoing."
    )

    def __init__(self, data: Any, *, action: choices.Action) -> None:
        super().__init__(data)
        now = rules.Stage(action.stage)
        possible = [
            stage
            for stage in rules.Stage
            if stage in rules.TRANSITIONS[now] - {rules.Stage.REPORTED_DONE, rules.Stage.VERIFIED_DONE}
        ]
        self.fields["stage"].choices = [(stage.value, rules.NAMES[stage]) for stage in possible]  # type: ignore[attr-defined]


class Link(forms.Form):
    """How this action hangs together with another."""

    WORDS = {"kind": "This {action}", "other": "Reference of the other {action}"}

    kind = forms.ChoiceField(
        label="This action",
        choices=[("supports", "supports"), ("depends", "depends on"), ("duplicates", "says the same as")],
    )
    other = forms.CharField(label="Reference of the other action", help_text="For example WX-014.")


class AddLead(forms.Form):
    """Who leads the action too: a person, or a place."""

    WORDS = {"place": "Or a {team}, a {service}, a partner or a provider"}
    mark_optional = False

    place = forms.TypedChoiceField(
        label="Or a team, a service, a partner or a provider", required=False, coerce=int, empty_value=None
    )
    field_order = ("person", "place")

    def __init__(self, data: Any, *, today: datetime.date, bodies: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["person"] = PersonField(
            label="A person", required=False, today=today, help_text="A name, e-mail or employee number."
        )
        self.fields["place"].choices = [("", "Choose from the list"), *bodies]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("person")) == bool(said.get("place")):
            self.add_error("person", "Enter a person or choose from the list, one at a time")
        return said


class Remove(forms.Form):
    """Why something is to leave the plan."""

    reason = forms.CharField(label="Why should it be removed?", widget=forms.Textarea(attrs={"rows": 2}))
