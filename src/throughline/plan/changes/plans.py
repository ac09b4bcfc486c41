"""Plans made by hand, and what a plan says of itself. Some may only with a second person: then one asks."""

import datetime

from throughline.base import audit, transaction
from throughline.base.models import Approval, Place, User
from throughline.base.queries import authority
from throughline.plan.changes import asking
from throughline.plan.models import Plan
from throughline.plan.queries import short_names
from throughline.plan.rules import import_words
from throughline.plan.rules import plans as rules

FIELDS = ("title", "organisation", "introduction", "document_date")


def suggest_slug(title: str, organisation: str = "") -> str:
    """A short name that no other plan has, of the title's initials."""
    return short_names.free(import_words.initials(title, organisation))


def last_change(plan: Plan) -> int:
    """The number of the last change to what the plan says of itself."""
    return audit.last(plan, "plan.plan.edited")


@transaction.atomic
def make_plan(
    *,
    by: User,
    title: str,
    slug: str,
    today: datetime.date,
    organisation: str = "",
    place: Place | None = None,
    approval: Approval | None = None,
) -> Plan:
    """An empty plan."""
    rules.check_short_name(slug)
    plan = Plan(title=title, slug=slug, organisation=organisation, place=place, made_on=today)
    if Plan.objects.filter(slug=slug).exists():
        another = f"Another {authority.words()['plan']} has the short name “{slug}”."
        raise rules.PlanRefused(f"{another} Choose another one.")
    asking.check(by, plan, approval, today)
    plan.save()
    after = {"title": title, "slug": slug, "organisation": organisation, "place": place.pk if place else None}
    audit.record(by=by, what="plan.plan.made", about=plan, after=after)
    return plan


@transaction.atomic
def edit_plan(
    *,
    by: User,
    plan: Plan,
    title: str,
    organisation: str,
    introduction: str,
    document_date: str,
    today: datetime.date,
    seen: int | None = None,
    approval: Approval | None = None,
) -> Plan:
    """Change what the plan says of itself; its short name and whose it is stay, for references and rights hang on them.

    document_date: in words, as precise as the document says. seen: the last change that the person knew of.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("place__parent__parent")
    plan = rows.get(pk=plan.pk, removed_on=None)
    if seen is not None and last_change(plan) != seen:
        raise asking.Stale()
    date = rules.document_date(document_date)
    asking.check(by, plan, approval, today)
    before = audit.fields(plan, FIELDS)
    plan.title, plan.organisation = title, organisation
    plan.introduction, plan.document_date = introduction, date
    old, new = audit.changed(before, audit.fields(plan, FIELDS))
    if new:
        plan.save(update_fields=FIELDS)
        audit.record(by=by, what="plan.plan.edited", about=plan, before=old, after=new)
    return plan


@transaction.atomic
def remove_plan(
    *, by: User, plan: Plan, reason: str, today: datetime.date, approval: Approval | None = None
) -> Plan:
    """Take an empty plan away, such as one that was made by mistake. Its history stays, and its short name stays taken."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("place__parent__parent")
    plan = rows.get(pk=plan.pk, removed_on=None)
    if plan.actions.filter(removed_on=None).exists():
        words = authority.words()
        raise rules.PlanRefused(
            f"There are {words['actions']} in this {words['plan']}. Undo its import, or remove them one by one; "
            f"an empty {words['plan']} can be removed."
        )
    if plan.versions.filter(withdrawn_on=None).exists():
        raise rules.PlanRefused(
            f"A version of this {authority.words()['plan']} is public. Withdraw it first."
        )
    asking.check(by, plan, approval, today)
    plan.removed_on = today
    plan.save(update_fields=["removed_on"])
    audit.record(
        by=by,
        what="plan.plan.removed",
        about=plan,
        before={"removed_on": None},
        after={"removed_on": today},
        reason=reason,
    )
    return plan
