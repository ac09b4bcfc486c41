"""Reads plans that our own writers wrote, by their names and styles and without guessing, also after a person changed them."""

from __future__ import annotations

import dataclasses

from documents import recorded, services, substance
from documents.blocks import Document
from documents.interpret import own_grid, own_word
from documents.interpret.own_draft import Draft, DraftAction
from documents.plan import Action, Passage, Plan, Theme


def interpret(document: Document) -> Plan | None:
    """The plan, if the document has our own layout; None if it has any other."""
    draft = own_grid.read(document) or own_word.read(document)
    return _plan(draft) if draft else None


def _plan(draft: Draft) -> Plan:
    """The plan of what was read, with leads and target dates read from their words where nothing else was recorded."""
    themes = tuple(
        Theme(
            title=theme.title,
            is_theme=theme.is_theme,
            desired_outcome=theme.desired_outcome or None,
            recommendations=tuple(theme.recommendations),
            actions=tuple(action.values for action in theme.actions),
            source=theme.source,
        )
        for theme in draft.themes
    )
    plan = substance.cleaned(
        Plan(
            title=draft.title,
            organisation=draft.organisation or None,
            document_date=draft.document_date or None,
            themes=themes,
            front_matter=tuple(draft.front_matter),
            leftovers=tuple(draft.leftovers),
            structure=tuple(draft.structure),
        )
    )
    known = recorded.services(plan)
