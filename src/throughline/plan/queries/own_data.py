"""What the plans know about whoever asks, for the file of their own data."""

from typing import Any

from django.db.models import Q, QuerySet

from throughline.base import permissions
from throughline.base.models import Person, User
from throughline.plan.models import Action, ActionLead, ProgressEntry, Theme

PERMISSION = "system.own_data_export.download"


def own_data(*, for_user: User) -> dict[str, Any]:
    """As values that JSON can hold. Also what was taken out of a plan since: it is still kept."""
    permissions.check(for_user, PERMISSION, permissions.own(for_user))
    person = for_user.person
    return {
        "actions": _actions(person) if person else [],
        "themes_sponsored": _themes(person) if person else [],
        "progress_entries": _entries(person) if person else [],
    }


def _actions(person: Person) -> list[dict[str, Any]]:
    """Each once, with everything that they are there, and the words by which a document named them."""
    leading: QuerySet[ActionLead] = ActionLead.objects.filter(person=person)
    found = Action.objects.filter(
        Q(accountable=person) | Q(deputy=person) | Q(pk__in=leading.values("action"))
    )
    named: dict[int, list[str]] = {}
    for lead in leading.order_by("position", "id"):
        named.setdefault(lead.action_id, []).append(lead.name)
    return [
        {
            "reference": action.reference,
            "text": action.text,
            "you_are": [
                what
                for what, so in (
                    ("accountable", action.accountable_id == person.pk),
                    ("deputy", action.deputy_id == person.pk),
                    ("lead", action.pk in named),
                )
                if so
            ],
            "named_as": named.get(action.pk, []),
            "removed_on": action.removed_on,
        }
        for action in found.select_related("plan").order_by("plan_id", "number")
    ]


def _themes(person: Person) -> list[dict[str, Any]]:
    found = Theme.objects.filter(sponsor=person).select_related("plan").order_by("plan_id", "position", "id")
    return [
        {"plan": theme.plan.title, "title": theme.title, "removed_on": theme.removed_on} for theme in found
    ]


def _entries(person: Person) -> list[dict[str, Any]]:
    """What they said of actions, oldest first."""
    found = ProgressEntry.objects.filter(author=person).select_related("action__plan")
    return [
        {
            "action": entry.action.reference,
            "said_on": entry.said_on,
            "text": entry.text,
            "files": [file.name for file in entry.attachments.all()],
        }
        for entry in found.prefetch_related("attachments").order_by("said_on", "id")
    ]
