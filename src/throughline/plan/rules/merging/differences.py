"""In what a row of a document differs from the action that it is, field by field and in words."""

import collections
import dataclasses
import re
from collections.abc import Iterable

from documents import dates, texts
from documents import plan as documents_plan
from throughline.base.rules import key
from throughline.plan.rules.merging.matching import Match

WORDS = {  # of a field; terms that an authority may replace stand in braces
    "theme": "{theme}",
    "service": "{service}",
    "action": "{action}",
    "lead": "{lead}",
    "target_date": "{target_date}",
    "success_measure": "how to tell that it worked",
    "achieved": "{achieved}",
    "desired_outcome": "{desired_outcome}",
    "recommendation": "new {short_recommendation}",
    "new": "new {action}",
}
FIELDS = ("theme", "service", "action", "lead", "target_date", "success_measure", "achieved")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}: ")


@dataclasses.dataclass(frozen=True)
class Difference:
    """One field as the plan has it and as the document has it.

    `takes`: whether taking it changes the plan. What was recorded as achieved stays, so words that somebody struck out of a
    document are shown, and nothing comes of them.
    """

    field: str
    was: str
    now: str
    takes: bool = True


def of(match: Match, *, columns: frozenset[str] = frozenset(FIELDS)) -> tuple[Difference, ...]:
    """`columns`: those fields that the document has at all; what it has no column for, it does not say otherwise."""
    live, read = match.live.action, match.read.action
    both = {
        "theme": (match.live.theme, match.read.theme),
        "service": (live.service or "", read.service or ""),
        "action": (texts.join_points(live.action, live.points), texts.join_points(read.action, read.points)),
        "lead": _leads(live, read, match.by_reference),
        "target_date": _targets(live, read, match.by_reference),
        "success_measure": (live.outcome, read.outcome),
    }
    found = [
        Difference(field, was, now)
        for field, (was, now) in both.items()
        if field in columns and not _same(field, was, now)
    ]
    if "achieved" in columns and (said := achieved(live.achieved, read.achieved)):
        found.append(said)
    return tuple(found)


def achieved(live: Iterable[str], read: Iterable[str]) -> Difference | None:
    """Each piece of the document is one of the plan, with the day that the plan wrote before it or without; or it is new."""
    left, new = list(live), []
    for piece in read:
        known = next((one for one in left if one == piece), None)
        if known is None:
            known = next((one for one in left if _DAY.sub("", one, count=1) == piece), None)
        if known is None:
            new.append(piece)
        else:
            left.remove(known)
    if not left and not new:
        return None
    return Difference("achieved", "\n".join(left), "\n".join(new), takes=bool(new))


def columns(rows: Iterable[documents_plan.Action]) -> frozenset[str]:
    """The fields of which any row says something. Every document says what is to be done, and under which heading."""
    found = {"theme", "action"}
    for row in rows:
        found |= {"service"} if row.service else set()
        found |= {"lead"} if row.lead_text else set()
        found |= {"target_date"} if row.target.text else set()
        found |= {"success_measure"} if row.outcome else set()
        found |= {"achieved"} if row.achieved else set()
    return frozenset(found)


def rarely(rows: Iterable[documents_plan.Action]) -> frozenset[str]:
    """The fields of which at most one row says anything."""
    said = collections.Counter(field for row in rows for field in columns([row]))
    return frozenset(field for field in FIELDS if said[field] < 2)


def _same(field: str, was: str, now: str) -> bool:
    """The register's spelling of a service or theme is one of several; words differ when a letter does, not when a space does."""
    if field in {"service", "theme"}:
        return key(was) == key(now)
    return was.split() == now.split()


def _leads(live: documents_plan.Action, read: documents_plan.Action, ours: bool) -> tuple[str, str]:
    """The author's words; where they are the same and the file is one of ours, who they are taken to be."""
    if not ours or not _same("lead", live.lead_text, read.lead_text):
        return live.lead_text, read.lead_text
    return _named(live.leads), _named(read.leads)


def _named(leads: Iterable[documents_plan.Lead]) -> str:
    return "\n".join(f"{lead.name}, {lead.service}" if lead.service else lead.name for lead in leads)


def _targets(live: documents_plan.Action, read: documents_plan.Action, ours: bool) -> tuple[str, str]:
    """The author's words; where they are the same and the file is one of ours, what they are taken to mean.

    Only another day can be taken: a reading without one is no reading that somebody gave.
    """
    if not ours or not _same("target_date", live.target.text, read.target.text):
        return live.target.text, read.target.text
    if read.target.end is None or read.target.end == live.target.end:
        return "", ""
    return _meant(live.target), _meant(read.target)


def _meant(target: documents_plan.Target) -> str:
    days = [dates.spoken(day.isoformat()) for day in (target.start, target.end) if day]
    return " ".join([target.kind.replace("_", " "), *days])
