"""What a second person may approve in the plan: the change that was asked for -> (carry it out, its scope)."""

import datetime
from collections.abc import Callable
from typing import Any

from throughline.base.models import Approval, User
from throughline.base.permission_grid import Scope
from throughline.plan import permissions
from throughline.plan.changes import actions, importing, publishing, undoing
from throughline.plan.models import Action, ImportBatch, Plan, PublishedVersion


def _action(approval: Approval) -> Action:
    return Action.objects.select_related("plan__place", "service__parent__parent").get(pk=approval.about)


def _action_scope(approval: Approval) -> Scope:
    return permissions.scope(_action(approval))


def _remove_action(*, by: User, approval: Approval, today: datetime.date) -> Any:
    return actions.approve_removal(by=by, approval=approval, action=_action(approval), today=today)


def _import_scope(approval: Approval) -> Scope:
    return permissions.scope(ImportBatch.objects.select_related("place__parent__parent").get(pk=approval.about))


def _plan_scope(approval: Approval) -> Scope:
    return permissions.scope(Plan.objects.select_related("place__parent__parent").get(pk=approval.about))


def _version_scope(approval: Approval) -> Scope:
    rows = PublishedVersion.objects.defer("snapshot").select_related("plan__place__parent__parent")
    return permissions.scope(rows.get(pk=approval.about).plan)


APPROVALS: dict[str, tuple[Callable[..., Any], Callable[[Approval], Scope]]] = {
    "remove_action": (_remove_action, _action_scope),
    importing.ACCEPT: (importing.accept, _import_scope),
    undoing.UNDO: (undoing.undo, _import_scope),
    publishing.PUBLISH_CHANGE: (publishing.publish, _plan_scope),
    publishing.WITHDRAW_CHANGE: (publishing.withdraw, _version_scope),
}
