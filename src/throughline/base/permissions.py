"""May this person? The grid asked with the roles that somebody holds today; refusals in sentences."""

import datetime
import logging

from django.db.models import Q, QuerySet

from throughline.base import clock, permission_grid, roles
from throughline.base.models import Person, Place, RoleGrant, User
from throughline.base.permission_grid import Actor, Held, Scope, Verdict

log = logging.getLogger(__name__)
OUTSIDE = {Place.Kind.PARTNER, Place.Kind.PROVIDER}


class NotAllowed(Exception):
    """Somebody may not do this. The sentence is fit for the page."""


class NeedsSecondPerson(NotAllowed):
    """Allowed, but not alone: ask for approval instead."""


def actor(user: User | None) -> Actor:
    """The roles that `user` holds today. Looked up once for each user object; a fresh object sees fresh roles."""
    if user is None or not user.is_authenticated or not user.is_active:
        return permission_grid.NOBODY
    if (known := getattr(user, "_actor", None)) is None:
        known = _actor(user, clock.today())
        user._actor = known  # type: ignore[attr-defined]
    return known


def _actor(user: User, today: datetime.date) -> Actor:
    person = user.person
    if has_left(person, today) or has_left(user.keeper, today):
        return permission_grid.NOBODY
    held = {
        Held(role, place) for role, place in held_grants(today).filter(user=user).values_list("role", "place")
    }
    if any(one.role == roles.SYSADMIN for one in held):  # this account gives nothing but its own column
        held = {one for one in held if one.role == roles.SYSADMIN}
    elif person is not None and not _works_elsewhere(person):
        held.add(Held(roles.STAFF))
    return Actor(person=user.person_id, user=user.pk, roles=frozenset(held | {Held(roles.PUBLIC)}))


def held_grants(today: datetime.date) -> QuerySet[RoleGrant]:
    """The grants that count on this day."""
    return RoleGrant.objects.filter(given_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))


def has_left(person: Person | None, today: datetime.date) -> bool:
    return person is not None and person.left_on is not None and person.left_on <= today


def _works_elsewhere(person: Person) -> bool:
    """For a partner body or a provider: in it, or in a part of it. Without a place, the register's number decides."""
    place = person.place
    if place is None:
        return not person.employee_number
    while place is not None and place.kind not in OUTSIDE:
        place = place.parent
    return place is not None


def verdict(by: User | None, name: str, scope: Scope | None = None) -> Verdict:
    """What the grid says. A permission that it does not have is refused to everybody, and raises the alarm in the log."""
    try:
        return permission_grid.decide(actor(by), name, scope)
    except permission_grid.UnknownPermission:
        log.error(
            "Refused: %s is not in permissions.csv. The program asks for a permission that does not exist.",
            name,
        )
        return permission_grid.DENIED


def may(
    by: User | None, name: str, scope: Scope | None = None, *, in_part: bool = False, with_key: bool = False
) -> bool:
    """Whether check would let it pass."""
    return _passes(verdict(by, name, scope), in_part, with_key)


def check(
    by: User | None, name: str, scope: Scope | None = None, *, in_part: bool = False, with_key: bool = False
) -> Verdict:
    """What the grid says; raises NotAllowed, with who may.

    Somebody who may see only the published form, or only that a thing exists, is refused unless the caller says `in_part`:
    it then shows no more than the verdict allows. The same with `with_key`: what it hands out is sealed for the person's key.
    """
    found = verdict(by, name, scope)
    if not _passes(found, in_part, with_key):
        raise NotAllowed(_refusal(name))
    return found


def check_alone(by: User | None, name: str, scope: Scope | None = None) -> Verdict:
    """As check, and raises NeedsSecondPerson when the grid asks for one."""
    found = check(by, name, scope)
    if found.second_person:
        raise NeedsSecondPerson(
            "A second person must approve this. Ask for approval, and it happens once they agree."
        )
    return found


def same_person(one: User, other: User) -> bool:
    """Whether two accounts are one, or belong to the same person: the second of two people is somebody else."""
    humans = {account.person_id or account.keeper_id for account in (one, other)}
    return one == other or (len(humans) == 1 and None not in humans)


def own(user: User) -> Scope:
    """The scope of what is somebody's own: theirs as a person, or theirs as the holder of an account."""
    people = frozenset() if user.person_id is None else frozenset({user.person_id})
    return Scope(owners=people, accounts=frozenset({user.pk}))


def _passes(found: Verdict, in_part: bool, with_key: bool) -> bool:
    return found.allowed and (in_part or not found.in_part) and (with_key or not found.key_needed)


def _refusal(name: str) -> str:
    try:
        reaching = permission_grid.roles_that_reach(name)
    except permission_grid.UnknownPermission:
        return "Nobody may do this. Please tell the person who looks after this site."
    who = ", ".join(roles.ROLES[role].title.lower() for role in reaching) or "nobody"
    return f"You do not have permission for this here. These roles have it, within their own area: {who}."
