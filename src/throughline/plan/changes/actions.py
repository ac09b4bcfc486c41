"""Actions: add, edit, hand over, move between stages, link, remove."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import F, Max

from documents import targets
from throughline.base import audit, transaction
from throughline.base import rules as base_rules
from throughline.base.changes import approvals
from throughline.base.models import Approval, Person, Place, User
from throughline.base.queries import authority
from throughline.plan import permissions, rules
from throughline.plan.changes import telling
from throughline.plan.models import Action, ActionLink, Plan, Theme

FIELDS = (
    "theme",
    "text",
    "points",
    "service",
    "accountable",
    "deputy",
    "lead_text",
    "target_text",
    "target_kind",
    "target_start",
    "target_end",
    "success_measure",
    "stage",
    "stage_reason",
    "next_review_on",
    "position",
    "removed_on",
)


PLACE = "place__parent__parent"


class ActionRefused(base_rules.Refused):
    """A change to an action that would make no sense. The sentence is fit for the form."""


def next_number(plan: Plan) -> int:
    """The next free number of the plan; numbers are never used again."""
    return (plan.actions.aggregate(last=Max("number"))["last"] or 0) + 1


def locked(action: Action) -> Action:
    """The action as it stands now, and nobody else changes it before this transaction ends."""
    rows = Action.objects.select_for_update(of=("self",))
    return rows.select_related(f"plan__{PLACE}", "service__parent__parent", "accountable", "deputy").get(
        pk=action.pk
    )


def last_change(action: Action) -> int:
    """The number of the last change to what the action says; progress does not count."""
    return audit.last(action, "plan.action")


def read_target(text: str, day: datetime.date | None, document_date: str | None) -> dict[str, Any]:
    """The fields of a target date: the words, and the day that a person gave or else the reading of the words."""
    if day is not None:
        words = text.strip() or f"{day.day} {day:%B %Y}"
        kind: str = "by_day"
        return dict(target_text=words, target_kind=kind, target_start=None, target_end=day, target_doubts=[])
    target = targets.read_target(text, document_date=document_date)
    return dict(
        target_text=text,
        target_kind=target.kind.value,
        target_start=target.start,
        target_end=target.end,
        target_doubts=list(target.doubts),
    )


@transaction.atomic
def add_action(
    *,
    by: User,
    theme: Theme,
    text: str,
    today: datetime.date,
    service: Place | None = None,
    points: list[str] | None = None,
    accountable: Person | None = None,
    deputy: Person | None = None,
    target_text: str = "",
    target_day: datetime.date | None = None,
    success_measure: str = "",
) -> Action:
    """A new line of the plan: agreed at once where the plan covers the service, otherwise only proposed."""
    _refuse_people(accountable, deputy, today)
    plan = Plan.objects.select_for_update(of=("self",)).select_related(PLACE).get(pk=theme.plan_id)
    theme = _standing(theme)
    action = Action(
        plan=plan,
        theme=theme,
        number=next_number(plan),
        text=text,
        points=points or [],
        service=service,
        service_text=service.name if service else "",
        accountable=accountable,
        deputy=deputy,
        success_measure=success_measure,
        stage=rules.Stage.PROPOSED,
        position=0,
        made_on=today,
        **read_target(target_text, target_day, today.isoformat()),
    )
    permissions.check_new(by, "plan.activity.create_edit", action)
    if not permissions.is_proposal(by, plan, service):
        action.stage = rules.Stage.AGREED
    action.position = _make_room(theme, service)
    action.save()
    audit.record(by=by, what="plan.action.added", about=action, after=audit.fields(action, FIELDS))
    telling.tell_leads(action, {person for person in (accountable, deputy) if person}, today=today)
    return action


@transaction.atomic
def edit_action(
    *,
    by: User,
    action: Action,
    theme: Theme,
    text: str,
    points: list[str],
    service: Place | None,
    accountable: Person | None,
    deputy: Person | None,
    target_text: str,
    target_day: datetime.date | None,
    success_measure: str,
    next_review_on: datetime.date | None,
    today: datetime.date,
    seen: int | None = None,
) -> Action:
    """Change what an action says. Words of a target date that did not change keep the reading they have.

    seen: the last change that the person knew of (`last_change`); refused when there was another since.
    """
    action = locked(action)
    permissions.check_alone(by, "plan.activity.create_edit", action)
    if seen is not None and last_change(action) != seen:
        raise ActionRefused(
            "Somebody else changed this while you were writing. Look at it in another window, then save again here."
        )
    _refuse_people(accountable, deputy, today, known={action.accountable, action.deputy})
    if theme.plan_id != action.plan_id:
        raise ActionRefused("That is not in the same place: choose again from the list.")
    theme = _standing(theme)
    before = audit.fields(action, FIELDS)
    new = {person for person in (accountable, deputy) if person} - {action.accountable, action.deputy}
    if action.stage == rules.Stage.ONGOING:
        if next_review_on != action.next_review_on:
            rules.check_review_date(next_review_on, today=today)
        action.next_review_on = next_review_on
    action.theme, action.text, action.points, action.service = theme, text, points, service
    action.accountable, action.deputy, action.success_measure = accountable, deputy, success_measure
    if target_day is not None or target_text != action.target_text:
        for name, value in read_target(target_text, target_day, today.isoformat()).items():
            setattr(action, name, value)
    permissions.check_new(by, "plan.activity.create_edit", action)  # nor may it leave one's own reach
    telling.tell_leads(action, new, today=today)
    return _save(by, action, before, "plan.action.edited")


@transaction.atomic
def hand_over(
    *, by: User, action: Action, accountable: Person | None, deputy: Person | None, today: datetime.date
) -> Action:
    """Who is accountable from now on, and who stands in."""
    action = locked(action)
    permissions.check_alone(by, "plan.activity.create_edit", action)
    _refuse_people(accountable, deputy, today)
    before = audit.fields(action, FIELDS)
    new = {person for person in (accountable, deputy) if person} - {action.accountable, action.deputy}
    action.accountable, action.deputy = accountable, deputy
    telling.tell_leads(action, new, today=today)
    return _save(by, action, before, "plan.action.handed_over")


@transaction.atomic
def move(
    *,
    by: User,
    action: Action,
    stage: rules.Stage,
    today: datetime.date,
    reason: str = "",
    next_review_on: datetime.date | None = None,
) -> Action:
    """Agree, decline, stop, take up again: a decision about the action rather than news of its progress."""
    action = locked(action)
    permissions.check_alone(by, "plan.activity.create_edit", action)
    if stage in {rules.Stage.REPORTED_DONE, rules.Stage.VERIFIED_DONE}:
        raise ActionRefused("Record that it is done as progress; then somebody else verifies it.")
    if stage is rules.Stage.AGREED and permissions.is_proposal(by, action.plan, action.service):
        words = authority.words()
        raise ActionRefused(
            f"This {words['plan']} does not cover the {words['service']}: whoever looks after the {words['plan']} "
            "agrees to what is proposed to it."
        )
    before = audit.fields(action, FIELDS)
    rules.check_move(
        rules.Stage(action.stage), stage, reason=reason, has_review_date=next_review_on is not None
    )
    action.stage, action.stage_reason = stage, reason
    if next_review_on is not None:
        rules.check_review_date(next_review_on, today=today)
        action.next_review_on = next_review_on
    return _save(by, action, before, "plan.action.moved", reason=reason)


@transaction.atomic
def link(*, by: User, action: Action, other: Action, kind: str, today: datetime.date) -> ActionLink:
    """That one action supports, depends on or says the same as another. Linking twice changes nothing."""
    permissions.check_alone(by, "plan.activity.create_edit", action)
    if action.pk == other.pk:
        raise ActionRefused("It cannot be linked with itself.")
    made, new = ActionLink.objects.get_or_create(action=action, other=other, kind=kind)
    if new:
        audit.record(
            by=by, what="plan.action.linked", about=action, after={"other": other.reference, "kind": kind}
        )
    return made


@transaction.atomic
def unlink(*, by: User, made: ActionLink, today: datetime.date) -> None:
    permissions.check_alone(by, "plan.activity.create_edit", made.action)
    gone = {"other": made.other.reference, "kind": made.kind}
    action = made.action
    made.delete()
    audit.record(by=by, what="plan.action.unlinked", about=action, before=gone)


@transaction.atomic
def ask_to_remove(*, by: User, action: Action, reason: str, today: datetime.date) -> Approval:
    """Ask a second person to take an action out of the plan. Its history stays."""
    if not reason.strip():
        raise ActionRefused("Say why it is to be removed: the reason stays in the history.")
    return approvals.ask(
        by=by,
        permission="plan.activity.delete",
        scope=permissions.scope(action),
        about=action,
        change="remove_action",
        details={"reason": reason},
        says=f"Remove {action.reference}: {action.text}",
        today=today,
    )


@transaction.atomic
def approve_removal(*, by: User, approval: Approval, action: Action, today: datetime.date) -> Action:
    """The second person agrees: the action leaves the plan, and stays in the history."""
    action = locked(action)
    if action.removed_on is not None:
        raise ActionRefused("This was removed before.")
    approvals.approve(by=by, approval=approval, scope=permissions.scope(action), today=today)
    before = audit.fields(action, FIELDS)
    action.removed_on = today
    return _save(by, action, before, "plan.action.removed", reason=approval.details["reason"])


def _standing(theme: Theme) -> Theme:
    """The theme as it is now, and nobody removes it before this transaction ends."""
    found = Theme.objects.select_for_update().filter(pk=theme.pk, removed_on=None).first()
    if found is None:
        raise ActionRefused("What you chose was removed meanwhile. Choose another one.")
    return found


def _make_room(theme: Theme, service: Place | None) -> int:
    """The position after the last action of the same service, or at the end; what follows moves on by one."""
    here = theme.actions.filter(removed_on=None)
    last = here.filter(service=service).aggregate(last=Max("position"))["last"]
    if last is None:
        return (here.aggregate(last=Max("position"))["last"] or 0) + 1
    here.filter(position__gt=last).update(position=F("position") + 1)
    return int(last) + 1


def _refuse_people(
    accountable: Person | None,
    deputy: Person | None,
    today: datetime.date,
    known: Collection[Person | None] = (),
) -> None:
    """Refuses one person in both places, and leavers, except those who stand there already (`known`)."""
    if accountable is not None and accountable == deputy:
        raise ActionRefused("The deputy must be somebody other than the accountable person.")
    for person in (accountable, deputy):
        if (
            person is not None
            and person not in known
            and person.left_on is not None
            and person.left_on <= today
        ):
            raise ActionRefused(f"{person.name} has left. Choose somebody who works here.")


def _save(by: User, action: Action, before: dict[str, Any], what: str, *, reason: str = "") -> Action:
    after = audit.fields(action, FIELDS)
    old, new = audit.changed(before, after)
    if new:
        action.save(update_fields=[*FIELDS, "target_doubts"])
        audit.record(by=by, what=what, about=action, before=old, after=new, reason=reason)
    return action
