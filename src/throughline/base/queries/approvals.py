"""What waits for a second person, as somebody who holds the permission sees it."""

from throughline.base import permissions
from throughline.base.models import Approval, User


def waiting(*, for_user: User) -> list[Approval]:
    """Waiting, the oldest first: what this person could approve somewhere, and what they asked for themselves."""
    found = Approval.objects.filter(state=Approval.State.WAITING).select_related("asked_by__person").order_by("id")
    return [one for one in found if one.asked_by == for_user or permissions.may(for_user, one.permission)]


def decided(*, for_user: User, most: int = 20) -> list[Approval]:
    """What was decided last."""
    found = Approval.objects.exclude(state=Approval.State.WAITING)
    found = found.select_related("asked_by__person", "decided_by__person").order_by("-decided_on", "-id")
    return [one for one in found[: 5 * most] if one.asked_by == for_user or permissions.may(for_user, one.permission)][:most]


def approval(key: int, *, for_user: User) -> Approval:
    """One that waits. Approval.DoesNotExist when it does not, or is not this person's to see."""
    found = {one.pk: one for one in waiting(for_user=for_user)}
    if key not in found:
        raise Approval.DoesNotExist("This no longer waits for a second person.")
    return found[key]
