"""What a second person may approve in the plan: the change that was asked for -> the change that carries it out."""

import datetime
import functools
from collections.abc import Callable
from typing import Any

from throughline.base.models import Approval, User
from throughline.plan.changes import (
    actions,
    asking,
    importing,
    plans,
    publishing,
    putting_back,
    recommendations,
    themes,
    undoing,
)
from throughline.plan.models import Action


def _action(approval: Approval) -> Action:
    return Action.objects.select_related("plan__place", "service__parent__parent").get(pk=approval.about)


def _remove_action(*, by: User, approval: Approval, today: datetime.date) -> Any:
    return actions.approve_removal(by=by, approval=approval, action=_action(approval), today=today)


def _put_back_action(*, by: User, approval: Approval, today: datetime.date) -> Any:
    action = _action(approval)
    return putting_back.approve_putting_back(by=by, approval=approval, action=action, today=today)


# a change of the shape of a plan, and the name under which it takes what it is about
SHAPE: dict[str, tuple[Callable[..., Any], str]] = {
    "make_plan": (plans.make_plan, "place"),
    "edit_plan": (plans.edit_plan, "plan"),
    "remove_plan": (plans.remove_plan, "plan"),
    "add_theme": (themes.add_theme, "plan"),
    "edit_theme": (themes.edit_theme, "theme"),
    "move_theme": (themes.move_theme, "theme"),
    "remove_theme": (themes.remove_theme, "theme"),
    "put_back_theme": (themes.put_back_theme, "theme"),
    "add_recommendation": (recommendations.add_recommendation, "theme"),
    "edit_recommendation": (recommendations.edit_recommendation, "recommendation"),
    "reply": (recommendations.reply, "recommendation"),
    "move_recommendation": (recommendations.move_recommendation, "recommendation"),
    "remove_recommendation": (recommendations.remove_recommendation, "recommendation"),
    "put_back_recommendation": (recommendations.put_back_recommendation, "recommendation"),
}

APPROVALS: dict[str, Callable[..., Any]] = {
    "remove_action": _remove_action,
    "put_back_action": _put_back_action,
    **{name: functools.partial(asking.carry_out, *change) for name, change in SHAPE.items()},
    importing.ACCEPT: importing.accept,
    undoing.UNDO: undoing.undo,
    publishing.PUBLISH_CHANGE: publishing.publish,
    publishing.WITHDRAW_CHANGE: publishing.withdraw,
}

# what the second person must know before they agree, as it is at that moment
SINCE: dict[str, Callable[[Approval], str]] = {undoing.UNDO: undoing.since}
