"""The target date of a row on its way in: its words read by the date that the document has now, or what a person said."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from documents import plan as documents_plan
from documents import targets

READ_AGAIN = (
    "the date of the document was corrected after somebody looked at this, so the words were read again"
)


@dataclasses.dataclass(frozen=True)
class Dates:
    """The date of the document by which target dates were read at first, and the one by which they are read now."""

    read: str | None
    now: str | None


def read_again(start: documents_plan.Target, dates: Dates) -> documents_plan.Target:
    """The target by the date that the document has now: what its words alone told, and not what a file recorded of it."""
    if dates.read == dates.now or start != targets.read_target(start.text, document_date=dates.read):
        return start
    return targets.read_target(start.text, document_date=dates.now)


def target(start: documents_plan.Target, edit: Mapping[str, Any], dates: Dates) -> documents_plan.Target:
    """A day that a person gave stands. Words are read by the document's date, and doubts about them settled by looking:
    those of that reading alone, for under another date of the document the same words may say another day."""
    said = edit.get("target") or {"text": start.text}
    text, day = said["text"], said.get("day")
    if day is not None:
        end = datetime.date.fromisoformat(day)
        return documents_plan.Target(text=text, kind=documents_plan.TargetKind.BY_DAY, end=end)
    first = start if text == start.text else targets.read_target(text, document_date=dates.read)
    found = read_again(first, dates)
    if not (edit.get("right") or ("target" in edit and text == start.text)):
        return found
    seen = read_again(first, dataclasses.replace(dates, now=edit.get("dated", dates.read)))
    return dataclasses.replace(found, doubts=() if same_days(found, seen) else (*found.doubts, READ_AGAIN))


def same_days(one: documents_plan.Target, other: documents_plan.Target) -> bool:
    return (one.kind, one.start, one.end) == (other.kind, other.start, other.end)
