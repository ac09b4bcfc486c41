"""Target dates that say a state: completed, in part, coming again; and which of several dates still counts."""

from __future__ import annotations

import datetime

from documents.moments.days import Stretch
from documents.plan import TargetKind
from documents.targets import state_words, words
from documents.targets.placing import Dated

Meant = tuple[TargetKind, datetime.date | None, datetime.date | None]

PART_DONE = "a part is said to be done: only what the words say of the rest was taken"
OLD_DATE = "an earlier date is named too: the newer one was taken"


def still_open(said: str, dated: list[Dated], status: str | None, doubts: list[str]) -> list[Dated]:
    """The dates that still count: not those of the part that is done, and not those that a newer one replaced."""
    kept = dated
    if status in {"partly complete", "underway", "ongoing"}:
        kept = [one for one in kept if not _is_done(said, one)]
        if len(kept) < len(dated) or (status == "partly complete" and not state_words.PARTLY.search(said)):
            doubts.append(PART_DONE)
    newer = [one for one in kept if not words.OLD.search(said[: one.moment.at])]
    if len(newer) == len(kept) and len(kept) > 1 and words.NEW.search(said[: kept[-1].moment.at]):
        newer = kept[-1:]
    if 0 < len(newer) < len(kept):
        doubts.append(OLD_DATE)
        kept = newer
    elif kept and not newer and not state_words.OVERDUE.search(said):
        doubts.append("the words call it an earlier date, and name no newer one")
    return kept


def _is_done(said: str, one: Dated) -> bool:
    """Whether a date stands in a clause that says something is completed, and nothing of what is to come."""
    starts = [match.end() for match in words.CLAUSE_END.finditer(said, 0, one.moment.at)]
    ends = [match.start() for match in words.CLAUSE_END.finditer(said, one.moment.end)]
    clause = said[starts[-1] if starts else 0 : ends[0] if ends else len(said)]
    return (
        state_words.is_completed(clause)
        and not state_words.FUTURE.search(clause)
        and not state_words.COMPLETED_BY.search(clause)
    )


def completed(said: str, dated: list[Dated], document: Stretch | None, doubts: list[str]) -> Meant:
    ends = [one.days[1] for one in dated if one.days]
    for pattern, state in (
        (state_words.ONGOING, "ongoing"),
        (state_words.PAUSED, "paused"),
        (state_words.GIVEN_UP, "given up"),
    ):
        if pattern.search(said):
            doubts.append(f"the words say both completed and {state}")
    if state_words.RECURRING.search(said):
        doubts.append("the words say both completed and that it comes again")
    if state_words.AWAITED.search(said):
        doubts.append("the words say both completed and that something is awaited")
    if len(ends) > 1:
        doubts.append("several dates are named: the last was taken as the date of completion")
    end = max(ends, default=None)
    if document and any(one.days and one.days[0] > document[1] for one in dated):
        doubts.append("the date of completion is later than the document")
    return TargetKind.COMPLETED, None, end


def recurring(said: str, dated: list[Dated], doubts: list[str]) -> Meant:
    """Something that comes again: it has a first day, or a next or last one, only if the words give its year."""
    found = [
        (one, one.days)
        for one in dated
        if not one.assumed and one.days and not words.EVERY.search(said[: one.moment.at])
    ]
    doubts[:] = [doubt for doubt in doubts if not doubt.startswith("year not given")]
    if dated and not found:
        doubts.append("the words name a time in every year: which year is first is not said")
    if not found:
        return TargetKind.RECURRING, None, None
    if len(found) > 1:
        return TargetKind.RECURRING, min(days[0] for _, days in found), max(days[1] for _, days in found)
    one, days = found[0]
    before, after = said[: one.moment.at], said[one.moment.end :]
    if words.FROM.search(before) or words.ONWARDS.search(after):
        return TargetKind.RECURRING, days[0], None
    if words.NEXT.search(before) or state_words.RECURRING.search(after):
        doubts.append("the date is of the next time, and it comes again after that")
    elif not words.UNTIL.search(before) and not words.BY.search(before):
        doubts.append("whether the date is of the first, the next or the last time is not said")
    return TargetKind.RECURRING, None, days[1]
