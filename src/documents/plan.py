"""The plan as a document says it: frozen values, the one output of reading and the one input of writing."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from typing import Literal


class TargetKind(enum.StrEnum):
    """How a target date is meant. The author's words are kept beside it for ever."""

    NONE = "none"  # the cell is empty
    DAY = "day"
    WEEK = "week"  # week beginning start
    MONTH = "month"  # in that month
    QUARTER = "quarter"  # a quarter, of a calendar or financial year
    SEASON = "season"
    TERM = "term"  # a school or university term
    YEAR = "year"  # a calendar year
    FINANCIAL_YEAR = "financial_year"
    ACADEMIC_YEAR = "academic_year"
    BY_DAY = "by_day"
    BY_MONTH = "by_month"
    BY_YEAR = "by_year"
    RANGE = "range"  # between start and end
    DATE_AND_ONGOING = "date_and_ongoing"  # a date, and it goes on
    ONGOING = "ongoing"
    RECURRING = "recurring"  # every week, annually
    RELATIVE = "relative"  # "over the next 6 months", counted from the document's date
    CONDITIONAL = "conditional"  # linked to another event
    TBC = "tbc"  # to be confirmed
    COMPLETED = "completed"  # a state where a date was asked for; end is the date it was completed, if said
    UNREADABLE = "unreadable"  # words that no rule understands: a person has to say


STATUS_HINTS = ("complete", "partly complete", "underway", "ongoing", "paused", "not started")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Target:
    """A target date: the author's words, and beside them what a machine makes of them.

    end: the last day that the words allow: the day itself, the end of the month, the day it was completed.
    start: the first day, only where the words name a stretch of time (a range, a week, a quarter, a season, a term, a year);
    a day or a month is a deadline and has an end alone. Either is None where the words do not say.
    status_hint: what the words say about the state, or None: one of STATUS_HINTS. A thing that recurs is "ongoing".
    doubts: what is not certain about the reading, in words fit for the import page ("year not given: 2020 assumed from the
    document's date"). Empty when the reading is certain.
    """

    text: str = ""
    kind: TargetKind = TargetKind.NONE
    start: datetime.date | None = None
    end: datetime.date | None = None
    status_hint: str | None = None
    doubts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(
                f"A target date cannot end ({self.end}) before it starts ({self.start}): {self.text!r}"
            )


LeadKind = Literal["person", "team", "unknown"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Lead:
    """Who leads: a person, a team, or a name that cannot be told apart. `service`: where the document says they work."""

    name: str
    kind: LeadKind = "unknown"
    service: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    """Where something stood. `line` (from 1) in text and CSV; `page` where the format has pages; `table` and `row` from 1."""

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    more: tuple[Source, ...] = ()  # further places, for a row that was broken across pages


NOWHERE = Source()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """One line of the plan."""

    service: str | None
    action: str
    points: tuple[str, ...] = ()  # the bullet points of the action's cell
    lead_text: str = ""  # the author's words
    leads: tuple[Lead, ...] = ()
    target: Target = Target()
    achieved: tuple[str, ...] = ()  # paragraphs and bullet points, in order
    outcome: str = ""  # the action's own outcome or success measure, where the document has a column for it
    doubts: tuple[str, ...] = ()  # what a person should check ("names without a separator were split")
    source: Source = NOWHERE
    reference: str = ""  # the document's own number for the action, where it has a column for it


@dataclasses.dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme with its desired outcome, its recommendations for corporate action and its actions.

    A table outside any theme is a Theme with is_theme False; its title is the document's heading for it.
    """

    title: str
    is_theme: bool = True
    desired_outcome: str | None = None
    recommendations: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    source: Source = NOWHERE


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of the document that stands in no action: front matter, or a leftover with the reason why."""

    text: str
    source: Source = NOWHERE
    reason: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceSpellings:
    """A service of the plan and every spelling of it, in order of first use: more than one means they were taken as one.

    `name` is the spelling used most. Each action keeps the spelling of its own row in `service`. It follows from the
    actions: `services.group(plan.themes)` gives it.
    """

    name: str
    spellings: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole plan.

    `front_matter` was understood to be introduction; `leftovers` were not understood, and need a person. `structure` is
    what only gives the document its shape (column names, labels, service headings, ruled lines): kept so that every line
    of the file can be accounted for, and of no interest to a reader; a writer makes its own.
    """

    title: str = ""
    organisation: str | None = None
    document_date: str | None = None  # "2020", "2020-12" or "2020-12-31": as precise as the document says
    themes: tuple[Theme, ...] = ()
    services: tuple[ServiceSpellings, ...] = ()
    front_matter: tuple[Passage, ...] = ()
    leftovers: tuple[Passage, ...] = ()
    structure: tuple[Passage, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for theme in self.themes for action in theme.actions)
