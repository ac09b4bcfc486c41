"""Actions and people: what has no owner because somebody left."""

import dataclasses
import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from throughline.base import permissions
from throughline.base.models import Person, User
from throughline.plan import permissions as plan_permissions
from throughline.plan import rules
from throughline.plan.models import Action, ActionLead, Theme

PAGE = 50


@dataclasses.dataclass(frozen=True)
class ToReassign:
    """An open action whose people have left. `hand_over`: one of them is accountable or the deputy; `leads`: leads it too."""

    action: Action
    left: list[Person]
    hand_over: bool
    leads: bool


def to_reassign(*, for_user: User, today: datetime.date) -> list[ToReassign]:
    """Open actions that a leaver is accountable for, stands in for or leads, and that this person may hand over."""
    permissions.check(for_user, "plan.plan_published.view")
    left = Q(accountable__left_on__lte=today) | Q(deputy__left_on__lte=today)
    leading = ActionLead.objects.filter(person__left_on__lte=today).values("action")
    leads = Prefetch("leads", ActionLead.objects.select_related("person"), to_attr="named_leads")
    found = (
        Action.objects.filter(left | Q(pk__in=leading), removed_on=None, plan__removed_on=None)
        .exclude(stage__in=rules.CLOSED)
        .select_related("plan__place__parent__parent", "accountable", "deputy", "service__parent__parent")
        .prefetch_related(leads)
        .order_by("plan_id", "number")
    )
    mine = [one for one in found if plan_permissions.may(for_user, "plan.activity.create_edit", one)]
    return [_to_reassign(action, today) for action in mine]


def to_reassign_page(number: int, *, for_user: User, today: datetime.date) -> Page[ToReassign]:
    return Paginator(to_reassign(for_user=for_user, today=today), PAGE).get_page(number)


def _to_reassign(action: Action, today: datetime.date) -> ToReassign:
    answering = [person for person in (action.accountable, action.deputy) if person]
    leading = [lead.person for lead in plan_permissions.leads_of(action) if lead.person]
    others = [person for person in leading if person not in answering]
    gone = [person for person in dict.fromkeys([*answering, *leading]) if _has_left(person, today)]
    return ToReassign(action, gone, any(one in answering for one in gone), any(one in others for one in gone))


def sponsors_who_left(*, for_user: User, today: datetime.date) -> list[Theme]:
    """Themes whose lead sponsor has left, and that this person may change."""
    permissions.check(for_user, "plan.plan_published.view")
    found = Theme.objects.filter(sponsor__left_on__lte=today, removed_on=None, plan__removed_on=None)
    found = found.select_related("sponsor", "plan__place__parent__parent").order_by("plan_id", "position")
    return [one for one in found if plan_permissions.may(for_user, "plan.theme.create_edit", one.plan)]


def _has_left(person: Person, today: datetime.date) -> bool:
    return person.left_on is not None and person.left_on <= today
