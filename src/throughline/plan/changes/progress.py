"""Progress: what has been achieved so far, with evidence; and the check of that evidence by somebody else."""

import dataclasses
import datetime
import pathlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from throughline.base import audit, transaction
from throughline.base import permissions as base_permissions
from throughline.base import rules as base_rules
from throughline.base.models import User
from throughline.plan import permissions, rules
from throughline.plan.changes import actions
from throughline.plan.models import Action, Attachment, ProgressEntry
from throughline.plan.rules import evidence

KEPT = (
    "stage",
    "stage_reason",
    "next_review_on",
    "updated_on",
    "stuck_on",
    "progress_count",
    "evidence_count",
)
MOST_FILES = 10
LONGEST_NAME = 200  # letters
MAX_FILE = 10 * 1024 * 1024  # bytes


class ProgressRefused(base_rules.Refused):
    """An entry that cannot be kept like this. The sentence is fit for the form."""


@dataclasses.dataclass(frozen=True)
class File:
    """A file that came with an entry."""

    name: str
    data: bytes
    is_evidence: bool = False


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
    answer: rules.Answer | None = None,
) -> ProgressEntry:
    """One dated entry, and with it perhaps a new stage. An entry is never changed afterwards.

    answer: what it says to the monthly question; one that says stuck marks the action until the next entry.

    Whoever may only record progress reports news (rules.is_decision says what is more than that). Files are there when the
    entry is, and gone when it is not. What is sent twice, by a second click or by going back, is one entry.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            return _record(
                by, action, text.strip(), today, stage, reason.strip(), next_review_on, files, stored, answer
            )
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def _record(
    by: User,
    action: Action,
    text: str,
    today: datetime.date,
    stage: rules.Stage | None,
    reason: str,
    next_review_on: datetime.date | None,
    files: Sequence[File],
    stored: list[str],
    answer: rules.Answer | None,
) -> ProgressEntry:
    action = actions.locked(action)
    permissions.check(by, "plan.activity.update_progress", action)
    _check_files(files)
    if not text:
        raise ProgressRefused("Say in a sentence what has been done, or that nothing has.")
    if len(text) > rules.LONGEST_TEXT:
        raise ProgressRefused(
            f"This has {len(text):,} letters. Say it in at most {rules.LONGEST_TEXT:,}, and attach the rest as a file."
        )
    old = rules.Stage(action.stage)
    new = old if stage is None else stage
    if (sent := _sent_before(by, action, text, new, files, today, answer)) is not None:
        return sent
    shown = action.evidence_count + sum(file.is_evidence for file in files)
    review = action.next_review_on  # a word alone leaves it where it stands
    if stage is not None or next_review_on is not None:
        review = _check_stage(by, action, old, new, reason, next_review_on, today)
    entry = ProgressEntry.objects.create(
        action=action,
        text=text,
        said_on=today,
        author=by.person,
        stage=new if new is not old else "",
        answer=answer or "",
    )
    for file in files:
        attachment = Attachment(
            entry=entry, name=_short_name(file.name), size=len(file.data), is_evidence=file.is_evidence
        )
        suffix = pathlib.Path(file.name).suffix.lower()
        attachment.file.save(f"{entry.pk}{suffix}", ContentFile(file.data), save=False)
        stored.append(str(attachment.file.name))
        attachment.save()
    before = {"stage": action.stage, "next_review_on": action.next_review_on}
    action.stage, action.next_review_on = new, review
    if new is not old:
        action.stage_reason = reason
    action.updated_on, action.evidence_count = today, shown
    action.stuck_on = today if answer is rules.Answer.STUCK else None
    action.progress_count += 1
    action.save(update_fields=KEPT)
    was, now = audit.changed(before, {"stage": action.stage, "next_review_on": action.next_review_on})
    names = {"files": [file.name for file in files], "evidence": any(file.is_evidence for file in files)}
    audit.record(
        by=by,
        what="plan.progress.recorded",
        about=action,
        before=was,
        after={"text": text, **names, **now, **({"answer": answer} if answer else {})},
        reason=reason,
    )
    return entry


def _sent_before(
    by: User,
    action: Action,
    text: str,
    stage: rules.Stage,
    files: Sequence[File],
    today: datetime.date,
    answer: rules.Answer | None,
) -> ProgressEntry | None:
    """The last entry, if it is theirs of today and says and brings just the same: the form was sent twice."""
    last = action.progress.order_by("id").last()
    if last is None or by.person_id is None or action.stage != stage:
        return None
    if (last.author_id, last.text, last.said_on, last.answer) != (by.person_id, text, today, answer or ""):
        return None
    had = sorted(last.attachments.values_list("name", "size", "is_evidence"))
    return (
        last
        if had == sorted((_short_name(one.name), len(one.data), one.is_evidence) for one in files)
        else None
    )


def _check_stage(
    by: User,
    action: Action,
    old: rules.Stage,
    new: rules.Stage,
    reason: str,
    next_review_on: datetime.date | None,
    today: datetime.date,
) -> datetime.date | None:
    """Refuses what may not follow, and decisions by those who only record progress. Returns the next review date."""
    if new is rules.Stage.VERIFIED_DONE and new is not old:
        raise ProgressRefused("Somebody else checks the evidence and verifies it: report it as done first.")
    if rules.is_decision(old, new):
        permissions.check_alone(by, "plan.activity.create_edit", action)
    if new is not rules.Stage.ONGOING:
        rules.check_move(old, new, reason=reason)
        return action.next_review_on
    if next_review_on is None and action.next_review_on is not None and action.next_review_on > today:
        next_review_on = action.next_review_on
    rules.check_move(old, new, has_review_date=next_review_on is not None)
    rules.check_review_date(next_review_on, today=today)
    return next_review_on


@transaction.atomic
def verify(*, by: User, action: Action, text: str, today: datetime.date) -> Action:
    """Somebody who neither reported it done nor attached the evidence has looked at that: done and verified."""
    action = actions.locked(action)
    permissions.check_alone(by, "plan.activity.create_edit", action)
    rules.check_move(
        rules.Stage(action.stage), rules.Stage.VERIFIED_DONE, has_evidence=action.evidence_count > 0
    )
    _refuse_own_work(by, action)
    ProgressEntry.objects.create(
        action=action, text=text, said_on=today, author=by.person, stage=rules.Stage.VERIFIED_DONE
    )
    action.stage, action.updated_on, action.stuck_on = rules.Stage.VERIFIED_DONE, today, None
    action.progress_count += 1
    action.save(update_fields=KEPT)
    audit.record(
        by=by,
        what="plan.action.verified",
        about=action,
        before={"stage": rules.Stage.REPORTED_DONE},
        after={"stage": rules.Stage.VERIFIED_DONE, "text": text},
    )
    return action


def _refuse_own_work(by: User, action: Action) -> None:
    """Asked of the audit log, which knows the account even where the entry knows no person."""
    for event in audit.history(action):
        if (
            event.what != "plan.progress.recorded"
            or event.by is None
            or not base_permissions.same_person(by, event.by)
        ):
            continue
        if event.after.get("stage") == rules.Stage.REPORTED_DONE:
            raise ProgressRefused("You reported this as done, so somebody else must verify it.")
        if event.after.get("evidence"):
            raise ProgressRefused("You attached the evidence, so somebody else must verify it.")


def _short_name(name: str) -> str:
    """At most 200 letters; the suffix stays."""
    path = pathlib.PurePath(name)
    return name if len(name) <= LONGEST_NAME else path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def _check_files(files: Sequence[File]) -> None:
    if len(files) > MOST_FILES:
        raise ProgressRefused(f"Attach at most {MOST_FILES} files to one entry.")
    for file in files:
        _check_file(file)


def _check_file(file: File) -> None:
    suffix = pathlib.Path(file.name).suffix.lower()
    if suffix not in evidence.KINDS:
        kinds = ", ".join(sorted(evidence.KINDS))
        raise ProgressRefused(f"{file.name}: attach one of these kinds of file: {kinds}.")
    if not file.data:
        raise ProgressRefused(f"{file.name} is empty. Choose the file again.")
    if len(file.data) > MAX_FILE:
        raise ProgressRefused(
            f"{file.name} is larger than {MAX_FILE // 1024 // 1024} MB. Attach a smaller one, or link to it."
        )
    evidence.check(file.name, file.data)
