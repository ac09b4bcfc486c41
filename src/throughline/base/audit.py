"""The audit chain: record an event inside the change's own transaction; verify the whole of it."""

import collections
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from throughline.base.models import AuditEvent, AuditHead, User

SEALED = ("sequence", "at", "by_id", "what", "kind", "about", "before", "after", "reason", "previous_hash")


def record(
    *,
    by: User | None,
    what: str,
    about: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Add one event to the chain. Refuses outside a transaction: an event without its change would be a lie."""
    [event] = record_many([(what, about, before or {}, after or {})], by=by, reason=reason)
    return event


def record_many(
    events: Iterable[tuple[str, models.Model, Mapping[str, Any], Mapping[str, Any]]],
    *,
    by: User | None,
    reason: str = "",
) -> list[AuditEvent]:
    """Add (what, about, before, after) events in one go: an import of thousands of rows stays fast."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record belongs inside the transaction of the change that it records")
    head = AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
    at = timezone.now()
    rows = []
    for what, about, before, after in events:
        row = AuditEvent(
            sequence=head.sequence + 1,
            at=at,
            by=by,
            what=what,
            kind=about._meta.label_lower,
            about=str(about.pk),
            before=_plain(before),
            after=_plain(after),
            reason=reason,
            previous_hash=head.hash,
        )
        row.hash = seal(row)
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows, batch_size=500)
    head.save()
    return rows


def seal(event: AuditEvent) -> str:
    """SHA-256 over every field of the event, the hash of the one before among them."""
    fields = {name: getattr(event, name) for name in SEALED}
    fields["at"] = event.at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")
    text = json.dumps(
        fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
    )
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> list[str]:
    """What is wrong with the chain, in sentences; empty when nothing was changed, removed, added or cut off."""
    found: list[str] = []
    sequence, previous = 0, ""
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        sequence += 1
        if event.sequence != sequence:
            found.append(f"Event {sequence} is missing.")
            sequence = event.sequence
        if event.previous_hash != previous:
            found.append(f"Event {event.sequence} does not follow the one before it.")
        if event.hash != seal(event):
            found.append(f"Event {event.sequence} was altered after it was recorded.")
        previous = event.hash
    head = AuditHead.objects.filter(pk=1).first()
    if (head.sequence, head.hash) != (sequence, previous) if head else sequence != 0:
        found.append(f"The chain should end at event {head.sequence if head else 0}, but ends at {sequence}.")
    return found


def fields(thing: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields as the log keeps them: for `before` and `after`."""
    return {
        name: getattr(thing, f"{name}_id" if thing._meta.get_field(name).is_relation else name)
        for name in names
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, on both sides."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def history(about: models.Model) -> list[AuditEvent]:
    """Everything that was done to one thing, oldest first."""
    return list(
        AuditEvent.objects.filter(kind=about._meta.label_lower, about=str(about.pk))
        .select_related("by__person")
        .order_by("sequence")
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(collections.OrderedDict(values), cls=DjangoJSONEncoder))
