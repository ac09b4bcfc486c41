"""An action that was removed comes back into “{action.plan.title}”: as with its removal, one asks and another agrees."""

import datetime

from throughline.base import audit, transaction
from throughline.base.changes import approvals
from throughline.base.models import Approval, User
from throughline.plan import permissions
from throughline.plan.changes import actions
from throughline.plan.models import Action, Theme

PERMISSION = "plan.activity.delete"


@transaction.atomic
def ask_to_put_back(*, by: User, action: Action, today: datetime.date) -> Approval:
    """Ask a second person to put a removed action back."""
    action = actions.locked(action)
    _refuse(action)
    return approvals.ask(
        by=by,
        permission=PERMISSION,
        scope=permissions.scope(action),
        about=action,
        change="put_back_action",
        says=f"Put {action.reference} back: {action.text}",
        today=today,
    )


@transaction.atomic
def approve_putting_back(*, by: User, approval: Approval, action: Action, today: datetime.date) -> Action:
    """The second person agrees: the action is in the plan again, as it was."""
    action = actions.locked(action)
    _refuse(action)
    approvals.approve(by=by, approval=approval, scope=permissions.scope(action), today=today)
    before = {"removed_on": action.removed_on}
    action.removed_on = None
    action.save(update_fields=["removed_on"])
    audit.record(by=by, what="plan.action.put_back", about=action, before=before, after={"removed_on": None})
    return action


def _refuse(action: Action) -> None:
    theme = Theme.objects.select_for_update().get(pk=action.theme_id)
    if theme.removed_on is not None:
        raise actions.ActionRefused(
            f"“{theme.title}”, to which it belongs, is removed too. Put that back first."
        )
    if action.removed_on is None:
        raise actions.ActionRefused("This is there already.")
