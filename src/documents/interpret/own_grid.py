"""Reads a plan in our own layout out of the rows of a CSV or Excel file."""

from __future__ import annotations

from collections.abc import Iterator

from documents import dates, layout, texts
from documents.blocks import Document, Paragraph, Row, Table
from documents.interpret.own_draft import Draft, DraftAction, DraftTheme
from documents.layout import Column, Type
from documents.plan import Action, Passage, Source

_COLUMNS = {column.casefold(): column for column in Column}
_TYPES = {type_.casefold(): type_ for type_ in Type}
_UNKNOWN_TYPE = "its type is none of ours"
_UNKNOWN_COLUMN = "its column is none of ours"
_OUTSIDE = "it stands outside our table"
_OF_OTHERS = {Column.TYPE, Column.THEME, Column.SERVICE}
Cells = dict[Column, str]


def read(document: Document) -> Draft | None:
    """The plan, if the document has a table with our columns and our types of rows."""
    headers = [_header(block) if isinstance(block, Table) else None for block in document.blocks]
    if not any(headers):
        return None
    draft = Draft()
    outside: list[Paragraph] = []
    for block, header in zip(document.blocks, headers, strict=True):
        if isinstance(block, Paragraph):
            outside.append(block)
        elif header:
            _table(block, *header, draft)
        else:
            for row in block.rows:
                draft.leave(" | ".join(cell.text for cell in row.cells if cell.text), row.source, _OUTSIDE)
    title = (draft.title or layout.ACTION_PLAN)[: layout.MOST_IN_A_TITLE]
    for paragraph in outside:
        if paragraph.kind == "heading" or paragraph.text in (title, layout.ABOUT_NOTE, layout.PLAN_NOTE):
            draft.skip(paragraph.text, paragraph.source)
        else:
            draft.leave(paragraph.text, paragraph.source, _OUTSIDE)
    return draft


def _header(table: Table) -> tuple[int, dict[int, str]] | None:
    """Where our column names stand, and the name of each column by position."""
    for at, row in enumerate(table.rows[:10]):
        names = {position: text.strip() for position, text in _texts(row)}
        found = {_COLUMNS[name.casefold()] for name in names.values() if name.casefold() in _COLUMNS}
        if not any(needed <= found for needed in layout.NEEDED):
            continue
        type_at = next(
            position for position, name in names.items() if name.casefold() == Column.TYPE.casefold()
        )
        types = [dict(_texts(below)).get(type_at, "").strip() for below in table.rows[at + 1 :]]
        stated = [type_ for type_ in types if type_]
        if sum(type_.casefold() in _TYPES for type_ in stated) * 2 >= len(stated):
            return at, names
    return None


def _texts(row: Row) -> Iterator[tuple[int, str]]:
    """The text of each cell that has one, and the column in which it begins."""
    column = 0
    for cell in row.cells:
        if cell.paragraphs:
            yield column, cell.text
        column += cell.spans


def _table(table: Table, header: int, names: dict[int, str], draft: Draft) -> None:
    for row in table.rows[: header + 1]:
        draft.skip(" | ".join(text for _, text in _texts(row)), row.source)
    waiting: tuple[Cells, Source] | None = None
    for row in table.rows[header + 1 :]:
        cells: Cells = {}
        for position, text in _texts(row):
            column = _COLUMNS.get(names.get(position, "").casefold())
            if column is None:
                draft.leave(text, row.source, _UNKNOWN_COLUMN)
            elif column is Column.STATUS:
                draft.skip(text, row.source)
            else:
                cells[column] = text
        if cells.get(Column.TYPE, "").strip().casefold() == Type.CONTINUED.casefold() and waiting:
            for column, text in cells.items():
                if column is not Column.TYPE:
                    waiting[0][column] = waiting[0].get(column, "") + text
            continue
        if waiting:
            _row(*waiting, draft)
        waiting = cells, row.source
    if waiting:
        _row(*waiting, draft)


def _row(cells: Cells, source: Source, draft: Draft) -> None:
    said = cells.get(Column.TYPE, "").strip()
    type_ = _TYPES.get(said.casefold()) if said else Type.ACTION
    text = cells.get(Column.ACTIVITY) or cells.get(Column.TEXT, "")
    match type_:
        case Type.PLAN:
            draft.title = text
        case Type.ORGANISATION:
            draft.organisation = text
        case Type.DATE:
            draft.document_date = dates.written(texts.clean_line(text))
        case Type.INTRODUCTION:
            draft.front_matter.append(Passage(text=text, source=source))
        case Type.NOT_PLACED:
            draft.leftovers.append(Passage(text=text, source=source, reason=cells.get(Column.NOTE, "")))
        case Type.THEME | Type.OUTSIDE:
            title = cells.get(Column.THEME, "") or text
            draft.themes.append(DraftTheme(title=title, is_theme=type_ is Type.THEME, source=source))
        case Type.DESIRED_OUTCOME:
            _theme(cells, source, draft).desired_outcome = text
        case Type.RECOMMENDATION:
            _theme(cells, source, draft).recommendations.append(text)
        case Type.REPLY:
            draft.skip(text, source)
        case Type.ACTION if _says_anything(cells):
            _theme(cells, source, draft).actions.append(_action(cells, source))
        case _:
            draft.leave(" | ".join(cells.values()), source, _UNKNOWN_TYPE)


def _says_anything(cells: Cells) -> bool:
    return any(text.strip() for column, text in cells.items() if column not in _OF_OTHERS)


def _theme(cells: Cells, source: Source, draft: Draft) -> DraftTheme:
    """The theme that the row names: the one being read, else the first of that name, else a new one."""
    title = texts.clean_line(cells.get(Column.THEME, ""))
    current = draft.theme(source) if draft.themes or not title else None
    if current and title in ("", texts.clean_line(current.title)):
        return current
    named = next((theme for theme in draft.themes if texts.clean_line(theme.title) == title), None)
    if named is None:
        named = DraftTheme(title=title, source=source)
        draft.themes.append(named)
    return named


def _action(cells: Cells, source: Source) -> DraftAction:
    action, points = texts.part_points(cells.get(Column.ACTIVITY, ""))
    return DraftAction(
        action=Action(
            service=cells.get(Column.SERVICE),
            action=action,
            points=points,
            lead_text=cells.get(Column.LEAD, ""),
            achieved=texts.part_pieces(cells.get(Column.ACHIEVED, "")),
            outcome=cells.get(Column.OUTCOME, ""),
            reference=cells.get(Column.REFERENCE, ""),
            source=source,
        ),
        target=cells.get(Column.TARGET, ""),
        lead_lines=tuple(cells.get(Column.RECORDED_LEADS, "").splitlines()),
        target_lines=tuple(cells.get(Column.RECORDED_TARGET, "").splitlines()),
    )
