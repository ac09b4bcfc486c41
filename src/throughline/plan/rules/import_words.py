"""What the words of a document mean for the plan: the stage of an action, the short name of a plan, the day of a review."""

import calendar
import dataclasses
import datetime
import re

from documents.plan import Source, Target, TargetKind
from throughline.plan.rules.stages import Stage
from throughline.plan.rules.status import status

GOES_ON = {TargetKind.ONGOING, TargetKind.RECURRING, TargetKind.DATE_AND_ONGOING}
MOST_INITIALS = 6
RESERVED = {
    "mine",
    "new",
    "import",
    "to-reassign",
    "leads-to-match",
    "merges",
    "answer",
}  # pages of the plan that stand beside the plans themselves
UNTOLD = {  # words of a title that tell one plan from another no better than a cover would
    *(
        "a",
        "an",
        "and",
        "for",
        "in",
        "of",
        "on",
        "our",
        "the",
        "to",
        "with",
        "action",
        "plan",
        "draft",
        "final",
        "version",
    ),
    *(
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
}


def stage_meant(target: Target, *, has_achieved: bool) -> Stage:
    """Where an action stands, by what the document says in its target date and in what has been achieved."""
    if target.status_hint == "partly complete":
        return Stage.IN_PROGRESS
    if target.kind is TargetKind.COMPLETED or target.status_hint == "complete":
        return Stage.REPORTED_DONE
    if target.kind in GOES_ON or target.status_hint == "ongoing":
        return Stage.ONGOING
    if target.status_hint == "underway" or has_achieved:
        return Stage.IN_PROGRESS
    return Stage.AGREED


@dataclasses.dataclass
class Coming:
    """An action that is not made yet, as the rules of the status look at one."""

    stage: str
    target_kind: str
    target_start: datetime.date | None
    target_end: datetime.date | None
    made_on: datetime.date
    next_review_on: datetime.date | None
    stage_reason: str = ""
    updated_on: datetime.date | None = None


def status_meant(target: Target, *, has_achieved: bool, today: datetime.date) -> str:
    """The words of the status with which the plan page would show it today."""
    stage = stage_meant(target, has_achieved=has_achieved)
    review = today if stage is Stage.ONGOING else None  # it will be ahead: no import makes one that is due
    coming = Coming(stage, target.kind.value, target.start, target.end, today, review)
    return status(coming, today=today).words


def where(source: Source) -> str:
    """Where something stood, in words: "page 3, table 2, row 5", and what it was continued by."""
    parts = [
        f"{name} {value}"
        for name in ("sheet", "page", "table", "row", "line")
        if (value := getattr(source, name)) is not None
    ]
    return "; continued at ".join([", ".join(parts), *(where(more) for more in source.more)])


def initials(title: str, organisation: str) -> str:
    """A short name for the address and the references, made of the title's initials: "Race equality plan" gives "re"."""
    for text in (title, organisation):
        words = re.findall(r"[^\W\d_]+", re.sub(r"['’]", "", text.casefold()))
        if found := "".join(word[0] for word in words if word not in UNTOLD and word[0].isascii()):
            return found[:MOST_INITIALS]
    return "plan"


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day some months later, or the last day of that month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
