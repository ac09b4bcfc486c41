"""A document on its way into a live plan: upload, correct, ask a second person, accept; or cancel."""

import datetime
import hashlib
import pathlib
from collections.abc import Mapping
from typing import Any

import documents
from documents import plan as documents_plan
from documents import plan_json
from throughline.base import audit, transaction
from throughline.base import permissions as base_permissions
from throughline.base.changes import approvals
from throughline.base.models import Approval, Place, User
from throughline.base.queries import authority
from throughline.base.rules import Refused, counted
from throughline.plan import permissions
from throughline.plan.changes import making, telling
from throughline.plan.models import ImportBatch, Plan
from throughline.plan.queries import importing, short_names
from throughline.plan.rules import corrections

UPLOAD, COMMIT = "plan.import_batch.upload_preview", "plan.import_batch.commit_or_undo"
ACCEPT = "accept_import"
MAX_BYTES = 20 * 1024 * 1024


class ImportRefused(Refused):
    """An import that cannot go on like this. The sentence is fit for the page."""


class Overtaken(ImportRefused):
    """Somebody else saved the same at the very same moment."""


def upload(
    *, by: User, name: str, data: bytes, today: datetime.date, place: Place | None = None
) -> ImportBatch:
    """Read a file, in documents' own guarded process, and keep what was read. ImportRefused when it cannot be read."""
    batch = ImportBatch(file_name=pathlib.PurePath(name).name[:200], place=place, uploaded_by=by)
    permissions.check_alone(by, UPLOAD, batch)
    document = read(batch.file_name, data)
    batch.sha256 = hashlib.sha256(data).hexdigest()
    batch.uploaded_on = today
    batch.read = plan_json.to_json(document)
    batch.corrected = plan_json.to_json(corrections.corrected(document, {}))
    with transaction.atomic():
        batch.save()
        after = {"file": batch.file_name, "sha256": batch.sha256, "actions": len(document.actions)}
        audit.record(by=by, what="plan.import.uploaded", about=batch, after=after)
    return batch


def read(name: str, data: bytes) -> documents_plan.Plan:
    """What documents makes of a file. ImportRefused when it cannot be read, or holds no action."""
    try:
        found = documents.read(data, name=name)
    except documents.Refused as refusal:
        raise ImportRefused(str(refusal)) from refusal
    if not found.actions:
        words = authority.words()
        raise ImportRefused(
            f"{name}: no {words['action']} was found in it. {_capital(words['an_plan'])} is read from tables "
            f"whose columns say what the {words['action']} is, who leads it and by when; check that this is the right file."
        )
    return found


@transaction.atomic
def correct(
    *, by: User, batch: ImportBatch, decisions: Mapping[str, Any], today: datetime.date
) -> ImportBatch:
    """What a person decided so far (rules.corrections); what was read stays as it was.

    `decisions` are all of them, made of those of `batch` as that person saw it. Only what differs is taken over, so that
    what somebody else decided in the meantime stays. Overtaken when they decided the same thing in another way.
    """
    permissions.check_alone(by, UPLOAD, batch)
    seen, part = batch.decisions, _part(batch.decisions, decisions)
    batch = _unasked(batch)
    if _clash(part, _part(seen, batch.decisions)):
        raise Overtaken(
            "Somebody else saved the same just now. Save again to see what they say beside what you say."
        )
    if part.get("slug"):
        short_names.check(part["slug"])
    before = batch.decisions
    batch.decisions = _merged(before, part)
    batch.corrected = plan_json.to_json(
        corrections.corrected(plan_json.from_json(batch.read), batch.decisions)
    )
    batch.save()
    old, new = audit.changed(before, batch.decisions)
    if new:
        audit.record(by=by, what="plan.import.corrected", about=batch, before=old, after=new)
    return batch


@transaction.atomic
def belongs_to(*, by: User, batch: ImportBatch, place: Place | None, today: datetime.date) -> ImportBatch:
    """Whose plan it is: one must be allowed to import for that place too."""
    permissions.check_alone(by, UPLOAD, batch)
    batch = _unasked(batch)
    before = {"place": batch.place_id}
    batch.place = place
    permissions.check_alone(by, UPLOAD, batch)
    batch.save()
    after = {"place": batch.place_id}
    if before != after:
        audit.record(by=by, what="plan.import.corrected", about=batch, before=before, after=after)
    return batch


@transaction.atomic
def ask_to_accept(*, by: User, batch: ImportBatch, today: datetime.date) -> Approval:
    """Ask a second person to let it into the plan. Nobody can correct it while it waits."""
    permissions.check(by, COMMIT, batch)
    batch = _locked(batch)
    document = plan_json.from_json(batch.corrected)
    if not document.actions:
        raise ImportRefused(
            f"Every {authority.words()['action']} is left out, so there is nothing to import."
        )
    _refuse_too_long(batch)
    _refuse_out_of_reach(by, batch, today)
    if typed := batch.decisions.get("slug"):
        short_names.check(typed)
    words = authority.words()
    actions = counted(len(document.actions), words["action"], words["actions"])
    return approvals.ask(
        by=by,
        permission=COMMIT,
        scope=permissions.scope(batch),
        about=batch,
        change=ACCEPT,
        says=f"Make a live {words['plan']} of {batch.file_name}: “{document.title}”, {actions}.",
        today=today,
    )


@transaction.atomic
def take_back(*, by: User, batch: ImportBatch, today: datetime.date) -> Approval:
    """Whoever asked for a second person asks no more, and the import can be corrected again."""
    permissions.check_alone(by, UPLOAD, batch)
    waiting = importing.approval_waiting(batch)
    if waiting is None:
        raise ImportRefused("Nothing waits for a second person any more, so there is nothing to take back.")
    if not base_permissions.same_person(by, waiting.asked_by):
        raise ImportRefused(f"{waiting.asked_by} asked for this. You can refuse it, with a reason.")
    return approvals.refuse(by=by, approval=waiting, reason="", today=today)


@transaction.atomic
def accept(*, by: User, approval: Approval, today: datetime.date) -> Plan:
    """The second person agrees: the whole plan is made, or nothing of it."""
    batch = _locked(ImportBatch.objects.get(pk=approval.about))
    approvals.approve(by=by, approval=approval, scope=permissions.scope(batch), today=today)
    for one in (approval.asked_by, by):
        _refuse_out_of_reach(one, batch, today)
    document = plan_json.from_json(batch.corrected)
    _refuse_taken(batch)
    plan, made = making.make(
        by=by,
        asked_by=approval.asked_by,
        batch=batch,
        document=document,
        slug=importing.short_name(batch, document),
        review_months=authority.authority().review_months,
        today=today,
    )
    telling.tell_of_import(plan, today=today)
    batch.state, batch.plan = ImportBatch.State.ACCEPTED, plan
    event = audit.record(
        by=by,
        what="plan.import.accepted",
        about=batch,
        after={"plan": plan.slug, "actions": len(made["actions"]), "to_match": len(made["to_match"])},
    )
    batch.made = {**made, "sequence": event.sequence, "on": today.isoformat()}
    batch.save()
    return plan


@transaction.atomic
def cancel(*, by: User, batch: ImportBatch, today: datetime.date) -> ImportBatch:
    """Nothing comes of it. What was read is thrown away; that there was an upload is not forgotten."""
    permissions.check_alone(by, UPLOAD, batch)
    batch = _unasked(batch)
    batch.state = ImportBatch.State.CANCELLED
    batch.read, batch.corrected, batch.decisions = {}, {}, {}
    batch.save()
    audit.record(by=by, what="plan.import.cancelled", about=batch)
    return batch


def import_file(path: pathlib.Path, *, by: User, approved_by: User | None, today: datetime.date) -> Plan:
    """A file into a live plan in one go, for the command line: two people answer for it, as on the pages."""
    if approved_by is None or approved_by == by:
        raise ImportRefused("An import needs a second person: name another account with --approved-by EMAIL.")
    with transaction.atomic():
        batch = upload(by=by, name=path.name, data=path.read_bytes(), today=today)
        approval = ask_to_accept(by=by, batch=batch, today=today)
        return accept(by=approved_by, approval=approval, today=today)


def _refuse_too_long(batch: ImportBatch) -> None:
    found = corrections.rows(plan_json.from_json(batch.read), batch.decisions)
    for row in found:
        if row.too_long and not row.left_out:
            start = " ".join(row.now.action.split()[:8])
            raise ImportRefused(f"“{start}…”: {row.too_long}, or leave the row out.")


def _refuse_taken(batch: ImportBatch) -> None:
    """What somebody typed is not replaced by another name in silence."""
    typed = batch.decisions.get("slug")
    try:
        if typed:
            short_names.check(typed)
    except Refused as refusal:
        raise ImportRefused(
            f"{refusal} Somebody took it while this waited: refuse the request with that reason. "
            "Whoever asked can then change the short name and ask again."
        ) from refusal


def _refuse_out_of_reach(by: User, batch: ImportBatch, today: datetime.date) -> None:
    if names := importing.out_of_reach(batch, for_user=by, today=today):
        words = authority.words()
        raise ImportRefused(
            f"{by} may not add {words['actions']} to these places: {', '.join(names)}. "
            f"Say of these {words['services']} that they are other places, or keep only the words."
        )


def _part(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What of `after` is not as before: by row, theme, leftover, service and lead. None: no longer decided."""
    found: dict[str, Any] = {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if isinstance(old or new, Mapping):
            old, new = old or {}, new or {}
            one = {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}
            found |= {name: one} if one else {}
        elif old != new:
            found[name] = new
    return found


def _clash(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two parts decide one thing in different ways."""
    for name in mine.keys() & theirs.keys():
        one, other = mine[name], theirs[name]
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            if any(one[key] != other[key] for key in one.keys() & other.keys()):
                return True
        elif one != other:
            return True
    return False


def _merged(decisions: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """The decisions with one part laid over them."""
    found = dict(decisions)
    for name, value in part.items():
        if isinstance(value, Mapping):
            value = {key: one for key, one in {**found.get(name, {}), **value}.items() if one is not None}
        found[name] = value
    return {name: value for name, value in found.items() if value is not None}


def step(batch: ImportBatch) -> str:
    """At which step it is, in words that go on a sentence."""
    if batch.state == ImportBatch.State.ACCEPTED:
        return f"in the {authority.words()['plan']}"
    return batch.get_state_display().lower()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _locked(batch: ImportBatch) -> ImportBatch:
    rows = ImportBatch.objects.select_related("place__parent__parent").select_for_update(of=("self",))
    fresh = rows.get(pk=batch.pk)
    if fresh.state != ImportBatch.State.READ:
        raise ImportRefused(f"This import is at another step now: {step(fresh)}.")
    return fresh


def _unasked(batch: ImportBatch) -> ImportBatch:
    fresh = _locked(batch)
    if importing.approval_waiting(fresh):
        raise ImportRefused(
            "This waits for a second person, who must see what was asked for. To change it, take the request back first."
        )
    return fresh
