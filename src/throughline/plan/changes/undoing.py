"""An import undone as a whole, by two people; what somebody wrote since is kept, and taken out of sight."""

import datetime

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from throughline.base import audit, transaction
from throughline.base.changes import approvals, unopening
from throughline.base.models import Approval, AuditEvent, User
from throughline.base.queries import authority
from throughline.base.rules import counted
from throughline.plan import permissions
from throughline.plan.changes import importing
from throughline.plan.changes.importing import COMMIT, ImportRefused
from throughline.plan.models import Action, ImportBatch, Plan, ProgressEntry, Recommendation, Theme
from throughline.plan.queries import opened_places

UNDO = "undo_import"


def worked_on(batch: ImportBatch) -> str:
    """What people have done with the plan since it was imported, as a sentence; empty when nothing."""
    plan = batch.plan
    if plan is None:
        return ""
    entries = ProgressEntry.objects.filter(action__plan=plan, said_on__isnull=False)
    actions = entries.values("action").distinct().count()
    since = AuditEvent.objects.filter(sequence__gt=batch.made["sequence"])
    changes = since.filter(
        _about(Plan, Plan.objects.filter(pk=plan.pk))
        | _about(Theme, plan.themes)
        | _about(Recommendation, Recommendation.objects.filter(theme__plan=plan))
        | _about(Action, plan.actions)
    ).count()
    if not changes:
        return ""
    words = authority.words()
    if actions:
        some = counted(actions, words["action"], words["actions"])
        return f"People have since recorded progress on {some} of this {words['plan']}."
    return f"People have since made {counted(changes, 'change')} to this {words['plan']}."


def since(approval: Approval) -> str:
    """For whoever is to agree: what people have done since, counted now, and what becomes of it; empty when nothing."""
    batch = ImportBatch.objects.select_related("plan").get(pk=approval.about)
    return f"{done} What they wrote is kept, out of sight." if (done := worked_on(batch)) else ""


@transaction.atomic
def ask_to_undo(
    *, by: User, batch: ImportBatch, reason: str, keep_history: bool, today: datetime.date
) -> Approval:
    """Ask a second person to undo it. `keep_history`: one knows that people have worked on it since."""
    permissions.check(by, COMMIT, batch)
    if not reason.strip():
        raise ImportRefused("Say why it is to be undone: the reason stays in the history.")
    _refuse_unless_undoable(batch, keep_history)
    return approvals.ask(
        by=by,
        permission=COMMIT,
        scope=permissions.scope(batch),
        about=batch,
        change=UNDO,
        details={"reason": reason, "keep_history": keep_history},
        says=f"Undo the import of {batch.file_name}: the whole {authority.words()['plan']} “{batch.plan}” goes.",
        today=today,
    )


@transaction.atomic
def undo(*, by: User, approval: Approval, today: datetime.date) -> ImportBatch:
    """The second person agrees. Untouched, everything that the import made goes; otherwise it is removed but kept."""
    batch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("place", "plan")
        .get(pk=approval.about)
    )
    approvals.approve(by=by, approval=approval, scope=permissions.scope(batch), today=today)
    if (since := worked_on(batch)) and not approval.details["keep_history"]:
        words = authority.words()
        raise ImportRefused(
            f"{since} Who asked did not know that. Refuse it with that reason: they can then ask that the "
            f"{words['plan']} goes all the same, and what was written is kept, out of sight."
        )
    _refuse_unless_undoable(batch, keep_history=True)
    plan = batch.plan
    assert plan is not None
    kept = bool(worked_on(batch)) or plan.versions.exists()
    if kept:
        _remove(plan, today)
    else:
        _delete(batch, plan)
    reason = approval.details["reason"]
    staying = _take_back_places(by, batch, reason, today)
    batch.state = ImportBatch.State.UNDONE
    batch.save()
    audit.record(
        by=by,
        what="plan.import.undone",
        about=batch,
        before={"plan": plan.slug},
        after={"kept_out_of_sight": kept, **({"places_stay": staying} if staying else {})},
        reason=reason,
    )
    return batch


def _refuse_unless_undoable(batch: ImportBatch, keep_history: bool) -> None:
    if batch.state != ImportBatch.State.ACCEPTED or batch.plan is None:
        raise ImportRefused(
            f"Only an import that is in the {authority.words()['plan']} can be undone: {importing.step(batch)}."
        )
    if batch.plan.versions.filter(withdrawn_on=None).exists():
        raise ImportRefused(
            f"This {authority.words()['plan']} is published. Withdraw what is published first, with the reason."
        )
    if (since := worked_on(batch)) and not keep_history:
        raise ImportRefused(
            f"{since} Confirm that the {authority.words()['plan']} is to go all the same: "
            "what they wrote is kept, out of sight."
        )


def _remove(plan: Plan, today: datetime.date) -> None:
    for rows in (plan.themes, plan.actions, Recommendation.objects.filter(theme__plan=plan)):
        rows.filter(removed_on=None).update(removed_on=today)
    plan.removed_on = today
    plan.save()


def _delete(batch: ImportBatch, plan: Plan) -> None:
    Action.objects.filter(plan=plan).delete()
    batch.plan = None
    batch.save()
    plan.delete()


def _take_back_places(by: User, batch: ImportBatch, reason: str, today: datetime.date) -> list[str]:
    """The places that it opened, and where nobody is: they go, or close where what is out of sight points at them."""
    found = opened_places.opened(batch, for_user=by, today=today)
    for place in found.going:
        unopening.take_back(by=by, place=place, reason=reason, today=today)
    return [place.name for place, _ in found.staying]


def _about(model: type[Plan | Theme | Recommendation | Action], rows: object) -> Q:
    keys = rows.annotate(key_text=Cast("pk", CharField())).values("key_text")  # type: ignore[attr-defined]
    return Q(kind=model._meta.label_lower, about__in=keys)
