"""Actions and people: what has no owner because somebody left, and what everyone leads."""

import dataclasses
import datetime

from django.db.models import Count, Q

from throughline.base import permissions
from throughline.base.models import Person, User
from throughline.plan import rules
from throughline.plan.models import Action


@dataclasses.dataclass(frozen=True)
class ToReassign:
    """An open action whose accountable person or deputy has left."""

    action: Action
    left: list[Person]


def to_reassign(*, for_user: User, today: datetime.date) -> list[ToReassign]:
    """Open actions that a leaver is still accountable for or stands in for: none may be forgotten."""
    permissions.check(for_user, "plan.plan_published.view")
    gone = Q(accountable__left_on__lte=today) | Q(deputy__left_on__lte=today)
    found = (
        Action.objects.filter(gone, removed_on=None)
        .exclude(stage__in=rules.CLOSED)
        .select_related("plan__place", "accountable", "deputy", "service__parent__parent")
        .order_by("plan_id", "number")
    )
    return [
        ToReassign(
            action,
            [person for person in (action.accountable, action.deputy) if person and _has_left(person, today)],
        )
        for action in found
    ]


def by_lead(plan_id: int, *, for_user: User) -> list[tuple[Person, int]]:
    """Who is accountable in a plan, and for how many open actions; the most first."""
    permissions.check(for_user, "plan.plan_published.view")
    is_open = Q(accountable_for__plan=plan_id, accountable_for__removed_on=None)
    is_open &= ~Q(accountable_for__stage__in=rules.CLOSED)
    people = Person.objects.annotate(n=Count("accountable_for", filter=is_open)).filter(n__gt=0)
    return [(person, person.n) for person in people.select_related("place").order_by("-n", "name")]


def _has_left(person: Person, today: datetime.date) -> bool:
    return person.left_on is not None and person.left_on <= today
