"""SMARTER: what an action lacks to be specific, measurable, assignable, realistic, time-bound, evaluated, readjusted."""

import dataclasses
import datetime
from typing import Protocol

from throughline.plan.rules.stages import CLOSED, OVER, Stage

MIN_LETTERS = 30  # less says a topic, not what will be done
LETTERS = {
    "specific": "Specific",
    "measurable": "Measurable",
    "assignable": "Assignable",
    "realistic": "Realistic",
    "time_bound": "Time-bound",
    "evaluated": "Evaluated",
    "readjusted": "Readjusted",
}


class Facts(Protocol):
    """What the check looks at: the action's row, with two figures that the query brings along."""

    text: str
    points: list[str]
    success_measure: str
    accountable_id: int | None
    deputy_id: int | None
    stage: str
    target_kind: str
    target_end: datetime.date | None
    next_review_on: datetime.date | None
    updated_on: datetime.date | None
    made_on: datetime.date
    progress_count: int
    evidence_count: int


@dataclasses.dataclass(frozen=True)
class Lack:
    """One thing that an action lacks: which letter of SMARTER, and in words what to do about it."""

    letter: str
    words: str


NO_DATE = {"none", "tbc", "ongoing", "unreadable"}  # kinds of target that nobody could miss


def has_usable_date(facts: Facts) -> bool:
    """Something that one could miss: a date, a rhythm, an event; or it is completed, and needs none."""
    return facts.target_end is not None or facts.target_kind not in NO_DATE


def lacks(facts: Facts, *, today: datetime.date, cycle_days: int) -> list[Lack]:
    """Everything that is missing, in the order of the letters; empty when nothing is, and for what is over."""
    found: list[Lack] = []
    if Stage(facts.stage) in OVER:
        return found
    closed = Stage(facts.stage) in CLOSED
    if len(facts.text) < MIN_LETTERS and not facts.points:
        found.append(Lack("specific", "Say who will do what: a topic alone cannot be finished."))
    if not facts.success_measure:
        found.append(Lack("measurable", "Say how anyone could tell that it worked."))
    if facts.accountable_id is None:
        found.append(Lack("assignable", "Name one accountable person."))
    elif facts.deputy_id is None:
        found.append(Lack("assignable", "Name a deputy, for when the accountable person is away or leaves."))
    if not has_usable_date(facts):
        found.append(Lack("time_bound", _about_date(facts)))
    elif (
        facts.target_end is not None
        and facts.target_end < today
        and not closed
        and facts.stage != Stage.ONGOING
    ):
        found.append(
            Lack(
                "realistic",
                "Its date is past and it is still open: agree a date that can be kept, or stop it.",
            )
        )
    elif facts.target_kind == "conditional" and facts.target_end is None:
        found.append(Lack("realistic", "Its date hangs on something else: say by when at the latest."))
    if facts.progress_count == 0:
        found.append(
            Lack(
                "evaluated", "Nothing is recorded as achieved yet: record progress, even if it is “not yet”."
            )
        )
    elif facts.stage == Stage.REPORTED_DONE and facts.evidence_count == 0:
        found.append(Lack("evaluated", "Attach evidence that it is done."))
    silent_days = (today - (facts.updated_on or facts.made_on)).days
    if not closed and facts.stage != Stage.PROPOSED and silent_days > cycle_days:
        found.append(Lack("readjusted", f"Nobody has said anything for {silent_days} days: update it."))
    return found


def _about_date(facts: Facts) -> str:
    return {
        "none": "Give it a date.",
        "tbc": "Its date is “to be confirmed”: confirm it.",
        "ongoing": "“Ongoing” is not a date: say what will be reached by when.",
    }.get(facts.target_kind, "Its date cannot be read: give a day.")
