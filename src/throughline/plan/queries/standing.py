"""Where each action of a plan stands, and what was replied to it: what an exported file says beside the plan."""

import datetime

from django.db.models import Q

from documents.standing import Standing
from throughline.base.models import User
from throughline.plan import permissions, rules
from throughline.plan.models import Recommendation
from throughline.plan.permissions import Part
from throughline.plan.queries import conditions
from throughline.plan.queries.exporting import EXPORT, Exported


def standing(thing: Exported, *, for_user: User, today: datetime.date) -> Standing:
    """The status of each action in words, and the reply to each recommendation; of a part only the status."""
    permissions.check(for_user, EXPORT, thing)
    plan, place = (thing.plan, thing.place) if isinstance(thing, Part) else (thing, None)
    actions = plan.actions.filter(conditions.within(place.pk) if place else Q(), removed_on=None)
    statuses = {
        action.reference: rules.status(action, today=today).words for action in actions.select_related("plan")
    }
    asked = Recommendation.objects.filter(theme__plan=plan, theme__removed_on=None, removed_on=None)
    replied = [] if place else asked.exclude(reply="").select_related("theme")
    return Standing(statuses, {(one.theme.title, one.text): one.reply for one in replied})
