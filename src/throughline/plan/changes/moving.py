"""Actions go with their service: when it was merged into another place, that one does its work."""

import datetime

from throughline.base import audit, transaction
from throughline.base.models import Place
from throughline.base.queries import places
from throughline.plan.models import Action


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
