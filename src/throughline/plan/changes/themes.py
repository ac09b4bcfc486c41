"""Themes: add, edit, move, remove and put back. Some may change them only with a second person: then one asks."""

import datetime

from django.db.models import Max

from throughline.base import audit, transaction
from throughline.base import rules as base_rules
from throughline.base.models import Approval, Person, User
from throughline.plan.changes import asking, order
from throughline.plan.models import Plan, Theme
from throughline.plan.rules import order as order_rules

FIELDS = ("title", "desired_outcome", "sponsor", "position", "is_theme")
PLACE = "place__parent__parent"


class ThemeRefused(base_rules.Refused):
    """A change to a theme that would make no sense. The sentence is fit for the form."""


def last_change(theme: Theme) -> int:
    """The number of the last change to what the theme says; its place in the order does not count."""
    return audit.last(theme, "plan.theme.edited")


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
    """A theme at the end of the plan. is_theme False: a table of actions outside any theme."""
    plan = _locked_plan(plan.pk)
    asking.check(by, plan, approval, today)
    last = plan.themes.aggregate(last=Max("position"))["last"] or 0
    theme = Theme.objects.create(
        plan=plan,
        title=title,
        desired_outcome=desired_outcome,
        sponsor=sponsor,
        is_theme=is_theme,
        position=last + 1,
    )
    audit.record(by=by, what="plan.theme.added", about=theme, after=audit.fields(theme, FIELDS))
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
    is_theme: bool | None = None,
    seen: int | None = None,
    approval: Approval | None = None,
) -> Theme:
    """is_theme None: as it is. seen: the last change that the person knew of (`last_change`)."""
    rows = Theme.objects.select_for_update(of=("self",)).select_related(f"plan__{PLACE}", "sponsor")
    theme = rows.get(pk=theme.pk, removed_on=None)
    if seen is not None and last_change(theme) != seen:
        raise asking.Stale()
    asking.check(by, theme.plan, approval, today)
    before = audit.fields(theme, FIELDS)
    theme.title, theme.desired_outcome, theme.sponsor = title, desired_outcome, sponsor
    theme.is_theme = theme.is_theme if is_theme is None else is_theme
    old, new = audit.changed(before, audit.fields(theme, FIELDS))
    if new:
        theme.save(update_fields=["title", "desired_outcome", "sponsor", "is_theme"])
        audit.record(by=by, what="plan.theme.edited", about=theme, before=old, after=new)
    return theme


@transaction.atomic
def move_theme(
    *, by: User, theme: Theme, past: int, up: bool, today: datetime.date, approval: Approval | None = None
) -> Theme:
    """Before its neighbour `past` (`up`), or after it; refused where it does not stand right on the other side."""
    plan = _locked_plan(theme.plan_id)
    rows = Theme.objects.filter(plan=plan)
    arranged = order_rules.moved_past(order.keys(rows), theme.pk, past, up=up)
    asking.check(by, plan, approval, today)
    order.arrange(rows, arranged, by=by, what="plan.theme.moved")
    return Theme.objects.get(pk=theme.pk)


@transaction.atomic
def remove_theme(
    *, by: User, theme: Theme, reason: str, today: datetime.date, approval: Approval | None = None
) -> Theme:
    """Out of the plan, with its recommendations; the history stays. Refused while there are actions in it."""
    plan = _locked_plan(theme.plan_id)
    theme = Theme.objects.select_for_update().get(pk=theme.pk, plan=plan, removed_on=None)
    if not reason.strip():
        raise ThemeRefused("Say why it is to be removed: the reason stays in the history.")
    if number := theme.actions.filter(removed_on=None).count():
        held = "One is" if number == 1 else f"{number:,} are"
        raise ThemeRefused(f"{held} still in it. Move elsewhere, or remove, what is in it first.")
    asking.check(by, plan, approval, today)
    theme.removed_on = today
    theme.save(update_fields=["removed_on"])
    audit.record(
        by=by,
        what="plan.theme.removed",
        about=theme,
        before={"removed_on": None},
        after={"removed_on": today},
        reason=reason,
    )
    return theme


@transaction.atomic
def put_back_theme(
    *, by: User, theme: Theme, today: datetime.date, approval: Approval | None = None
) -> Theme:
    """Into the plan again, where it stood."""
    plan = _locked_plan(theme.plan_id)
    theme = Theme.objects.select_for_update().get(pk=theme.pk, plan=plan)
    if theme.removed_on is None:
        raise ThemeRefused("This is there already.")
    asking.check(by, plan, approval, today)
    rows = Theme.objects.filter(plan=plan)
    place = rows.filter(removed_on=None, position__lt=theme.position).count()
    arranged = order_rules.put_in(order.keys(rows), theme.pk, place)
    before = {"removed_on": theme.removed_on}
    theme.removed_on = None
    theme.save(update_fields=["removed_on"])
    audit.record(by=by, what="plan.theme.put_back", about=theme, before=before, after={"removed_on": None})
    order.arrange(rows, arranged, by=by, what="plan.theme.moved")
    return Theme.objects.get(pk=theme.pk)


def _locked_plan(key: int) -> Plan:
    """The plan as it is, and nobody else changes which themes it has, or adds an action, before this transaction ends."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related(PLACE)
    return rows.get(pk=key, removed_on=None)
