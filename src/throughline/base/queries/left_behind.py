"""Roles that are held for places that have closed: what somebody who gives roles is to decide about.

A role reaches a thing where its place stands at or above that of the thing. When a place is merged, what stood below it stands
under the successor from that day on, and its actions go there the next morning; so the role reaches them no more, and nobody
gains a larger place in silence. What still stands in the closed place stays within its reach. The role itself goes on, with
what it allows everywhere, until somebody gives the same role for the successor (two people, as ever) or ends it.
"""

import dataclasses
import datetime

from django.db.models import QuerySet

from throughline.base import permissions, roles
from throughline.base.models import Approval, Place, RoleGrant, User
from throughline.base.queries import places
from throughline.base.queries import roles as queries


@dataclasses.dataclass(frozen=True)
class LeftBehind:
    """A role held for a place that has closed. `successor`: where it could be held now; None: nowhere, or held there already."""

    key: int
    account: User
    role: str  # its title
    place: Place
    by_sign_in: bool
    successor: Place | None
    waits: int | None  # the approval that somebody has asked for
    may_decide: bool


def grants(today: datetime.date) -> QuerySet[RoleGrant]:
    """Those held today for a place that has closed, by people who may sign in."""
    held = permissions.held_grants(today).filter(place__closed_on__lte=today, user__is_active=True)
    return held.select_related("user__person", "user__keeper", "place").order_by("place__name", "id")


def number(*, for_user: User, today: datetime.date) -> int:
    permissions.check(for_user, queries.VIEW)
    return grants(today).count()


def listed(*, for_user: User, today: datetime.date) -> list[LeftBehind]:
    """Every one of them, by place."""
    permissions.check(for_user, queries.VIEW)
    found = list(grants(today))
    known = Place.objects.in_bulk()
    for place in known.values():  # so that walking up and on asks nothing
        place.parent = known.get(place.parent_id)
        place.merged_into = known.get(place.merged_into_id)
    waiting = {approval.details.get("instead_of"): approval.pk for approval in _waiting()}
    held = set(
        permissions.held_grants(today)
        .filter(user__in={grant.user_id for grant in found})
        .values_list("user", "role", "place")
    )
    may = permissions.may(for_user, queries.GIVE)
    lines = []
    for grant in found:
        assert grant.place is not None
        into = successor(grant, known[grant.place.pk], today)
        there = into is not None and (grant.user_id, grant.role, into.pk) in held
        title = roles.ROLES[grant.role].title
        lines.append(
            LeftBehind(
                key=grant.pk,
                account=grant.user,
                role=title,
                place=known[grant.place.pk],
                by_sign_in=grant.by_sign_in,
                successor=None if there else into,
                waits=waiting.get(grant.pk),
                may_decide=may,
            )
        )
    return lines


def successor(grant: RoleGrant, place: Place, today: datetime.date) -> Place | None:
    """Where the same role could be held: the open place that does the work now, if it is of the right kind."""
    into = places.successor(place)
    fits = into != place and places.is_open(into, today) and into.kind in roles.ROLES[grant.role].kinds
    return into if fits else None


def _waiting() -> QuerySet[Approval]:
    return Approval.objects.filter(change=queries.CHANGE, state=Approval.State.WAITING)
