"""Roles held for places that have closed: tell who gives roles, and ask for the same role where the work is done now."""

import datetime

from throughline.base import permission_grid, permissions, transaction
from throughline.base import roles as role_names
from throughline.base.changes import notices, roles
from throughline.base.models import Approval, Place, RoleGrant, User
from throughline.base.queries import left_behind as queries
from throughline.base.queries import roles as role_queries


@transaction.atomic
def ask_to_follow(*, by: User, grant: RoleGrant, today: datetime.date) -> Approval:
    """Ask a second person to give the same role for the place that does the work of the closed one now."""
    grant = permissions.held_grants(today).select_related("user", "place").get(pk=grant.pk)
    into = None if grant.place is None else queries.successor(grant, grant.place, today)
    if into is None:
        raise roles.RoleRefused(
            "No open place does its work for which this role is held. End the role, or give another."
        )
    return roles.ask_to_give(
        by=by,
        account=grant.user,
        role=grant.role,
        place=into,
        ends_on=grant.ends_on,
        today=today,
        instead_of=grant,
    )


@transaction.atomic
def end_undecided(today: datetime.date) -> None:
    """A daily job: roles for places that closed end by themselves when nobody has decided about them in time."""
    found = list(queries.grants(today).select_for_update(of=("self",)))
    ends = queries.ends_by_itself(found)
    for grant in found:
        if grant.pk not in ends or ends[grant.pk] > today or grant.place is None:
            continue
        roles.end_by_itself(
            grant=grant, reason=f"{grant.place.name} has closed, and nobody decided", today=today
        )
        if (person := grant.user.person or grant.user.keeper) is not None:
            noun = role_names.ROLES[grant.role].noun
            text = (
                f"You are {noun} for {grant.place.name} no longer: it has closed, and the role ended with it."
            )
            notices.tell(person=person, event=f"base.role.ended {grant.pk}", text=text, today=today)


def tell_of_closing(place: Place, *, today: datetime.date) -> None:
    """Whoever may give roles hears that some are held for a place that has closed. Inside the caller's transaction."""
    if not queries.grants(today).filter(place=place).exists():
        return
    giving = permission_grid.roles_that_reach(role_queries.GIVE)
    days = queries.LINGERS.days
    text = (
        f"{place.name} has closed, and roles are held for it. Decide what becomes of them: those that nobody decides about "
        f"end after {days} days."
    )
    event = f"base.place.roles {place.pk} {place.closed_on}"
    people = {}
    for user in User.objects.filter(is_active=True, grants__role__in=giving).distinct().order_by("pk"):
        person = user.person or user.keeper
        if person is not None and permissions.may(user, role_queries.GIVE):
            people[person.pk] = person
    notices.tell_many([(person, event, text, "/roles/closed/") for person in people.values()], today=today)
