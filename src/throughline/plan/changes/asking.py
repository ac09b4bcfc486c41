"""Second person for the shape of a plan: whoever may not change it alone asks, and a second person carries it out.

Each change refuses what makes no sense first, and asks who may last: whoever tries, and then has to ask somebody, hears of
it at once and not when the second person agrees.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Model

from throughline.base import rules as base_rules
from throughline.base.changes import approvals
from throughline.base.models import Approval, Person, Place, User
from throughline.plan import permissions
from throughline.plan.models import Plan, Recommendation, Theme

PERMISSION = "plan.theme.create_edit"
About = Place | Plan | Theme | Recommendation
TABLES: dict[str, type[Model]] = {  # what a change is about, by the name under which the change takes it
    "place": Place,
    "plan": Plan,
    "theme": Theme,
    "recommendation": Recommendation,
}
KEYS: dict[str, type[Model]] = {"sponsor": Person}  # values that are kept as a key


class Stale(base_rules.Refused):
    """Somebody else changed the same thing while this person was writing."""

    def __init__(self, thing: str) -> None:
        super().__init__(
            f"Somebody else changed this {thing} while you were writing. "
            "Look at it in another window, then save again here."
        )


def needs_second_person(by: User, plan: Plan) -> bool:
    """May this person change the shape of the plan, but not alone? NotAllowed when they may not at all."""
    return permissions.check(by, PERMISSION, plan).second_person


def check(by: User, plan: Plan, approval: Approval | None, today: datetime.date) -> None:
    """Alone, or as the second person of `approval`."""
    if approval is None:
        permissions.check_alone(by, PERMISSION, plan)
    else:
        approvals.approve(by=by, approval=approval, scope=permissions.scope(plan), today=today)


def ask(
    *, by: User, about: About, change: str, values: dict[str, Any], says: str, today: datetime.date
) -> Approval:
    """Ask a second person for a change of a plan: `change` is its name, `values` what it is called with."""
    details = {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}
    return approvals.ask(
        by=by,
        permission=PERMISSION,
        scope=permissions.scope(_plan(about)),
        about=about,
        change=change,
        details={"values": details, "reason": details.get("reason", "")},
        says=says,
        today=today,
        several=True,
    )


def carry_out(
    change: Callable[..., Any], name: str, *, by: User, approval: Approval, today: datetime.date
) -> Any:
    """The second person agrees to what was asked for. `name`: under which the change takes what it is about."""
    values = dict(approval.details["values"])
    for field, table in KEYS.items():
        if values.get(field):
            values[field] = table._default_manager.get(pk=values[field])
    values[name] = TABLES[name]._default_manager.get(pk=approval.about)
    return change(by=by, today=today, approval=approval, **values)


def _plan(about: About) -> Plan:
    match about:
        case Place():
            return Plan(place=about)
        case Plan():
            return about
        case Theme():
            return about.plan
        case Recommendation():
            return about.theme.plan
