"""Second person: ask for a change, and approve, refuse or withdraw what was asked. The room carries it out."""

import datetime
import textwrap
from typing import Any

from django.db import models

from throughline.base import audit, permission_grid, permissions, rules, transaction
from throughline.base.changes import notices
from throughline.base.models import Approval, User
from throughline.base.permission_grid import Scope
from throughline.base.queries import approvals as queries

BY_MAIL = {"open", "internal"}  # of what is more sensitive a notice says only that something waits
LONGEST = 300  # letters of a notice's part


class ApprovalRefused(rules.Refused):
    """An approval that cannot be decided like this. The sentence is fit for the page."""


@transaction.atomic
def ask(
    *,
    by: User,
    permission: str,
    scope: Scope,
    about: models.Model,
    change: str,
    says: str,
    today: datetime.date,
    details: dict[str, Any] | None = None,
    several: bool = False,
) -> Approval:
    """Ask for a change that needs a second person. Asking again for the same, while it waits, is refused.

    `several`: the same change may wait more than once for one thing, with other details.
    """
    permissions.check(by, permission, scope)
    kind, key = about._meta.label_lower, str(about.pk)
    approval = Approval.objects.create(
        permission=permission,
        kind=kind,
        about=key,
        change=change,
        details=details or {},
        scope=queries.kept(scope),
        says=says,
        asked_by=by,
        asked_on=today,
    )
    audit.record(
        by=by,
        what="base.approval.asked",
        about=approval,
        after={"change": change, "about": key, "says": says},
    )
    # Looked at last: recording puts those who ask at the same moment into a line. What is refused leaves nothing behind.
    same = Approval.objects.filter(kind=kind, about=key, change=change, state=Approval.State.WAITING)
    same = same.exclude(pk=approval.pk)
    if (same.filter(details=approval.details) if several else same).exists():
        raise ApprovalRefused("This is already waiting for a second person.")
    _tell_second_people(approval, scope, today)
    return approval


@transaction.atomic
def approve(*, by: User, approval: Approval, scope: Scope, today: datetime.date) -> Approval:
    """Mark as approved, by somebody else who holds the same permission. The caller's transaction carries the change out.

    Two people answer for it on the day that it happens: whoever asked must still be here, and still be allowed to.
    """
    approval = _waiting(approval)
    if permissions.same_person(by, approval.asked_by):
        raise ApprovalRefused("You asked for this, so somebody else must approve it.")
    permissions.check(by, approval.permission, scope)
    asker = User.objects.get(pk=approval.asked_by_id)  # a fresh object sees fresh roles
    if not asker.is_active or not permissions.may(asker, approval.permission, scope):
        raise ApprovalRefused("Who asked for this may not do it any more. Ask again.")
    return _decide(approval, by, Approval.State.APPROVED, "", today)


@transaction.atomic
def refuse(*, by: User, approval: Approval, reason: str, today: datetime.date) -> Approval:
    """Refuse it, with the reason; whoever asked takes it back the same way, whatever else they may still do."""
    approval = _waiting(approval)
    reason = reason.strip()
    if permissions.same_person(by, approval.asked_by):
        return _decide(approval, by, Approval.State.WITHDRAWN, reason, today)
    permissions.check(by, approval.permission, queries.scope(approval))
    if not reason:
        raise ApprovalRefused("Say why you refuse it: the person who asked will see the reason.")
    return _decide(approval, by, Approval.State.REFUSED, reason, today)


def _tell_second_people(approval: Approval, scope: Scope, today: datetime.date) -> None:
    """Whoever may approve it hears of it, but for the one who asked."""
    roles = permission_grid.roles_that_reach(approval.permission)
    holders = User.objects.filter(is_active=True, grants__role__in=roles).distinct().order_by("pk")
    for user in holders:
        person = user.person or user.keeper
        if person is None or permissions.same_person(user, approval.asked_by):
            continue
        if permissions.may(user, approval.permission, scope):
            text = f"{approval.asked_by} asked for something that needs a second person{_says(approval)}"
            event, path = f"base.approval {approval.pk}", f"/approvals/{approval.pk}/"
            notices.tell(person=person, event=event, text=text, path=path, today=today)


def _says(approval: Approval) -> str:
    """Goes on with what was asked for, where that may go by ordinary mail."""
    return f": {_short(approval.says)}" if _fit_for_mail(approval) else "."


def _short(text: str) -> str:
    """On one line, and not longer than a notice should be; a whole sentence either way."""
    said = textwrap.shorten(text, LONGEST, placeholder=" …")
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def _fit_for_mail(approval: Approval) -> bool:
    return permission_grid.permission(approval.permission).sensitivity in BY_MAIL


def _tell_asker(approval: Approval, today: datetime.date) -> None:
    person = approval.asked_by.person or approval.asked_by.keeper
    if person is not None and approval.decided_by != approval.asked_by:
        did = "agreed to" if approval.state == Approval.State.APPROVED else "refused"
        text = f"{approval.decided_by} {did} what you asked for{_says(approval)}"
        if approval.reason and _fit_for_mail(approval):
            text += f" The reason: {_short(approval.reason)}"
        event = f"base.approval {approval.pk} decided"
        notices.tell(person=person, event=event, text=text, path="/approvals/", today=today)


def _waiting(approval: Approval) -> Approval:
    fresh = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if fresh.state != Approval.State.WAITING:
        raise ApprovalRefused(f"This was decided before: {fresh.get_state_display().lower()}.")
    return fresh


def _decide(approval: Approval, by: User, state: str, reason: str, today: datetime.date) -> Approval:
    approval.state, approval.decided_by, approval.decided_on, approval.reason = state, by, today, reason
    approval.save()
    audit.record(by=by, what=f"base.approval.{state}", about=approval, after={"state": state}, reason=reason)
    _tell_asker(approval, today)
    return approval
