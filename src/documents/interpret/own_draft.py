"""A plan in our own layout while it is being read: what is known so far, and the plan that it makes in the end."""

from __future__ import annotations

import dataclasses

from documents import recorded, substance, texts
from documents.plan import NOWHERE, Action, Passage, Plan, Source, Theme

OUR_LAYOUT = "a part of our own layout"


@dataclasses.dataclass(kw_only=True)
class DraftAction:
    """An action with its words, and the lines that say what was recorded instead of what its words say."""

    action: Action
    target: str
    lead_lines: tuple[str, ...] = ()
    target_lines: tuple[str, ...] = ()


@dataclasses.dataclass(kw_only=True)
class DraftTheme:
    title: str
    is_theme: bool = True
    desired_outcome: str = ""
    recommendations: list[str] = dataclasses.field(default_factory=list)
    actions: list[DraftAction] = dataclasses.field(default_factory=list)
    source: Source = NOWHERE


@dataclasses.dataclass(kw_only=True)
class Draft:
    title: str = ""
    organisation: str = ""
    document_date: str = ""
    themes: list[DraftTheme] = dataclasses.field(default_factory=list)
    front_matter: list[Passage] = dataclasses.field(default_factory=list)
    leftovers: list[Passage] = dataclasses.field(default_factory=list)
    structure: list[Passage] = dataclasses.field(default_factory=list)

    def theme(self, source: Source) -> DraftTheme:
        """The theme that is being read; one without a name, outside the themes, where none has begun."""
        if not self.themes:
            self.themes.append(DraftTheme(title="", is_theme=False, source=source))
        return self.themes[-1]

    def leave(self, text: str, source: Source, reason: str) -> None:
        if text.strip():
            self.leftovers.append(Passage(text=text, source=source, reason=reason))

    def skip(self, text: str, source: Source) -> None:
        if text.strip():
            self.structure.append(Passage(text=text, source=source, reason=OUR_LAYOUT))


def finish(draft: Draft) -> Plan:
    """The plan. Leads and target dates are read from their words, unless something else was recorded beside them."""
    date = texts.clean_line(draft.document_date) or None
    plan = Plan(
        title=draft.title,
        organisation=draft.organisation,
        document_date=date,
        themes=tuple(_theme(theme) for theme in draft.themes),
        front_matter=tuple(draft.front_matter),
        leftovers=tuple(draft.leftovers),
        structure=tuple(draft.structure),
    )
    known = recorded.services(plan)
    themes = []
    for theme, drafted in zip(plan.themes, draft.themes, strict=True):
        actions = tuple(
            _action(action, found, known, date)
            for action, found in zip(theme.actions, drafted.actions, strict=True)
        )
        themes.append(dataclasses.replace(theme, actions=actions))
    return substance.cleaned(dataclasses.replace(plan, themes=tuple(themes)))


def _theme(theme: DraftTheme) -> Theme:
    return Theme(
        title=theme.title,
        is_theme=theme.is_theme,
        desired_outcome=theme.desired_outcome,
        recommendations=tuple(theme.recommendations),
        actions=tuple(substance.clean_action(drafted.action) for drafted in theme.actions),
        source=theme.source,
    )


def _action(action: Action, drafted: DraftAction, known: frozenset[str], date: str | None) -> Action:
    read = recorded.read_leads(action.lead_text, known)
    return dataclasses.replace(
        action,
        leads=recorded.leads_of(drafted.lead_lines) if drafted.lead_lines else read.leads,
        target=recorded.target_of(texts.clean(drafted.target), drafted.target_lines, date),
        doubts=() if drafted.lead_lines else read.doubts,
    )
