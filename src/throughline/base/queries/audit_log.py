"""The audit log as somebody may read it."""

import dataclasses
import datetime
import json

from django.core.paginator import Page, Paginator

from throughline.base import audit, permissions
from throughline.base.models import AuditEvent, User

PERMISSION = "system.audit_log_general.view"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One event. `changes`, `reason` are empty for somebody who may see only that something happened.

    `kind`, `key`: what it is about. `changes`: of each thing that changed its name, how it was before and after.
    """

    sequence: int
    at: datetime.datetime
    by: str
    what: str
    kind: str
    key: str
    changes: list[tuple[str, str, str]]
    reason: str


@dataclasses.dataclass(frozen=True)
class Log:
    """A page of the log, the newest first."""

    page: Page[AuditEvent]
    entries: list[Entry]
    metadata_only: bool
    checkpoint: audit.Checkpoint


def log(*, for_user: User, number: str | int = 1, what: str = "", size: int = 50) -> Log:
    """A page of the events whose name begins with `what`. A number that is none is the first page, or the last."""
    verdict = permissions.check(for_user, PERMISSION, in_part=True)
    found = AuditEvent.objects.select_related("by__person").order_by("-sequence")
    if what:
        found = found.filter(what__startswith=what)
    if verdict.metadata_only:
        found = found.defer("before", "after", "reason")
    page = Paginator(found, size).get_page(number)
    entries = [_entry(event, verdict.metadata_only) for event in page.object_list]
    return Log(page, entries, verdict.metadata_only, audit.checkpoint())


def faults(*, for_user: User, checkpoint: audit.Checkpoint | None = None) -> list[str]:
    """What is wrong with the chain. Reads every event."""
    permissions.check(for_user, PERMISSION, in_part=True)
    return audit.faults(checkpoint)


def _entry(event: AuditEvent, hidden: bool) -> Entry:
    return Entry(
        event.sequence,
        event.at,
        str(event.by) if event.by else "Throughline",
        event.what,
        event.kind,
        event.about,
        [] if hidden else _changes(event.before, event.after),
        "" if hidden else event.reason,
    )


def _changes(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, str, str]]:
    names = sorted({*before, *after})
    return [(name.replace("_", " "), _shown(before.get(name)), _shown(after.get(name))) for name in names]


def _shown(value: object) -> str:
    """A value as one reads it."""
    match value:
        case None | "" | [] | {}:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case list():
            return ", ".join(_shown(one) for one in value)
        case _:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
