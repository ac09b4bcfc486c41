"""Years as they are written: "2022", "2021/22", "FY22", "academic year 2021/22", "2024-2027"."""

from __future__ import annotations

import datetime
import re

from documents.moments import days
from documents.moments import moment as pieces
from documents.moments.moment import EDGE, YEAR_WORD, Moment
from documents.plan import TargetKind

_ACADEMIC = {"academic", "school", "ay"}


def _split_year(match: re.Match[str], near: int | None) -> Moment | None:
    """2020/21: a financial year, unless the words say academic; if they say neither, with the doubt."""
    first = pieces.full_year(match["y1"])
    second = pieces.second_year(first, match["y2"])
    if second != first + 1:
        return _years(match, first, second)
    word = (match["word"] or match["word2"] or "").lower()
    if word in _ACADEMIC:
        return pieces.moment(
            match, TargetKind.ACADEMIC_YEAR, lambda year: days.month_days(year, 9, 8), year=first
        )
    written = f"{first}/{second % 100:02}"
    other = (
        "an academic year, or two years" if len(match["y1"]) == len(match["y2"]) == 4 else "an academic year"
    )
    doubts = () if word else (f"{written} read as a financial year; it could be {other}",)
    if near is not None and abs(first - near) > 15 and len(match["y1"]) == 2:
        return None
    return pieces.moment(
        match, TargetKind.FINANCIAL_YEAR, lambda year: days.month_days(year, 4, 3), year=first, doubts=doubts
    )


def _years(match: re.Match[str], first: int, second: int) -> Moment | None:
    """2024-2027, or 2024-27: several whole years; which kind of year is not said."""
    if len(match["y1"]) < 4 or len(match["y2"]) == 1 or not first < second <= first + 30:
        return None
    if match["word"] or match["word2"]:
        return None
    whole = (datetime.date(first, 1, 1), datetime.date(second, 12, 31))
    doubts = (f"“{match[0]}” read as calendar years; they could be financial years",)
    return pieces.moment(match, TargetKind.RANGE, lambda year: whole, year=first, doubts=doubts)


def _named_year(match: re.Match[str], near: int | None) -> Moment | None:
    """FY21 or "financial year 2021": the year that ends in that March, with the doubt."""
    year = pieces.full_year(match["y"]) - 1
    if match["word"].lower() in _ACADEMIC:
        doubts = (f"“{match[0]}” read as the academic year that begins in {year + 1}",)
        return pieces.moment(
            match,
            TargetKind.ACADEMIC_YEAR,
            lambda y: days.month_days(y, 9, 8),
            year=year + 1,
            doubts=doubts,
        )
    doubts = (f"“{match[0]}” read as the financial year that ends in March {year + 1}",)
    return pieces.moment(
        match, TargetKind.FINANCIAL_YEAR, lambda y: days.month_days(y, 4, 3), year=year, doubts=doubts
    )


def _year(match: re.Match[str], near: int | None) -> Moment | None:
    return pieces.moment(
        match, TargetKind.YEAR, lambda year: days.month_days(year, 1, 12), year=int(match["y"])
    )


_COUNTED = r"(?!\s*(?:weeks?|months?|days?|years?|hours?|working)\b)"  # "11-12 months"

SPLIT = pieces.forms(
    (
        rf"{EDGE}(?:(?P<word>{YEAR_WORD}|fye?|ay)\s*(?:year\s*)?)?(?P<y1>(?:19|20)\d\d|\d\d)\s?[/-]\s?(?P<y2>20\d\d|\d\d|\d)"
        rf"(?![\d/%])(?!-\d){_COUNTED}(?:\s+(?P<word2>{YEAR_WORD}|fy\b)(?:\s+year)?)?",
        _split_year,
    ),
)
NAMED = pieces.forms(
    (rf"{EDGE}(?P<y>20\d\d)\s+(?P<word>financial|fiscal|academic|school)\s+year\b", _named_year),
    (
        rf"{EDGE}(?P<word>fye?|ay|financial|fiscal|academic|school)(?:\s+year)?(?:\s+ending)?\s?'?(?P<y>20\d\d|\d\d)(?![\d/])",
        _named_year,
    ),
)
ALONE = pieces.forms((rf"{EDGE}(?P<y>(?:19|20)\d\d)(?![\d/%]|-\d|[.,]\d)", _year))
