"""A plan as JSON and back: the stable shape that docs/reference/plan-json.md describes."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

from documents import confidence
from documents.plan import (
    STATUS_HINTS,
    Action,
    Lead,
    LeadKind,
    Passage,
    Plan,
    ServiceSpellings,
    Source,
    Target,
    TargetKind,
    Theme,
)

FORMAT = 1
Json = dict[str, Any]
_T = TypeVar("_T")


class NotAPlan(ValueError):
    """JSON that is no plan. Its text says where, and what was expected."""


def to_json(plan: Plan) -> Json:
    """The plan as values that `json` can write. Every key is always there."""
    return {
        "format": FORMAT,
        "title": plan.title,
        "organisation": plan.organisation,
        "document_date": plan.document_date,
        "themes": [_theme(theme) for theme in plan.themes],
        "services": [{"name": found.name, "spellings": list(found.spellings)} for found in plan.services],
        "front_matter": [_passage(passage) for passage in plan.front_matter],
        "leftovers": [_passage(passage) for passage in plan.leftovers],
        "structure": [_passage(passage) for passage in plan.structure],
    }


def _theme(theme: Theme) -> Json:
    return {
        "title": theme.title,
        "is_theme": theme.is_theme,
        "desired_outcome": theme.desired_outcome,
        "recommendations": list(theme.recommendations),
        "actions": [_action(action, theme) for action in theme.actions],
        "source": _source(theme.source),
    }


def _action(action: Action, theme: Theme) -> Json:
    return {
        "reference": action.reference,
        "service": action.service,
        "action": action.action,
        "points": list(action.points),
        "lead_text": action.lead_text,
        "leads": [{"name": lead.name, "kind": lead.kind, "service": lead.service} for lead in action.leads],
        "target": _target(action.target),
        "achieved": list(action.achieved),
        "outcome": action.outcome,
        "doubts": list(action.doubts),
        "confidence": dataclasses.asdict(confidence.of(action, theme)),
        "source": _source(action.source),
    }


def _target(target: Target) -> Json:
    return {
        "text": target.text,
        "kind": target.kind.value,
        "start": target.start.isoformat() if target.start else None,
        "end": target.end.isoformat() if target.end else None,
        "status_hint": target.status_hint,
        "doubts": list(target.doubts),
    }


def _passage(passage: Passage) -> Json:
    return {"text": passage.text, "reason": passage.reason, "source": _source(passage.source)}


def _source(source: Source) -> Json:
    return {
        "line": source.line,
        "page": source.page,
        "sheet": source.sheet,
        "table": source.table,
        "row": source.row,
        "more": [_source(more) for more in source.more],
    }


def from_json(json: object) -> Plan:
    """The plan of such values. Raises NotAPlan where they are anything else; a key that is absent takes its default."""
    whole = _object(json, "the plan")
    version = _get(whole, "format", int, "the plan", "a number") or FORMAT
    if version > FORMAT:
        raise NotAPlan(
            f"the plan is in format {version}, and this version of Throughline knows format {FORMAT}: update it"
        )
    here = "the plan"
    return Plan(
        title=_text(whole, "title", here),
        organisation=_text_or_none(whole, "organisation", here),
        document_date=_text_or_none(whole, "document_date", here),
        themes=_each(whole, "themes", here, _read_theme),
        services=_each(whole, "services", here, _read_service),
        front_matter=_each(whole, "front_matter", here, _read_passage),
        leftovers=_each(whole, "leftovers", here, _read_passage),
        structure=_each(whole, "structure", here, _read_passage),
    )


def _read_theme(json: Json, here: str) -> Theme:
    is_theme = _get(json, "is_theme", bool, here, "true or false")
    return Theme(
        title=_text(json, "title", here),
        is_theme=True if is_theme is None else is_theme,
        desired_outcome=_text_or_none(json, "desired_outcome", here),
        recommendations=_texts(json, "recommendations", here),
        actions=_each(json, "actions", here, _read_action),
        source=_read_source(json.get("source"), here),
    )


def _read_action(json: Json, here: str) -> Action:
    return Action(
        reference=_text(json, "reference", here),
        service=_text_or_none(json, "service", here),
        action=_text(json, "action", here),
        points=_texts(json, "points", here),
        lead_text=_text(json, "lead_text", here),
        leads=_each(json, "leads", here, _read_lead),
        target=_read_target(_object(json.get("target") or {}, f"{here}, target"), f"{here}, target"),
        achieved=_texts(json, "achieved", here),
        outcome=_text(json, "outcome", here),
        doubts=_texts(json, "doubts", here),
        source=_read_source(json.get("source"), here),
    )


def _read_lead(json: Json, here: str) -> Lead:
    kind = _text(json, "kind", here) or "unknown"
    if kind not in get_args(LeadKind):
        raise NotAPlan(f"{here}, kind: one of {', '.join(get_args(LeadKind))} was expected, not “{kind}”")
    return Lead(
        name=_text(json, "name", here),
        kind=cast(LeadKind, kind),
        service=_text_or_none(json, "service", here),
    )


def _read_target(json: Json, here: str) -> Target:
    try:
        kind = TargetKind(_text(json, "kind", here) or TargetKind.NONE)
    except ValueError as error:
        raise NotAPlan(f"{here}, kind: one of {', '.join(TargetKind)} was expected") from error
    status = _text_or_none(json, "status_hint", here)
    if status is not None and status not in STATUS_HINTS:
        raise NotAPlan(f"{here}, status_hint: one of {', '.join(STATUS_HINTS)} was expected")
    text, doubts = _text(json, "text", here), _texts(json, "doubts", here)
    start, end = _day(json, "start", here), _day(json, "end", here)
    try:
        return Target(text=text, kind=kind, start=start, end=end, status_hint=status, doubts=doubts)
    except ValueError as error:
        raise NotAPlan(f"{here}: {error}") from error


def _read_service(json: Json, here: str) -> ServiceSpellings:
    return ServiceSpellings(name=_text(json, "name", here), spellings=_texts(json, "spellings", here))


def _read_passage(json: Json, here: str) -> Passage:
    source = _read_source(json.get("source"), here)
    return Passage(text=_text(json, "text", here), reason=_text(json, "reason", here), source=source)


def _read_source(value: object, here: str) -> Source:
    here = f"{here}, source"
    json = _object(value or {}, here)
    return Source(
        line=_get(json, "line", int, here, "a number"),
        page=_get(json, "page", int, here, "a number"),
        sheet=_text_or_none(json, "sheet", here),
        table=_get(json, "table", int, here, "a number"),
        row=_get(json, "row", int, here, "a number"),
        more=_each(json, "more", here, _read_source),
    )


def _object(value: object, here: str) -> Json:
    if not isinstance(value, dict):
        raise NotAPlan(f"{here}: an object was expected")
    return value


def _get(json: Json, key: str, kind: type[_T], here: str, name: str) -> _T | None:
    found = json.get(key)
    if found is None:
        return None
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
        raise NotAPlan(f"{here}, {key}: {name} was expected")
    return found


def _text(json: Json, key: str, here: str) -> str:
    return _get(json, key, str, here, "text") or ""


def _text_or_none(json: Json, key: str, here: str) -> str | None:
    return _get(json, key, str, here, "text")


def _texts(json: Json, key: str, here: str) -> tuple[str, ...]:
    found: list[object] = _get(json, key, list, here, "a list") or []
    texts = tuple(text for text in found if isinstance(text, str))
    if len(texts) < len(found):
        raise NotAPlan(f"{here}, {key}: a list of texts was expected")
    return texts


def _each(json: Json, key: str, here: str, read: Callable[[Json, str], _T]) -> tuple[_T, ...]:
    found: list[object] = _get(json, key, list, here, "a list") or []
    places = [f"{here}, {key} {number}" for number in range(1, len(found) + 1)]
    return tuple(read(_object(value, place), place) for value, place in zip(found, places, strict=True))


def _day(json: Json, key: str, here: str) -> datetime.date | None:
    text = _text_or_none(json, key, here)
    try:
        return datetime.date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise NotAPlan(f"{here}, {key}: a date like 2021-03-31 was expected, not “{text}”") from error
