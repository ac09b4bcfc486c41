"""Places: open, rename, move, merge, close, and record other spellings. Each has a day, and what was before is kept."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from throughline.base import audit, permissions, rules, transaction
from throughline.base.changes import left_behind
from throughline.base.models import Person, Place, PlaceAlias, PlaceChange, User
from throughline.base.queries import places as queries

FIELDS = ("name", "kind", "parent", "opened_on", "closed_on", "merged_into")
RESERVED = {"open"}  # stands in addresses where the code of a place does
Kind = Place.Kind
MAY_STAND_UNDER: dict[str, set[str | None]] = {
    Kind.AUTHORITY: {None},
    Kind.DIRECTORATE: {Kind.AUTHORITY, None},
    Kind.SERVICE: {Kind.DIRECTORATE, Kind.AUTHORITY, Kind.PARTNER, Kind.PROVIDER},
    Kind.TEAM: {Kind.SERVICE, Kind.DIRECTORATE, Kind.AUTHORITY, Kind.PARTNER, Kind.PROVIDER},
    Kind.PARTNER: {None},
    Kind.PROVIDER: {None},
}


class PlaceRefused(rules.Refused):
    """A change to a place that would make no sense. The sentence is fit for the form."""


@transaction.atomic
def open_place(
    *,
    by: User | None,
    name: str,
    kind: str,
    parent: Place | None,
    on: datetime.date | None,
    today: datetime.date,
    code: str = "",
    other_spellings: Iterable[str] = (),
) -> Place:
    """A new place from a day on; None: it always was. `by` None: the command line, which needs no permission."""
    check_may(by, parent)
    name = _name(name)
    _check_parent(kind, parent, name)
    if on is not None and on > today:
        raise PlaceRefused(_NOT_YET)
    if kind == Kind.AUTHORITY and Place.objects.filter(kind=kind).exists():
        raise PlaceRefused("The authority is there already. Rename it instead.")
    check_free(name, kind, parent, today)
    if code in RESERVED or (code and Place.objects.filter(code=code).exists()):
        raise PlaceRefused(f"The code “{code}” is taken. Choose another code.")
    place = Place.objects.create(
        code=code or _free_code(name), name=name, kind=kind, parent=parent, opened_on=on
    )
    audit.record(by=by, what="base.place.opened", about=place, after=audit.fields(place, FIELDS))
    for spelling in other_spellings:
        _add_spelling(by, place, spelling)
    return place


@transaction.atomic
def rename(*, by: User | None, place: Place, name: str, on: datetime.date, today: datetime.date) -> Place:
    """Another name from `on`. Documents that use the old one are still understood."""
    check_may(by, place)
    place = locked(place)
    name = _name(name)
    if name == place.name:
        raise PlaceRefused("That is its name already.")
    _check_day(place, on, today)
    check_free(name, place.kind, place.parent, today, but=place)
    before = remember(place, PlaceChange.What.RENAMED, on)
    place.name = name
    return save(by, place, before, "base.place.renamed")


@transaction.atomic
def move(*, by: User | None, place: Place, parent: Place, on: datetime.date, today: datetime.date) -> Place:
    """Under another place from `on`, with everything that stands below it."""
    check_may(by, place)
    check_may(by, parent)
    place = locked(place)
    if parent.pk == place.parent_id:
        raise PlaceRefused(f"It stands under {parent.name} already.")
    _check_parent(place.kind, parent, place.name)
    if parent.pk in queries.below(place):
        raise PlaceRefused(f"{parent.name} stands below {place.name}, so it cannot stand above it.")
    _check_day(place, on, today)
    _check_is_there(parent, on)
    check_free(place.name, place.kind, parent, today, but=place)
    before = remember(place, PlaceChange.What.MOVED, on)
    place.parent = parent
    return save(by, place, before, "base.place.moved")


@transaction.atomic
def merge(*, by: User | None, place: Place, into: Place, on: datetime.date, today: datetime.date) -> Place:
    """Its work, its people and what stands below it go over `into`; the place itself stays, closed. Gives `into`.

    Whatever in other rooms points at the place finds its successor with queries.places.successor.
    """
    check_may(by, place)
    check_may(by, into)
    if place == into:
        raise PlaceRefused("A place cannot be merged with itself.")
    place, into = locked(place), locked(into)
    _check_day(place, on, today)
    _check_is_there(into, on)
    if into.pk in queries.below(place):
        raise PlaceRefused(f"{into.name} stands below {place.name}. Move it out first.")
    children = list(place.children.filter(queries.open_on(today)).select_for_update(of=("self",)))
    for child in children:
        _check_parent(child.kind, into, child.name)
        _check_day(child, on, today)
        check_free(child.name, child.kind, into, today)
    for child in children:
        before = remember(child, PlaceChange.What.MOVED, on)
        child.parent = into
        save(by, child, before, "base.place.moved")
    _take_people(by, place, into, today)
    before = remember(place, PlaceChange.What.MERGED, on, into=into)
    place.closed_on, place.merged_into = on, into
    save(by, place, before, "base.place.merged")
    left_behind.tell_of_closing(place, today=today)
    return into


@transaction.atomic
def close(*, by: User | None, place: Place, on: datetime.date, today: datetime.date) -> Place:
    """No more from `on`. Refused while anybody works there or anything stands below it."""
    check_may(by, place)
    place = locked(place)
    _check_day(place, on, today)
    if children := list(place.children.filter(queries.open_on(today)).values_list("name", flat=True)):
        raise PlaceRefused(f"Move, merge or close what stands below it first: {', '.join(children)}.")
    if number := _working_there(place, today).count():
        who = "1 person works" if number == 1 else f"{number} people work"
        raise PlaceRefused(
            f"{who} there. Merge it into another place, or import an extract without it first."
        )
    before = remember(place, PlaceChange.What.CLOSED, on)
    place.closed_on = on
    save(by, place, before, "base.place.closed")
    left_behind.tell_of_closing(place, today=today)
    return place


@transaction.atomic
def add_spelling(*, by: User | None, place: Place, spelling: str, today: datetime.date) -> PlaceAlias:
    """Another spelling under which documents and extracts know the place."""
    check_may(by, place)
    if not queries.is_open(place, today):
        raise PlaceRefused("It is closed. Record the spelling for the place that does its work now.")
    return _add_spelling(by, place, spelling)


@transaction.atomic
def remove_spelling(*, by: User | None, alias: PlaceAlias, today: datetime.date) -> None:
    """The spelling does not mean this place after all."""
    check_may(by, alias.place)
    audit.record(
        by=by, what="base.place.spelling_removed", about=alias.place, before={"spelling": alias.spelling}
    )
    alias.delete()


_NOT_YET = "That day has not come. Record it on the day or later, so that the register shows what is."


def check_may(by: User | None, place: Place | None) -> None:
    if by is not None:
        permissions.check_alone(by, queries.EDIT, queries.scope(place) if place else None)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not rules.key(name):
        raise PlaceRefused("Give it a name with at least one letter or figure.")
    if len(name) > 200:
        raise PlaceRefused("The name is longer than 200 letters. Shorten it.")
    return name


def _check_parent(kind: str, parent: Place | None, name: str) -> None:
    allowed = MAY_STAND_UNDER[kind]
    if (parent.kind if parent else None) not in allowed:
        words = [
            Kind(above).label.lower() if above else "nothing" for above in Kind.values if above in allowed
        ]
        words += ["nothing"] if None in allowed else []
        raise PlaceRefused(f"{name} is a {Kind(kind).label.lower()}: it stands under {' or '.join(words)}.")


def check_free(
    name: str, kind: str, parent: Place | None, today: datetime.date, *, but: Place | None = None
) -> None:
    """No two open places of the same kind and name side by side: no document could tell them apart."""
    beside = Place.objects.filter(queries.open_on(today), kind=kind, parent=parent)
    for other in beside:
        if other != but and rules.key(other.name) == rules.key(name):
            raise PlaceRefused(f"There is a {Kind(kind).label.lower()} called “{other.name}” here already.")


def _check_day(place: Place, on: datetime.date, today: datetime.date) -> None:
    """The day has come, the place was open then, and nothing later was recorded: history has one order."""
    if on > today:
        raise PlaceRefused(_NOT_YET)
    if place.closed_on is not None:
        raise PlaceRefused(f"{place.name} closed on {_day(place.closed_on)}.")
    _check_is_there(place, on)
    last = place.history.order_by("on", "id").last()
    if last is not None and on < last.on:
        raise PlaceRefused(
            f"{place.name} changed on {_day(last.on)}, after that day. Give that day or a later one."
        )


def _check_is_there(place: Place, on: datetime.date) -> None:
    if place.opened_on is not None and on < place.opened_on:
        raise PlaceRefused(f"{place.name} opened on {_day(place.opened_on)}. Give that day or a later one.")
    if place.closed_on is not None and on >= place.closed_on:
        raise PlaceRefused(f"{place.name} closed on {_day(place.closed_on)}. Choose a place that is open.")


def locked(place: Place) -> Place:
    return Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=place.pk)


def _free_code(name: str) -> str:
    code = wanted = slugify(name)[:50] or "place"
    number = 1
    while code in RESERVED or Place.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    return code


def remember(
    place: Place, what: PlaceChange.What, on: datetime.date, *, into: Place | None = None
) -> dict[str, Any]:
    """Keep how it was until `on`; gives the fields as they were, for the log."""
    PlaceChange.objects.create(
        place=place, what=what, on=on, name_before=place.name, parent_before=place.parent, into=into
    )
    return audit.fields(place, FIELDS)


def save(by: User | None, place: Place, before: dict[str, Any], what: str, *, reason: str = "") -> Place:
    place.save()
    old, new = audit.changed(before, audit.fields(place, FIELDS))
    audit.record(by=by, what=what, about=place, before=old, after=new, reason=reason)
    return place


def _working_there(place: Place, today: datetime.date) -> QuerySet[Person]:
    return Person.objects.filter(place=place).filter(Q(left_on=None) | Q(left_on__gt=today))


def _take_people(by: User | None, place: Place, into: Place, today: datetime.date) -> None:
    people = list(_working_there(place, today))
    for person in people:
        person.place = into
    Person.objects.bulk_update(people, ["place"], batch_size=500)
    audit.record_many(
        [("base.person.moved", person, {"place": place.pk}, {"place": into.pk}) for person in people], by=by
    )


def _add_spelling(by: User | None, place: Place, spelling: str) -> PlaceAlias:
    spelling = _name(spelling)
    key = rules.key(spelling)
    if key == rules.key(place.name):
        raise PlaceRefused("That is its name already.")
    other = PlaceAlias.objects.filter(key=key).select_related("place").first()
    if other is not None and other.place == place:
        raise PlaceRefused("That spelling is known already.")
    if other is not None and other.place.closed_on is None:
        raise PlaceRefused(f"That spelling means {other.place.name} already. Remove it there first.")
    if other is not None:
        other.delete()
    alias = PlaceAlias.objects.create(place=place, spelling=spelling, key=key)
    audit.record(by=by, what="base.place.spelling_added", about=place, after={"spelling": spelling})
    return alias


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
