"""Roles: two people give one, one person ends one; some follow what the identity provider says at each sign-in."""

import datetime
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from throughline.base import audit, permissions, roles, rules, transaction
from throughline.base.changes import approvals
from throughline.base.models import Approval, Place, RoleGrant, User
from throughline.base.queries import accounts as account_queries
from throughline.base.queries import left_behind
from throughline.base.queries import roles as queries

log = logging.getLogger(__name__)


class RoleRefused(rules.Refused):
    """A role that cannot be given or ended like this. The sentence is fit for the form."""


@transaction.atomic
def ask_to_give(
    *,
    by: User,
    account: User,
    role: str,
    place: Place | None,
    today: datetime.date,
    ends_on: datetime.date | None = None,
    instead_of: RoleGrant | None = None,
) -> Approval:
    """Ask a second person to give a role. `instead_of`: one that ends when this one is given."""
    if role not in roles.GIVEN:
        raise RoleRefused("There is no such role to give.")
    permission = queries.permission_to_give(role)
    permissions.check(by, permission, queries.scope_of(role, today))
    _check(by, account, role, place, ends_on, today)
    return approvals.ask(
        by=by,
        permission=permission,
        scope=queries.scope_of(role, today),
        about=account,
        change=queries.CHANGE,
        details={
            "role": role,
            "place": place.pk if place else None,
            "ends_on": ends_on.isoformat() if ends_on else None,
            "instead_of": instead_of.pk if instead_of else None,
        },
        says=_says(account, role, place, ends_on, instead_of),
        today=today,
        several=True,
    )


@transaction.atomic
def approve(*, by: User, approval: Approval, today: datetime.date) -> RoleGrant:
    """The second person agrees: the role is given. Everything is looked at again, for much may have changed since."""
    account = User.objects.select_for_update(of=("self",)).get(pk=approval.about)
    role, ends_on = approval.details["role"], approval.details["ends_on"]
    place = Place.objects.get(pk=approval.details["place"]) if approval.details["place"] else None
    end = datetime.date.fromisoformat(ends_on) if ends_on else None
    _check(by, account, role, place, end, today)
    if permissions.same_person(approval.asked_by, account):
        raise RoleRefused("They asked for their own role. Refuse it, and let somebody else ask.")
    _check_pair(approval.asked_by, by, role, today)
    before = _replaced(approval, place, today)
    approvals.approve(by=by, approval=approval, scope=queries.scope_of(role, today), today=today)
    by_sign_in = before is not None and before.by_sign_in
    given = _give(account, role, place, end, by=by, today=today, by_sign_in=by_sign_in)
    if before is not None:
        _end(
            before, by=by, reason="the same role was given for the place that does its work now", today=today
        )
    return given


@transaction.atomic
def end_role(*, by: User, grant: RoleGrant, reason: str, today: datetime.date) -> RoleGrant:
    """Ends a role today. One person is enough: to take a right away is the safe direction."""
    permissions.check(by, queries.permission_to_give(grant.role), queries.scope_of(grant.role, today))
    if not reason.strip():
        raise RoleRefused("Say why it ends: the reason stays in the audit log.")
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if grant.ends_on is not None and grant.ends_on <= today:
        raise RoleRefused("This role has ended already.")
    if grant.role == roles.SYSADMIN and _administrators(today).count() <= 1:
        raise RoleRefused("This is the last system administrator. Give the role to somebody else first.")
    return _end(grant, by=by, reason=reason, today=today)


@transaction.atomic
def end_by_itself(*, grant: RoleGrant, reason: str, today: datetime.date) -> RoleGrant:
    """Nobody decided: the role ends on the day, by the program. For daily jobs."""
    return _end(grant, by=None, reason=reason, today=today)


@transaction.atomic
def follow_sign_in(
    *, user: User, said: Iterable[str], mapping: Mapping[str, str], today: datetime.date
) -> None:
    """Brings the roles that come by signing in to what the identity provider says now; others are left alone."""
    wanted = {
        (role, place.pk if place else None)
        for role in sorted({mapping[one] for one in said if one in mapping})
        for place in _places_by_register(user, role)
    }
    current = permissions.held_grants(today).filter(user=user).order_by("id")
    undecided = set()
    for grant in current.filter(by_sign_in=True).select_related("place"):
        into = grant.place and left_behind.successor(grant, grant.place, today)
        if into and (grant.role, into.pk) in wanted:  # it may be a larger place: two people decide
            undecided.add((grant.role, into.pk))
        elif (grant.role, grant.place_id) not in wanted:
            _end(grant, by=None, reason="the identity provider no longer says so", today=today)
    held = set(current.values_list("role", "place"))
    for role, key in sorted(wanted - held - undecided, key=str):
        if problem := clash(user, role, today):
            log.warning("Sign-in of account %s: the role %s was not given: %s", user.pk, role, problem)
            continue
        place = Place.objects.get(pk=key) if key else None
        _give(user, role, place, None, by=None, today=today, by_sign_in=True)


def clash(account: User, role: str, today: datetime.date) -> str:
    """Why nobody may hold this role beside what they, or the same person with another account, hold; or nothing."""
    on_this = permissions.held_grants(today).filter(user=account).values_list("role", flat=True)
    if problem := roles.clash(on_this, role):
        return problem
    human = account.person or account.keeper
    if human is None:
        return ""
    everywhere = permissions.held_grants(today).filter(Q(user__person=human) | Q(user__keeper=human))
    return roles.same_person_clash(set(everywhere.values_list("role", flat=True)), role)


def _check(
    by: User,
    account: User,
    role: str,
    place: Place | None,
    ends_on: datetime.date | None,
    today: datetime.date,
) -> None:
    """What holds both when a role is asked for and when it is given."""
    spec = roles.ROLES[role]
    if not account.is_active or permissions.has_left(account.person or account.keeper, today):
        raise RoleRefused("Their account is closed, so they can hold no role.")
    if permissions.same_person(account, by):
        raise RoleRefused("Nobody gives a role to themselves. Ask somebody else to.")
    if ends_on is not None and ends_on <= today:
        raise RoleRefused("The last day must be in the future.")
    if place is None and spec.needs_place:
        raise RoleRefused(f"Choose the {' or '.join(spec.kinds)} for which they are {spec.noun}.")
    if place is not None and place.kind not in spec.kinds:
        where = (
            f"for a {' or '.join(spec.kinds)}" if spec.kinds else "for the whole authority: choose no place"
        )
        raise RoleRefused(f"One is {spec.noun} {where}.")
    if place is not None and place.closed_on is not None and place.closed_on <= today:
        raise RoleRefused(f"{place.name} is closed. Choose where its work went.")
    if permissions.held_grants(today).filter(user=account, role=role, place=place).exists():
        raise RoleRefused("They hold this role already.")
    if problem := clash(account, role, today):
        raise RoleRefused(problem)


def _replaced(approval: Approval, place: Place | None, today: datetime.date) -> RoleGrant | None:
    """The role that the new one replaces, locked; refused when it has ended since, or its place is open again."""
    key = approval.details.get("instead_of")
    if key is None:
        return None
    found = permissions.held_grants(today).select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise RoleRefused("The role that this one was to follow has ended. Refuse this.")
    if found.place is None or left_behind.successor(found, found.place, today) != place:
        raise RoleRefused(f"The work of {found.place} is not done there any more. Refuse this.")
    return found


def _check_pair(asked: User, agreed: User, role: str, today: datetime.date) -> None:
    """Who may be the two people who give this role together."""
    held = [set(_roles_of(one, today)) for one in (asked, agreed)]
    if roles.ROLES[role].sensitive and all(roles.SYSADMIN in one for one in held):
        raise RoleRefused(
            "One of the two people who give this role must be outside IT. Let somebody else agree."
        )
    if role == roles.HANDLER and not any("board" in one for one in held):
        raise RoleRefused("One of the two people who choose a handler must sit on the accountability board.")


def _roles_of(user: User, today: datetime.date) -> Iterable[str]:
    return permissions.held_grants(today).filter(user=user).values_list("role", flat=True)


def _administrators(today: datetime.date) -> Any:
    held = permissions.held_grants(today).filter(role=roles.SYSADMIN, user__is_active=True)
    return held.values("user").distinct()


def _places_by_register(user: User, role: str) -> list[Place | None]:
    """Where the register says that somebody holds a role: at the place of the fitting kind at or above their own."""
    spec = roles.ROLES[role]
    place = user.person.place if user.person else None
    while place is not None and place.kind not in spec.kinds:
        place = place.parent
    if place is None and spec.needs_place:
        kinds = " or ".join(spec.kinds)
        log.warning(
            "Sign-in of account %s: the role %s needs a %s, which the register lacks", user.pk, role, kinds
        )
        return []
    return [place]


def _give(
    account: User,
    role: str,
    place: Place | None,
    ends_on: datetime.date | None,
    *,
    by: User | None,
    today: datetime.date,
    by_sign_in: bool = False,
) -> RoleGrant:
    grant = RoleGrant.objects.create(
        user=account,
        role=role,
        place=place,
        given_on=today,
        given_by=by,
        ends_on=ends_on,
        by_sign_in=by_sign_in,
    )
    after = {"user": account.pk, "role": role, "place": grant.place_id, "ends_on": ends_on}
    reason = "the identity provider says so" if by_sign_in else ""
    audit.record(by=by, what="base.role.given", about=grant, after=after, reason=reason)
    return grant


def _end(grant: RoleGrant, *, by: User | None, reason: str, today: datetime.date) -> RoleGrant:
    before = {"ends_on": grant.ends_on}
    grant.ends_on = max(today, grant.given_on)
    grant.save()
    after = {"ends_on": grant.ends_on}
    audit.record(by=by, what="base.role.ended", about=grant, before=before, after=after, reason=reason)
    return grant


def _says(
    account: User,
    role: str,
    place: Place | None,
    ends_on: datetime.date | None,
    instead_of: RoleGrant | None,
) -> str:
    where = f" for {place.name}" if place else ""
    until = f", until {ends_on.day} {ends_on:%B %Y}" if ends_on else ""
    former = f", as for {instead_of.place.name} before" if instead_of and instead_of.place else ""
    return f"Make {account_queries.with_place(account)} {roles.ROLES[role].noun}{where}{former}{until}."
