"""Writes a plan as a Word file in the familiar layout: theme, desired outcome, recommendations, then a grid by service."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator

from docx.oxml.ns import qn
from lxml import etree

from documents import dates, layout, recorded, substance
from documents.layout import Column, Style
from documents.plan import Action, Plan, Theme
from documents.standing import NOTHING, Standing
from documents.writers import word_styles

_WIDTHS = {
    Column.REFERENCE: 12,  # as wide as its own name
    Column.ACTIVITY: 34,
    Column.LEAD: 15,
    Column.TARGET: 13,
    Column.STATUS: 11,
    Column.ACHIEVED: 33,
    Column.OUTCOME: 20,
}
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PAGE = 14_570  # twentieths of a point between the margins
_Element = etree._Element


def write(plan: Plan, standing: Standing = NOTHING) -> bytes:
    """The Word file. Each paragraph has a style that says what it is, so that the file can be changed and read again."""
    plan = substance.cleaned(plan)
    document = word_styles.empty_document(plan.title)
    body = document.element.body
    section = body[-1]
    for block in _blocks(plan, standing):
        section.addprevious(block)
    section.addprevious(_new("w:p"))  # Word wants a paragraph after a table at the end
    content = io.BytesIO()
    document.save(content)
    return _without_times(content)


def _without_times(content: io.BytesIO) -> bytes:
    """The same parts with one fixed time each, so that the same plan gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(content) as found, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed:
        for part in found.namelist():
            fixed.writestr(zipfile.ZipInfo(part, _NO_TIME), found.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _blocks(plan: Plan, standing: Standing) -> Iterator[_Element]:
    if plan.title:
        yield _paragraph(Style.TITLE, plan.title)
    if plan.organisation:
        yield _paragraph(Style.ORGANISATION, plan.organisation)
    if plan.document_date:
        yield _paragraph(Style.DATE, dates.spoken(plan.document_date))
    for passage in plan.front_matter:
        yield _paragraph(Style.INTRODUCTION, passage.text)
    columns = _columns(plan, standing)
    known = recorded.services(plan)
    for theme in plan.themes:
        yield from _theme_heading(theme, standing)
        if theme.actions:
            yield _paragraph(Style.GRID, layout.ACTIONS)
            yield _table(theme, columns, known, plan.document_date, standing)
    if plan.leftovers:
        yield _paragraph(Style.LABEL, layout.NOT_PLACED)
    for passage in plan.leftovers:
        yield _paragraph(Style.NOT_PLACED, passage.text)
        if passage.reason:
            yield _paragraph(Style.REASON, passage.reason)


def _theme_heading(theme: Theme, standing: Standing) -> Iterator[_Element]:
    if theme.title:
        yield _paragraph(Style.THEME if theme.is_theme else Style.OUTSIDE, theme.title)
    elif theme.is_theme:
        yield _paragraph(Style.UNTITLED, layout.UNTITLED_THEME)
    else:
        yield _paragraph(Style.UNTITLED_OUTSIDE, layout.UNTITLED_OUTSIDE)
    if theme.desired_outcome:
        yield _paragraph(Style.DESIRED_OUTCOME, theme.desired_outcome, label=layout.DESIRED_OUTCOME)
    if theme.recommendations:
        yield _paragraph(Style.LABEL, layout.RECOMMENDATIONS)
    for text in theme.recommendations:
        yield _paragraph(Style.RECOMMENDATION, text)
        if reply := standing.replies.get((theme.title, text)):
            yield _paragraph(Style.REPLY, reply, label=layout.REPLY)


def _columns(plan: Plan, standing: Standing) -> tuple[Column, ...]:
    """The four familiar columns, and those for outcome, reference and status where an action has one."""
    has_outcome = any(action.outcome for action in plan.actions)
    has_reference = any(action.reference for action in plan.actions)
    return (
        *((Column.REFERENCE,) if has_reference else ()),
        Column.ACTIVITY,
        Column.LEAD,
        Column.TARGET,
        *((Column.STATUS,) if standing.statuses else ()),
        Column.ACHIEVED,
        *((Column.OUTCOME,) if has_outcome else ()),
    )


def _table(
    theme: Theme,
    columns: tuple[Column, ...],
    known: frozenset[str],
    document_date: str | None,
    standing: Standing,
) -> _Element:
    table = _new("w:tbl")
    properties = _add(table, "w:tblPr")
    _add(properties, "w:tblStyle", val="TableGrid")
    _add(properties, "w:tblW", w="5000", type="pct")
    _add(properties, "w:tblLayout", type="fixed")
    _add(
        properties,
        "w:tblLook",
        firstRow="1",
        lastRow="0",
        firstColumn="0",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
    _add(properties, "w:tblCaption", val=f"Actions: {theme.title}"[:250])
    total = sum(_WIDTHS[column] for column in columns)
    widths = [_PAGE * _WIDTHS[column] // total for column in columns]
    grid = _add(table, "w:tblGrid")
    for width in widths:
        _add(grid, "w:gridCol", w=str(width))
    table.append(_row([[_paragraph(Style.COLUMN, column)] for column in columns], widths, is_header=True))
    service: str | None = None
    for action in theme.actions:
        if action.service != service:
            service = action.service
            style, text = (Style.SERVICE, service) if service else (Style.NO_SERVICE, layout.NO_SERVICE)
            table.append(_row([[_paragraph(style, text)]], widths))
        status = standing.statuses.get(action.reference, "")
        cells = _cells(action, known, document_date) | {Column.STATUS: [_paragraph(Style.STATUS, status)]}
        table.append(_row([list(cells[column]) for column in columns], widths))
    return table


def _cells(
    action: Action, known: frozenset[str], document_date: str | None
) -> dict[Column, Iterable[_Element]]:
    return {
        Column.REFERENCE: [_paragraph(Style.REFERENCE, action.reference)],
        Column.ACTIVITY: itertools.chain(
            [_paragraph(Style.ACTIVITY, action.action)],
            (_paragraph(Style.POINT, point) for point in action.points),
        ),
        Column.LEAD: itertools.chain(
            [_paragraph(Style.LEAD, action.lead_text)],
            (_paragraph(Style.RECORDED_LEAD, line) for line in recorded.lead_lines(action, known)),
        ),
        Column.TARGET: itertools.chain(
            [_paragraph(Style.TARGET, action.target.text)],
            (
                _paragraph(Style.RECORDED_TARGET, line)
                for line in recorded.target_lines(action, document_date)
            ),
        ),
        Column.ACHIEVED: [_paragraph(Style.ACHIEVED, text) for text in action.achieved or ("",)],
        Column.OUTCOME: [_paragraph(Style.OUTCOME, action.outcome)],
    }


def _row(cells: list[list[_Element]], widths: list[int], *, is_header: bool = False) -> _Element:
    """A row of the table. A row of one cell goes across all columns."""
    row = _new("w:tr")
    if is_header:
        properties = _add(row, "w:trPr")
        _add(properties, "w:cantSplit")
        _add(properties, "w:tblHeader")
    for paragraphs, width in zip(cells, widths if len(cells) > 1 else [sum(widths)], strict=True):
        cell = _add(row, "w:tc")
        shape = _add(cell, "w:tcPr")
        _add(shape, "w:tcW", w=str(width), type="dxa")
        if len(cells) == 1:
            _add(shape, "w:gridSpan", val=str(len(widths)))
        cell.extend(paragraphs)
    return row


def _paragraph(style: Style, text: str, *, label: str = "") -> _Element:
    paragraph = _new("w:p")
    _add(_add(paragraph, "w:pPr"), "w:pStyle", val=style.replace(" ", ""))
    if label:
        run = _add(paragraph, "w:r")
        _add(_add(run, "w:rPr"), "w:b")
        _text(run, label)
    if text:
        _text(_add(paragraph, "w:r"), text)
    return paragraph


def _text(run: _Element, text: str) -> None:
    """Puts the text into the run; line breaks and tabs are elements of their own in Word."""
    for number, line in enumerate(text.split("\n")):
        if number:
            _add(run, "w:br")
        for at, piece in enumerate(line.split("\t")):
            if at:
                _add(run, "w:tab")
            if piece:
                _add(run, "w:t").text = piece
                run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _new(name: str) -> _Element:
    return etree.Element(qn(name), nsmap={"w": qn("w:p")[1:].partition("}")[0]})


def _add(parent: _Element, name: str, **attributes: str) -> _Element:
    return etree.SubElement(parent, qn(name), {qn(f"w:{key}"): value for key, value in attributes.items()})
