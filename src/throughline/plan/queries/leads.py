"""Other leads of an action, and who can be named as one."""

import datetime

from throughline.base import permissions as base_permissions
from throughline.base.models import Place, User
from throughline.base.queries import places
from throughline.plan import permissions
from throughline.plan.models import Action, ActionLead
from throughline.plan.queries.plans import VIEW

EDIT = "plan.activity.create_edit"


def others(action: Action, *, for_user: User) -> list[ActionLead]:
    """Who leads it besides the accountable person and the deputy."""
    permissions.check(for_user, VIEW, action)
    found = action.leads.select_related("person", "place", "to_match")
    shown = {action.accountable_id, action.deputy_id} - {None}
    return [lead for lead in found if lead.person_id not in shown]


def own(action: Action, key: int, *, for_user: User) -> ActionLead:
    """One of its leads. ActionLead.DoesNotExist when there is none."""
    permissions.check(for_user, VIEW, action)
    return action.leads.select_related("action").get(pk=key)


def bodies(*, for_user: User, today: datetime.date) -> list[tuple[int, str]]:
    """The teams, services, partners and providers of today that can lead, each with where it stands."""
    base_permissions.check(for_user, EDIT)
    found = Place.objects.filter(places.open_on(today)).exclude(kind=Place.Kind.AUTHORITY)
    return [
        (place.pk, f"{place.name}, {place.parent.name}" if place.parent else place.name)
        for place in found.select_related("parent").order_by("name", "id")
    ]
