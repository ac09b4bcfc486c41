"""Leads and target dates that say something else than their words do: how a file carries them beside the words.

A person may have corrected what a machine made of "Dec 20". Then the words stay, and these lines say what was recorded.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable

from documents import dates, leads, substance, targets
from documents.plan import Action, Lead, LeadKind, Plan, Target, TargetKind

NONE = "No lead recorded"
_KINDS: dict[str, LeadKind] = {"Person": "person", "Team": "team", "Lead": "unknown"}
_CALLED = {kind: called for called, kind in _KINDS.items()}
_LINE = re.compile(r"([A-Z][a-z ]+): (.+)")


def services(plan: Plan) -> frozenset[str]:
    """The names of services by which leads are read, from the plan itself."""
    actions = plan.actions
    named = leads.services_named(action.lead_text for action in actions)
    return named | {action.service for action in actions if action.service}


@functools.lru_cache(maxsize=4096)
def read_leads(text: str, known: frozenset[str]) -> leads.Read:
    """What the words say about who leads, with clean names."""
    found = leads.read_leads(text, services=sorted(known))
    return leads.Read(leads=tuple(map(substance.clean_lead, found.leads)), doubts=found.doubts)


@functools.lru_cache(maxsize=4096)
def read_target(text: str, document_date: str | None) -> Target:
    return targets.read_target(text, document_date=document_date)


def lead_lines(action: Action, known: frozenset[str]) -> tuple[str, ...]:
    """The leads, a line for each and one for its service; nothing where the words give the same."""
    if action.leads == read_leads(action.lead_text, known).leads:
        return ()
    lines: list[str] = []
    for lead in action.leads:
        lines.append(f"{_CALLED[lead.kind]}: {lead.name}")
        if lead.service:
            lines.append(f"Service: {lead.service}")
    return tuple(lines) or (NONE,)


def leads_of(lines: Iterable[str]) -> tuple[Lead, ...]:
    """What `lead_lines` wrote. A line of another form is a lead of unknown kind."""
    found: list[Lead] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if line == NONE:
            continue
        if match and match[1] == "Service" and found:
            found[-1] = Lead(name=found[-1].name, kind=found[-1].kind, service=match[2])
        elif match and match[1] in _KINDS:
            found.append(Lead(name=match[2], kind=_KINDS[match[1]]))
        else:
            found.append(Lead(name=line))
    return tuple(found)


def target_lines(action: Action, document_date: str | None) -> tuple[str, ...]:
    """The target date, a line for each thing it says; nothing where the words give the same."""
    target = action.target
    if target == read_target(target.text, document_date):
        return ()
    lines = [f"Read as: {target.kind.replace('_', ' ')}"]
    lines += [f"From: {dates.spoken(target.start.isoformat())}"] if target.start else []
    lines += [f"To: {dates.spoken(target.end.isoformat())}"] if target.end else []
    lines += [f"State: {target.status_hint}"] if target.status_hint else []
    return (*lines, *(f"Doubt: {doubt}" for doubt in target.doubts))


def target_of(text: str, lines: Iterable[str], document_date: str | None) -> Target:
    """What `target_lines` wrote; read from the words where nothing was written or it no longer makes sense."""
    said: dict[str, list[str]] = {}
    for line in lines:
        if match := _LINE.fullmatch(line):
            said.setdefault(match[1], []).append(match[2])
    if "Read as" not in said:
        return read_target(text, document_date)
    try:
        return Target(
            text=text,
            kind=TargetKind(said["Read as"][0].replace(" ", "_")),
            start=_day(said.get("From")),
            end=_day(said.get("To")),
            status_hint=said.get("State", [None])[0],
            doubts=tuple(said.get("Doubt", ())),
        )
    except ValueError:
        return read_target(text, document_date)


def _day(said: list[str] | None) -> datetime.date | None:
    return datetime.date.fromisoformat(dates.written(said[0])) if said else None
