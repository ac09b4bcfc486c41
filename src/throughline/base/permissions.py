"""May this person? The grid asked with the roles that somebody holds today; refusals in sentences."""

import datetime

from django.db.models import Q
from django.utils import timezone

from throughline.base import permission_grid
from throughline.base.models import Place, RoleGrant, User
from throughline.base.permission_grid import Actor, Held, Scope, Verdict


class NotAllowed(Exception):
    """Somebody may not do this. The sentence is fit for the page."""


class NeedsSecondPerson(NotAllowed):
    """Allowed, but not alone: ask for approval instead."""


def actor(user: User | None) -> Actor:
    """The roles that `user` holds today. Looked up once for each user object; a fresh object sees fresh roles."""
    if user is None or not user.is_authenticated or not user.is_active:
        return permission_grid.NOBODY
    if (known := getattr(user, "_actor", None)) is None:
        known = _actor(user, timezone.localdate())
        user._actor = known  # type: ignore[attr-defined]
    return known


def _actor(user: User, today: datetime.date) -> Actor:
    grants = RoleGrant.objects.filter(user=user, given_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gt=today)
    )
    held = {Held(role, place) for role, place in grants.values_list("role", "place")}
    held.add(Held("public"))
    person = user.person
    if person is not None and (person.left_on is None or person.left_on > today):
        outside = person.place is not None and person.place.kind in {Place.Kind.PARTNER, Place.Kind.PROVIDER}
        if not outside and not held & {
            Held("sysadmin")
        }:  # the system administrator's account is for that alone
            held.add(Held("staff"))
    return Actor(person=user.person_id, user=user.pk, roles=frozenset(held))


def verdict(by: User | None, name: str, scope: Scope | None = None) -> Verdict:
    return permission_grid.decide(actor(by), name, scope)


def may(by: User | None, name: str, scope: Scope | None = None) -> bool:
    return verdict(by, name, scope).allowed


def check(by: User | None, name: str, scope: Scope | None = None) -> Verdict:
    """Raises NotAllowed, with who may; otherwise what the grid says."""
    found = verdict(by, name, scope)
    if not found.allowed:
        roles = permission_grid.roles_that_reach(name)
        who = ", ".join(role.replace("_", " ") for role in roles) or "nobody"
        raise NotAllowed(
            f"You do not have permission for this here. These roles have it within their own area: {who}."
        )
    return found


def check_alone(by: User | None, name: str, scope: Scope | None = None) -> Verdict:
    """As check, and raises NeedsSecondPerson when the grid asks for one."""
    found = check(by, name, scope)
    if found.second_person:
        raise NeedsSecondPerson(
            "A second person must approve this. Ask for approval, and it happens once they agree."
        )
    return found
