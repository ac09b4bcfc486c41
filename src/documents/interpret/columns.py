"""What a column of an action plan holds, told from its name."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re

CUT_OFF = 80  # of 100: the real column names of five plans score 90 and more, unrelated ones 60


class Role(enum.StrEnum):
    """What the cells of a column say about an action."""

    ACTION = "action"
    OBJECTIVE = "objective"  # the action, where no column is called action; else its outcome
    LEAD = "lead"
    TARGET = "target"
    START = "start"
    ACHIEVED = "achieved"
    STATUS = "status"
    NEXT_STEPS = "next steps"
    OUTCOME = "outcome"
    SERVICE = "service"
    THEME = "theme"
    REFERENCE = "reference"
    DESIRED_OUTCOME = "desired outcome"  # of the theme, in a grid that carries its theme on every row


_NAMES: dict[Role, tuple[str, ...]] = {
    Role.ACTION: (
        "action",
        "activity",
        "activity actions",
        "actions activities",
        "proposed action",
        "action required",
        "key action",
        "specific action",
        "wres action",
        "action to be taken",
        "what we will do",
        "what will we do",
        "what are we going to do",
        "what needs to be done",
        "task",
        "initiative",
    ),
    Role.OBJECTIVE: ("objective", "commitment", "recommendation", "aim", "goal", "pledge", "we will"),
    Role.LEAD: (
        "lead",
        "lead officer",
        "lead service area",
        "lead person",
        "action lead",
        "responsibility",
        "responsible",
        "responsible officer",
        "responsible person",
        "person responsible",
        "person team responsible",
        "accountable",
        "accountable people team",
        "accountable officer",
        "action owner",
        "owner",
        "owned by",
        "led by",
        "by whom",
        "who",
        "who is responsible",
        "who will do it",
        "who will lead",
    ),
    Role.TARGET: (
        "target date",
        "date",
        "by when",
        "when",
        "timetable",
        "timescale",
        "time scale",
        "time frame",
        "timeframe",
        "timeline",
        "deadline",
        "due date",
        "due",
        "end date",
        "finish date",
        "milestone date",
        "completion date",
        "completion year",
        "completion",
        "date for completion",
        "target completion date",
        "planned completion period",
        "when this will happen",
        "when will this happen",
        "delivery date",
    ),
    Role.START: ("start date", "start", "date started"),
    Role.ACHIEVED: (
        "what has been achieved so far",
        "achieved so far",
        "achieved",
        "achievements",
        "achievements to date",
        "progress",
        "progress update",
        "progress to date",
        "progress so far",
        "our progress",
        "latest update",
        "update",
        "completed",
        "what's happened",
        "what has happened",
        "what we have done",
        "current position",
        "comments",
    ),
    Role.STATUS: ("status", "rag", "rag status", "rag rating", "brag"),
    Role.NEXT_STEPS: ("next steps", "further action", "what next"),
    Role.OUTCOME: (
        "outcome",
        "outcomes targets",
        "expected outcome",
        "intended outcome",
        "outcome measure",
        "success measures",
        "measure of success",
        "success criteria",
        "target criteria",
        "key performance indicators",
        "kpi",
        "how will we measure success",
        "how we will measure success",
        "how will we know",
        "what will success look like",
        "baseline measure",
        "impact",
        "intended impact",
        "measure",
        "evidence",
        "target",
    ),
    Role.SERVICE: (
        "service",
        "service area",
        "directorate",
        "department",
        "division",
        "service team",
        "team",
    ),
    Role.THEME: ("theme", "priority", "priority area", "strand", "workstream", "area", "category", "pillar"),
    Role.REFERENCE: (
        "ref",
        "reference",
        "number",
        "no",
        "id",
        "action no",
        "action number",
        "action ref",
        "item",
    ),
    Role.DESIRED_OUTCOME: ("desired outcome", "desired outcome objective", "theme outcome"),
}

_KEYWORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.NEXT_STEPS, re.compile(r"\bnext steps?\b")),
    (Role.ACHIEVED, re.compile(r"\b(achieved|progress|updates?)\b")),
    (Role.OUTCOME, re.compile(r"\b(outcomes?|success|measures?|indicators?|kpis?)\b")),
    (Role.LEAD, re.compile(r"\b(lead|leads|responsib\w+|owner|accountab\w+|whom)\b")),
    (Role.TARGET, re.compile(r"\b(target dates?|timescales?|deadline|by when|due|completion|timing)\b")),
    (Role.ACTION, re.compile(r"\b(actions?|activity|activities)\b")),
)


@dataclasses.dataclass(frozen=True)
class Columns:
    """The columns of a table: `roles` by position (None: not understood), `names` as written."""

    roles: tuple[Role | None, ...]
    names: tuple[str, ...]

    @property
    def holds(self) -> frozenset[Role]:
        return frozenset(role for role in self.roles if role is not None)


def recognise(names: tuple[str, ...]) -> Columns | None:
    """The columns, if these cells are the header of a table of actions; None if they are anything else."""
    filled = [name for name in names if name]
    if len(filled) < 2 or any(len(name) > 80 or len(name.split()) > 12 for name in filled):
        return None
    known = _known()
    if not any(plain(name) in known for name in filled):
        return None  # at least one name must be one that we know; most rows of a table end here
    roles = [role(name) for name in names]
    if Role.ACTION not in roles and Role.OBJECTIVE in roles:
        roles[roles.index(Role.OBJECTIVE)] = Role.ACTION
    others = {found for found in roles if found is not None} - {Role.ACTION}
    if roles.count(Role.ACTION) == 0 or not others:
        return None
    understood = sum(1 for found in roles if found is not None)
    if understood * 2 < len(filled):
        return None
    first = roles.index(Role.ACTION)
    roles = [None if found is Role.ACTION and at != first else found for at, found in enumerate(roles)]
    return Columns(roles=tuple(roles), names=names)


def plain(name: str) -> str:
    """A column name without case, plural brackets and punctuation."""
    text = name.lower().replace("’", "'").replace("(s)", "")
    return " ".join(re.sub(r"[^\w']+", " ", text).split())


@functools.lru_cache(maxsize=4096)
def role(name: str) -> Role | None:
    """What a column of this name holds, or None: the nearest known name, else a word that gives it away."""
    wanted = plain(name)
    if not wanted:
        return None
    known = _known()
    if wanted in known:
        return known[wanted]
    from rapidfuzz import fuzz, process

    best = process.extractOne(wanted, known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CUT_OFF)
    if best is not None and len(wanted) > 3:
        return known[best[0]]
    if len(wanted.split()) <= 7:
        for found, pattern in _KEYWORDS:
            if pattern.search(wanted):
                return found
    return None


def exact(name: str) -> Role | None:
    """What a label of exactly this name means, as a column of that name would."""
    return _known().get(plain(name))


def known_names() -> tuple[str, ...]:
    return tuple(_known())


@functools.cache
def _known() -> dict[str, Role]:
    return {
        form: found
        for found, names in _NAMES.items()
        for name in names
        for form in (plain(name), f"{plain(name)}s", plain(name).removesuffix("s"))
    }
