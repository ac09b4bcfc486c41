"""From divided sections to the finished plan: leads, target dates and services of every action."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from documents import lead_known, lead_words, leads, services, targets
from documents.interpret import rows
from documents.interpret.columns import Role
from documents.interpret.rows import Row
from documents.interpret.sections import Divided, Section
from documents.plan import Action, Plan, Theme

ONLY_POINTS = "the cell holds only points: the first was taken as the action"
TWO_COLUMNS = "start and end stand in two columns"


def plan(divided: Divided, *, title: str, organisation: str | None, document_date: str | None) -> Plan:
    """The whole plan. Leads are read last, by the names of services met anywhere in it."""
    gathered = [
        (section, rows.gather(section.rows, is_titled=bool(section.title))) for section in divided.sections
    ]
    every_row = [row for _, found in gathered for row in found.rows]
    known = {row.service for row in every_row if row.service}
    known |= leads.services_named(_lead_lines(row) for row in every_row)
    names = lead_known.Known.of(known)
    themes = [
        theme for section, found in gathered for theme in _themes(section, found.rows, names, document_date)
    ]
    return Plan(
        title=title,
        organisation=organisation,
        document_date=document_date,
        themes=tuple(themes),
        services=services.group(themes),
        front_matter=tuple(divided.front_matter),
        leftovers=(*divided.leftovers, *(passage for _, found in gathered for passage in found.leftovers)),
        structure=(*divided.structure, *(passage for _, found in gathered for passage in found.structure)),
    )


def _themes(
    section: Section, found: list[Row], known: lead_known.Known, document_date: str | None
) -> Iterator[Theme]:
    """One theme, or several where a column of the grid names the theme of each row."""
    by_theme: dict[str, list[Row]] = {}
    _keep_other_outcomes(found)
    for row in found:
        by_theme.setdefault(row.theme, []).append(row)
    if set(by_theme) <= {""}:
        yield _theme(section, found, known, document_date)
        return
    if section.title or section.desired_outcome or section.recommendations:
        yield _theme(section, by_theme.pop("", []), known, document_date)
    for name, members in by_theme.items():
        outcome = next((row.desired_outcome for row in members if row.desired_outcome), None)
        own = Section(title=name, is_theme=bool(name), desired_outcome=outcome, source=members[0].source)
        yield _theme(own, members, known, document_date)


def _keep_other_outcomes(found: list[Row]) -> None:
    """A desired outcome in a row that is not its theme's, which is the first one given, is the action's own."""
    outcomes: dict[str, str] = {}
    for row in found:
        own = row.pieces.get(Role.DESIRED_OUTCOME, [])
        if not row.theme or outcomes.setdefault(row.theme, row.desired_outcome or "") not in {
            "",
            row.desired_outcome,
        }:
            row.pieces[Role.OUTCOME] = [*own, *row.pieces.get(Role.OUTCOME, [])]


def _theme(section: Section, found: list[Row], known: lead_known.Known, document_date: str | None) -> Theme:
    return Theme(
        title=section.title,
        is_theme=section.is_theme,
        desired_outcome=section.desired_outcome,
        recommendations=tuple(section.recommendations),
        actions=tuple(_action(row, known, document_date) for row in found),
        source=section.source,
    )


def _action(row: Row, known: lead_known.Known, document_date: str | None) -> Action:
    doubts = list(row.doubts)
    pieces = row.pieces[Role.ACTION]
    text = list(itertools.takewhile(lambda piece: not piece.is_point, pieces))
    if not text:
        text = pieces[:1]
        if len(pieces) > 1:
            doubts.append(ONLY_POINTS)
    read = leads.read_leads(_lead_lines(row), services=known)
    target_text = row.text(Role.TARGET)
    if start := row.text(Role.START):
        target_text = f"{start} – {target_text}" if target_text else f"From {start}"
        doubts.append(TWO_COLUMNS)
    doubts.extend(read.doubts)
    doubts.extend(piece.doubt for role in row.pieces for piece in row.pieces[role] if piece.doubt)
    everything = " ".join(row.text(role) for role in (Role.ACTION, Role.TARGET, Role.ACHIEVED, Role.OUTCOME))
    if scripts := lead_words.mixed_scripts(everything):
        doubts.append(f"a word mixes letters of two alphabets: {scripts}")
    return Action(
        service=row.service,
        action="\n".join(piece.text for piece in text),
        points=tuple(piece.text for piece in pieces[len(text) :]),
        lead_text=row.text(Role.LEAD),
        leads=read.leads,
        target=targets.read_target(target_text, document_date=document_date),
        achieved=tuple(piece.text for piece in row.pieces.get(Role.ACHIEVED, [])),
        outcome=row.text(Role.OUTCOME, "\n"),
        doubts=tuple(dict.fromkeys(doubts)),
        source=row.source,
        reference=row.text(Role.REFERENCE),
    )


def _lead_lines(row: Row) -> str:
    return row.text(Role.LEAD, "\n")
