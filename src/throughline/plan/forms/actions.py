"""Forms about one action."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.plan import rules
from throughline.plan.forms.fields import Files, Lines, PersonField
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


class RecordProgress(forms.Form):
    """What has been done, and where the action stands: short enough for a phone."""

    text = forms.CharField(
        label="What has been done since the last update?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two, in plain words. If nothing has, say so, and why.",
    )
    stage = forms.ChoiceField(label="Where does it stand?", widget=forms.RadioSelect)
    next_review_on = GovukDateField(
        label="When will you look at it again?", required=False, help_text="Only for an ongoing action."
    )
    reason = forms.CharField(
        label="Why is it stopped?",
        required=False,
        help_text="Only for a stopped action. The reason is shown with it.",
    )
    evidence = Files(
        label="Files that show it", help_text="Evidence, such as a report or a photo. At most 10 MB each."
    )

    STAGES = {
        rules.Stage.AGREED: "Not started",
        rules.Stage.IN_PROGRESS: "In progress",
        rules.Stage.ONGOING: "Ongoing: it has no end, and is looked at again and again",
        rules.Stage.REPORTED_DONE: "Done",
        rules.Stage.STOPPED: "Stopped",
    }

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        action: choices.Action,
        may_decide: bool,
        suggested_review: datetime.date,
    ) -> None:
        initial = {"stage": action.stage, "next_review_on": suggested_review}
        super().__init__(data, files, initial=initial)
        now = rules.Stage(action.stage)
        possible = {now, *rules.TRANSITIONS[now]} - {rules.Stage.VERIFIED_DONE}
        possible = {stage for stage in possible if may_decide or not rules.is_decision(now, stage)}
        if rules.Stage.STOPPED not in possible:
            del self.fields["reason"]
        offered = [(stage.value, words) for stage, words in self.STAGES.items() if stage in possible]
        if now not in self.STAGES:
            offered.insert(0, (now.value, rules.NAMES[now]))
        self.fields["stage"].choices = offered  # type: ignore[attr-defined]


class Decide(forms.Form):
    """Agree to a proposed action or decline it; take up again what was stopped, done or declined."""

    stage = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?",
        required=False,
        help_text="Needed to stop or decline. The reason is shown with the action.",
    )
    next_review_on = GovukDateField(
        label="When will you look at it again?", required=False, help_text="Only for an ongoing action."
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


class Verify(forms.Form):
    """Somebody else has looked at the evidence."""

    text = forms.CharField(
        label="What did you look at?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the report of June 2026 and the list of those who took part.",
    )


class Link(forms.Form):
    """How this action hangs together with another."""

    WORDS = {"kind": "This {action}", "other": "Reference of the other {action}"}

    kind = forms.ChoiceField(
        label="This action",
        choices=[("supports", "supports"), ("depends", "depends on"), ("duplicates", "says the same as")],
    )
    other = forms.CharField(label="Reference of the other action", help_text="For example WX-014.")


class Remove(forms.Form):
    """Ask a second person to take the action out of the plan."""

    reason = forms.CharField(label="Why should it be removed?", widget=forms.Textarea(attrs={"rows": 2}))
