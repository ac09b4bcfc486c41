"""What the audit log holds of what a test did."""

from typing import Any

from throughline.base.models import AuditEvent


def events() -> list[tuple[str, str, dict[str, Any], dict[str, Any], str]]:
    """What was recorded, in order: the event, about which thing, before, after, why."""
    found = AuditEvent.objects.order_by("sequence")
    return [(one.what, one.about, one.before, one.after, one.reason) for one in found]


def last_event() -> tuple[str, dict[str, Any], dict[str, Any], str]:
    """The newest: the event, before, after, why."""
    event = AuditEvent.objects.latest("sequence")
    return event.what, event.before, event.after, event.reason
