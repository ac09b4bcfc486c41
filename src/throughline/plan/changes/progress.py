"""Progress: what has been achieved so far, with evidence; and the check of that evidence by somebody else."""

import dataclasses
import datetime
import pathlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction

from throughline.base import audit
from throughline.base import rules as base_rules
from throughline.base.models import User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Attachment, ProgressEntry

MAX_FILE = 10 * 1024 * 1024  # bytes
KINDS = {".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".csv", ".txt", ".png", ".jpg", ".jpeg"}


class ProgressRefused(base_rules.Refused):
    """An entry that cannot be kept like this. The sentence is fit for the form."""


@dataclasses.dataclass(frozen=True)
class File:
    """A file that came with an entry."""

    name: str
    data: bytes
    is_evidence: bool = False


@transaction.atomic
def record_progress(
    *,
    by: User,
    action: Action,
    text: str,
    today: datetime.date,
    stage: rules.Stage | None = None,
    reason: str = "",
    next_review_on: datetime.date | None = None,
    files: Sequence[File] = (),
) -> ProgressEntry:
    """One dated entry, and with it perhaps a new stage. An entry is never changed afterwards."""
    permissions.check(by, "plan.activity.update_progress", action)
    for file in files:
        _check_file(file)
    action = Action.objects.select_for_update().get(pk=action.pk)
    old = rules.Stage(action.stage)
    new = old if stage is None else stage
    if new is rules.Stage.VERIFIED_DONE and new is not old:
        raise ProgressRefused("Somebody else checks the evidence and verifies it: report it as done first.")
    evidence = action.evidence_count + sum(file.is_evidence for file in files)
    if new is not old or next_review_on is not None:
        rules.check_move(
            old,
            new,
            reason=reason,
            has_evidence=evidence > 0,
            has_review_date=bool(next_review_on or action.next_review_on),
        )
    if not text.strip():
        raise ProgressRefused("Say in a sentence what has been done, or that nothing has.")
    entry = ProgressEntry.objects.create(
        action=action, text=text, said_on=today, author=by.person, stage=new if new is not old else ""
    )
    for file in files:
        attachment = Attachment(
            entry=entry, name=file.name, size=len(file.data), is_evidence=file.is_evidence
        )
        attachment.file.save(
            f"{entry.pk}{pathlib.Path(file.name).suffix.lower()}", ContentFile(file.data), save=True
        )
    before = {"stage": action.stage, "next_review_on": action.next_review_on}
    action.stage = new
    if new is not old:
        action.stage_reason = reason
    if next_review_on is not None:
        action.next_review_on = next_review_on
    action.updated_on = today
    action.progress_count += 1
    action.evidence_count = evidence
    action.save()
    was, now = audit.changed(before, {"stage": action.stage, "next_review_on": action.next_review_on})
    audit.record(
        by=by,
        what="plan.progress.recorded",
        about=action,
        before=was,
        after={"text": text, "files": [file.name for file in files], **now},
        reason=reason,
    )
    return entry


@transaction.atomic
def verify(*, by: User, action: Action, text: str, today: datetime.date) -> Action:
    """Somebody other than the one who reported it done has looked at the evidence: done and verified."""
    permissions.check_alone(by, "plan.activity.create_edit", action)
    action = Action.objects.select_for_update().get(pk=action.pk)
    rules.check_move(
        rules.Stage(action.stage), rules.Stage.VERIFIED_DONE, has_evidence=action.evidence_count > 0
    )
    reported = action.progress.filter(stage=rules.Stage.REPORTED_DONE).order_by("-id").first()
    if reported is not None and reported.author_id is not None and reported.author_id == by.person_id:
        raise ProgressRefused("You reported this as done, so somebody else must verify it.")
    ProgressEntry.objects.create(
        action=action, text=text, said_on=today, author=by.person, stage=rules.Stage.VERIFIED_DONE
    )
    action.stage, action.updated_on = rules.Stage.VERIFIED_DONE, today
    action.progress_count += 1
    action.save()
    audit.record(
        by=by,
        what="plan.action.verified",
        about=action,
        before={"stage": rules.Stage.REPORTED_DONE},
        after={"stage": rules.Stage.VERIFIED_DONE, "text": text},
    )
    return action


def _check_file(file: File) -> None:
    suffix = pathlib.Path(file.name).suffix.lower()
    if suffix not in KINDS:
        raise ProgressRefused(f"{file.name}: attach one of these kinds of file: {', '.join(sorted(KINDS))}.")
    if not file.data:
        raise ProgressRefused(f"{file.name} is empty. Choose the file again.")
    if len(file.data) > MAX_FILE:
        raise ProgressRefused(
            f"{file.name} is larger than {MAX_FILE // 1024 // 1024} MB. Attach a smaller one, or link to it."
        )
