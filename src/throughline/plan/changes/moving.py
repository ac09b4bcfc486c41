"""Actions go with their service: when it was merged into another place, that one does its work; when that is undone, back."""

import datetime

from throughline.base import audit, transaction
from throughline.base.models import AuditEvent, Place, PlaceChange
from throughline.base.queries import places
from throughline.plan.models import Action

LOOK_BACK = datetime.timedelta(
    days=30
)  # how long ago a place may have opened again for its actions still to come back


@transaction.atomic
def follow_mergers(today: datetime.date) -> None:
    """A daily job: what stands in a place that was merged goes to the last in the chain of mergers, if that is open."""
    left_behind = Action.objects.filter(
        removed_on=None,
        plan__removed_on=None,
        service__closed_on__lte=today,
        service__merged_into__isnull=False,
    )
    into: dict[int, Place] = {}
    moved, events = [], []
    for action in left_behind.select_related("service").order_by("pk").select_for_update(of=("self",)):
        assert action.service is not None
        if action.service.pk not in into:
            into[action.service.pk] = places.successor(action.service)
        successor, before = into[action.service.pk], audit.fields(action, ["service"])
        if places.is_open(successor, today):
            action.service = successor
            moved.append(action)
            events.append(("plan.action.moved_place", action, before, audit.fields(action, ["service"])))
    Action.objects.bulk_update(moved, ["service"], batch_size=500)
    audit.record_many(events, by=None)


@transaction.atomic
def follow_reopenings(today: datetime.date) -> None:
    """A daily job: what went to the successor of a place comes back when that place opened again, if nobody has given it
    another service since.
    """
    changes = PlaceChange.objects.filter(
        what=PlaceChange.What.REOPENED, on__gt=today - LOOK_BACK, into__isnull=False, place__closed_on=None
    )
    moved, events = [], []
    for change in changes.select_related("place").order_by("id"):
        for action in _gone_with(change.place):
            before = audit.fields(action, ["service"])
            action.service = change.place
            moved.append(action)
            events.append(("plan.action.moved_place", action, before, audit.fields(action, ["service"])))
    Action.objects.bulk_update(moved, ["service"], batch_size=500)
    audit.record_many(events, by=None)


def _gone_with(place: Place) -> list[Action]:
    """The actions whose last change of service is that a merger of this place took them along."""
    went = AuditEvent.objects.filter(
        kind="plan.action", what="plan.action.moved_place", before__service=place.pk
    )
    keys = {int(key) for key in went.values_list("about", flat=True)}
    found = Action.objects.filter(pk__in=keys, removed_on=None, plan__removed_on=None).exclude(service=place)
    rows = found.order_by("pk").select_for_update(of=("self",))
    return [action for action in rows if _last_place(action) == ("plan.action.moved_place", place.pk)]


def _last_place(action: Action) -> tuple[str, int | None]:
    """How its service was changed last, and what that was before."""
    about = AuditEvent.objects.filter(kind="plan.action", about=str(action.pk), after__has_key="service")
    last = about.latest("sequence")
    return last.what, last.before.get("service")
