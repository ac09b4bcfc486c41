"""A file that comes back into a live plan: upload, take what was ticked in one transaction; cancel."""

import dataclasses
import datetime
import hashlib
import pathlib
from collections.abc import Collection

from documents import plan_json
from throughline.base import audit, transaction
from throughline.base import permissions as base_permissions
from throughline.base.models import User
from throughline.base.queries import authority
from throughline.base.rules import Refused, counted
from throughline.plan import permissions
from throughline.plan.changes import importing, taking
from throughline.plan.models import Merge, Plan
from throughline.plan.queries import merging as queries
from throughline.plan.queries.plans import VIEW


class MergeRefused(Refused):
    """A merge that cannot go on like this. The sentence is fit for the page."""


def upload(*, by: User, plan: Plan, name: str, data: bytes, today: datetime.date) -> Merge:
    """Read a file beside a live plan, in documents' own guarded process. Nothing changes yet."""
    base_permissions.check(by, queries.EDIT)
    permissions.check(by, VIEW, plan)
    merge = Merge(plan=plan, file_name=pathlib.PurePath(name).name[:200], uploaded_by=by, uploaded_on=today)
    read = importing.read(merge.file_name, data)
    merge.sha256 = hashlib.sha256(data).hexdigest()
    merge.read = plan_json.to_json(queries.corrected(plan, read, merge.sha256))
    merge.taken_before = plan.merges.filter(sha256=merge.sha256, state=Merge.State.TAKEN).first()
    with transaction.atomic():
        merge.save()
        after = {"file": merge.file_name, "sha256": merge.sha256, "actions": len(read.actions)}
        audit.record(by=by, what="plan.merge.uploaded", about=merge, after=after)
    return merge


@transaction.atomic
def take(*, by: User, merge: Merge, keys: Collection[str], today: datetime.date) -> Merge:
    """What was ticked comes into the plan, all of it or nothing, as if this person had typed it.

    keys: of the choices (queries.merging.Choice) as the person saw them; one that is there no more means that somebody
    changed the plan since, and nothing is taken.
    """
    merge = _waiting(merge, by)
    preview = queries.preview(merge, for_user=by, today=today)
    if not keys:
        raise MergeRefused("Nothing is ticked. Tick what is to come in, or cancel.")
    for key in keys:
        choice = preview.choices.get(key)
        if choice is None:
            raise MergeRefused(
                "Somebody changed what you were looking at. Here is how it stands now: look again, and tick what you want."
            )
        if not choice.open:
            raise MergeRefused(
                choice.refusal or "What was recorded as achieved stays: there is nothing to take."
            )
    made = taking.take(by=by, preview=preview, keys=frozenset(keys), today=today)
    merge.made, merge.state = [dataclasses.asdict(one) for one in made], Merge.State.TAKEN
    merge.save()
    after = {"file": merge.file_name, "taken": len(set(keys)), "offered": len(preview.choices)}
    audit.record(by=by, what="plan.merge.taken", about=merge, after=after)
    return merge


@transaction.atomic
def cancel(*, by: User, merge: Merge, today: datetime.date) -> Merge:
    """Nothing comes of it. What was read is thrown away; that there was a file is not forgotten."""
    merge = _waiting(merge, by)
    merge.state, merge.read = Merge.State.CANCELLED, {}
    merge.save()
    audit.record(by=by, what="plan.merge.cancelled", about=merge)
    return merge


@transaction.atomic
def undo(*, by: User, merge: Merge, reason: str, today: datetime.date) -> Merge:
    """Everything that it changed is as it was before. MergeRefused when somebody has changed any of it since."""
    merge = _mine(merge, by)
    if merge.state != Merge.State.TAKEN:
        raise MergeRefused(f"Only what was taken can be undone: {merge.get_state_display().lower()}.")
    if not reason.strip():
        raise MergeRefused("Say why it is to be undone: the reason stays in the history.")
    made = [taking.Made(**one) for one in merge.made]
    if names := taking.changed_since(made):
        words = authority.words()
        many = counted(len(names), words["action"], words["actions"])
        raise MergeRefused(
            f"{many} changed again since: {', '.join(names)}. Put these right by hand; nothing was undone."
        )
    if titles := taking.themes_gone(made):
        raise MergeRefused(
            f"What came from the file would go back to where it stood before, and this was removed since: {', '.join(titles)}. "
            "Put it back first; nothing was undone."
        )
    taking.put_back(by=by, made=made, reason=reason, today=today)
    merge.state = Merge.State.UNDONE
    merge.save()
    audit.record(by=by, what="plan.merge.undone", about=merge, after={"rows": len(made)}, reason=reason)
    return merge


def _mine(merge: Merge, by: User) -> Merge:
    """The merge as it stands now, for whoever brought the file or may change the plan; nobody else changes it meanwhile."""
    base_permissions.check(by, queries.EDIT)
    rows = Merge.objects.select_for_update(of=("self",)).select_related("plan__place__parent__parent")
    fresh = rows.get(pk=merge.pk, plan__removed_on=None)
    if not base_permissions.same_person(by, fresh.uploaded_by):
        permissions.check(by, queries.EDIT, fresh.plan)
    return fresh


def _waiting(merge: Merge, by: User) -> Merge:
    fresh = _mine(merge, by)
    if fresh.state != Merge.State.READ:
        raise MergeRefused(f"This file is at another step now: {fresh.get_state_display().lower()}.")
    return fresh
