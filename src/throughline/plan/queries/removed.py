"""What was removed from a plan: by whom and why, and each thing of it for whoever puts it back."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db.models import Q

from throughline.base.models import AuditEvent, User
from throughline.plan import permissions
from throughline.plan.models import Action, Plan, Recommendation, Theme

EDIT, DELETE = "plan.theme.create_edit", "plan.activity.delete"
Gone = Theme | Recommendation | Action


@dataclasses.dataclass(frozen=True)
class Removed:
    """What was removed, by whom and why; `words`: what it said; `held`: the removed theme that must come back first."""

    row: Gone
    words: str
    on: datetime.date
    by: str
    reason: str
    held: str = ""


@dataclasses.dataclass(frozen=True)
class WhatWasRemoved:
    themes: list[Removed]
    recommendations: list[Removed]
    actions: list[Removed]


def removed(plan: Plan, *, for_user: User) -> WhatWasRemoved:
    """Everything that was taken out of a plan, the newest first."""
    permissions.check(for_user, EDIT, plan)
    gone = Q(removed_on__isnull=False)
    themes = list(plan.themes.filter(gone).order_by("-removed_on", "-id"))
    asked = Recommendation.objects.filter(gone, theme__plan=plan).select_related("theme")
    recommendations = list(asked.order_by("-removed_on", "-id"))
    actions = list(plan.actions.filter(gone).select_related("plan", "theme").order_by("-removed_on", "-id"))
    events = _events([*themes, *recommendations, *actions])
    return WhatWasRemoved(
        themes=[_removed(row, row.title, events) for row in themes],
        recommendations=[_removed(row, row.text, events, row.theme) for row in recommendations],
        actions=[_removed(row, f"{row.reference} {row.text}", events, row.theme) for row in actions],
    )


def any_theme(plan: Plan, key: int, *, for_user: User) -> Theme:
    """One theme, removed or not."""
    permissions.check(for_user, EDIT, plan)
    return plan.themes.select_related("plan__place__parent__parent").get(pk=key)


def any_recommendation(plan: Plan, key: int, *, for_user: User) -> Recommendation:
    """One recommendation, removed or not."""
    permissions.check(for_user, EDIT, plan)
    rows = Recommendation.objects.select_related("theme__plan__place__parent__parent")
    return rows.get(theme__plan=plan, pk=key)


def removed_action(plan: Plan, number: int, *, for_user: User) -> Action:
    rows = plan.actions.select_related("plan__place__parent__parent", "service__parent__parent", "theme")
    found = rows.get(number=number, removed_on__isnull=False)
    permissions.check(for_user, DELETE, found)
    return found


def _events(rows: Iterable[Gone]) -> dict[tuple[str, str], AuditEvent]:
    """The last removal of each."""
    about = {(row._meta.label_lower, str(row.pk)) for row in rows}
    found = AuditEvent.objects.filter(
        what__in=["plan.theme.removed", "plan.recommendation.removed", "plan.action.removed"],
        about__in=[key for _, key in about],
    )
    events = found.select_related("by__person").order_by("sequence")
    return {(event.kind, event.about): event for event in events if (event.kind, event.about) in about}


def _removed(
    row: Gone, words: str, events: dict[tuple[str, str], AuditEvent], theme: Theme | None = None
) -> Removed:
    event = events.get((row._meta.label_lower, str(row.pk)))
    assert row.removed_on is not None
    return Removed(
        row=row,
        words=words,
        on=row.removed_on,
        by=str(event.by) if event and event.by else "",
        reason=event.reason if event else "",
        held=theme.title if theme is not None and theme.removed_on is not None else "",
    )
