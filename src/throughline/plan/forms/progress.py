"""Forms about what has been done: progress, and the check of its evidence."""

import datetime
from typing import Any

from django import forms

from throughline.base.form_fields import GovukDateField
from throughline.plan import rules
from throughline.plan.forms.fields import Files
from throughline.plan.queries import choices


class RecordProgress(forms.Form):
    """What has been done, and where the action stands: short enough for a phone."""

    mark_optional = False
    text = forms.CharField(
        label="What has been done since the last update?",
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two, in plain words. If nothing has, say so, and why.",
    )
    stage = forms.ChoiceField(label="Where does it stand?", widget=forms.RadioSelect)
    next_review_on = GovukDateField(
        label="When will you look at it again?", required=False, help_text="Needed where it is ongoing."
    )
    reason = forms.CharField(
        label="Why is it stopped?",
        required=False,
        help_text="Needed to stop it. The reason is shown with it.",
    )
    evidence = Files(
        label="Files that show it (optional)",
        help_text="Evidence, such as a report or a photo: PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG, JPEG "
        "or HEIC, at most 10 MB each.",
    )

    STAGES = {
        rules.Stage.AGREED: rules.NAMES[rules.Stage.AGREED],
        rules.Stage.IN_PROGRESS: "In progress",
        rules.Stage.ONGOING: "Ongoing: it goes on, and is looked at again and again",
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
        if now is rules.Stage.STOPPED or rules.Stage.STOPPED not in possible:
            del self.fields["reason"]
        offered = [(stage.value, words) for stage, words in self.STAGES.items() if stage in possible]
        if now not in self.STAGES:
            offered.insert(0, (now.value, rules.NAMES[now]))
        self.fields["stage"].choices = offered  # type: ignore[attr-defined]


class Verify(forms.Form):
    """Somebody else has looked at the evidence."""

    text = forms.CharField(
        label="What did you look at?",
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the report of June 2026 and the list of those who took part.",
    )
