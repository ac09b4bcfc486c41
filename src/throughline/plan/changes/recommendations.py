"""Recommendations for corporate action and the replies. Some may change them only with a second person: then one asks."""

import datetime

from django.db.models import Max

from throughline.base import audit, transaction
from throughline.base import rules as base_rules
from throughline.base.models import Approval, User
from throughline.plan.changes import asking, order
from throughline.plan.models import Recommendation, Theme
from throughline.plan.rules import order as order_rules

PLACE = "plan__place__parent__parent"


class RecommendationRefused(base_rules.Refused):
    """A change to a recommendation that would make no sense. The sentence is fit for the form."""


def last_change(recommendation: Recommendation) -> int:
    """The number of the last change to what it says or what was replied; its place in the order does not count."""
    said = ("plan.recommendation.edited", "plan.recommendation.replied")
    return max(audit.last(recommendation, what) for what in said)


@transaction.atomic
def add_recommendation(
    *, by: User, theme: Theme, text: str, today: datetime.date, approval: Approval | None = None
) -> Recommendation:
    """At the end of its theme."""
    theme = _locked_theme(theme.pk)
    asking.check(by, theme.plan, approval, today)
    last = theme.recommendations.aggregate(last=Max("position"))["last"] or 0
    recommendation = Recommendation.objects.create(theme=theme, text=text, position=last + 1)
    audit.record(by=by, what="plan.recommendation.added", about=recommendation, after={"text": text})
    return recommendation


@transaction.atomic
def edit_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    text: str,
    today: datetime.date,
    seen: int | None = None,
    approval: Approval | None = None,
) -> Recommendation:
    """Change what it says; a reply stays. seen: the last change that the person knew of (`last_change`)."""
    recommendation = _locked(recommendation, seen)
    asking.check(by, recommendation.theme.plan, approval, today)
    before = recommendation.text
    if text != before:
        recommendation.text = text
        recommendation.save(update_fields=["text"])
        audit.record(
            by=by,
            what="plan.recommendation.edited",
            about=recommendation,
            before={"text": before},
            after={"text": text},
        )
    return recommendation


@transaction.atomic
def reply(
    *,
    by: User,
    recommendation: Recommendation,
    text: str,
    today: datetime.date,
    seen: int | None = None,
    approval: Approval | None = None,
) -> Recommendation:
    """What the whole body answers to a recommendation. A later reply replaces it; the audit log keeps the earlier."""
    recommendation = _locked(recommendation, seen)
    asking.check(by, recommendation.theme.plan, approval, today)
    before = {"reply": recommendation.reply, "replied_on": recommendation.replied_on}
    recommendation.reply, recommendation.replied_on = text, today
    recommendation.replied_by = (approval.asked_by if approval else by).person
    recommendation.save(update_fields=["reply", "replied_on", "replied_by"])
    audit.record(
        by=by,
        what="plan.recommendation.replied",
        about=recommendation,
        before=before,
        after={"reply": text, "replied_on": today},
    )
    return recommendation


@transaction.atomic
def move_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    past: int,
    up: bool,
    today: datetime.date,
    approval: Approval | None = None,
) -> Recommendation:
    """Before its neighbour `past` in the theme (`up`), or after it; refused where it does not stand right on the other side."""
    theme = _locked_theme(recommendation.theme_id)
    rows = Recommendation.objects.filter(theme=theme)
    arranged = order_rules.moved_past(order.keys(rows), recommendation.pk, past, up=up)
    asking.check(by, theme.plan, approval, today)
    order.arrange(rows, arranged, by=by, what="plan.recommendation.moved")
    return Recommendation.objects.get(pk=recommendation.pk)


@transaction.atomic
def remove_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    reason: str,
    today: datetime.date,
    approval: Approval | None = None,
) -> Recommendation:
    """Out of the plan with its reply; the history stays."""
    theme = _locked_theme(recommendation.theme_id)
    recommendation = Recommendation.objects.get(pk=recommendation.pk, theme=theme, removed_on=None)
    if not reason.strip():
        raise RecommendationRefused("Say why it is to be removed: the reason stays in the history.")
    asking.check(by, theme.plan, approval, today)
    recommendation.removed_on = today
    recommendation.save(update_fields=["removed_on"])
    audit.record(
        by=by,
        what="plan.recommendation.removed",
        about=recommendation,
        before={"removed_on": None},
        after={"removed_on": today},
        reason=reason,
    )
    return recommendation


@transaction.atomic
def put_back_recommendation(
    *, by: User, recommendation: Recommendation, today: datetime.date, approval: Approval | None = None
) -> Recommendation:
    """Into its theme again, where it stood. Refused while the theme itself is removed."""
    theme = _locked_theme(recommendation.theme_id, removed_too=True)
    recommendation = Recommendation.objects.get(pk=recommendation.pk, theme=theme)
    if theme.removed_on is not None:
        raise RecommendationRefused(
            f"“{theme.title}”, to which it belongs, is removed too. Put that back first."
        )
    if recommendation.removed_on is None:
        raise RecommendationRefused("This is there already.")
    asking.check(by, theme.plan, approval, today)
    rows = Recommendation.objects.filter(theme=theme)
    place = rows.filter(removed_on=None, position__lt=recommendation.position).count()
    arranged = order_rules.put_in(order.keys(rows), recommendation.pk, place)
    before = {"removed_on": recommendation.removed_on}
    recommendation.removed_on = None
    recommendation.save(update_fields=["removed_on"])
    audit.record(
        by=by,
        what="plan.recommendation.put_back",
        about=recommendation,
        before=before,
        after={"removed_on": None},
    )
    order.arrange(rows, arranged, by=by, what="plan.recommendation.moved")
    return Recommendation.objects.get(pk=recommendation.pk)


def _locked_theme(key: int, *, removed_too: bool = False) -> Theme:
    """The theme as it is; nobody else changes it, or which recommendations it has, before this transaction ends."""
    rows = Theme.objects.select_for_update(of=("self",)).select_related(PLACE)
    found = rows.filter(plan__removed_on=None)
    return (found if removed_too else found.filter(removed_on=None)).get(pk=key)


def _locked(recommendation: Recommendation, seen: int | None) -> Recommendation:
    """The recommendation as it is, if it says what the person saw; nobody else changes it before this transaction ends."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related(f"theme__{PLACE}")
    found = rows.get(pk=recommendation.pk, removed_on=None, theme__removed_on=None)
    if seen is not None and last_change(found) != seen:
        raise asking.Stale()
    return found
