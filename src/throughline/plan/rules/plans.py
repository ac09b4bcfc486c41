"""What a plan's short name and the date of its document may be."""

import re

from documents import dates, targets
from throughline.base.rules import Refused
from throughline.plan.rules.import_words import RESERVED

MOST = 20  # letters of a short name


class PlanRefused(Refused):
    """Something about a plan that would make no sense. The sentence is fit for the form."""


def check_short_name(short: str) -> None:
    """PlanRefused when it cannot be the plan's address and the beginning of its references."""
    if len(short) > MOST or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", short):
        raise PlanRefused(
            f"Short name: use at most {MOST} small letters and numbers, beginning with a letter, such as “rep” or “rep-2027”."
        )
    if short in RESERVED:
        raise PlanRefused(f"“{short}” is the address of another page. Choose another short name.")


def document_date(words: str) -> str:
    """A date as precise as it is said: "March 2027" as "2027-03"; PlanRefused when it is none."""
    found = dates.written(" ".join(words.split()).title())
    if found and targets.parse_date(found) is None:
        raise PlanRefused(
            f"“{words}” is not a date. Write it as “14 March 2027”, “March 2027” or “2027”, or leave it empty."
        )
    return found


def date_in_words(date: str) -> str:
    """ "2027-03" as "March 2027"."""
    return dates.spoken(date)
