"""Themes and the recommendations for corporate action. Some may change them only with a second person: then one asks."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, Person, User
from throughline.plan import permissions
from throughline.plan.models import Plan, Recommendation, Theme

PERMISSION = "plan.theme.create_edit"
THEME_FIELDS = ("title", "desired_outcome", "sponsor", "position", "is_theme")


def needs_second_person(by: User, plan: Plan) -> bool:
    """May this person change themes of the plan, but not alone?"""
    return permissions.check(by, PERMISSION, plan).second_person


@transaction.atomic
def add_theme(
    *,
    by: User,
    plan: Plan,
    title: str,
    today: datetime.date,
    desired_outcome: str = "",
    sponsor: Person | None = None,
    is_theme: bool = True,
    approval: Approval | None = None,
) -> Theme:
    """A theme at the end of the plan."""
    _check(by, plan, approval, today)
    last = plan.themes.aggregate(last=Max("position"))["last"] or 0
    theme = Theme.objects.create(
        plan=plan,
        title=title,
        desired_outcome=desired_outcome,
        sponsor=sponsor,
        is_theme=is_theme,
        position=last + 1,
    )
    audit.record(by=by, what="plan.theme.added", about=theme, after=audit.fields(theme, THEME_FIELDS))
    return theme


@transaction.atomic
def edit_theme(
    *,
    by: User,
    theme: Theme,
    title: str,
    desired_outcome: str,
    sponsor: Person | None,
    today: datetime.date,
    approval: Approval | None = None,
) -> Theme:
    theme = (
        Theme.objects.select_for_update(of=("self",))
        .select_related("plan__place__parent__parent", "sponsor")
        .get(pk=theme.pk)
    )
    _check(by, theme.plan, approval, today)
    before = audit.fields(theme, THEME_FIELDS)
    theme.title, theme.desired_outcome, theme.sponsor = title, desired_outcome, sponsor
    theme.save()
    old, new = audit.changed(before, audit.fields(theme, THEME_FIELDS))
    if new:
        audit.record(by=by, what="plan.theme.edited", about=theme, before=old, after=new)
    return theme


@transaction.atomic
def add_recommendation(
    *, by: User, theme: Theme, text: str, today: datetime.date, approval: Approval | None = None
) -> Recommendation:
    """A recommendation for corporate action, at the end of its theme."""
    _check(by, theme.plan, approval, today)
    last = theme.recommendations.aggregate(last=Max("position"))["last"] or 0
    recommendation = Recommendation.objects.create(theme=theme, text=text, position=last + 1)
    audit.record(by=by, what="plan.recommendation.added", about=recommendation, after={"text": text})
    return recommendation


@transaction.atomic
def reply(
    *,
    by: User,
    recommendation: Recommendation,
    text: str,
    today: datetime.date,
    approval: Approval | None = None,
) -> Recommendation:
    """What the whole body answers to a recommendation. A later reply replaces it; the audit log keeps the earlier."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related(
        "theme__plan__place__parent__parent"
    )
    recommendation = rows.get(pk=recommendation.pk)
    _check(by, recommendation.theme.plan, approval, today)
    before = {"reply": recommendation.reply, "replied_on": recommendation.replied_on}
    recommendation.reply, recommendation.replied_on = text, today
    recommendation.replied_by = (approval.asked_by if approval else by).person
    recommendation.save()
    audit.record(
        by=by,
        what="plan.recommendation.replied",
        about=recommendation,
        before=before,
        after={"reply": text, "replied_on": today},
    )
    return recommendation


def ask(
    *,
    by: User,
    about: Plan | Theme | Recommendation,
    change: str,
    values: dict[str, Any],
    says: str,
    today: datetime.date,
) -> Approval:
    """Ask a second person for one of the changes above: `change` is its name, `values` what it is called with."""
    details = {name: value.pk if isinstance(value, Person) else value for name, value in values.items()}
    return approvals.ask(
        by=by,
        permission=PERMISSION,
        scope=permissions.scope(_plan(about)),
        about=about,
        change=change,
        details={"values": details},
        says=says,
        today=today,
        several=True,
    )


def carry_out(*, by: User, approval: Approval, today: datetime.date) -> Theme | Recommendation:
    """The second person agrees to what was asked for."""
    values = dict(approval.details["values"])
    if values.get("sponsor"):
        values["sponsor"] = Person.objects.get(pk=values["sponsor"])
    common: dict[str, Any] = {"by": by, "today": today, "approval": approval, **values}
    match approval.change:
        case "add_theme":
            return add_theme(plan=Plan.objects.get(pk=approval.about), **common)
        case "edit_theme":
            return edit_theme(theme=Theme.objects.get(pk=approval.about), **common)
        case "add_recommendation":
            return add_recommendation(theme=Theme.objects.get(pk=approval.about), **common)
        case "reply":
            return reply(recommendation=Recommendation.objects.get(pk=approval.about), **common)
        case other:
            raise LookupError(other)


def _check(by: User, plan: Plan, approval: Approval | None, today: datetime.date) -> None:
    """Alone, or as the second person of `approval`."""
    if approval is None:
        permissions.check_alone(by, PERMISSION, plan)
    else:
        approvals.approve(by=by, approval=approval, scope=permissions.scope(plan), today=today)


def _plan(about: Plan | Theme | Recommendation) -> Plan:
    return about if isinstance(about, Plan) else about.plan if isinstance(about, Theme) else about.theme.plan
