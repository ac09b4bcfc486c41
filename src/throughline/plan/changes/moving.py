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

    Also along a chain of mergers: what stood in A, which was merged into B, which was merged into C, comes back to B when B
    opens again, and from there to A. It belongs where the work is done now of the service that a person gave it last.
    """
    changes = PlaceChange.objects.filter(
        what=PlaceChange.What.REOPENED, on__gt=today - LOOK_BACK, into__isnull=False, place__closed_on=None
    )
    reopened = set(changes.values_list("place", flat=True))
    if not reopened:
        return
    known = Place.objects.in_bulk()
    for place in known.values():  # so that walking on asks nothing
        place.merged_into = known.get(place.merged_into_id)
    origins = _origins(_merged_through(reopened, known))
    rows = Action.objects.filter(pk__in=origins, removed_on=None, plan__removed_on=None).order_by("pk")
    moved, events = [], []
    for action in rows.select_for_update(of=("self",)):
        origin = known.get(origins[action.pk])
        target = places.successor(origin) if origin else None
        if target is None or target.pk == action.service_id or not places.is_open(target, today):
            continue
        before = audit.fields(action, ["service"])
        action.service = target
        moved.append(action)
        events.append(("plan.action.moved_place", action, before, audit.fields(action, ["service"])))
    Action.objects.bulk_update(moved, ["service"], batch_size=500)
    audit.record_many(events, by=None)


def _merged_through(reopened: set[int], known: dict[int, Place]) -> set[int]:
    """These places, and those whose chain of mergers leads into one of them."""
    found = set(reopened)
    while more := {key for key, place in known.items() if place.merged_into_id in found} - found:
        found |= more
    return found


def _origins(left: set[int]) -> dict[int, int]:
    """The actions that mergers took out of one of these places -> the service that a person gave them last.

    Without those to which somebody has given another service since.
    """
    went = AuditEvent.objects.filter(
        kind="plan.action", what="plan.action.moved_place", before__service__in=sorted(left)
    )
    keys = set(went.values_list("about", flat=True))
    placed = AuditEvent.objects.filter(kind="plan.action", about__in=keys, after__has_key="service")
    origins: dict[int, int | None] = {}
    for event in placed.order_by("sequence").only("about", "what", "before"):
        key = int(event.about)
        if event.what != "plan.action.moved_place":
            origins[key] = None
        elif origins.get(key) is None:
            origins[key] = event.before.get("service")
    return {key: origin for key, origin in origins.items() if origin is not None}
