"""Forms about one action."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.plan import rules
from throughline.plan.forms.fields import Lines, PersonField
from throughline.plan.queries import choices

PROPOSED = "It is shown as proposed, and is not published, until somebody agrees to it."


def added(action: choices.Action) -> str:
    """What became of a new action, for whoever added it."""
    if action.stage == rules.Stage.PROPOSED:
        return f"{action.reference} is proposed. {PROPOSED}"
    return f"{action.reference} is made."


class EditAction(forms.Form):
    """What an action says."""

    WORDS = {
        "theme": "{theme}",
        "service": "{service}",
        "target_text": "{target_date}, in your words",
        "target_day": "{target_date}, as a day",
    }

    text = forms.CharField(
        label="What will be done", max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
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
        self._offer(choices.offers(plan, for_user=for_user, today=today), action)
        hint = "A name, e-mail or employee number."
        self.fields["accountable"] = PersonField(
            label="Accountable person", required=False, today=today, help_text=hint
        )
        self.fields["deputy"] = PersonField(label="Deputy", required=False, today=today, help_text=hint)
        if action is not None:
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput(), initial=seen, required=False)
        if action is not None and action.stage == rules.Stage.ONGOING:
            self.fields["next_review_on"] = GovukDateField(label="When you will look at it again")

    def _offer(self, offers: list[choices.Offer], action: choices.Action | None) -> None:
        """Only what they may choose, and what is there; to move an action makes no proposal of it."""
        new = action is None
        offered: dict[Any, str] = {
            offer.key or "": f"{offer.name} (as a proposal)" if new and offer.proposal else offer.name
            for offer in offers
        }
        if action is not None:
            offered.setdefault(action.service_id or "", action.service.name if action.service else "Not said")
        field = self.fields["service"]
        field.required = "" not in offered
        ask = [("", "Choose from the list")] if field.required and len(offered) > 1 else []
        field.choices = [*ask, *offered.items()]  # type: ignore[attr-defined]
        self.proposes = [offer.proposal for offer in offers]

    def note(self, plan: choices.Plan, terms: dict[str, str]) -> str:
        """What a person should know before they save: that it will be a proposal, and what that means."""
        if not any(self.proposes):
            return ""
        belongs = f"this {terms['plan']} belongs to {plan.place}"
        if all(self.proposes):
            return f"This will be a proposal: {belongs}, outside your own area. {PROPOSED}"
        return (
            f"This will be a proposal if you choose a {terms['service']} marked “as a proposal”: "
            f"{belongs}, and does not cover it. {PROPOSED}"
        )

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
