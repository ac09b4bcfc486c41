"""A target date as a list shows it: the document's words, and beside them the date wherever the words do not say it."""

import datetime
from typing import Protocol

from documents import targets
from documents.plan import Target, TargetKind
from throughline.plan.rules import target_meaning

YEARS = {TargetKind.YEAR, TargetKind.FINANCIAL_YEAR, TargetKind.ACADEMIC_YEAR}  # "2027" says what it means


class Dated(Protocol):
    """A row of the action table has these."""

    target_text: str
    target_kind: str
    target_start: datetime.date | None
    target_end: datetime.date | None


def target_in_words(action: Dated) -> str:
    """The words of an action's target date; "46234 (31 July 2026)" where they alone would not tell the date."""
    return in_words(_target(action))


def target_meaning_of(action: Dated) -> str:
    """What the words of an action's target date are taken for; empty where they say nothing of a date."""
    target = _target(action)
    if target.end is None and target.start is None and target.kind is not TargetKind.COMPLETED:
        return ""
    return target_meaning.meaning(target)


def _target(action: Dated) -> Target:
    kind = TargetKind(action.target_kind)
    return Target(text=action.target_text, kind=kind, start=action.target_start, end=action.target_end)


def in_words(target: Target) -> str:
    """The same for a target date of a document."""
    if not target.text or target.end is None or not _is_untold(target):
        return target.text
    one_day = target.kind in {TargetKind.DAY, TargetKind.BY_DAY}
    said = target_meaning.day(target.end) if one_day else target_meaning.meaning(target)
    return f"{target.text} ({said})"


def _is_untold(target: Target) -> bool:
    """Words without a letter are figures of a spreadsheet; a day that a person gave may be another than the words'."""
    if not any(letter.isalpha() for letter in target.text):
        return target.kind not in YEARS
    return target.kind is TargetKind.BY_DAY and targets.read_target(target.text).end != target.end
