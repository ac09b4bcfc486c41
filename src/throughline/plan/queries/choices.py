"""What the forms of the plan offer to choose from."""

import dataclasses
import datetime

from django.db.models import Q

from throughline.base.models import Person, Place, User
from throughline.plan import permissions
from throughline.plan.models import Action, Plan
from throughline.plan.queries.plans import VIEW


def themes(plan: Plan, *, for_user: User) -> list[tuple[int, str]]:
    permissions.check(for_user, VIEW, plan)
    return list(plan.themes.filter(removed_on=None).order_by("position").values_list("id", "title"))


def services_of(plan: Plan, *, for_user: User) -> list[tuple[int, str]]:
    """The services that have actions in this plan, they themselves or their teams."""
    permissions.check(for_user, VIEW, plan)
    used = Action.objects.filter(plan=plan, removed_on=None).order_by()
    own = Q(pk__in=used.values("service").distinct())
    teams = Q(pk__in=used.values("service__parent").distinct(), kind=Place.Kind.SERVICE)
    services = Place.objects.filter(own | teams)
    return list(services.order_by("name").values_list("id", "name"))


def directorates(plan: Plan, *, for_user: User) -> list[tuple[int, str]]:
    permissions.check(for_user, VIEW, plan)
    found = Place.objects.filter(kind=Place.Kind.DIRECTORATE, closed_on=None)
    return list(found.order_by("name").values_list("id", "name"))


def services(*, for_user: User, today: datetime.date) -> list[tuple[int, str]]:
    """Every place that can own an action today."""
    kinds = [Place.Kind.DIRECTORATE, Place.Kind.SERVICE, Place.Kind.TEAM, Place.Kind.PARTNER]
    found = Place.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), kind__in=kinds)
    return list(found.order_by("name").values_list("id", "name"))


@dataclasses.dataclass(frozen=True)
class Offer:
    """A place to which somebody may give an action of a plan (None: one that names no service)."""

    key: int | None
    name: str
    proposal: bool  # it would only be proposed there


def offers(plan: Plan, *, for_user: User, today: datetime.date) -> list[Offer]:
    """Where this person may put an action of this plan: no service at all first, then by name."""
    permissions.check(for_user, VIEW, plan)
    kinds = [Place.Kind.DIRECTORATE, Place.Kind.SERVICE, Place.Kind.TEAM, Place.Kind.PARTNER]
    found = Place.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), kind__in=kinds)
    every = [None, *found.select_related("parent__parent__parent").order_by("name", "id")]
    return [
        Offer(
            place.pk if place else None,
            place.name if place else "Not said",
            permissions.is_proposal(for_user, plan, place),
        )
        for place in every
        if permissions.may_add(for_user, plan, place)
    ]


def person_by_words(words: str, *, today: datetime.date) -> list[Person]:
    """People who work here whose number or e-mail is these words, or whose name holds all of them; eleven at the most."""
    words = words.strip()
    here = (
        Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today))
        .select_related("place")
        .order_by("name", "id")
    )
    exact = list(
        here.filter(Q(employee_number__iexact=words) | Q(email__iexact=words) | Q(name__iexact=words))[:11]
    )
    if exact or not words:
        return exact
    for word in words.split():
        here = here.filter(name__icontains=word)
    return list(here[:11])


def person_name(key: int) -> str:
    """Whose list it is, for the words of a filter."""
    name = Person.objects.filter(pk=key).values_list("name", flat=True).first()
    return name or "somebody who is not in the register"


def place_name(key: int) -> str:
    """The same for what a team or another place leads."""
    return Place.objects.filter(pk=key).values_list("name", flat=True).first() or "a place that is not there"


def place(key: int) -> Place:
    return Place.objects.select_related("parent__parent").get(pk=key)
