"""What was done to an action, in words."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast
from django.utils import timezone

from throughline.base import audit
from throughline.base.models import AuditEvent, Person, Place, User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Plan, Theme
from throughline.plan.queries.plans import VIEW

PAGE = 40  # actions
SAID = {"plan.progress.recorded", "plan.action.verified"}


@dataclasses.dataclass(frozen=True)
class Happened:
    """An event of the audit log, in words."""

    at: datetime.datetime
    by: str
    said: str
    reason: str
    text: str  # what somebody wrote as progress


@dataclasses.dataclass(frozen=True)
class Changed:
    """An action, and what was done to it since a day, the newest first."""

    action: Action
    happened: list[Happened]


@dataclasses.dataclass(frozen=True)
class Since:
    """What changed in a plan since a day: a page of its actions, and how many actions each kind of event was about."""

    page: Page[str]
    changed: list[Changed]
    counts: dict[str, int]


def history(action: Action, *, for_user: User, words: Mapping[str, str]) -> list[Happened]:
    """Everything that was done to it, the newest first. words: the authority's (base.terms.words)."""
    permissions.check(for_user, VIEW, action)
    return _in_words(audit.history(action)[::-1], words)


def since(
    plan: Plan, day: datetime.date, *, for_user: User, words: Mapping[str, str], number: int = 1
) -> Since:
    """What was done to any action of the plan on that day or after it; the action that changed last comes first."""
    permissions.check(for_user, VIEW, plan)
    keys = plan.actions.filter(removed_on=None).annotate(text_key=Cast("pk", CharField())).values("text_key")
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    events = AuditEvent.objects.filter(kind="plan.action", at__gte=midnight, about__in=keys).order_by()
    ranked = events.values("about").annotate(last=Max("sequence")).order_by("-last")
    page = Paginator(ranked.values_list("about", flat=True), PAGE).get_page(number)
    shown = list(page.object_list)
    by_action: dict[str, list[AuditEvent]] = {key: [] for key in shown}
    for event in events.filter(about__in=shown).select_related("by__person").order_by("-sequence"):
        by_action[event.about].append(event)
    said = iter(_in_words([event for key in shown for event in by_action[key]], words))
    rows = Action.objects.select_related("plan").in_bulk([int(key) for key in shown])
    changed = [Changed(rows[int(key)], [next(said) for _ in by_action[key]]) for key in shown]
    kinds = events.values_list("what").annotate(n=Count("about", distinct=True))
    return Since(page, changed, dict(kinds))


def _in_words(events: list[AuditEvent], words: Mapping[str, str]) -> list[Happened]:
    people, themes, places = set(), set(), set()
    for event in events:
        for side in (event.before, event.after):
            people |= {side.get("accountable"), side.get("deputy")}
            themes.add(side.get("theme"))
            places.add(side.get("service"))
    named: dict[tuple[str, Any], str] = {}
    for key, name in Person.objects.filter(pk__in=people - {None}).values_list("pk", "name"):
        named["accountable", key] = named["deputy", key] = name
    named |= {("theme", row.pk): row.title for row in Theme.objects.filter(pk__in=themes - {None})}
    named |= {("service", row.pk): row.name for row in Place.objects.filter(pk__in=places - {None})}
    return [
        Happened(
            event.at,
            str(event.by) if event.by else "Throughline",
            rules.said(event.what, event.before, event.after, named, words),
            event.reason,
            str(event.after.get("text", "")) if event.what in SAID else "",
        )
        for event in events
    ]
