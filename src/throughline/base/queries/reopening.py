"""A place that closed by mistake: what goes back to it when it opens again, and what stands in the way."""

import dataclasses
import datetime
from collections.abc import Iterator

from throughline.base import permissions, roles
from throughline.base.models import Approval, AuditEvent, Person, Place, RoleGrant, User
from throughline.base.queries import places
from throughline.base.queries import roles as role_queries


@dataclasses.dataclass(frozen=True)
class Reopening:
    """What opening a place again does. `obstacles`: why it cannot be, and what to do first, in sentences.

    people, below: whom and what its merger moved, and who is still where the merger put them. moved_on: how many people the
    merger moved who have gone elsewhere since, and stay there.
    """

    people: tuple[Person, ...] = ()
    below: tuple[Place, ...] = ()
    moved_on: int = 0
    obstacles: tuple[str, ...] = ()


def reopening(place: Place, *, for_user: User, today: datetime.date) -> Reopening:
    permissions.check(for_user, places.VIEW)
    return look(place, today)


def look(place: Place, today: datetime.date) -> Reopening:
    """For the page and for the change, which looks again."""
    if place.closed_on is None:
        return Reopening(obstacles=(f"{place.name} is open.",))
    obstacles = []
    if place.parent is not None and not places.is_open(place.parent, today):
        obstacles.append(f"It stands under {place.parent.name}, which has closed. Open that again first.")
    into = place.merged_into
    if into is None:
        return Reopening(obstacles=tuple(obstacles))
    moved = list(_moved(place, into))
    keys = {kind: [event.about for event in moved if event.what == what] for kind, what in MOVES.items()}
    people = tuple(Person.objects.filter(pk__in=keys["people"], place=into))
    below = tuple(Place.objects.filter(pk__in=keys["below"]).select_related("parent"))
    obstacles += [*_of_successor(into, today), *_of_below(below, into, today), *_of_roles(place, into, today)]
    return Reopening(people, below, len(keys["people"]) - len(people), tuple(obstacles))


MOVES = {"people": "base.person.moved", "below": "base.place.moved"}


def _moved(place: Place, into: Place) -> Iterator[AuditEvent]:
    """The events of its merger, which stand in the log right before it, the last first."""
    mergers = AuditEvent.objects.filter(
        kind=place._meta.label_lower, about=str(place.pk), what="base.place.merged"
    )
    merger = mergers.order_by("sequence").last()
    if merger is None:
        return
    before = AuditEvent.objects.filter(sequence__lt=merger.sequence).order_by("-sequence")
    for event in before.iterator(chunk_size=500):
        field = {"base.person.moved": "place", "base.place.moved": "parent"}.get(event.what, "")
        if (event.before.get(field), event.after.get(field)) != (place.pk, into.pk):
            return
        yield event


def _of_successor(into: Place, today: datetime.date) -> Iterator[str]:
    if not places.is_open(into, today):
        yield f"{into.name}, into which it was merged, has closed itself. Open that again first."


def _of_below(below: tuple[Place, ...], into: Place, today: datetime.date) -> Iterator[str]:
    for child in below:
        if not places.is_open(child, today):
            yield f"{child.name}, which stood below it, has closed since. Open that again first."
        elif child.parent_id != into.pk:
            above = child.parent.name if child.parent else "nothing"
            yield (
                f"{child.name}, which stood below it, stands under {above} since. Move it back under {into.name} first, "
                "or leave this place closed and open a new one."
            )


def _of_roles(place: Place, into: Place, today: datetime.date) -> Iterator[str]:
    """Roles that two people gave for the successor because of the merger: reopening takes nobody's role away."""
    former = set(RoleGrant.objects.filter(place=place).values_list("id", flat=True))
    approved = Approval.objects.filter(change=role_queries.CHANGE, state=Approval.State.APPROVED)
    followed = {approval.details.get("instead_of"): approval for approval in approved} if former else {}
    for key in sorted(former & followed.keys()):
        details = followed[key].details
        held = permissions.held_grants(today).filter(role=details["role"], place=into)
        for grant in held.filter(user=int(followed[key].about)).select_related("user__person"):
            yield (
                f"{grant.user} became {roles.ROLES[grant.role].noun} for {into.name} in its stead. End that role first; when "
                "the place is open again, give the former one again."
            )
