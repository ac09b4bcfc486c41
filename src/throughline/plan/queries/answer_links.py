"""The links in the monthly mail: signed, for one person and one action, until the month is over."""

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from throughline.base import permissions as base_permissions
from throughline.base.models import Person, User
from throughline.base.queries import authority
from throughline.plan import permissions
from throughline.plan.models import Action
from throughline.plan.rules import cycle
from throughline.plan.rules.cycle import Answer

SALT = "throughline.plan.answer"
UPDATE = "plan.activity.update_progress"
GRACE = datetime.timedelta(days=7)  # after the month, for those who come back from leave


def links(action: Action, person: Person, *, today: datetime.date) -> dict[Answer, str]:
    """The address of each answer, for this person alone."""
    until = (cycle.ends(today) + GRACE).isoformat()
    token = signing.dumps([person.pk, action.pk, until], salt=SALT, compress=False)
    return {
        answer: settings.BASE_URL + reverse("plan:answer_by_mail", args=[token, answer]) for answer in Answer
    }


def opened(token: str, *, for_user: User, today: datetime.date) -> Action:
    """The action that a link is about. NotAllowed for anybody else than whom it was sent to, and when it is too old;
    Action.DoesNotExist when the link is none of ours, or the action was removed."""
    base_permissions.check(for_user, UPDATE)
    mine = f"My {authority.words()['actions']}"
    try:
        person, key, until = signing.loads(token, salt=SALT)
    except signing.BadSignature as broken:
        raise Action.DoesNotExist(
            f"This link is not whole. Open it from the mail once more, or choose {mine}."
        ) from broken
    if person != for_user.person_id:
        raise base_permissions.NotAllowed(
            f"This link was sent to somebody else, and works for them alone. What you are asked about is under {mine}."
        )
    if today > datetime.date.fromisoformat(until):
        raise base_permissions.NotAllowed(
            f"This link is too old. What you are asked about now is under {mine}."
        )
    found = Action.objects.select_related("plan").get(pk=key, removed_on=None, plan__removed_on=None)
    permissions.check(for_user, UPDATE, found)
    return found
