"""Columns of an extract that are never read: equality data, and what the register has no use for.

A column is known by its heading, or by what stands in it. It is left out before anything is stored.
"""

import collections
import dataclasses
import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from throughline.base import rules
from throughline.base.hr_extract import fields


@dataclasses.dataclass(frozen=True)
class NotRead:
    """A column that was left out, and why."""

    column: str
    why: str


HEADINGS = {  # what it would tell -> pattern of the heading's words, or of the same without spaces
    "ethnicity": r"ethnic|\brace\b|racial|\bbame\b|\bbme\b|globalmajority|\bheritage\b|\borigin|\bcultur|background",
    "nationality": r"nationalit|countryof|citizenship|passport|\bvisa\b|righttowork|immigration|asylum",
    "disability or health": r"disab|\bdda\b|impairment|health|sickness|absence|medical|reasonableadj|neurodiv|condition\b",
    "religion or belief": r"religio|\bbelief|\bfaith",
    "sexual orientation": r"sexual|\borientation\b|\blgbt",
    "sex or gender": r"\bsex\b|gender|\btrans\b|transg|pronoun|salutation|honorific",
    "date of birth or age": r"birth|\bdob\b|\bage\b|ageband|agegroup",
    "family or caring": r"marital|marriage|civilpartner|pregnan|maternity|paternity|parental|\bcarers?\b|caring|dependant",
    "National Insurance number": r"nationalins|\bni (no|num|number|code)\b|^ni$|\bnino\b|ninumber|\bnin\b",
    "trade union membership": r"\bunion\b|tradeunion",
    "equality monitoring": r"equalit|diversity|protectedchar|\bedi\b|\beo\b|equalopp|monitoring",
    "social background or convictions": r"socioeconomic|socialmobility|eligibleforfree|\bdbs\b|convict|criminal",
    "pay or bank details": r"salary|\bbank\b|sortcode|\biban\b|taxcode|pension|bankaccount",
    "home address or family contact": r"home|postcode|nextofkin|emergencycontact|personalemail|mobile",
}
SPELT_LIKE = {  # headings with a slip of the pen
    "ethnicity": ("ethnicity", "ethnic"),
    "nationality": ("nationality",),
    "disability or health": ("disability", "disabled"),
    "religion or belief": ("religion", "religious"),
    "sexual orientation": ("orientation", "sexuality"),
    "sex or gender": ("gender",),
    "date of birth or age": ("birthday", "birthdate"),
    "National Insurance number": ("insurance",),
}
VALUES = {  # what it would tell -> words that stand in such a column
    "ethnicity": (
        *("white", "black", "asian", "mixed", "arab", "chinese", "indian", "pakistani", "bangladeshi"),
        *("white british", "white irish", "white other", "any other white background", "roma", "gypsy"),
        *("black british", "black african", "black caribbean", "african", "caribbean", "asian british"),
        *("gypsy or irish traveller", "any other ethnic group", "mixed ethnic group", "other ethnic group"),
        *("any other asian background", "any other black background", "any other mixed background"),
        *("black or black british", "asian or asian british", "white and asian", "white and black african"),
        *("white and black caribbean", "mixed or multiple ethnic groups", "bame", "british", "english"),
    ),
    "religion or belief": (
        *("christian", "muslim", "hindu", "sikh", "jewish", "buddhist", "islam", "christianity", "hinduism"),
        *("sikhism", "judaism", "buddhism", "atheist", "agnostic", "humanist", "no religion", "jain"),
        *("catholic", "church of england", "rastafarian", "any other religion", "other religion", "pagan"),
    ),
    "sexual orientation": (
        *("heterosexual", "straight", "heterosexual or straight", "heterosexual straight", "gay", "lesbian"),
        *("bisexual", "gay or lesbian", "gay man", "gay woman", "lesbian gay woman", "queer", "asexual"),
    ),
    "sex or gender": (
        *("m", "f", "male", "female", "man", "woman", "non binary", "nonbinary", "he him", "she her"),
        *("they them", "mr", "mrs", "ms", "miss", "mx", "transgender"),
    ),
    "disability or health": (
        *("disabled", "not disabled", "non disabled", "no disability", "has a disability", "able bodied"),
        *("physical impairment", "mental health condition", "learning disability", "long standing illness"),
    ),
    "family or caring": ("single", "married", "divorced", "widowed", "separated", "civil partnership"),
}
NO_ANSWER = {
    "prefer not to say",
    "not stated",
    "not known",
    "unknown",
    "not declared",
    "undisclosed",
    "refused",
}
OFTEN = 0.6  # share of the filled cells that must look like it

_INSURANCE = re.compile(r"[a-z]{2}\d{6}[a-d]?")
_DATE = re.compile(r"\d{1,2}[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ]\d{2,4}|\d{4}-\d{2}-\d{2}([T ].*)?")


def by_heading(heading: str) -> str | None:
    """What a column with this heading would tell that must not be read; None: nothing."""
    said = re.sub(r"\d+", " ", fields.words(heading)).strip()
    squeezed = said.replace(" ", "")
    for why, pattern in HEADINGS.items():
        if re.search(pattern, said) or re.search(pattern, squeezed):
            return why
    for why, names in SPELT_LIKE.items():
        if any(fuzz.ratio(word, name) >= 85 for word in said.split() for name in names):
            return why
    return None


def by_values(heading: str, cells: Iterable[str]) -> str | None:
    """What the cells of a column tell that must not be read; None: nothing. A column of dates must be known by its heading."""
    filled = collections.Counter(cell for cell in cells if cell)
    if not filled:
        return None
    counts: collections.Counter[str] = collections.Counter()
    for cell, number in filled.items():
        counts[rules.key(cell)] += number
    answers = sum(number for value, number in counts.items() if value not in NO_ANSWER)
    for why, vocabulary in VALUES.items():
        if answers and sum(counts[value] for value in vocabulary) >= OFTEN * answers:
            return why
        if (
            answers
            and sum(n for value, n in counts.items() if _leads_with(value, vocabulary)) >= OFTEN * answers
        ):
            return why
    if not answers and not fields.recognised([heading]):
        return "equality monitoring"
    every = filled.total()
    if (
        sum(n for c, n in filled.items() if _INSURANCE.fullmatch(re.sub(r"\W", "", c).lower()))
        >= OFTEN * every
    ):
        return "National Insurance number"
    dates = sum(n for cell, n in filled.items() if _DATE.fullmatch(cell))
    if dates >= OFTEN * every and not {"started_on", "left_on"} & set(fields.recognised([heading])):
        return "dates that are neither start nor leaving, so perhaps of birth"
    return None


def split(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[int], list[NotRead]]:
    """The indexes of the columns that may be kept, and those that are left out."""
    kept, left_out = [], []
    for index, column in enumerate(columns):
        why = by_heading(column)
        if why is None and not _is_name(column):
            why = by_values(column, (row[index] for row in rows))
        if why is None:
            kept.append(index)
        else:
            left_out.append(NotRead(column, why))
    return kept, left_out


def _is_name(column: str) -> bool:
    """Headed as a name: a surname may well be Black or White."""
    return any(fields.likeness(column, field) >= 90 for field in ("forename", "surname", "name"))


def _leads_with(value: str, vocabulary: Iterable[str]) -> bool:
    """ "Asian or Asian British - Indian", "White - English": longer answers begin with the group."""
    first = value.split(" ", 1)[0]
    return first != value and any(
        len(word) > 3 and word.startswith(first) and value.startswith(f"{word} ") for word in vocabulary
    )
