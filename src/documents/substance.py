"""What a plan says, apart from where it stood in a file: what every format carries there and back."""

from __future__ import annotations

import dataclasses

from documents import dates, services, texts
from documents.plan import NOWHERE, Action, Lead, Passage, Plan, Target, Theme


def of(plan: Plan) -> Plan:
    """The plan with clean texts, and without what belongs to one file.

    What goes: sources; the shape of the file (`structure`); the doubts of an action and the reasons of the introduction,
    which say how one file was read; empty passages. What stays is equal before writing and after reading, in every format.
    """
    plan = cleaned(plan)
    return dataclasses.replace(
        plan,
        themes=tuple(_theme(theme) for theme in plan.themes),
        front_matter=tuple(Passage(text=passage.text) for passage in plan.front_matter),
        leftovers=_passages(plan.leftovers),
        structure=(),
    )


def cleaned(plan: Plan) -> Plan:
    """The plan as a file can carry it: clean texts, and nothing where a text is empty. Sources and doubts stay."""
    themes = tuple(_clean_theme(theme) for theme in plan.themes)
    return dataclasses.replace(
        plan,
        title=texts.clean_line(plan.title),
        organisation=_line_or_none(plan.organisation),
        document_date=dates.written(texts.clean_line(plan.document_date or "")) or None,
        themes=themes,
        services=services.group(themes),
        front_matter=_clean_passages(plan.front_matter),
        leftovers=_clean_passages(plan.leftovers),
        structure=_clean_passages(plan.structure),
    )


def clean_lead(lead: Lead) -> Lead:
    return dataclasses.replace(lead, name=texts.clean_line(lead.name), service=_line_or_none(lead.service))


def _clean_theme(theme: Theme) -> Theme:
    return dataclasses.replace(
        theme,
        title=texts.clean_line(theme.title),
        desired_outcome=_or_none(theme.desired_outcome),
        recommendations=texts.clean_all(theme.recommendations),
        actions=tuple(action for action in map(clean_action, theme.actions) if _says_anything(action)),
    )


def clean_action(action: Action) -> Action:
    return dataclasses.replace(
        action,
        service=_line_or_none(action.service),
        action=texts.clean(action.action),
        points=texts.clean_all(action.points),
        lead_text=texts.clean(action.lead_text),
        leads=tuple(lead for lead in map(clean_lead, action.leads) if lead.name),
        target=_clean_target(action.target),
        achieved=texts.clean_all(action.achieved),
        outcome=texts.clean(action.outcome),
        reference=texts.clean_line(action.reference),
    )


def _says_anything(action: Action) -> bool:
    said = (action.action, action.points, action.lead_text, action.leads, action.target.text, action.achieved)
    return any(said) or bool(action.outcome or action.reference)


def _clean_target(target: Target) -> Target:
    doubts = tuple(doubt for doubt in map(texts.clean_line, target.doubts) if doubt)
    return dataclasses.replace(target, text=texts.clean(target.text), doubts=doubts)


def _clean_passages(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    kept = (
        dataclasses.replace(found, text=texts.clean(found.text), reason=texts.clean(found.reason))
        for found in passages
    )
    return tuple(passage for passage in kept if passage.text)


def _theme(theme: Theme) -> Theme:
    actions = tuple(dataclasses.replace(action, doubts=(), source=NOWHERE) for action in theme.actions)
    return dataclasses.replace(theme, actions=actions, source=NOWHERE)


def _passages(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(dataclasses.replace(passage, source=NOWHERE) for passage in passages)


def _or_none(text: str | None) -> str | None:
    return (texts.clean(text) or None) if text else None


def _line_or_none(text: str | None) -> str | None:
    return (texts.clean_line(text) or None) if text else None
