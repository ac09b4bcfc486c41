"""Reads plain text and Markdown: lines, list items, and tables made with tabs, pipes or spaced slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.blocks import Block, Cell, Document, Paragraph, Row, Table
from documents.plan import Source
from documents.readers import text_cells
from documents.refusals import Refused

_BULLET = re.compile(r"^(\s*)[-*+•●▪◦‣–·]\s+(?=\S)")
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = r"\s*(?::?-{2,}:?|:-:|:-|-:)\s*"
_PIPE_RULE = re.compile(rf"^\s*\|?{_RULE}(?:\|{_RULE})*\|?\s*$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")

_UTF_8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_OTHER_KINDS = {
    b"%PDF": "a PDF file",
    b"{\\rtf": "a Rich Text file",
    b"PK\x03\x04": "a zip, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "a Word or Excel file from before 2007, or one with a password",
}
_SAVE = "open it in the program that made it and save it as Word, Excel, CSV or plain text"


def read(data: bytes, name: str) -> Document:
    """The text as blocks. Refuses what is not text, or is in two encodings at once."""
    lines = decode(data, name).splitlines()
    return Document(blocks=tuple(_blocks(lines)))


def decode(data: bytes, name: str) -> str:
    """The characters of a text file: UTF-8, UTF-16 with its mark, or the Windows code page of Western Europe."""
    if not data.strip():
        fix = "choose the file that holds the action plan"
        raise Refused(file=name, place="", problem="the file is empty", fix=fix)
    for beginning, kind in _OTHER_KINDS.items():
        if data.startswith(beginning):
            raise Refused(file=name, place="", problem=f"this is {kind}, not text", fix=_SAVE)
    try:
        found = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        found = _decode_windows(data, name, error)
    if "\x00" in found:
        line = found.count("\n", 0, found.index("\x00")) + 1
        raise Refused(file=name, place=f"line {line}", problem="this is not a text file", fix=_SAVE)
    if not found.strip():
        fix = "choose the file that holds the action plan"
        raise Refused(file=name, place="", problem="the file is empty", fix=fix)
    return found


def _decode_windows(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    def refused(at: int) -> Refused:
        return Refused(
            file=name,
            place=f"line {data.count(bytes([10]), 0, at) + 1}",
            problem="some letters cannot be read, as if written in two encodings",
            fix="open the file, correct the odd letters on that line and save it as UTF-8",
        )

    if b"\x00" not in data and (error.encoding.startswith("utf-16") or _UTF_8_LETTER.search(data)):
        raise refused(error.start) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as worse:
        raise refused(worse.start) from worse


def _blocks(lines: list[str]) -> Iterator[Block]:
    tables = 0
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if flattened := text_cells.read(lines, at, tables + 1):
            tables += 1
            yield flattened.table
            at = flattened.end
            continue
        end, separator = _table_end(lines, at)
        if separator is None:
            yield _paragraph(lines[at], at + 1, apart=at > 0 and not lines[at - 1].strip())
            at += 1
            continue
        tables += 1
        yield _table(lines, at, end, separator, tables)
        at = end


def _table_end(lines: list[str], start: int) -> tuple[int, str | None]:
    """Where the table that starts on this line ends, and what parts its cells; None where no table starts."""
    for separator, belongs in (("\t", _has_tabs), ("|", _has_pipes), (" / ", _has_slashes)):
        end = start
        while end < len(lines) and belongs(lines[end]):
            end += 1
        if separator == "\t" and end > start:
            while end < len(lines) and "\t" in lines[end] and lines[end].strip():
                end += 1
        if end - start >= (3 if separator == " / " else 1 if separator == "\t" else 2):
            return end, separator
    return start, None


def _has_tabs(line: str) -> bool:
    """More than an indent: a tab after a word, or several tabs around one."""
    return bool(line.strip()) and ("\t" in line.lstrip() or line.count("\t") > 1)


def _has_pipes(line: str) -> bool:
    pipes = len(_UNESCAPED_PIPE.findall(line))
    return pipes >= 2 or (pipes == 1 and not line.strip().startswith("|") and not line.strip().endswith("|"))


def _has_slashes(line: str) -> bool:
    return line.count(" / ") >= 2


def _table(lines: list[str], start: int, end: int, separator: str, number: int) -> Table:
    rows: list[Row] = []
    has_border = lines[start].strip().startswith("|")
    for at in range(start, end):
        if separator == "|" and _PIPE_RULE.match(lines[at]):
            continue
        source = Source(line=at + 1, table=number, row=len(rows) + 1)
        cells = tuple(
            Cell(paragraphs=(Paragraph(text=text, source=source),) if text else ())
            for text in _cells(lines[at], separator, has_border=has_border)
        )
        rows.append(Row(cells=cells, source=source))
    return Table(rows=tuple(rows), source=Source(line=start + 1, table=number))


def _cells(line: str, separator: str, *, has_border: bool) -> list[str]:
    """The texts between the separators. `has_border`: the first bar of each line stands before the first cell."""
    if separator != "|":
        return [cell.strip() for cell in line.split(separator)]
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") and has_border else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _UNESCAPED_PIPE.split(inner)]


def _paragraph(line: str, number: int, *, apart: bool) -> Paragraph:
    source = Source(line=number)
    if heading := _HASHES.match(line):
        return Paragraph(
            text=heading[2].strip(), kind="heading", level=len(heading[1]), apart=apart, source=source
        )
    if item := _BULLET.match(line):
        level = 1 + len(item[1].expandtabs(4)) // 2
        return Paragraph(
            text=line[item.end() :].strip(), kind="list_item", level=level, apart=apart, source=source
        )
    return Paragraph(text=line.strip(), apart=apart, source=source)
