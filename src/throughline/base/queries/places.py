"""Places: the tree on any day, what a spelling means, where the work of a closed place went."""

import collections
import dataclasses
import datetime
from collections.abc import Collection, Iterable

from django.db.models import Count, Q

from throughline.base import permissions, spellings
from throughline.base.models import Person, Place, PlaceAlias, PlaceChange, User
from throughline.base.permission_grid import Scope
from throughline.base.spellings import Spellings

VIEW = "system.people_register.view"
EDIT = "system.place.edit"
ORDER = list(Place.Kind.values)


@dataclasses.dataclass(frozen=True)
class Node:
    """A place on a day: the name that it had then, what stood below it, and how many work in it now."""

    place: Place
    name: str
    children: tuple["Node", ...] = ()
    people: int = 0


def is_open(place: Place, on: datetime.date) -> bool:
    return (place.opened_on is None or place.opened_on <= on) and (
        place.closed_on is None or place.closed_on > on
    )


def open_on(day: datetime.date) -> Q:
    """The condition for places that are open on a day."""
    return (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gt=day))


def scope(place: Place) -> Scope:
    return Scope(places=frozenset(above.pk for above in lineage(place)))


def lineage(place: Place | None) -> list[Place]:
    """The place and everything above it, from the top down."""
    found: list[Place] = []
    while place is not None and place not in found:
        found.insert(0, place)
        place = place.parent
    return found


def below(place: Place) -> set[int]:
    """The ids of the place and of everything that stands below it today."""
    children = collections.defaultdict(list)
    for key, parent in Place.objects.values_list("id", "parent"):
        children[parent].append(key)
    found, waiting = set(), [place.pk]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(children[key])
    return found


def successor(place: Place) -> Place:
    """Where the work of a merged place is done now: the last in the chain of mergers; an open place is its own."""
    seen: set[int] = set()
    while place.merged_into is not None and place.pk not in seen:
        seen.add(place.pk)
        place = place.merged_into
    return place


def place(code: str, *, for_user: User) -> Place:
    permissions.check(for_user, VIEW)
    return Place.objects.select_related("parent__parent__parent", "merged_into").get(code=code)


def as_of(day: datetime.date, *, for_user: User, today: datetime.date) -> tuple[Node, ...]:
    """The tree as it was on a day: names and parents of that day, only what was open. Top places in the order of their kinds."""
    permissions.check(for_user, VIEW)
    then = {
        change.place_id: change for change in PlaceChange.objects.filter(on__gt=day).order_by("-on", "-id")
    }
    people = _people_on(today)
    children = collections.defaultdict(list)
    shown = list(Place.objects.filter(open_on(day)))
    keys = {place.pk for place in shown}
    for place in shown:
        change = then.get(place.pk)  # the first change after that day says how it was before
        name, parent = (
            (change.name_before, change.parent_before_id) if change else (place.name, place.parent_id)
        )
        children[parent if parent in keys else None].append((place, name))
    return _nodes(None, children, people)


def _nodes(
    parent: int | None, children: dict[int | None, list[tuple[Place, str]]], people: dict[int, int]
) -> tuple[Node, ...]:
    found = sorted(children.pop(parent, []), key=lambda item: (ORDER.index(item[0].kind), item[1].casefold()))
    return tuple(
        Node(place, name, _nodes(place.pk, children, people), people.get(place.pk, 0))
        for place, name in found
    )


def _people_on(today: datetime.date) -> dict[int, int]:
    here = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today), place__isnull=False)
    return dict(here.order_by().values("place").annotate(n=Count("id")).values_list("place", "n"))


def index(*, today: datetime.date) -> Spellings:
    """Every spelling of every place, in three queries."""
    others, former = collections.defaultdict(list), collections.defaultdict(list)
    for key, spelling in PlaceAlias.objects.values_list("place", "spelling"):
        others[key].append(spelling)
    for key, name in PlaceChange.objects.filter(what=PlaceChange.What.RENAMED).values_list(
        "place", "name_before"
    ):
        former[key].append(name)
    places = {place.pk: place for place in Place.objects.all()}
    return Spellings(
        spellings.Known(
            key=key,
            name=place.name,
            kind=place.kind,
            parent=place.parent_id,
            code=place.code,
            others=tuple(others[key]),
            former=tuple(former[key]),
            closed=not is_open(place, today),
            successor=_open_successor(place, places, today),
        )
        for key, place in places.items()
    )


def _open_successor(place: Place, places: dict[int, Place], today: datetime.date) -> int | None:
    seen: set[int] = set()
    while place.merged_into_id is not None and place.pk not in seen:
        seen.add(place.pk)
        place = places[place.merged_into_id]
    return place.pk if seen and is_open(place, today) else None


def find(
    spelling: str, *, today: datetime.date, kinds: Collection[str] | None = None, under: Place | None = None
) -> list[Place]:
    """The places that a spelling may mean: none, one, or several, among which a person must choose.

    Names, other spellings and codes of open places; then names of the past, and places that were merged, which lead to
    their successor. kinds: only such places; under: where several fit, those below this one.
    """
    match = index(today=today).find(spelling, kinds=kinds, under=under.pk if under else None)
    return list(Place.objects.filter(pk__in=match.places).select_related("parent__parent"))


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened to a place, in words."""

    on: datetime.date
    words: str


def history(place: Place, *, for_user: User) -> list[Event]:
    """What happened to a place, the newest first."""
    permissions.check(for_user, VIEW)
    changes = list(place.history.select_related("parent_before", "into"))
    events = [] if place.opened_on is None else [Event(place.opened_on, "Opened")]
    for number, change in enumerate(changes):
        after = changes[number + 1] if number + 1 < len(changes) else None
        name = after.name_before if after else place.name
        parent = after.parent_before if after else place.parent
        events.append(Event(change.on, _said(change, name, parent)))
    return sorted(events, key=lambda event: event.on, reverse=True)


def _said(change: PlaceChange, name: str, parent: Place | None) -> str:
    match change.what:
        case PlaceChange.What.RENAMED:
            return f"Renamed from “{change.name_before}” to “{name}”"
        case PlaceChange.What.MOVED:
            before = change.parent_before.name if change.parent_before else "nowhere"
            return f"Moved from {before} to {parent.name if parent else 'the top'}"
        case PlaceChange.What.MERGED:
            return f"Merged into {change.into.name if change.into else 'another place'}"
        case PlaceChange.What.REOPENED:
            undone = f"; the merger with {change.into.name} was undone" if change.into else ""
            return f"Opened again: it had closed by mistake{undone}"
    return "Closed"


def choices(*, today: datetime.date, kinds: Iterable[str] | None = None) -> list[tuple[int, str]]:
    """Open places for a form, each with what it stands under: "Parks (Leisure, Place and Environment)"."""
    places = Place.objects.filter(open_on(today)).select_related("parent__parent__parent")
    if kinds is not None:
        places = places.filter(kind__in=list(kinds))
    found = [(place.pk, full_name(place)) for place in places]
    return sorted(found, key=lambda choice: choice[1].casefold())


def full_name(place: Place) -> str:
    """The name, and in brackets what it stands under, without the authority itself."""
    over = [above.name for above in reversed(lineage(place)[:-1]) if above.kind != Place.Kind.AUTHORITY]
    return f"{place.name} ({', '.join(over)})" if over else place.name


def children(place: Place, *, for_user: User, today: datetime.date) -> list[Place]:
    """What stands right below it today."""
    permissions.check(for_user, VIEW)
    return list(place.children.filter(open_on(today)))


def spellings_of(place: Place, *, for_user: User) -> list[PlaceAlias]:
    permissions.check(for_user, VIEW)
    return list(place.aliases.all())


def spelling(place: Place, key: int, *, for_user: User) -> PlaceAlias:
    permissions.check(for_user, VIEW)
    return place.aliases.select_related("place__parent__parent__parent").get(pk=key)


def by_id(key: int) -> Place:
    return Place.objects.select_related("parent__parent__parent").get(pk=key)
