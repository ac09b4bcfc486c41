"""What waits for a second person, as somebody who holds the permission sees it."""

import dataclasses

from django.db.models import QuerySet

from throughline.base import permissions
from throughline.base.models import Approval, User
from throughline.base.permission_grid import Scope

HEAVY = "details"  # a whole plan, or a picture: read for one approval, never for a list


def waiting(*, for_user: User) -> list[Approval]:
    """Waiting, the oldest first: what this person could approve, and what they asked for themselves."""
    found = _all().filter(state=Approval.State.WAITING).order_by("id")
    return [one for one in found.defer(HEAVY) if _concerns(one, for_user)]


def decided(*, for_user: User, most: int = 20) -> list[Approval]:
    """What was decided last, the newest first."""
    found = _all().exclude(state=Approval.State.WAITING).order_by("-decided_on", "-id")
    concern = [one for one in found.defer(HEAVY)[: 5 * most] if _concerns(one, for_user)]
    return concern[:most]


def approval(key: int, *, for_user: User) -> Approval:
    """One that waits, or was decided. Approval.DoesNotExist when there is none, or it is not this person's to see."""
    found = _all().filter(pk=key).first()
    if found is None or not _concerns(found, for_user):
        raise Approval.DoesNotExist("This does not wait for you.")
    return found


def kept(scope: Scope) -> dict[str, object]:
    """A scope as an approval keeps it."""
    values = dataclasses.asdict(scope)
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


def scope(approval: Approval) -> Scope:
    """The scope that an approval keeps."""
    kept = approval.scope
    return Scope(
        owners=frozenset(kept.get("owners", ())),
        places=frozenset(kept.get("places", ())),
        assigned=frozenset(kept.get("assigned", ())),
        published=bool(kept.get("published")),
    )


def _all() -> QuerySet[Approval]:
    return Approval.objects.select_related("asked_by__person", "decided_by__person")


def _concerns(one: Approval, user: User) -> bool:
    """Whether they asked for it, or may decide about it: here, not only somewhere."""
    return permissions.same_person(user, one.asked_by) or permissions.may(user, one.permission, scope(one))
