"""Who leads what in a plan: people, teams and other places, and names that nobody has found in the register."""

import dataclasses
import datetime
from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from throughline.base import permissions as base_permissions
from throughline.base.models import Person, Place, User
from throughline.base.rules import key
from throughline.plan import permissions, rules
from throughline.plan.models import Action, ActionLead, LeadToMatch, Plan
from throughline.plan.queries.plans import VIEW

EDIT = "plan.activity.create_edit"
PAGE = 100  # who leads
Key = tuple[str, int | str]  # what the list is narrowed by, and to whom


@dataclasses.dataclass(frozen=True)
class Leader:
    """Somebody who leads. `where`: in words; `match`: the to-do that says who they are, for those who may settle it."""

    name: str
    where: str
    asks: str  # what narrows the plan's page to what they lead
    total: int
    open: int
    accountable: int  # open, as the accountable person
    person: int | None = None
    unknown: bool = False  # the register does not know the name
    match: int | None = None


def page(found: list[Leader], number: int) -> Page[Leader]:
    return Paginator(found, PAGE).get_page(number)


def leaders(plan: Plan, *, for_user: User, today: datetime.date) -> list[Leader]:
    """Everybody who leads in the plan, those with most to do first; as many queries for many as for one."""
    permissions.check(for_user, VIEW, plan)
    live = Action.objects.filter(plan=plan, removed_on=None)
    closed: dict[int, bool] = {}
    led: dict[Key, set[int]] = {}
    accountable: dict[int, int] = {}
    for pk, stage, first, deputy in live.values_list("pk", "stage", "accountable", "deputy"):
        closed[pk] = rules.Stage(stage) in rules.CLOSED
        for named in (first, deputy):
            if named is not None:
                led.setdefault(("lead", named), set()).add(pk)
        if first is not None and not closed[pk]:
            accountable[first] = accountable.get(first, 0) + 1
    called: dict[str, tuple[str, bool]] = {}  # names without anybody: as written, and whether a team
    rows = ActionLead.objects.filter(action__in=live).order_by("id")
    for pk, known, place, name, kind in rows.values_list("action", "person", "place", "name", "kind"):
        who = _key(known, place, name)
        led.setdefault(who, set()).add(pk)
        if who[0] == "named":
            called.setdefault(key(name), (name, kind == ActionLead.Kind.TEAM))
    people = Person.objects.select_related("place").in_bulk(_keys(led, "lead"))
    places = Place.objects.select_related("parent").in_bulk(_keys(led, "team"))
    waiting = _to_match(plan, for_user) if called else {}
    found = []
    for one, actions in led.items():
        total, is_open = len(actions), sum(not closed[pk] for pk in actions)
        figures = (f"?{urlencode([one])}", total, is_open)
        match one:
            case ("lead", int(pk)):
                person = people[pk]
                left = person.left_on is not None and person.left_on <= today
                where = "Has left" if left else person.place.name if person.place else "Not said"
                found.append(Leader(person.name, where, *figures, accountable.get(pk, 0), person=pk))
            case ("team", int(pk)):
                where = over.name if (over := places[pk].parent) else ""
                found.append(Leader(places[pk].name, where, *figures, 0))
            case (_, str(spelt)):
                words, is_team = called[spelt]
                todo = waiting.get(spelt)
                found.append(Leader(words, "", *figures, 0, unknown=not is_team, match=todo))
    return sorted(found, key=lambda who: (-who.open, -who.total, who.name.casefold()))


def of_place(place: int) -> Q:
    """Actions that a team or another place leads."""
    return Q(pk__in=ActionLead.objects.filter(place=place).values("action"))


def of_name(found: QuerySet[Action], name: str) -> Q:
    """Those of these actions that are led by a name that belongs to nobody in the register, however it is spelt."""
    rows = ActionLead.objects.filter(action__in=found, person=None, place=None)
    spelt = {
        one for one in rows.order_by().values_list("name", flat=True).distinct() if key(one) == key(name)
    }
    return Q(pk__in=rows.filter(name__in=spelt).values("action"))


def _key(person: int | None, place: int | None, name: str) -> Key:
    if person is not None:
        return "lead", person
    return ("named", key(name)) if place is None else ("team", place)


def _keys(led: Iterable[Key], what: str) -> list[int]:
    return [who for kind, who in led if kind == what and isinstance(who, int)]


def _to_match(plan: Plan, for_user: User) -> dict[str, int]:
    """The to-do of each name, as far as this person may settle it."""
    if not base_permissions.may(for_user, EDIT):
        return {}
    rows = LeadToMatch.objects.filter(lead__action__plan=plan, lead__action__removed_on=None).select_related(
        "lead__action__plan__place__parent__parent", "lead__action__service__parent__parent"
    )
    found: dict[str, int] = {}
    for row in rows.prefetch_related(Prefetch("lead__action__leads", ActionLead.objects.all())).order_by(
        "id"
    ):
        name = key(row.lead.name)
        if name not in found and permissions.may(for_user, EDIT, row.lead.action):
            found[name] = row.pk
    return found
