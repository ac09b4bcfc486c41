"""Who holds which role, where; in words."""

import dataclasses
import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from throughline.base import permissions, roles, rules
from throughline.base.models import Approval, Place, RoleGrant, User
from throughline.base.permission_grid import Scope

VIEW = "system.role_grant.view"
GIVE, GIVE_HANDLER = "system.role_grant.give", "system.role_grant_handler.give"
CHANGE = "give_role"  # the name under which it waits for a second person
EACH = "user__person", "user__keeper", "place", "given_by__person"


def permission_to_give(role: str) -> str:
    return GIVE_HANDLER if role == roles.HANDLER else GIVE


def scope_of(role: str, today: datetime.date) -> Scope:
    """The handlers of today are those to whom the choice of a handler is assigned."""
    if role != roles.HANDLER:
        return Scope()
    handlers = permissions.held_grants(today).filter(role=roles.HANDLER, user__is_active=True)
    return Scope(assigned=frozenset(handlers.values_list("user", flat=True)))


@dataclasses.dataclass(frozen=True)
class Grant:
    """A role that somebody holds, as a line of a list."""

    key: int
    account: User
    role: str  # its title
    place: str
    since: datetime.date
    until: datetime.date | None  # the first day without it
    given_by: str
    may_end: bool


def grants(
    *, for_user: User, today: datetime.date, role: str = "", words: str = "", number: int = 1, size: int = 50
) -> tuple[Page[RoleGrant], list[Grant]]:
    """The roles held today, by name of the holder; only one role, or only people whose name or address has these words."""
    permissions.check(for_user, VIEW)
    found = permissions.held_grants(today).filter(user__is_active=True).select_related(*EACH)
    if role:
        found = found.filter(role=role)
    if words.strip():
        key = rules.key(words)
        found = found.filter(
            Q(user__person__name_key__contains=key) | Q(user__email__icontains=words.strip())
        )
    page = Paginator(found.order_by("user__person__name", "user__email", "role", "id"), size).get_page(number)
    endable = _endable(for_user, today)
    return page, [_line(grant, endable) for grant in page.object_list]


def of_account(account: User, *, for_user: User, today: datetime.date) -> list[Grant]:
    """The roles that one account holds today."""
    permissions.check(for_user, VIEW)
    found = permissions.held_grants(today).filter(user=account).select_related(*EACH).order_by("role", "id")
    endable = _endable(for_user, today)
    return [_line(grant, endable) for grant in found]


def grant(key: int, *, for_user: User, today: datetime.date) -> RoleGrant:
    """One that is held today. RoleGrant.DoesNotExist when it is not."""
    permissions.check(for_user, VIEW)
    return permissions.held_grants(today).select_related(*EACH).get(pk=key)


def place(key: int | None, *, for_user: User) -> Place | None:
    """The place of a form's choice; None: the whole authority."""
    permissions.check(for_user, VIEW)
    return None if key is None else Place.objects.get(pk=key)


def words(grant: RoleGrant) -> str:
    """ "Ada Obi is a service manager for Housing Options"."""
    where = f" for {grant.place.name}" if grant.place else ""
    return f"{grant.user} is {roles.ROLES[grant.role].noun}{where}"


def why_end(grant: RoleGrant, today: datetime.date) -> str:
    """The reason that is likely, for whoever ends it to keep or to change."""
    closed = grant.place.closed_on if grant.place else None
    return "" if closed is None or closed > today else f"{grant.place} closed on {_day(closed)}."


def may_give(*, for_user: User, today: datetime.date) -> list[str]:
    """The roles that this person may ask for, for others."""
    endable = _endable(for_user, today)
    return [role for role in roles.GIVEN if role in endable]


def waiting(*, for_user: User) -> QuerySet[Approval]:
    """Roles that wait for a second person."""
    permissions.check(for_user, VIEW)
    waiting = Approval.objects.filter(change=CHANGE, state=Approval.State.WAITING)
    return waiting.select_related("asked_by__person").order_by("id")


def own_words(*, for_user: User, today: datetime.date) -> list[str]:
    """What somebody is, in sentences: "You are a service manager for Housing Options, since 1 May 2026."."""
    actor = permissions.actor(for_user)
    sentences = []
    if any(held.role == roles.STAFF for held in actor.roles):
        sentences.append(f"You are {roles.ROLES[roles.STAFF].noun}.")
    held = permissions.held_grants(today).filter(user=for_user).select_related("place").order_by("role", "id")
    counted = {(one.role, one.place) for one in actor.roles}
    for one in held:
        if (one.role, one.place_id) not in counted:
            continue
        where = f" for {one.place.name}" if one.place else ""
        until = f", until {_day(one.ends_on)}" if one.ends_on else ""
        source = ". Your organisation’s sign-in service says so" if one.by_sign_in else ""
        since = _day(one.given_on)
        sentences.append(f"You are {roles.ROLES[one.role].noun}{where}, since {since}{until}{source}.")
    return sentences


def _endable(for_user: User, today: datetime.date) -> set[str]:
    return {
        role
        for role in roles.GIVEN
        if permissions.may(for_user, permission_to_give(role), scope_of(role, today))
    }


def _line(grant: RoleGrant, endable: set[str]) -> Grant:
    given_by = str(grant.given_by) if grant.given_by else "Throughline"
    return Grant(
        grant.pk,
        grant.user,
        roles.ROLES[grant.role].title,
        grant.place.name if grant.place else "",
        grant.given_on,
        grant.ends_on,
        "the sign-in service" if grant.by_sign_in else given_by,
        grant.role in endable,
    )


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
