"""Reads a plan in our own layout out of a Word file: by the style of each paragraph, and by its place where a person wrote it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from documents import dates, layout, texts
from documents.blocks import Block, Cell, Document, Paragraph, Row, Table
from documents.interpret.own_draft import Draft, DraftAction, DraftTheme
from documents.layout import Column, Style
from documents.plan import Action, Passage, Source

_STYLES = {style.casefold(): style for style in Style}
_COLUMNS = {column.casefold(): column for column in Column}
_HEADINGS = {Style.THEME: True, Style.OUTSIDE: False, Style.UNTITLED: True, Style.UNTITLED_OUTSIDE: False}
_UNTITLED = {Style.UNTITLED: layout.UNTITLED_THEME, Style.UNTITLED_OUTSIDE: layout.UNTITLED_OUTSIDE}
_WITHOUT_STYLE = "it has none of our styles"
_UNKNOWN_COLUMN = "its column is none of ours"


def read(document: Document) -> Draft | None:
    """The plan, if paragraphs have our styles."""
    if not any(_style(paragraph) for block in document.blocks for paragraph in _paragraphs(block)):
        return None
    reading = _Reading()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reading.paragraph(block)
        else:
            reading.table(block)
    return reading.draft


def _paragraphs(block: Block) -> tuple[Paragraph, ...]:
    if isinstance(block, Paragraph):
        return (block,)
    return tuple(paragraph for row in block.rows for cell in row.cells for paragraph in cell.paragraphs)


def _style(paragraph: Paragraph) -> Style | None:
    return _STYLES.get(paragraph.style.casefold())


@dataclasses.dataclass
class _Reading:
    """The plan so far, the service of the rows that follow, and the columns of the table."""

    draft: Draft = dataclasses.field(default_factory=Draft)
    service: str | None = None
    columns: tuple[Column | None, ...] = ()

    def paragraph(self, found: Paragraph) -> None:
        draft, text, source = self.draft, found.text, found.source
        match _style(found):
            case Style.TITLE:
                draft.title = _joined(draft.title, text)
            case Style.ORGANISATION:
                draft.organisation = _joined(draft.organisation, text)
            case Style.DATE:
                draft.document_date = dates.written(texts.clean_line(text))
            case Style.INTRODUCTION:
                draft.front_matter.append(Passage(text=text, source=source))
            case Style.NOT_PLACED:
                draft.leftovers.append(Passage(text=text, source=source))
            case Style.REASON:
                self._reason(text, source)
            case (Style.THEME | Style.OUTSIDE | Style.UNTITLED | Style.UNTITLED_OUTSIDE) as style:
                title = "" if text.strip() == _UNTITLED.get(style) else text
                draft.themes.append(DraftTheme(title=title, is_theme=_HEADINGS[style], source=source))
            case Style.DESIRED_OUTCOME:
                theme = draft.theme(source)
                theme.desired_outcome = _joined(
                    theme.desired_outcome, text.removeprefix(layout.DESIRED_OUTCOME)
                )
            case Style.RECOMMENDATION:
                draft.theme(source).recommendations.append(text)
            case Style.LABEL | Style.GRID | Style.COLUMN | Style.REPLY:
                draft.skip(text, source)
            case _:
                self._written_by_hand(found)

    def _reason(self, text: str, source: Source) -> None:
        """The reason stands below its passage."""
        if self.draft.leftovers:
            last = self.draft.leftovers[-1]
            self.draft.leftovers[-1] = dataclasses.replace(last, reason=_joined(last.reason, text))
            return
        self.draft.leave(text, source, _WITHOUT_STYLE)

    def _written_by_hand(self, found: Paragraph) -> None:
        draft = self.draft
        if found.kind == "heading" and found.level == 1:
            draft.themes.append(DraftTheme(title=found.text, source=found.source))
        elif not draft.themes:
            draft.front_matter.append(Passage(text=found.text, source=found.source))
        elif found.kind == "list_item" and not draft.themes[-1].actions:
            draft.themes[-1].recommendations.append(found.text)
        else:
            draft.leave(found.text, found.source, _WITHOUT_STYLE)

    def table(self, table: Table) -> None:
        self.service, self.columns = None, ()
        for row in table.rows:
            if columns := _columns(row):
                self.columns = columns
                self.draft.skip(_text(row), row.source)
            elif self.columns:
                self._row(row)
            else:
                self.draft.leave(_text(row), row.source, _UNKNOWN_COLUMN)

    def _row(self, row: Row) -> None:
        styles = {_style(paragraph) for cell in row.cells for paragraph in cell.paragraphs}
        text = _text(row)
        is_wide = len(row.cells) == 1 and len(self.columns) > 1
        if Style.NO_SERVICE in styles and text == layout.NO_SERVICE:
            self.service = None
            self.draft.skip(text, row.source)
        elif styles & {Style.SERVICE, Style.NO_SERVICE} or (is_wide and text):
            self.service = text
            self.draft.skip(text, row.source)
        elif text:
            self.draft.theme(row.source).actions.append(self._action(row))

    def _action(self, row: Row) -> DraftAction:
        said: dict[Column, list[Paragraph]] = {}
        for column, cell in zip((*self.columns, *(None,) * len(row.cells)), _by_column(row), strict=False):
            if column is None:
                self.draft.leave(cell.text, row.source, _UNKNOWN_COLUMN)
            elif column is Column.STATUS:
                self.draft.skip(cell.text, row.source)
            else:
                said.setdefault(column, []).extend(cell.paragraphs)
        activity = said.get(Column.ACTIVITY, [])
        leads, targets = said.get(Column.LEAD, []), said.get(Column.TARGET, [])
        return DraftAction(
            action=Action(
                service=self.service,
                action=_lines(found for found in activity if not _is_point(found)),
                points=tuple(found.text for found in activity if _is_point(found)),
                lead_text=_lines(found for found in leads if _style(found) is not Style.RECORDED_LEAD),
                achieved=tuple(found.text for found in said.get(Column.ACHIEVED, [])),
                outcome=_lines(said.get(Column.OUTCOME, [])),
                reference=_lines(said.get(Column.REFERENCE, [])),
                source=row.source,
            ),
            target=_lines(found for found in targets if _style(found) is not Style.RECORDED_TARGET),
            lead_lines=tuple(found.text for found in leads if _style(found) is Style.RECORDED_LEAD),
            target_lines=tuple(found.text for found in targets if _style(found) is Style.RECORDED_TARGET),
        )


def _columns(row: Row) -> tuple[Column | None, ...]:
    """The columns, if the row is one of column names: known by its style, else by all its names."""
    names = [cell.text.strip() for cell in _by_column(row)]
    found = tuple(_COLUMNS.get(name.casefold()) for name in names)
    styled = any(_style(paragraph) is Style.COLUMN for cell in row.cells for paragraph in cell.paragraphs)
    return found if any(found) and (styled or (all(found) and len(found) > 1)) else ()


def _by_column(row: Row) -> list[Cell]:
    """A cell for each column: a merged one in its first column, and empty ones in the rest."""
    return [part for cell in row.cells for part in (cell, *(Cell(),) * (cell.spans - 1))]


def _text(row: Row) -> str:
    return " | ".join(cell.text for cell in row.cells if cell.text).strip()


def _is_point(paragraph: Paragraph) -> bool:
    style = _style(paragraph)
    return style is Style.POINT or (style is None and paragraph.kind == "list_item")


def _lines(paragraphs: Iterable[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text
