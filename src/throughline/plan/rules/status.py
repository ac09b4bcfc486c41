"""The status of an action as it is shown: derived from its stage, its target date and its last update, in words."""

import dataclasses
import datetime
from typing import Protocol

from throughline.base import rules as base_rules
from throughline.plan.rules import target_meaning
from throughline.plan.rules.stages import CLOSED, Stage


class Facts(Protocol):
    """What the rules look at. A row of the action table has these, and so has a plain value in a test."""

    stage: str
    stage_reason: str
    target_kind: str
    target_start: datetime.date | None
    target_end: datetime.date | None
    next_review_on: datetime.date | None
    updated_on: datetime.date | None
    made_on: datetime.date


@dataclasses.dataclass(frozen=True)
class Status:
    """A status: `name` for lists and addresses, `words` for people, `why` in one sentence, `tone` for the tag."""

    name: str
    words: str
    why: str
    tone: str


STATUSES = {  # name -> (words, tone), in the order of lists
    "proposed": ("Proposed", "purple"),
    "not_started": ("Not started", "grey"),
    "in_progress": ("In progress", "blue"),
    "overdue": ("Overdue", "red"),
    "review_due": ("Review due", "orange"),
    "ongoing": ("Ongoing", "teal"),
    "reported_done": ("Done as reported", "yellow"),
    "verified_done": ("Done and verified", "green"),
    "stopped": ("Stopped", "grey"),
    "declined": ("Declined", "grey"),
}


WHEN = {  # name -> when it is shown, for the reference
    "proposed": "somebody proposed it, and it is not agreed yet",
    "not_started": "agreed, its date not past, and nobody has said that work has begun",
    "in_progress": "work is under way, its date not past",
    "overdue": "agreed or in progress, and every day that its date can mean is past",
    "review_due": "ongoing, and its next review date is past",
    "ongoing": "it goes on, and its next review date is still ahead",
    "reported_done": "it is reported as done; no evidence has been checked",
    "verified_done": "somebody else has checked the evidence",
    "stopped": "given up, with the reason",
    "declined": "proposed and not taken up, with the reason",
}


def last_day_meant(facts: Facts) -> datetime.date | None:
    """The last day that the target date can mean: "in March 2021" is not missed before 1 April. None: no usable date."""
    return facts.target_end


def is_overdue(facts: Facts, *, today: datetime.date) -> bool:
    """Open, with a date all of whose meanings are past. What is ongoing is judged by its review date instead."""
    if Stage(facts.stage) in CLOSED | {Stage.PROPOSED, Stage.ONGOING}:
        return False
    last = last_day_meant(facts)
    return last is not None and last < today


def is_review_due(facts: Facts, *, today: datetime.date) -> bool:
    return (
        Stage(facts.stage) is Stage.ONGOING
        and facts.next_review_on is not None
        and facts.next_review_on < today
    )


def days_since_update(facts: Facts, *, today: datetime.date) -> int | None:
    """Days since a person last said something. None: nobody has yet."""
    return None if facts.updated_on is None else (today - facts.updated_on).days


def is_silent(facts: Facts, *, today: datetime.date, cycle_days: int) -> bool:
    """Agreed and open, and nobody has said anything for longer than a cycle (counted from its making if nobody ever did)."""
    if Stage(facts.stage) in CLOSED | {Stage.PROPOSED}:
        return False
    return (today - (facts.updated_on or facts.made_on)).days > cycle_days


def status(facts: Facts, *, today: datetime.date) -> Status:
    """The one status that is shown, and why."""
    stage = Stage(facts.stage)
    if stage is Stage.PROPOSED:
        return _made("proposed", "Somebody proposed it; it is not agreed yet.")
    if stage in {Stage.STOPPED, Stage.DECLINED}:
        return _made(stage.value, f"The reason: {facts.stage_reason}")
    if stage is Stage.VERIFIED_DONE:
        return _made("verified_done", "It is reported as done, and somebody else has checked the evidence.")
    if stage is Stage.REPORTED_DONE:
        return _made("reported_done", "It is reported as done; no evidence has been checked yet.")
    if is_overdue(facts, today=today):
        last = last_day_meant(facts)
        assert last is not None
        late = (today - last).days
        return _made(
            "overdue",
            f"Its date ran out on {target_meaning.day(last)}, {base_rules.counted(late, 'day')} ago, and it is not closed.",
        )
    if is_review_due(facts, today=today):
        assert facts.next_review_on is not None
        return _made(
            "review_due",
            f"It is ongoing, and was to be looked at again on {target_meaning.day(facts.next_review_on)}.",
        )
    if stage is Stage.ONGOING:
        assert facts.next_review_on is not None
        goes_on = target_meaning.ongoing(last_day_meant(facts))
        again = f"it is looked at again on {target_meaning.day(facts.next_review_on)}"
        return _made("ongoing", f"It is {goes_on}; {again}.")
    if stage is Stage.AGREED:
        return _made("not_started", "It is agreed, and nobody has said that work has begun.")
    return _made("in_progress", "It is reported that work is under way.")


def _made(name: str, why: str) -> Status:
    words, tone = STATUSES[name]
    return Status(name, words, why, tone)
