"""Second person for the shape of a plan: whoever may not change it alone asks, and a second person carries it out."""

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
# what a change is about, by the name under which the change takes it: "plan", "theme", ...
TABLES: dict[str, type[Model]] = {one.__name__.lower(): one for one in (Place, Plan, Theme, Recommendation)}


class Stale(base_rules.Refused):
    """Somebody else changed the same thing while this person was writing."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you were writing. "
            "Look at it in another window, then save again here."
        )


def needs_second_person(by: User, plan: Plan) -> bool:
    """May this person change the shape of the plan, but not alone? NotAllowed when they may not at all."""
    return permissions.check(by, PERMISSION, plan).second_person


def check(by: User, plan: Plan, approval: Approval | None, today: datetime.date) -> None:
    """Alone, or as the second person of `approval`. Asked when nothing else speaks against it: whoever must ask hears at once."""
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
    if values.get("sponsor"):
        values["sponsor"] = Person.objects.get(pk=values["sponsor"])
    values[name] = TABLES[name]._default_manager.get(pk=approval.about)
    return change(by=by, today=today, approval=approval, **values)


def _plan(about: About) -> Plan:
    if isinstance(about, Place):
        return Plan(place=about)
    about = about.theme if isinstance(about, Recommendation) else about
    return about if isinstance(about, Plan) else about.plan
