"""A place that closed by mistake opens again; a merger is undone where nothing else hangs on it."""

import datetime

from throughline.base import audit, transaction
from throughline.base.changes import places
from throughline.base.changes.places import PlaceRefused
from throughline.base.models import Person, Place, PlaceChange, User
from throughline.base.queries import reopening as queries
from throughline.base.queries.reopening import Reopening


@transaction.atomic
def reopen(*, by: User, place: Place, reason: str, today: datetime.date) -> Reopening:
    """As if it had never closed. After a merger its people and what stood below it go back; who moved on since stays.

    Refused, with what to do first, where something else hangs on it. What other rooms moved with the merger they bring back
    themselves. Gives what was done.
    """
    places.check_may(by, place)
    place = places.locked(place)
    into = None if place.merged_into_id is None else Place.objects.get(pk=place.merged_into_id)
    if into is not None:
        places.check_may(by, into)
    if not reason.strip():
        raise PlaceRefused("Say why it opens again: the reason stays in the audit log.")
    done = queries.look(place, today)
    if done.obstacles:
        raise PlaceRefused(" ".join(done.obstacles))
    places.check_free(place.name, place.kind, place.parent, today, but=place)
    before = places.remember(place, PlaceChange.What.REOPENED, today, into=into)
    place.closed_on = place.merged_into = None
    places.save(by, place, before, "base.place.reopened", reason=reason.strip())
    for child in done.below:
        was = places.remember(child, PlaceChange.What.MOVED, today)
        child.parent = place
        places.save(by, child, was, "base.place.moved", reason=reason.strip())
    if into is not None:
        _take_back(by, done.people, place, into, reason.strip())
    return done


def _take_back(by: User, people: tuple[Person, ...], place: Place, into: Place, reason: str) -> None:
    for person in people:
        person.place = place
    Person.objects.bulk_update(people, ["place"], batch_size=500)
    events = [("base.person.moved", one, {"place": into.pk}, {"place": place.pk}) for one in people]
    audit.record_many(events, by=by, reason=reason)
