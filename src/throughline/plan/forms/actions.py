"""Forms about one action."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.plan import rules
from throughline.plan.forms.fields import Lines, PersonField
from throughline.plan.queries import choices


class EditAction(forms.Form):
    """What an action says."""

    WORDS = {
        "theme": "{theme}",
        "service": "{service}",
        "target_text": "{target_date}, in your words",
        "target_day": "{target_date}, as a day",
    }

    text = forms.CharField(label="What will be done", widget=forms.Textarea(attrs={"rows": 3}))
    points = Lines(label="Points", help_text="One on each line.")
    theme = forms.TypedChoiceField(label="Theme", coerce=int)
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    target_text = forms.CharField(
        label="Target date, in your words",
        required=False,
        help_text="For example: by the end of March 2027; autumn term 2026; between May and July 2027.",
    )
    target_day = GovukDateField(
        label="Target date, as a day",
        required=False,
        help_text="Only if the words do not say it. A day that you give here is what counts.",
    )
    success_measure = forms.CharField(
        label="How anyone could tell that it worked", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Any,
        *,
        plan: choices.Plan,
        for_user: choices.User,
        today: datetime.date,
        action: choices.Action | None = None,
        seen: int = 0,
    ) -> None:
        initial: dict[str, Any] = {}
        if action is not None:
            names = (
                "text",
                "points",
                "target_text",
                "success_measure",
                "accountable",
                "deputy",
                "next_review_on",
            )
            initial = {name: getattr(action, name) for name in names}
            initial |= {"theme": action.theme_id, "service": action.service_id}
        super().__init__(data, initial=initial)
        self.fields["theme"].choices = choices.themes(plan, for_user=for_user)  # type: ignore[attr-defined]
        offered = [("", "Not said"), *choices.services(for_user=for_user, today=today)]
        if action is not None and action.service and action.service_id not in dict(offered):
            offered.append((action.service_id, action.service.name))
        self.fields["service"].choices = offered  # type: ignore[attr-defined]
        hint = "A name, e-mail or employee number."
        self.fields["accountable"] = PersonField(
            label="Accountable person", required=False, today=today, help_text=hint
        )
        self.fields["deputy"] = PersonField(label="Deputy", required=False, today=today, help_text=hint)
        if action is not None:
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput(), initial=seen, required=False)
        if action is not None and action.stage == rules.Stage.ONGOING:
            self.fields["next_review_on"] = GovukDateField(label="When you will look at it again")

    def values(self) -> dict[str, Any]:
        """The form as `edit_action` takes it."""
        cleaned = dict(self.cleaned_data)
        return cleaned | {"next_review_on": cleaned.get("next_review_on")}


class HandOver(forms.Form):
    """Who is accountable from now on."""

    def __init__(self, data: Any, *, today: datetime.date, action: choices.Action) -> None:
        super().__init__(data, initial={"accountable": action.accountable, "deputy": action.deputy})
        hint = "A name, e-mail or employee number."
        self.fields["accountable"] = PersonField(label="Accountable person", today=today, help_text=hint)
        self.fields["deputy"] = PersonField(label="Deputy", required=False, today=today, help_text=hint)
