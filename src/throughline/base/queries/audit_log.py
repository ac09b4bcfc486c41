"""The audit log as somebody may read it."""

import dataclasses
import datetime
import json

from django.core.paginator import Page, Paginator

from throughline.base import audit, permissions
from throughline.base.models import AuditEvent, User

PERMISSION = "system.audit_log_general.view"

PAGES = {  # what an event is about -> the address of its page, by its key, and who may open that
    "base.person": ("/people/{}/", "system.people_register.view"),
    "base.peopleimport": ("/people/imports/{}/", "system.people_register.import"),
    "base.user": ("/accounts/{}/", "system.user_account.view"),
}
KINDS = [  # how the names of events begin, and what they are of
    ("plan.", "Plans: everything"),
    ("plan.action.", "Plans: actions"),
    ("plan.import.", "Plans: imports"),
    ("plan.lead.", "Plans: leads"),
    ("plan.plan.", "Plans: plans, and their publication"),
    ("plan.progress.", "Plans: progress"),
    ("plan.recommendation.", "Plans: recommendations"),
    ("plan.theme.", "Plans: themes"),
    ("plan.version.", "Plans: withdrawn publications"),
    ("base.account.", "Accounts"),
    ("base.approval.", "What was asked of a second person, and decided"),
    ("base.notices.", "Choices about mail"),
    ("base.people_import.", "Imports of people"),
    ("base.person.", "People"),
    ("base.place.", "Places"),
    ("base.role.", "Roles"),
    ("base.settings.", "Settings"),
]


@dataclasses.dataclass(frozen=True)
class Entry:
    """One event. `changes`, `reason` are empty for somebody who may see only that something happened.

    `changes`: of each thing that changed its name, how it was before and after. `url`: the page of what it is about.
    """

    sequence: int
    at: datetime.datetime
    by: str
    what: str
    about: str
    url: str
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
    urls = {kind: url for kind, (url, view) in PAGES.items() if permissions.may(for_user, view)}
    entries = [_entry(event, verdict.metadata_only, urls) for event in page.object_list]
    return Log(page, entries, verdict.metadata_only, audit.checkpoint())


def faults(*, for_user: User, checkpoint: audit.Checkpoint | None = None) -> list[str]:
    """What is wrong with the chain. Reads every event."""
    permissions.check(for_user, PERMISSION, in_part=True)
    return audit.faults(checkpoint)


def _entry(event: AuditEvent, hidden: bool, urls: dict[str, str]) -> Entry:
    return Entry(
        event.sequence,
        event.at,
        str(event.by) if event.by else "Throughline",
        event.what,
        f"{event.kind} {event.about}",
        urls.get(event.kind, "").format(event.about),
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
