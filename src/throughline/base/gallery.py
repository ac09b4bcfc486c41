"""What the component gallery (base/components.html) shows: made-up content of a fictional borough."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator

from throughline.base import form_fields

SERVICES = [("", "Any service"), ("asc", "Adult services"), ("hou", "Housing"), ("lib", "Libraries")]
STATUSES = [
    ("agreed", "Agreed"),
    ("progress", "In progress"),
    ("overdue", "Overdue"),
    ("done", "Done, as reported"),
]
LEADS = [
    ("Adult services", [("ao", "Amara Osei"), ("td", "Tomasz Duda")]),
    ("Housing", [("rk", "Rohan Kaul")]),
]
ACTIONS = [
    (
        "1.1",
        "Ask every new tenant which languages they read",
        "Rohan Kaul",
        "by 31 March 2026",
        "Overdue",
        "red",
        12,
    ),
    ("1.2", "Offer each carer a named contact", "Amara Osei", "spring term 2026", "In progress", "blue", 48),
    (
        "2.1",
        "Publish who is shortlisted and who is appointed",
        "Human resources team",
        "ongoing",
        "Ongoing",
        "teal",
        0,
    ),
]


class Filters(forms.Form):
    words = forms.CharField(label="Words", required=False, widget=forms.SearchInput)
    service = forms.ChoiceField(label="Service", choices=SERVICES, required=False)
    status = forms.MultipleChoiceField(
        label="Status", choices=STATUSES, required=False, widget=forms.CheckboxSelectMultiple
    )


class EveryField(forms.Form):
    title = forms.CharField(
        label="Title", max_length=60, help_text="In one line, as it will stand in the plan."
    )
    achieved = forms.CharField(
        label="What was achieved?", widget=forms.Textarea, help_text="Say what changed and for whom."
    )
    due = form_fields.GovukDateField(label="Target date", help_text="For example, 27 3 2026.")
    people = forms.IntegerField(label="People reached", required=False, min_value=0)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    service = forms.ChoiceField(label="Service", choices=SERVICES)
    lead = forms.ChoiceField(label="Lead", choices=LEADS, widget=forms.RadioSelect)
    visible = forms.ChoiceField(
        label="Show it to the public?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"inline": True}),
    )
    evidence = forms.MultipleChoiceField(
        label="Kinds of evidence",
        choices=[("survey", "Survey"), ("audit", "Audit"), ("story", "Story")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(
        label="Attachment", required=False, help_text="A Word, Excel, PDF or CSV file of at most 10 MB."
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    read = forms.BooleanField(label="I have read the guidance", help_text="It takes four minutes.")


def context(
    query: Mapping[str, Any], data: Mapping[str, Any] | None, files: Any, today: datetime.date
) -> dict[str, Any]:
    """`query` drives the filters and the pages; `data` and `files` are what was sent to the form, if anything."""
    return {
        "form": EveryField(data, files, prefix="every") if data is not None else EveryField(prefix="every"),
        "filters": Filters(query),
        "actions": ACTIONS,
        "page": Paginator(range(1, 241), 20).get_page(query.get("page")),
        "today": today,
        "days": [today - datetime.timedelta(days=days) for days in (0, 1, 34, 200, 900)],
        "entries": [
            (
                today - datetime.timedelta(days=9),
                "Amara Osei",
                "Progress",
                "Forty-one carers now have a named contact.",
            ),
            (today - datetime.timedelta(days=54), "Tomasz Duda", "Agreed", "Adult services took this on."),
        ],
        "colours": ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"],
    }
