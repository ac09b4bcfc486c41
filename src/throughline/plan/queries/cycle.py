"""The monthly round: which actions wait for a word, who is asked about each, and how many were answered."""

import collections
import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.base import permissions as base_permissions
from throughline.base.models import Person, User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, CycleFigure, Plan, ProgressEntry
from throughline.plan.queries.plans import VIEW
from throughline.plan.rules import cycle
from throughline.plan.rules.cycle import Step, To

MANAGER = "service_manager"
MONTHS = 12  # shown
PAGE = 60  # actions


@dataclasses.dataclass(frozen=True)
class Waiting:
    """An action that nobody has said anything about in this round; who is asked about it now, and who those are."""

    action: Action
    to: To
    people: list[Person]


@dataclasses.dataclass(frozen=True)
class Round:
    """The round of a plan: how many were asked about and answered this month, a page of what waits, the months before."""

    asked: int
    answered: int
    step: Step | None
    page: Page[Action]
    waiting: list[Waiting]
    months: list[CycleFigure]


def of_plan(plan: Plan, *, for_user: User, today: datetime.date, number: int = 1) -> Round:
    permissions.check(for_user, VIEW, plan)
    found = figures(today).filter(plan=plan).order_by("plan").first() or {"asked": 0, "answered": 0}
    step = cycle.step_of(today)
    rows = unanswered(today).filter(plan=plan)
    page = Paginator(rows if step else rows.none(), PAGE).get_page(number)
    return Round(
        found["asked"],
        found["answered"],
        step,
        page,
        waiting(page.object_list, step, today=today) if step else [],
        list(plan.cycle_figures.filter(month__lt=cycle.began(today))[:MONTHS]),
    )


def to_answer(*, for_user: User, today: datetime.date) -> set[int]:
    """The keys of the actions for which this person is accountable or stands in, and that wait for a word this month."""
    if for_user.person_id is None:
        return set()
    mine = Q(accountable=for_user.person_id) | Q(deputy=for_user.person_id)
    return set(unanswered(today).filter(mine).values_list("pk", flat=True))


def in_round(today: datetime.date) -> QuerySet[Action]:
    """What is asked about this month: older than the month, and open, or closed by what was said in it."""
    began = cycle.began(today)
    live = Action.objects.filter(removed_on=None, plan__removed_on=None, made_on__lt=began)
    open_ = ~Q(stage__in=rules.CLOSED | {rules.Stage.PROPOSED})
    reported = ProgressEntry.objects.filter(
        action=OuterRef("pk"), stage=rules.Stage.REPORTED_DONE, said_on__gte=began
    )
    done_now = Q(stage__in=[rules.Stage.REPORTED_DONE, rules.Stage.VERIFIED_DONE]) & Exists(reported)
    ended_now = Q(stage__in=[rules.Stage.STOPPED, rules.Stage.DECLINED], updated_on__gte=began)
    return live.filter(open_ | done_now | ended_now)


def unanswered(today: datetime.date) -> QuerySet[Action]:
    """Those of them about which nobody has said anything this month."""
    began = cycle.began(today)
    silent = in_round(today).filter(Q(updated_on=None) | Q(updated_on__lt=began))
    return silent.select_related(
        "plan__place__parent__parent", "accountable", "deputy", "service__parent__parent__parent"
    ).order_by("plan_id", "number")


def figures(today: datetime.date) -> QuerySet[Action, Any]:
    """{plan, asked, answered} of each plan that has anything to ask about."""
    answered = Count("pk", filter=Q(updated_on__gte=cycle.began(today)))
    return in_round(today).order_by().values("plan").annotate(asked=Count("pk"), answered=answered)


def waiting(rows: Iterable[Action], step: Step, *, today: datetime.date) -> list[Waiting]:
    """Whom this step asks about each: whoever it means, or the next one where nobody is there any more."""
    managers = _managers(today)
    found = []
    for row in rows:
        people = {
            To.ACCOUNTABLE: _here(row.accountable, today),
            To.DEPUTY: _here(row.deputy, today),
            To.MANAGER: _of_service(row, managers),
            To.REVIEW: [],
        }
        to = cycle.asked(
            step.to,
            accountable=bool(people[To.ACCOUNTABLE]),
            deputy=bool(people[To.DEPUTY]),
            manager=bool(people[To.MANAGER]),
        )
        found.append(Waiting(row, to, people[to]))
    return found


def _here(person: Person | None, today: datetime.date) -> list[Person]:
    """Somebody who works here and can be written to."""
    if person is None or not person.email or base_permissions.has_left(person, today):
        return []
    return [person]


def _managers(today: datetime.date) -> dict[int, list[Person]]:
    """The service managers of each place."""
    held = base_permissions.held_grants(today).filter(role=MANAGER, user__is_active=True)
    grants = held.select_related("user__person").order_by("id")
    found: dict[int, list[Person]] = collections.defaultdict(list)
    for grant in grants:
        if grant.place_id and (people := _here(grant.user.person, today)):
            found[grant.place_id] += people
    return found


def _of_service(action: Action, managers: dict[int, list[Person]]) -> list[Person]:
    """Those of the action's place, or of the nearest above it that has any."""
    place = action.service
    while place is not None:
        if managers.get(place.pk):
            return managers[place.pk]
        place = place.parent
    return []
