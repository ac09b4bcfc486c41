"""The audit log as somebody may read it."""

import dataclasses
import datetime
import json

from django.core.paginator import Page, Paginator

from throughline.base import audit, permissions
from throughline.base.models import AuditEvent, AuditHead, User

PERMISSION = "system.audit_log_general.view"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One event. `before`, `after` are empty for somebody who may see only that something happened."""

    sequence: int
    at: datetime.datetime
    by: str
    what: str
    about: str
    before: str
    after: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Log:
    """A page of the log, the newest first."""

    page: Page[AuditEvent]
    entries: list[Entry]
    metadata_only: bool


def log(*, for_user: User, number: int, what: str = "", size: int = 50) -> Log:
    verdict = permissions.check(for_user, PERMISSION, in_part=True)
    found = AuditEvent.objects.select_related("by__person").order_by("-sequence")
    if what:
        found = found.filter(what__startswith=what)
    page = Paginator(found, size).get_page(number)
    hidden = verdict.metadata_only
    entries = [
        Entry(
            event.sequence,
            event.at,
            str(event.by) if event.by else "Throughline",
            event.what,
            f"{event.kind} {event.about}",
            "" if hidden else _shown(event.before),
            "" if hidden else _shown(event.after),
            "" if hidden else event.reason,
        )
        for event in page.object_list
    ]
    return Log(page, entries, hidden)


def checkpoint() -> tuple[int, str]:
    """The end of the chain: how many events there are, and the hash of the last."""
    head = AuditHead.objects.filter(pk=1).first()
    return (head.sequence, head.hash) if head else (0, "")


def faults(*, for_user: User) -> list[str]:
    """What is wrong with the chain. Reads every event."""
    permissions.check(for_user, PERMISSION, in_part=True)
    return audit.faults()


def _shown(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) if values else ""
