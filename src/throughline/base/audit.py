"""The audit chain: record an event inside the change's own transaction; verify the whole of it."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from throughline.base.models import AuditEvent, AuditHead, User

SEALED = ("sequence", "at", "by_id", "what", "kind", "about", "before", "after", "reason", "previous_hash")
MOST = 100  # sentences about what is wrong: after so many, nobody reads on
Checkpoint = tuple[int, str]  # the number of an event and its hash


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
    ready = [(what, about, _plain(before), _plain(after)) for what, about, before, after in events]
    if not ready:
        return []
    head = lock()
    at = timezone.now()
    rows = []
    for what, about, before, after in ready:
        row = AuditEvent(
            sequence=head.sequence + 1,
            at=at,
            by=by,
            what=what,
            kind=about._meta.label_lower,
            about=str(about.pk),
            before=before,
            after=after,
            reason=reason,
            previous_hash=head.hash,
        )
        row.hash = seal(row)
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows, batch_size=500)
    head.save()
    return rows


def lock() -> AuditHead:
    """The end of the chain, for this transaction alone until it ends."""
    return AuditHead.objects.select_for_update().get_or_create(pk=1)[0]


def seal(event: AuditEvent) -> str:
    """SHA-256 over every field of the event, the hash of the one before among them."""
    fields = {name: getattr(event, name) for name in SEALED}
    fields["at"] = event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(checkpoint: Checkpoint | None = None) -> list[str]:
    """What is wrong with the chain, in sentences; empty when nothing was changed, removed, added or cut off.

    `checkpoint`: one that was noted earlier. With it, even a chain that was made anew from end to end is found out.
    """
    found: list[str] = []
    reader = _Reader()
    for sentence in reader.read():
        found.append(sentence)
        if len(found) == MOST:
            return [*found, "There is more. Only the first faults are listed."]
    if (
        checkpoint is not None
        and not AuditEvent.objects.filter(sequence=checkpoint[0], hash=checkpoint[1]).exists()
    ):
        found.append(f"Event {checkpoint[0]} is not the one of your checkpoint: the log was made anew since.")
    return found


def checkpoint() -> Checkpoint:
    """The end of the chain: how many events there are, and the hash of the last."""
    head = AuditHead.objects.filter(pk=1).first()
    return (head.sequence, head.hash) if head else (0, "")


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint as it is shown: "event 12, 9f86d0…". ValueError, with what to write, when it is none."""
    found = re.fullmatch(r"\D*(\d{1,15})\W+([0-9a-f]{64})\W*", text.strip().casefold())
    if found is None:
        raise ValueError("Write the number of the event and its hash: 64 figures and letters from a to f.")
    return int(found[1]), found[2]


class _Reader:
    """Reads the chain from its beginning, and knows where it stands."""

    def __init__(self) -> None:
        self.sequence, self.hash = 0, ""

    def read(self) -> Iterator[str]:
        """What is wrong, event by event. While it reads, others may add events: it reads on until it meets the end."""
        events = AuditEvent.objects.order_by("sequence")
        yield from self.follow(events.iterator(chunk_size=2000))
        while (end := checkpoint()) != (self.sequence, self.hash):
            before = self.sequence
            yield from self.follow(events.filter(sequence__gt=before))
            if self.sequence == before:
                yield f"The log should end at event {end[0]}, but ends at {before}, or ends otherwise."
                return

    def follow(self, events: Iterable[AuditEvent]) -> Iterator[str]:
        for event in events:
            if event.sequence != self.sequence + 1:
                yield _gap(self.sequence + 1, event.sequence - 1)
            if event.previous_hash != self.hash:
                yield f"Event {event.sequence} does not follow the one before it."
            if event.hash != seal(event):
                yield f"Event {event.sequence} was altered after it was recorded."
            self.sequence, self.hash = event.sequence, event.hash


def _gap(first: int, last: int) -> str:
    if last < first:
        return f"Event {last + 1} stands where event {first} should."
    return f"Event {first} is missing." if first == last else f"Events {first} to {last} are missing."


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


def last(about: models.Model, what: str) -> int:
    """The number of the last event about a thing whose name begins with `what`; 0 when there is none."""
    found = AuditEvent.objects.filter(
        kind=about._meta.label_lower, about=str(about.pk), what__startswith=what
    )
    return found.aggregate(last=models.Max("sequence"))["last"] or 0


def history(about: models.Model) -> list[AuditEvent]:
    """Everything that was done to one thing, oldest first."""
    return list(
        AuditEvent.objects.filter(kind=about._meta.label_lower, about=str(about.pk))
        .select_related("by__person")
        .order_by("sequence")
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As every database gives it back: fractions as text, because databases write them in different ways."""
    text = json.dumps(dict(values), cls=DjangoJSONEncoder)
    return json.loads(text, parse_float=str, parse_constant=_not_a_number)


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"The audit log cannot keep {word}")
