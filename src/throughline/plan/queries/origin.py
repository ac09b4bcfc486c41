"""Where an action came from: its row of the import, and what the document itself says."""

import dataclasses

from throughline.base.models import AuditEvent, User
from throughline.plan import permissions
from throughline.plan.models import Action, ImportBatch
from throughline.plan.queries.importing import PREVIEW
from throughline.plan.queries.plans import VIEW


@dataclasses.dataclass(frozen=True)
class Origin:
    """`target`: the author's words of its target date; None where they stand with the action still.

    `batch`, `row`: its row of the import, for those who may see that.
    """

    target: str | None
    batch: int | None = None
    row: str = ""


def origin(action: Action, *, for_user: User) -> Origin | None:
    """None for what was added by hand."""
    permissions.check(for_user, VIEW, action)
    events = AuditEvent.objects.filter(kind=action._meta.label_lower, about=str(action.pk))
    event = events.filter(what="plan.action.imported").first()
    if event is None:
        return None
    words = event.after.get("target_in_document", event.after.get("target_text", ""))
    target = None if words == action.target_text else words
    rows = ImportBatch.objects.defer("read", "corrected", "decisions").select_related("place__parent__parent")
    batch = rows.filter(pk=event.after.get("import")).first()
    if batch is None or not permissions.may(for_user, PREVIEW, batch):
        return Origin(target)
    return Origin(target, batch.pk, event.after["row"])
