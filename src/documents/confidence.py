"""How certain the reading of an action is, as a whole and field by field: from 0, a guess, to 1, as written."""

from __future__ import annotations

import dataclasses

from documents.plan import Action, TargetKind, Theme

_OF_ROW = (  # doubts about which words belong to the action at all, by how they begin
    "the row has fewer cells",
    "the cell holds only points",
    "a row without an action",
    "a list has lost its marks",
    "a point was taken to begin",
    "no label says",
    "the table has no column names",
    "a line of a list",
    "a word mixes letters",
)
_OF_DATE = ("start and end stand in two columns",)
_EACH = 0.15  # how much each doubt takes away


@dataclasses.dataclass(frozen=True, kw_only=True)
class Confidence:
    """Figures from 0 to 1. `row`: that this is an action, with its words in the right places. A field that is empty and not
    doubted is certain to be empty."""

    row: float = 1.0
    action: float = 1.0
    lead: float = 1.0
    target: float = 1.0
    achieved: float = 1.0
    theme: float = 1.0


def of(action: Action, theme: Theme) -> Confidence:
    """The figures for one action of a theme. They follow from its fields and its doubts, so no file needs to keep them."""
    about_row = [doubt for doubt in action.doubts if doubt.startswith(_OF_ROW)]
    about_date = [doubt for doubt in action.doubts if doubt.startswith(_OF_DATE)]
    about_lead = len(action.doubts) - len(about_row) - len(about_date)
    shared = _EACH * len(about_row)
    fields = {
        "action": _action(action) - shared,
        "lead": _lead(action) - _EACH * about_lead - shared,
        "target": _target(action) - _EACH * len(about_date) - shared,
        "achieved": 1.0 - shared,
        "theme": 1.0 if theme.title else 0.7,
    }
    kept = {name: _within(figure) for name, figure in fields.items()}
    said = [kept["action"], *([kept["lead"]] if action.lead_text else [])]
    said += [kept["target"]] if action.target.text else []
    said += [kept["achieved"]] if action.achieved else []
    row = min(said) * 0.5 + sum(said) / len(said) * 0.5
    if not (action.lead_text or action.target.text or action.achieved):
        row -= 0.3  # nothing but a text: it may be a heading, or a line of prose
    return Confidence(row=_within(row), **kept)


def _action(action: Action) -> float:
    words = len(action.action.split())
    return 0.6 if words < 2 or words > 200 else 0.8 if words < 3 else 1.0


def _lead(action: Action) -> float:
    if not action.lead_text:
        return 1.0
    if not action.leads:
        return 0.5
    return 0.8 if any(lead.kind == "unknown" for lead in action.leads) else 1.0


def _target(action: Action) -> float:
    if action.target.kind is TargetKind.UNREADABLE:
        return 0.4
    return 1.0 - _EACH * min(3, len(action.target.doubts))


def _within(figure: float) -> float:
    return round(min(1.0, max(0.05, figure)), 2)
