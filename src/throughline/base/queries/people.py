"""The people register: search, one person, who reports to whom."""

import dataclasses
import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from throughline.base import permissions, rules
from throughline.base.models import Person, Place, User
from throughline.base.queries import places

VIEW = "system.people_register.view"
EDIT = "system.people_register.edit"
PAGE = 50


@dataclasses.dataclass(frozen=True)
class Search:
    """What somebody looks for. `words`: of a name, or an employee number, or an e-mail address; all of them must fit."""

    words: str = ""
    place: int | None = None
    left: bool = False


def people(search: Search, *, for_user: User, today: datetime.date, number: int = 1) -> Page[Person]:
    """A page of people, by name. A place brings everybody below it along."""
    permissions.check(for_user, VIEW)
    found = Person.objects.select_related("place__parent__parent__parent")
    found = found.filter(left_on__lte=today) if search.left else found.filter(here(today))
    for word in rules.key(search.words.replace("@", " ").replace(".", " ")).split():
        found = found.filter(_fits(word))
    if search.place is not None:
        place = Place.objects.filter(pk=search.place).first()
        found = found.filter(place__in=places.below(place)) if place else found.none()
    return Paginator(found.order_by("name_key", "id"), PAGE).get_page(number)


def _fits(word: str) -> Q:
    return Q(name_key__contains=word) | Q(employee_number__istartswith=word) | Q(email__contains=word)


def here(today: datetime.date) -> Q:
    """The condition for people who work here on a day."""
    return Q(left_on=None) | Q(left_on__gt=today)


def person(key: int, *, for_user: User, today: datetime.date) -> Person:
    """One person, with their account, their place and everything above it, their manager, and who reports to them now."""
    permissions.check(for_user, VIEW)
    reports = Prefetch(
        "reports", Person.objects.filter(here(today)).order_by("name_key", "id"), to_attr="team"
    )
    found = Person.objects.select_related("account", "manager", "place__parent__parent__parent")
    return found.prefetch_related(reports).get(pk=key)


def at(place: Place, *, for_user: User, today: datetime.date, number: int = 1) -> Page[Person]:
    """Who works in a place or below it."""
    return people(Search(place=place.pk), for_user=for_user, today=today, number=number)


def choices(*, today: datetime.date) -> QuerySet[Person]:
    """People who work here, for a form."""
    return Person.objects.filter(here(today)).order_by("name_key", "id")
