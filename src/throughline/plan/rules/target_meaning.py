"""What the words of a target date are taken for: one wording, wherever a date is explained."""

import calendar
import datetime

from documents.plan import Target, TargetKind


def meaning(target: Target) -> str:
    """What the words of a target date are taken for, as a sentence without a full stop."""
    if target.kind is TargetKind.DATE_AND_ONGOING:
        return ongoing(target.end) if target.end else "ongoing, with a date that could not be read"
    if target.kind is TargetKind.COMPLETED and target.end:
        return f"completed, {_month_or_day(target.text, target.end)}"
    if target.start and target.end and target.start != target.end:
        return f"from {day(target.start)} to {day(target.end)}"
    if target.end:
        return f"the last day is {day(target.end)}"
    if target.start:
        return f"from {day(target.start)}"
    return _NO_DAY.get(target.kind, "no day is named")


def ongoing(end: datetime.date | None) -> str:
    """How one says that something goes on, whether its words name a date beside that or not."""
    return f"ongoing, with the date {day(end)}" if end else "ongoing"


_NO_DAY = {
    TargetKind.NONE: "no date",
    TargetKind.ONGOING: f"{ongoing(None)}, with no last day",
    TargetKind.RECURRING: "it comes again and again",
    TargetKind.CONDITIONAL: "it hangs on something else",
    TargetKind.TBC: "to be confirmed",
    TargetKind.COMPLETED: "completed, on a day that is not said",
    TargetKind.UNREADABLE: "no date that can be read",
}


def _month_or_day(text: str, end: datetime.date) -> str:
    """ "June 2020" where the words name no more than the month."""
    words = [word.strip(".,;:()").casefold() for word in text.split()]
    days = {f"{end.day}{suffix}" for suffix in ("", "st", "nd", "rd", "th")} | {f"{end.day:02}"}
    last = calendar.monthrange(end.year, end.month)[1]
    names = {f"{end:%B}".casefold(), f"{end:%b}".casefold()}
    whole = end.day == last and names & set(words) and not days & set(words)
    return f"{end:%B %Y}" if whole else f"by {day(end)}" if not days & set(words) else day(end)


def day(found: datetime.date) -> str:
    return f"{found.day} {found:%B %Y}"
