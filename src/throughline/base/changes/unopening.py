"""Places that were opened by something that is undone: gone where nothing points at them, closed where only the past does."""

import datetime

from django.db.models.deletion import ProtectedError

from throughline.base import audit, transaction
from throughline.base.changes import places
from throughline.base.models import Place, PlaceChange, User


@transaction.atomic
def take_back(*, by: User, place: Place, today: datetime.date, reason: str = "") -> None:
    """Undo its opening. Whoever calls has seen that nobody works there and nothing live stands there.

    Its spellings go with it either way: they came with it, and would go on to mean a place that is closed.
    """
    place = places.locked(place)
    try:
        with transaction.atomic():
            before = {"name": place.name, "spellings": [one.spelling for one in place.aliases.all()]}
            audit.record(by=by, what="base.place.removed", about=place, before=before, reason=reason)
            place.delete()
    except ProtectedError:
        _close(by, places.locked(place), today, reason)


def _close(by: User, place: Place, today: datetime.date, reason: str) -> None:
    for alias in place.aliases.all():
        before = {"spelling": alias.spelling}
        audit.record(by=by, what="base.place.spelling_removed", about=place, before=before, reason=reason)
        alias.delete()
    if place.closed_on is None:
        was = places.remember(place, PlaceChange.What.CLOSED, today)
        place.closed_on = today
        places.save(by, place, was, "base.place.closed", reason=reason)
