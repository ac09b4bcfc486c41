"""The stages of an action, and which may follow which. docs/reference/action-stages.md is drawn from TRANSITIONS."""

import datetime
import enum

from throughline.base import rules


class Stage(enum.StrEnum):
    """What a person said last about where an action stands. Everything else that is shown is derived."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    ONGOING = "ongoing"
    REPORTED_DONE = "reported_done"
    VERIFIED_DONE = "verified_done"
    STOPPED = "stopped"
    DECLINED = "declined"


NAMES = {
    Stage.PROPOSED: "Proposed",
    Stage.AGREED: "Agreed, not started",  # a list says “Not started”, or “Overdue” once its date is past
    Stage.IN_PROGRESS: "In progress",
    Stage.ONGOING: "Ongoing",
    Stage.REPORTED_DONE: "Done as reported",
    Stage.VERIFIED_DONE: "Done and verified",
    Stage.STOPPED: "Stopped",
    Stage.DECLINED: "Declined",
}

TRANSITIONS: dict[Stage, set[Stage]] = {
    Stage.PROPOSED: {Stage.AGREED, Stage.DECLINED},
    Stage.AGREED: {Stage.IN_PROGRESS, Stage.ONGOING, Stage.REPORTED_DONE, Stage.STOPPED},
    Stage.IN_PROGRESS: {Stage.ONGOING, Stage.REPORTED_DONE, Stage.STOPPED},
    Stage.ONGOING: {Stage.IN_PROGRESS, Stage.REPORTED_DONE, Stage.STOPPED},
    Stage.REPORTED_DONE: {Stage.VERIFIED_DONE, Stage.IN_PROGRESS},
    Stage.VERIFIED_DONE: {Stage.IN_PROGRESS},
    Stage.STOPPED: {Stage.AGREED},
    Stage.DECLINED: {Stage.PROPOSED},
}

CLOSED = {Stage.REPORTED_DONE, Stage.VERIFIED_DONE, Stage.STOPPED, Stage.DECLINED}


OVER = {Stage.VERIFIED_DONE, Stage.STOPPED, Stage.DECLINED}  # nothing more is wanted of it
AT_WORK = {Stage.AGREED, Stage.IN_PROGRESS, Stage.ONGOING, Stage.REPORTED_DONE}
NEWS = {Stage.IN_PROGRESS, Stage.ONGOING, Stage.REPORTED_DONE}  # what a lead may report


LONGEST_TEXT = 5000  # letters of an entry: more is a report, which can be attached


def is_decision(old: Stage, new: Stage) -> bool:
    """Whether the move is a decision about the action, for those who may change it, rather than news from its lead."""
    return new is not old and not (old in AT_WORK and new in NEWS)


class MoveRefused(rules.Refused):
    """A stage may not follow, or something that it needs is missing. The sentence is fit for the form."""


def needs(stage: Stage) -> str | None:
    """What a move to this stage must bring with it: "reason", "evidence", "review date", or nothing."""
    return {
        Stage.STOPPED: "reason",
        Stage.DECLINED: "reason",
        Stage.VERIFIED_DONE: "evidence",
        Stage.ONGOING: "review date",
    }.get(stage)


def check_move(
    old: Stage, new: Stage, *, reason: str = "", has_evidence: bool = False, has_review_date: bool = False
) -> None:
    """Raises MoveRefused, with what to do. Staying needs nothing but the next review date of what is ongoing."""
    if new is not old and new not in TRANSITIONS[old]:
        possible = " or ".join(sorted(f"“{NAMES[stage].lower()}”" for stage in TRANSITIONS[old]))
        raise MoveRefused(f"What is “{NAMES[old].lower()}” can only become {possible}.")
    if new is old and new is not Stage.ONGOING:
        return
    match needs(new):
        case "reason" if not reason.strip():
            raise MoveRefused(f"Say why it is {NAMES[new].lower()}: the reason is shown with it.")
        case "evidence" if not has_evidence:
            raise MoveRefused("Attach evidence first: without it this stays “done as reported”.")
        case "review date" if not has_review_date:
            raise MoveRefused(
                "Say when you will look at this again: what is ongoing always has a next review date."
            )


def check_review_date(day: datetime.date | None, *, today: datetime.date) -> None:
    """Raises MoveRefused for a missing day, or one that is not ahead."""
    if day is None:
        raise MoveRefused(
            "Say when you will look at this again: what is ongoing always has a next review date."
        )
    if day <= today:
        raise MoveRefused("Choose a day ahead: that is when you will look at this again.")
