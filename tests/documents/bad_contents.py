"""Files whose content is bad: broken XML, sheets without end, mixed encodings, JSON that is no plan."""

from __future__ import annotations

from tests.documents.making_files import (
    ABOUT,
    SHEET,
    SHEETS,
    STRINGS,
    WORD,
    Bad,
    docx,
    noise,
    paragraph,
    rows,
    sheet_xml,
    word_xml,
    xlsx,
)

DAMAGED = "the file is damaged: "
LARGE = "the file is too large inside: "
NOT_TEXT = "this is not a text file"
MIXED = "some letters cannot be read, as if written in two encodings"
UNREADABLE = DAMAGED + "this part inside it cannot be read"
NO_SHEETS = "the workbook is damaged: it has no sheet that can be read"
ROWS = "there are more rows than can be read (at most 20,000)"
COLUMNS = "there are more columns than can be read (at most 200)"

BAD_CONTENTS: dict[str, Bad] = {
    "XML that breaks off": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml(paragraph("a"))[:-30]}),
        problem=UNREADABLE,
        place=WORD,
    ),
    "XML a hundred thousand deep": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml("<w:body>" + "<w:sdt>" * 100_000)}),
        problem=UNREADABLE,
        place=WORD,
    ),
    "tables inside tables without end": Bad(
        suffix=".docx",
        make=lambda: docx(
            {
                WORD: word_xml(
                    "<w:body>" + "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200 + "</w:body>"
                )
            }
        ),
        problem=UNREADABLE,
        place=WORD,
    ),
    "a table of 30,000 rows in Word": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: word_xml(f"<w:body><w:tbl>{'<w:tr><w:tc/></w:tr>' * 30_000}</w:tbl></w:body>")}
        ),
        problem="the tables have more than 20,000 rows",
        place="table 1",
    ),
    "a sheet of 100,000 rows": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(100_000))}),
        problem=ROWS,
        place="sheet Plan, row 20,001",
    ),
    "a sheet of a million rows": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(1_000_000))}, level=1),
        problem=LARGE + f"the text in {SHEET} is far longer than an action plan",
    ),
    "a cell in the last row of a sheet": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(1) + rows(1, first=1_048_576))}),
        problem=ROWS,
        place="sheet Plan, row 1,048,576",
    ),
    "a cell in the last column of a sheet": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')}),
        problem=COLUMNS,
        place="sheet Plan, row 1",
    ),
    "a cell in the last corner of a sheet, hidden from a look at the XML": Bad(
        suffix=".xlsx",
        make=lambda: xlsx(
            {SHEET: sheet_xml(rows(1) + '<row r="9"><c a=">" r="XFD1048576"><v>1</v></c></row>')}
        ),
        problem="reading it takes more memory than 512 MB",
    ),
    "ten thousand columns without names": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(f'<row r="1">{"<c><v>1</v></c>" * 10_000}</row>')}),
        problem=COLUMNS,
        place="sheet Plan, row 1",
    ),
    "a workbook without sheets": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({"xl/workbook.xml": f'<workbook xmlns="{SHEETS}"><sheets/></workbook>'.encode()}),
        problem=NO_SHEETS,
    ),
    "a workbook whose sheets are not there": Bad(
        suffix=".xlsx", make=lambda: xlsx({SHEET: None, ABOUT: None}), problem=NO_SHEETS
    ),
    "a workbook of broken XML": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({"xl/workbook.xml": b"<workbook><sheets>"}),
        problem=UNREADABLE,
        place="xl/workbook.xml",
    ),
    "a sheet that names a string that is not there": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')}),
        problem="the workbook is damaged: its sheets cannot be read",
    ),
    "one long string in 20,000 cells": Bad(
        suffix=".xlsx",
        make=lambda: xlsx(
            {
                STRINGS: f'<sst xmlns="{SHEETS}"><si><t>{noise(100_000)}</t></si></sst>'.encode(),
                ABOUT: sheet_xml(""),
                SHEET: sheet_xml(
                    "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 20_001))
                ),
            }
        ),
        problem="reading it takes more memory than 512 MB",
    ),
    "a CSV file of a million rows": Bad(
        suffix=".csv", make=lambda: b"a,b\n" * 1_000_000, problem=ROWS, place="row 20,001"
    ),
    "a CSV file of ten thousand columns": Bad(
        suffix=".csv", make=lambda: b"a,b\n" + b"a," * 10_000, problem=COLUMNS, place="row 2"
    ),
    "a CSV file with a zero byte": Bad(
        suffix=".csv", make=lambda: b"a,b\nc,\x00\n", problem=NOT_TEXT, place="line 2"
    ),
    "a CSV file with a zero character": Bad(
        suffix=".csv", make=lambda: "a,b\nc,\x00\n".encode("utf-16"), problem=NOT_TEXT, place="line 2"
    ),
    "a CSV file in two encodings": Bad(
        suffix=".csv",
        make=lambda: "Activity,Lead\nCafé,Zoë\n".encode() + "Fête,Chloë\n".encode("cp1252"),
        problem=MIXED,
        place="line 3",
    ),
    "a CSV file that begins a quotation": Bad(
        suffix=".csv",
        make=lambda: b'Activity,Lead\n"Listen,Asha\n' + b"Talk,Tom\n" * 20_000,
        problem="a cell that begins here does not end: a quotation mark is missing",
        place="row 2, line 2",
    ),
    "a picture called CSV": Bad(
        suffix=".csv", make=lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), problem=NOT_TEXT, place="line 3"
    ),
    "a workbook called CSV": Bad(
        suffix=".csv", make=xlsx, problem="this is a zip, Word or Excel file, not text"
    ),
    "a text with a zero byte": Bad(
        suffix=".txt", make=lambda: b"Plan\n\x00\n", problem=NOT_TEXT, place="line 2"
    ),
    "a text in two encodings": Bad(
        suffix=".txt",
        make=lambda: "Café\n".encode() + "Fête\n".encode("cp1252"),
        problem=MIXED,
        place="line 2",
    ),
    "half a text in UTF-16": Bad(
        suffix=".txt", make=lambda: "Plan".encode("utf-16")[:-1], problem=NOT_TEXT, place="line 1"
    ),
    "JSON that breaks off": Bad(
        suffix=".json", make=lambda: b'{"themes": [\n', problem="this is not JSON", place="line 2"
    ),
    "JSON a hundred thousand deep": Bad(
        suffix=".json", make=lambda: b"[" * 100_000, problem="this is not JSON"
    ),
    "JSON that is no plan": Bad(
        suffix=".json", make=lambda: b"[1, 2]", problem="the plan: an object was expected"
    ),
}
