"""Publishing by two people: what the second one approves is exactly what the first one saw; and withdrawing, with the reason."""

import datetime

from django.db.models import Max

from throughline.base import audit, transaction
from throughline.base.changes import approvals
from throughline.base.models import Approval, User
from throughline.base.rules import Refused
from throughline.plan import permissions
from throughline.plan.models import Plan, PublishedVersion
from throughline.plan.queries import publishing

PUBLISH, PUBLISH_CHANGE, WITHDRAW_CHANGE = publishing.PUBLISH, publishing.ASKED, "withdraw_version"


class PublishRefused(Refused):
    """A publication that cannot happen like this. The sentence is fit for the form."""


@transaction.atomic
def ask_to_publish(
    *,
    by: User,
    plan: Plan,
    summary: str,
    public_from: datetime.date,
    today: datetime.date,
    names_seen: bool = False,
) -> Approval:
    """Ask a second person to publish the plan as it stands now. `names_seen`: names in its texts may be public."""
    permissions.check(by, PUBLISH, plan)
    if public_from < today:
        raise PublishRefused("Choose today or a later day: what is published cannot have been public before.")
    snapshot = publishing.snapshot(plan, today=today)
    actions = sum(len(theme["actions"]) for theme in snapshot["themes"])
    if not actions:
        raise PublishRefused("There is nothing to publish: nothing in it is agreed yet.")
    names = publishing.names_in(snapshot, plan, summary=summary)
    if names and not names_seen:
        who = ", ".join(dict.fromkeys(name for name, _ in names))
        raise PublishRefused(
            f"These people are named in the texts: {who}. Take their names out, or confirm that they may be public."
        )
    when = "at once" if public_from == today else f"from {public_from.day} {public_from:%B %Y}"
    return approvals.ask(
        by=by,
        permission=PUBLISH,
        scope=permissions.scope(plan),
        about=plan,
        change=PUBLISH_CHANGE,
        details={
            "snapshot": snapshot,
            "summary": summary.strip(),
            "public_from": public_from.isoformat(),
            "names": names,
        },
        says=f"Publish “{plan.title}”, for anybody to read {when}.",
        today=today,
    )


@transaction.atomic
def publish(*, by: User, approval: Approval, today: datetime.date) -> PublishedVersion:
    """The second person agrees: the snapshot that was asked for gets its number and its address for ever."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("place__parent__parent")
        .get(pk=approval.about)
    )
    approvals.approve(by=by, approval=approval, scope=permissions.scope(plan), today=today)
    if plan.removed_on is not None:
        raise PublishRefused("Its import was undone since, so it cannot be published.")
    asked = approval.details
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PublishedVersion.objects.create(
        plan=plan,
        number=last + 1,
        snapshot=asked["snapshot"],
        asked_by=approval.asked_by,
        approved_by=by,
        published_on=today,
        public_from=max(today, datetime.date.fromisoformat(asked["public_from"])),
        summary=asked["summary"],
    )
    after = {
        "version": version.number,
        "public_from": version.public_from,
        "as_at": asked["snapshot"]["as_at"],
    }
    audit.record(by=by, what="plan.plan.published", about=plan, after=after)
    return version


@transaction.atomic
def ask_to_withdraw(
    *, by: User, version: PublishedVersion, reason: str, today: datetime.date, names_seen: bool = False
) -> Approval:
    """Ask a second person to take a version away from the public. Its address will say so, with the reason.

    `names_seen`: names in the reason may be public.
    """
    permissions.check(by, PUBLISH, version.plan)
    _refuse_withdrawn(version)
    if not reason.strip():
        raise PublishRefused("Say why it is withdrawn: anybody who opens its address will read the reason.")
    names = publishing.names_in_reason(reason, version.plan)
    if names and not names_seen:
        raise PublishRefused(
            f"These people are named in the reason: {', '.join(names)}. "
            "Take their names out, or confirm that they may be public."
        )
    return approvals.ask(
        by=by,
        permission=PUBLISH,
        scope=permissions.scope(version.plan),
        about=version,
        change=WITHDRAW_CHANGE,
        details={
            "reason": reason.strip(),
            "slug": version.plan.slug,
            "number": version.number,
            "names": [(name, "the reason") for name in names],
        },
        says=f"Withdraw version {version.number} of “{version.plan.title}”. Its address will say: {reason.strip()}",
        today=today,
    )


@transaction.atomic
def withdraw(*, by: User, approval: Approval, today: datetime.date) -> PublishedVersion:
    """The second person agrees: from now on its address says only that it was withdrawn, and why."""
    rows = PublishedVersion.objects.select_for_update(of=("self",)).select_related(
        "plan__place__parent__parent"
    )
    version = rows.get(pk=approval.about)
    approvals.approve(by=by, approval=approval, scope=permissions.scope(version.plan), today=today)
    _refuse_withdrawn(version)
    version.withdrawn_on, version.withdrawn_reason = today, approval.details["reason"]
    version.save()
    audit.record(
        by=by,
        what="plan.version.withdrawn",
        about=version.plan,
        after={"version": version.number},
        reason=version.withdrawn_reason,
    )
    return version


def _refuse_withdrawn(version: PublishedVersion) -> None:
    if version.withdrawn_on is not None:
        raise PublishRefused("This version was withdrawn before.")
