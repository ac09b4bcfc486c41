"""What was done to an action, in words."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from throughline.base import audit
from throughline.base.models import Person, Place, User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Theme
from throughline.plan.queries.plans import VIEW


@dataclasses.dataclass(frozen=True)
class Happened:
    """An event of the audit log, in words."""

    at: datetime.datetime
    by: str
    said: str
    reason: str


def history(action: Action, *, for_user: User, words: Mapping[str, str]) -> list[Happened]:
    """Everything that was done to it, the newest first. words: the authority's (base.terms.words)."""
    permissions.check(for_user, VIEW, action)
    events = audit.history(action)[::-1]
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
        )
        for event in events
    ]
