"""Something that needs a second person, asked for in a small borough, and what was recorded of it."""

from typing import Any

from tests import making
from tests.organisation import Borough
from throughline.base.changes import approvals
from throughline.base.models import Approval, AuditEvent, User
from throughline.base.permission_grid import Scope

PERMISSION = "plan.activity.delete"  # D2 for the management team, A2 for the equality team


def manager(places: Borough, code: str) -> User:
    return making.account("dmt", places[code])


def ask(by: User, scope: Scope, places: Borough, **also: Any) -> Approval:
    values: dict[str, Any] = {
        "change": "remove",
        "details": {"n": 1},
        "says": "Remove it.",
        "about": places["lettings"],
    }
    return approvals.ask(by=by, permission=PERMISSION, scope=scope, today=making.TODAY, **(values | also))


def last_event() -> tuple[Any, ...]:
    event = AuditEvent.objects.latest("sequence")
    return event.by, event.what, event.kind, event.about, event.before, event.after, event.reason


def unchanged(approval: Approval, events: int) -> bool:
    approval.refresh_from_db()
    return (approval.state, approval.decided_by, AuditEvent.objects.count()) == (
        Approval.State.WAITING,
        None,
        events,
    )
