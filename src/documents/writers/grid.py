"""A plan as rows of one grid, for the formats that are nothing but rows: CSV and Excel."""

from __future__ import annotations

from collections.abc import Iterator

from documents import dates, limits, recorded, substance, texts
from documents.layout import ALWAYS, Column, Type
from documents.plan import Action, Plan
from documents.standing import Standing

Row = dict[Column, str]


def about(plan: Plan) -> list[Row]:
    """The rows that say what the plan is, and what of a file found no place in it."""
    return _short(_about(substance.cleaned(plan)))


def themes(plan: Plan, standing: Standing) -> list[Row]:
    """The rows of each theme: its desired outcome, recommendations with their replies, and actions."""
    return _short(_themes(substance.cleaned(plan), standing))


def columns(found: list[Row]) -> tuple[Column, ...]:
    """The columns that every grid has, and of the others those in which something stands."""
    used = {column for row in found for column, text in row.items() if text}
    return tuple(column for column in Column if column in ALWAYS or column in used)


def _about(plan: Plan) -> Iterator[Row]:
    if plan.title:
        yield _row(Type.PLAN, plan.title)
    if plan.organisation:
        yield _row(Type.ORGANISATION, plan.organisation)
    if plan.document_date:
        yield _row(Type.DATE, dates.spoken(plan.document_date))
    for passage in plan.front_matter:
        yield _row(Type.INTRODUCTION, passage.text)
    for passage in plan.leftovers:
        yield _row(Type.NOT_PLACED, passage.text) | {Column.NOTE: passage.reason}


def _themes(plan: Plan, standing: Standing) -> Iterator[Row]:
    known = recorded.services(plan)
    for theme in plan.themes:
        yield {Column.TYPE: Type.THEME if theme.is_theme else Type.OUTSIDE, Column.THEME: theme.title}
        if theme.desired_outcome:
            yield _row(Type.DESIRED_OUTCOME, theme.desired_outcome, theme.title)
        for recommendation in theme.recommendations:
            yield _row(Type.RECOMMENDATION, recommendation, theme.title)
            if reply := standing.replies.get((theme.title, recommendation)):
                yield _row(Type.REPLY, reply, theme.title)
        for action in theme.actions:
            row = _action(action, theme.title, known, plan.document_date)
            yield row | {Column.STATUS: standing.statuses.get(action.reference, "")}


def _row(type_: Type, text: str, theme: str = "") -> Row:
    return {Column.TYPE: type_, Column.THEME: theme, Column.ACTIVITY: text}


def _action(action: Action, theme: str, known: frozenset[str], document_date: str | None) -> Row:
    return {
        Column.TYPE: Type.ACTION,
        Column.THEME: theme,
        Column.SERVICE: action.service or "",
        Column.ACTIVITY: texts.join_points(action.action, action.points),
        Column.LEAD: action.lead_text,
        Column.TARGET: action.target.text,
        Column.ACHIEVED: texts.join_pieces(action.achieved),
        Column.OUTCOME: action.outcome,
        Column.REFERENCE: action.reference,
        Column.RECORDED_LEADS: "\n".join(recorded.lead_lines(action, known)),
        Column.RECORDED_TARGET: "\n".join(recorded.target_lines(action, document_date)),
    }


def _short(rows: Iterator[Row]) -> list[Row]:
    """The rows, and after one whose cells are longer than a spreadsheet holds, further rows with the rest of them."""
    most = limits.MOST_IN_A_CELL
    found: list[Row] = []
    for row in rows:
        for start in range(0, max(len(text) for text in row.values()), most):
            piece = {column: text[start : start + most] for column, text in row.items()}
            found.append(piece if start == 0 else {**piece, Column.TYPE: Type.CONTINUED})
    return found
