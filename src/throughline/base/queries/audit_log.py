"""The audit log as somebody may read it."""

import dataclasses
import datetime
import json
from collections.abc import Iterator, Mapping

from django.core.paginator import Page, Paginator

from throughline.base import audit, permissions
from throughline.base.models import AuditEvent, User

PERMISSION = "system.audit_log_general.view"
NOTHING = "nothing"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One event. `changes`, `reason` are empty for somebody who may see only that something happened.

    `kind`, `key`: what it is about. `changes`: of each thing that changed its name, and its value before and after.
    """

    sequence: int
    at: datetime.datetime
    by: str
    what: str
    kind: str
    key: str
    changes: list[tuple[str, object, object]]
    reason: str

    def refers(self, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The things, by kind and key, whose keys stand among the values; `kinds`: of what the named values are keys."""
        for name, *values in self.changes:
            if name in kinds:
                yield from ((kinds[name], str(one)) for value in values for one in _keys(value))

    def in_words(
        self, kinds: Mapping[str, str], names: Mapping[tuple[str, str], str]
    ) -> list[tuple[str, str, str]]:
        """The changes as one reads them, with the names of things in the place of their keys; what says nothing is left out."""

        def words(name: str, value: object) -> str:
            if (keys := _keys(value)) and name in kinds:
                return ", ".join(names.get((kinds[name], str(key)), str(key)) for key in keys)
            return _shown(value)

        rows = [(name, words(name, before), words(name, after)) for name, before, after in self.changes]
        return [
            (name.replace("_", " "), before, after)
            for name, before, after in rows
            if (before, after) != (NOTHING, NOTHING)
        ]


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


def _changes(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, object, object]]:
    return [(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]


def _keys(value: object) -> list[int]:
    """The keys that a value holds: one, or several."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, int) and not isinstance(one, bool)]


def _shown(value: object) -> str:
    """A value as one reads it."""
    match value:
        case None | "" | [] | {}:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case list():
            return ", ".join(_shown(one) for one in value)
        case _:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
