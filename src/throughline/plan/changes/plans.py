"""Plans, their themes, and the recommendations for corporate action."""

import datetime

from django.db import transaction
from django.db.models import Max

from throughline.base import audit
from throughline.base.models import Person, Place, User
from throughline.plan import permissions
from throughline.plan.models import Plan, Recommendation, Theme

THEME_FIELDS = ("title", "desired_outcome", "sponsor", "position", "is_theme")


@transaction.atomic
def make_plan(
    *,
    by: User,
    title: str,
    slug: str,
    today: datetime.date,
    organisation: str = "",
    place: Place | None = None,
) -> Plan:
    """An empty plan."""
    plan = Plan(title=title, slug=slug, organisation=organisation, place=place, made_on=today)
    permissions.check(by, "plan.theme.create_edit", plan)
    plan.save()
    audit.record(by=by, what="plan.plan.made", about=plan, after={"title": title, "slug": slug})
    return plan


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
) -> Theme:
    """A theme at the end of the plan."""
    permissions.check_alone(by, "plan.theme.create_edit", plan)
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
    *, by: User, theme: Theme, title: str, desired_outcome: str, sponsor: Person | None, today: datetime.date
) -> Theme:
    permissions.check_alone(by, "plan.theme.create_edit", theme.plan)
    before = audit.fields(theme, THEME_FIELDS)
    theme.title, theme.desired_outcome, theme.sponsor = title, desired_outcome, sponsor
    theme.save()
    old, new = audit.changed(before, audit.fields(theme, THEME_FIELDS))
    if new:
        audit.record(by=by, what="plan.theme.edited", about=theme, before=old, after=new)
    return theme


@transaction.atomic
def add_recommendation(*, by: User, theme: Theme, text: str, today: datetime.date) -> Recommendation:
    """A recommendation for corporate action, at the end of its theme."""
    permissions.check_alone(by, "plan.theme.create_edit", theme.plan)
    last = theme.recommendations.aggregate(last=Max("position"))["last"] or 0
    recommendation = Recommendation.objects.create(theme=theme, text=text, position=last + 1)
    audit.record(by=by, what="plan.recommendation.added", about=recommendation, after={"text": text})
    return recommendation


@transaction.atomic
def reply(*, by: User, recommendation: Recommendation, text: str, today: datetime.date) -> Recommendation:
    """What the whole body answers to a recommendation. A later reply replaces it; the audit log keeps the earlier."""
    permissions.check_alone(by, "plan.theme.create_edit", recommendation.theme.plan)
    before = {"reply": recommendation.reply, "replied_on": recommendation.replied_on}
    recommendation.reply, recommendation.replied_on = text, today
    recommendation.replied_by = by.person
    recommendation.save()
    audit.record(
        by=by,
        what="plan.recommendation.replied",
        about=recommendation,
        before=before,
        after={"reply": text, "replied_on": today},
    )
    return recommendation
