"""What a second person may approve in the plan: the change that was asked for -> the change that carries it out."""

import datetime
from collections.abc import Callable
from typing import Any

from throughline.base.models import Approval, User
from throughline.plan.changes import actions, importing, publishing, themes, undoing
from throughline.plan.models import Action


def _action(approval: Approval) -> Action:
    return Action.objects.select_related("plan__place", "service__parent__parent").get(pk=approval.about)


def _remove_action(*, by: User, approval: Approval, today: datetime.date) -> Any:
    return actions.approve_removal(by=by, approval=approval, action=_action(approval), today=today)


APPROVALS: dict[str, Callable[..., Any]] = {
    "remove_action": _remove_action,
    "add_theme": themes.carry_out,
    "edit_theme": themes.carry_out,
    "add_recommendation": themes.carry_out,
    "reply": themes.carry_out,
    importing.ACCEPT: importing.accept,
    undoing.UNDO: undoing.undo,
    publishing.PUBLISH_CHANGE: publishing.publish,
    publishing.WITHDRAW_CHANGE: publishing.withdraw,
}
