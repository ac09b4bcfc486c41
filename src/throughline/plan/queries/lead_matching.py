"""To-dos: leads whom a document names and nobody has found in the register yet."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from throughline.base import permissions as base_permissions
from throughline.base.models import Person, User
from throughline.base.queries import authority
from throughline.base.rules import key
from throughline.plan import permissions
from throughline.plan.models import ActionLead, LeadToMatch

EDIT = "plan.activity.create_edit"
PAGE = 50  # names


@dataclasses.dataclass(frozen=True)
class ToMatch:
    """One name in one plan, with every action that it leads; `first` stands for all of them in addresses."""

    first: int
    name: str
    waiting: list[LeadToMatch]
    suggestions: list[Person]


def to_match(*, for_user: User, today: datetime.date) -> list[ToMatch]:
    """The names that this person may match, those of most actions first."""
    base_permissions.check(for_user, EDIT)
    people = Prefetch("lead__action__leads", ActionLead.objects.all())
    rows = (
        LeadToMatch.objects.filter(lead__action__removed_on=None)
        .select_related("lead__action__plan__place__parent__parent", "lead__action__service__parent__parent")
        .prefetch_related(people)
        .order_by("id")
    )
    names: dict[tuple[int, str], list[LeadToMatch]] = {}
    for row in rows:
        if permissions.may(for_user, EDIT, row.lead.action):
            names.setdefault((row.lead.action.plan_id, key(row.lead.name)), []).append(row)
    here = _people({person for found in names.values() for row in found for person in row.suggestions}, today)
    found = [_one(waiting, here) for waiting in names.values()]
    return sorted(found, key=lambda one: (-len(one.waiting), one.name))


def to_match_page(number: int, *, for_user: User, today: datetime.date) -> Page[ToMatch]:
    return Paginator(to_match(for_user=for_user, today=today), PAGE).get_page(number)


def one(first: int, *, for_user: User, today: datetime.date) -> ToMatch:
    """The name that this to-do stands for. LeadToMatch.DoesNotExist when it is matched already."""
    for found in to_match(for_user=for_user, today=today):
        if first in {row.pk for row in found.waiting}:
            return found
    raise LeadToMatch.DoesNotExist(
        f"This {authority.words()['lead']} is matched already, or is not yours to match."
    )


def _one(waiting: list[LeadToMatch], people: dict[int, Person]) -> ToMatch:
    suggested = dict.fromkeys(person for row in waiting for person in row.suggestions)
    found = [people[person] for person in suggested if person in people]
    return ToMatch(waiting[0].pk, waiting[0].lead.name, waiting, found)


def _people(keys: Iterable[int], today: datetime.date) -> dict[int, Person]:
    here = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today), pk__in=list(keys)).select_related(
        "place"
    )
    return {person.pk: person for person in here}
