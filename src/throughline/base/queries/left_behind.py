"""Roles that are held for places that have closed: what somebody who gives roles is to decide about.

A role reaches a thing where its place stands at or above that of the thing. When a place is merged, what stood below it stands
under the successor from that day on, and its actions go there the next morning; so the role reaches them no more, and nobody
gains a larger place in silence. What still stands in the closed place stays within its reach. The role itself goes on, with
what it allows everywhere, until somebody gives the same role for the successor (two people, as ever) or ends it; where nobody
decides, it ends by itself. One that the sign-in service gives does not: it marks that nobody has decided, for without it the
next sign-in would give the role for the successor.
"""

import dataclasses
import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from throughline.base import permissions, roles
from throughline.base.models import Approval, AuditEvent, Place, RoleGrant, User
from throughline.base.queries import places
from throughline.base.queries import roles as queries

LINGERS = datetime.timedelta(
    days=30
)  # so long somebody may decide, from the day on which the closing was recorded
CLOSINGS = ("base.place.closed", "base.place.merged")


@dataclasses.dataclass(frozen=True)
class LeftBehind:
    """A role held for a place that has closed. `successor`: where it could be held now; None: nowhere, or held there already.

    `ends_on`: when it ends by itself, if nobody decides; None: it does not, or it is asked for.
    """

    key: int
    account: User
    role: str  # its title
    place: Place
    by_sign_in: bool
    successor: Place | None
    waits: int | None  # the approval that somebody has asked for
    may_decide: bool
    ends_on: datetime.date | None


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
    ends = ends_by_itself(found)
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
                ends_on=ends.get(grant.pk),
            )
        )
    return lines


def successor(grant: RoleGrant, place: Place, today: datetime.date) -> Place | None:
    """Where the same role could be held: the open place that does the work now, if it is of the right kind."""
    into = places.successor(place)
    fits = into != place and places.is_open(into, today) and into.kind in roles.ROLES[grant.role].kinds
    return into if fits else None


def ends_by_itself(found: list[RoleGrant]) -> dict[int, datetime.date]:
    """When each of these roles for closed places ends if nobody decides: some days after one could know of the closing.

    Not those of the sign-in service, and not those that somebody has asked to give for the successor.
    """
    waiting = {approval.details.get("instead_of") for approval in _waiting()}
    places = {grant.place_id: grant.place for grant in found if grant.place is not None}
    events = AuditEvent.objects.filter(kind="base.place", what__in=CLOSINGS, about__in=map(str, places))
    recorded = {
        int(key): timezone.localtime(at).date()
        for key, at in events.values("about").annotate(at=Max("at")).values_list("about", "at")
    }
    return {
        grant.pk: max(place.closed_on, recorded.get(place.pk, place.closed_on)) + LINGERS
        for grant in found
        if not grant.by_sign_in
        and grant.pk not in waiting
        and (place := places.get(grant.place_id)) is not None
        and place.closed_on is not None
    }


def _waiting() -> QuerySet[Approval]:
    return Approval.objects.filter(change=queries.CHANGE, state=Approval.State.WAITING)
