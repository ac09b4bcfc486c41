"""A plan by directorate and service: how far each is, and the part of one of them."""

import dataclasses
import datetime

from django.db.models import Count, Q, QuerySet

from throughline.base.models import Place, User
from throughline.base.queries.places import lineage
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Plan
from throughline.plan.permissions import Part
from throughline.plan.queries import conditions
from throughline.plan.queries.plans import VIEW

ABOVE = {Place.Kind.AUTHORITY, Place.Kind.DIRECTORATE}


@dataclasses.dataclass(frozen=True)
class Figures:
    """How far a place is with its part of a plan. `place` None: actions that name no service."""

    place: Place | None
    total: int
    overdue: int
    silent: int  # no update for longer than a cycle
    unowned: int  # open, with nobody accountable
    no_date: int  # without a usable date
    done: int  # as reported, or verified
    reported: int  # as reported: nobody has verified it yet

    @property
    def verified(self) -> int:
        return self.done - self.reported

    @property
    def asks(self) -> str:
        """What narrows the plan's page to these actions."""
        return asks(self.place)


@dataclasses.dataclass(frozen=True)
class Group:
    """A directorate, and each service in it that has actions. `directorate` None: what stands in none, and what names none."""

    directorate: Figures | None
    services: list[Figures]


def by_service(plan: Plan, *, for_user: User, today: datetime.date, cycle_days: int) -> list[Group]:
    """Every service with actions in the plan under its directorate, what stands in none last; teams count with their service."""
    every = _figures(plan, for_user=for_user, today=today, cycle_days=cycle_days)
    groups: dict[Place | None, list[Figures]] = {}
    for place, figures in every.items():
        if place is not None and place.kind == Place.Kind.DIRECTORATE:
            groups.setdefault(place, [])
        elif place is None or _is_a_line(place):
            groups.setdefault(_directorate(place), []).append(figures)
    return [
        Group(every[over] if over else None, sorted(groups[over], key=_name))
        for over in sorted(groups, key=_order)
    ]


def of_places(
    plan: Plan, keys: set[int], *, for_user: User, today: datetime.date, cycle_days: int
) -> list[Figures]:
    """The figures of the places of these keys, as far as they have actions in the plan; by name."""
    every = _figures(plan, for_user=for_user, today=today, cycle_days=cycle_days)
    return sorted((one for place, one in every.items() if place and place.pk in keys), key=_name)


def of_part(part: Part, *, for_user: User, today: datetime.date, cycle_days: int) -> Figures:
    """How far one place is, with all below it."""
    permissions.check(for_user, VIEW, part.plan)
    found = _live(part.plan).filter(conditions.within(part.place.pk))
    return Figures(part.place, **found.aggregate(**_counts(today, cycle_days)))


def part(plan: Plan, key: int, *, for_user: User) -> Part:
    """The part of a plan that a place does. Place.DoesNotExist when there is no such place."""
    permissions.check(for_user, VIEW, plan)
    places = Place.objects.exclude(kind=Place.Kind.AUTHORITY).select_related("parent__parent__parent")
    return Part(plan, places.get(pk=key))


def asks(place: Place | None) -> str:
    """What narrows the plan's page to what a place and those below it do; to what names no service."""
    if place is None:
        return "?unplaced=on"
    return f"?{'directorate' if place.kind == Place.Kind.DIRECTORATE else 'service'}={place.pk}"


def _figures(
    plan: Plan, *, for_user: User, today: datetime.date, cycle_days: int
) -> dict[Place | None, Figures]:
    """Those of every place that has actions in the plan, or has a place below it that does; None: no service named."""
    permissions.check(for_user, VIEW, plan)
    counts = _counts(today, cycle_days)
    rows = _live(plan).values("service").annotate(**counts)
    own = {key: numbers for key, *numbers in rows.values_list("service", *counts)}
    places = Place.objects.select_related("parent__parent__parent").in_bulk([key for key in own if key])
    sums: dict[Place | None, list[int]] = {}
    for key, numbers in own.items():
        for place in _with_above(places[key]) if key else [None]:
            sums[place] = [a + b for a, b in zip(sums.get(place, [0] * len(counts)), numbers, strict=True)]
    return {
        place: Figures(place, **dict(zip(counts, numbers, strict=True))) for place, numbers in sums.items()
    }


def _live(plan: Plan) -> QuerySet[Action]:
    return Action.objects.filter(plan=plan, removed_on=None).annotate(**conditions.FACTS).order_by()


def _counts(today: datetime.date, cycle_days: int) -> dict[str, Count]:
    """What Figures has of a place."""
    filters = {
        "total": Q(),
        "overdue": conditions.of_status("overdue", today=today),
        "silent": conditions.is_silent(today=today, cycle_days=cycle_days),
        "unowned": Q(accountable=None) & ~Q(stage__in=rules.CLOSED),
        "no_date": conditions.lacking("time_bound", today=today, cycle_days=cycle_days),
        "done": conditions.of_status("done", today=today),
        "reported": conditions.of_status("reported_done", today=today),
    }
    return {name: Count("id", filter=which) for name, which in filters.items()}


def _with_above(place: Place) -> list[Place]:
    """The place and everything above it but the authority, whose part is the whole plan."""
    return [one for one in lineage(place) if one.kind != Place.Kind.AUTHORITY]


def _is_a_line(place: Place) -> bool:
    """A service, or what stands where one would; teams of services have no line of their own."""
    return place.parent is None or place.parent.kind in ABOVE


def _directorate(place: Place | None) -> Place | None:
    while place is not None and place.kind != Place.Kind.DIRECTORATE:
        place = place.parent
    return place


def _name(figures: Figures) -> tuple[bool, str]:
    return figures.place is None, figures.place.name.casefold() if figures.place else ""


def _order(directorate: Place | None) -> tuple[bool, str]:
    return directorate is None, directorate.name.casefold() if directorate else ""
