"""The order of themes and of recommendations, written down: places are 1, 2, 3 …, and every change of place is recorded."""

from collections.abc import Sequence

from django.db.models import QuerySet

from throughline.base import audit, transaction
from throughline.base.models import User
from throughline.plan.models import Recommendation, Theme

Row = Theme | Recommendation


def keys(rows: QuerySet[Theme] | QuerySet[Recommendation]) -> list[int]:
    """In the order in which they stand now, without what was removed."""
    return list(rows.filter(removed_on=None).order_by("position", "id").values_list("pk", flat=True))


@transaction.atomic
def arrange(
    rows: QuerySet[Theme] | QuerySet[Recommendation], order: Sequence[int], *, by: User, what: str
) -> None:
    """Write the order down. `what`: the event of each whose place is another now."""
    found: dict[int, Row] = {row.pk: row for row in rows.filter(pk__in=order)}
    events = []
    for position, key in enumerate(order, 1):
        row, before = found[key], found[key].position
        if before != position:
            row.position = position
            events.append((what, row, {"position": before}, {"position": position}))
    for _, row, _, _ in events:
        row.save(update_fields=["position"])
    audit.record_many(events, by=by)
