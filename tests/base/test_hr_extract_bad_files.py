"""A bad extract is refused within five seconds and 512 MB, with a sentence that names it, the place and the fix."""

import concurrent.futures
import io
import multiprocessing
import os
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import xlsxwriter

from documents import limits
from documents.refusals import Refused
from tests.documents.making_files import STRINGS, bomb, changed, ole, patched, rows, sheet_xml
from throughline.base.hr_extract import reading

SHEET = "xl/worksheets/sheet1.xml"
MACROS = "save it as an Excel workbook (.xlsx), which keeps the text and leaves out the macros."
AGAIN = (
    "open the file in the program that made it and save it as an Excel workbook (.xlsx) again, "
    "or fetch it again from where it came."
)
FEWER = "export only the columns that the import page names"
PEOPLE = "export only people who work here, and only the columns that the import page names."
ENTITIES = (
    "the file defines text of its own (entities), which no Word or Excel file needs and attacks use; "
    "open the file in the program that made it and save it as a new file, and ask where this one came from."
)
UNLOCK = "open it with the password, take the protection off (File, Info, Protect) and save it again."
ANEW = "open it in Excel or export it anew, and bring it as CSV UTF-8 or XLSX."


@cache
def sound() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("People")
    for number, row in enumerate((["Employee Number", "Forename", "Surname"], [1001, "Renée", "Łuczak"])):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def workbook(changes: dict[str, bytes], level: int = 6) -> bytes:
    return changed(sound(), dict(changes), level=level)


def packed_as_another_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("people.csv", b"Employee Number,Name\n1,A\n")
    return out.getvalue()


def wide(cells: int) -> str:
    def letters(number: int) -> str:
        return (letters(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)

    return '<row r="1">' + "".join(f'<c r="{letters(at)}1"><v>1</v></c>' for at in range(cells)) + "</row>"


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"  \n ", ": it is empty; export it again from the HR system."),
    "words": (
        lambda: b"hello",
        ": no row with columns was found; "
        "export a table with one row for each person and the names of the columns above it.",
    ),
    "headings only": (
        lambda: b"Employee Number,Name\n",
        ": there is no row below the headings; export it again.",
    ),
    "too large": (lambda: b"x" * (20 * 2**20 + 1), f": it is larger than 20 MB; {FEWER}."),
    "a million rows of text": (
        lambda: b"Employee Number,Name\n" + b"1,A\n" * 1_000_000,
        f" (row 50,001): there are more rows than can be read (at most 50,000); {PEOPLE}",
    ),
    "a row of a million cells": (
        lambda: b"Employee Number,Name\n1,A\n" + b"," * 999_990 + b"\n",
        f" (row 3): there are more columns than can be read (at most 400); {PEOPLE}",
    ),
    "twenty megabytes of commas": (
        lambda: b"Employee Number,Name\n" + b"," * (20 * 2**20 - 30),
        f" (line 2): the line has 20,971,490 letters, more than any row of people; {PEOPLE}",
    ),
    "millions of empty cells": (
        lambda: b"Employee Number,Name\n" + (b"," * 399 + b"\n") * 20_000,
        f" (row 3,751): there are more cells than can be read (at most 1,500,000); {PEOPLE}",
    ),
    "a quotation mark that is never closed": (
        lambda: b'Employee Number,Name\n1,"never closed\n' + b"2,b\n" * 40,
        " (row 2): a quotation mark is opened there and never closed; "
        "close it or take it out, or bring the extract as XLSX.",
    ),
    "a quotation mark that is never closed, in a long file": (
        lambda: b'Employee Number,Name\n1,"never closed\n' + b"2,b\n" * 40_000,
        " (row 2): a cell begins there that has no end, as when a quotation mark is never closed; "
        "close it or take it out, or bring the extract as XLSX.",
    ),
    "a line of 200,000 letters": (
        lambda: b"Employee Number,Name\n1," + b"a" * 200_000 + b"\n",
        " (row 2): a cell begins there that has no end, as when a quotation mark is never closed; "
        "close it or take it out, or bring the extract as XLSX.",
    ),
    "bytes": (
        lambda: b"Name,Number\nab\x00\x01\x00c,9\n" * 3,
        " (line 2): it is not text that can be read; bring a CSV or XLSX file.",
    ),
    "random bytes": (
        lambda: b"\x00\xff" + os.urandom(3 * 2**20),
        " (line 1): it is not text that can be read; bring a CSV or XLSX file.",
    ),
    "a picture that is called a document": (
        lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + os.urandom(5000),
        ": this is a picture, not a table; choose the HR system's extract, a CSV or XLSX file.",
    ),
    "a PDF": (lambda: b"%PDF-1.7\n1 0 obj\n", f": it is a PDF, not a table; {ANEW}"),
    "a web page that is called a workbook": (
        lambda: b"\xef\xbb\xbf <HTML><table><tr><td>Employee Number</td></tr></table></HTML>",
        f": it is a web page or XML, not a table; {ANEW}",
    ),
    "an old workbook": (
        lambda: ole("Workbook"),
        ": this is a file of an old kind (before 2007), not an Excel workbook of today; "
        "open it in Word or Excel and save it as an Excel workbook (.xlsx).",
    ),
    "a workbook with a password": (
        lambda: ole("EncryptionInfo", "EncryptedPackage"),
        f": the file is protected by a password; {UNLOCK}",
    ),
    "a zip with a password": (
        lambda: patched(sound(), SHEET, flags=1),
        f": the file is protected by a password; {UNLOCK}",
    ),
    "macros": (
        lambda: workbook({"xl/vbaProject.bin": b"macro"}),
        f": the file contains macros (small programs), and such files are not read; {MACROS}",
    ),
    "a binary workbook": (
        lambda: workbook({"xl/workbook.bin": b"x"}),
        ": this is a binary workbook (.xlsb), not an Excel workbook; "
        "open the file in the program that made it and save it as an Excel workbook (.xlsx).",
    ),
    "a zip of something else": (
        packed_as_another_file,
        ": this is a zip file without a document in it, not an Excel workbook; "
        "open the file in the program that made it and save it as an Excel workbook (.xlsx).",
    ),
    "cut short": (
        lambda: sound()[:-200],
        f": the file is damaged: the end of the file is missing or damaged; {AGAIN}",
    ),
    "a zip bomb": (
        lambda: workbook({SHEET: sheet_xml(" " * 180 * 2**20)}),
        f": the file is too large inside: {SHEET} grows to more than 200 times its size; {FEWER}, as CSV.",
    ),
    "a zip bomb beside the sheet": (
        lambda: workbook({"xl/media/image1.bmp": bytes(40 * 2**20)}),
        ": the file is too large inside: xl/media/image1.bmp grows to more than 200 times its size; "
        f"{FEWER}, as CSV.",
    ),
    "a zip bomb that says it is small": (
        lambda: patched(workbook({SHEET: sheet_xml(" " * 40 * 2**20)}), SHEET, size=1000),
        f": the file is too large inside: {SHEET} grows to more than 200 times its size; {FEWER}, as CSV.",
    ),
    "50 MB of words": (
        lambda: workbook({STRINGS: sheet_xml("".join(f"{at:08}" for at in range(6_500_000)))}, level=1),
        f": the file is too large inside: the text in {STRINGS} is far longer than an extract of people; "
        f"{FEWER}, as CSV.",
    ),
    "a million rows in a sheet": (
        lambda: workbook({SHEET: sheet_xml(rows(1_000_000))}, level=1),
        f" (sheet People, row 50,001): there are more rows than can be read (at most 50,000); {PEOPLE}",
    ),
    "a cell in the last row of a sheet": (
        lambda: workbook({SHEET: sheet_xml(rows(2) + rows(1, first=1_048_576))}),
        f" (sheet People, row 1,048,576): there are more rows than can be read (at most 50,000); {PEOPLE}",
    ),
    "a sheet of a thousand columns": (
        lambda: workbook({SHEET: sheet_xml(wide(1000))}),
        f" (sheet People, row 1): there are more columns than can be read (at most 400); {PEOPLE}",
    ),
    "an entity bomb": (
        lambda: workbook({STRINGS: f'<?xml version="1.0"?>{bomb()}<sst><si><t>&a9;</t></si></sst>'.encode()}),
        f" ({STRINGS}): {ENTITIES}",
    ),
    "an entity that is a file of the server": (
        lambda: workbook({SHEET: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}),
        f" ({SHEET}): {ENTITIES}",
    ),
}

Tried = tuple[str, float, int]


def _try(data: bytes) -> Tried:
    """The refusal, the seconds that it took, and the most bytes of memory that a child of this process ever took."""
    begun = time.monotonic()
    said = "it was read"
    try:
        reading.read(data, "Wexcombe people.xlsx")
    except Refused as refused:
        said = str(refused)
    return said, time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.fixture(scope="module")
def apart() -> Iterator[concurrent.futures.Executor]:
    """A process that starts nothing but readers, so that their memory can be measured."""
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawn) as executor:
        yield executor


@pytest.mark.slow
@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_is_refused(make: Callable[[], bytes], sentence: str, apart: concurrent.futures.Executor) -> None:
    said, seconds, memory = apart.submit(_try, make()).result()
    assert said == f"Wexcombe people.xlsx{sentence}"
    assert seconds < 5
    assert memory <= 512 * limits.MEGABYTE


def test_one_that_takes_too_long_is_ended() -> None:
    data = b"Employee Number,Name\n" + b"1,A\n" * 20_000
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        reading.read(data, "people.csv", limits.OfChild(seconds=0.1))
    assert time.monotonic() - begun < 2
    assert str(refused.value) == (f"people.csv: reading it takes longer than 0.1 seconds; {FEWER}, as CSV.")


@pytest.mark.slow
def test_one_that_takes_too_much_memory_is_ended() -> None:
    many = "".join(f"{row},{','.join(f'{row}-{at}' for at in range(50))}\n" for row in range(20_000))
    with pytest.raises(Refused) as refused:
        reading.read(
            f"Number,Name\n{many}".encode(), "people.csv", limits.OfChild(memory=120 * limits.MEGABYTE)
        )
    assert str(refused.value) == (f"people.csv: reading it takes more memory than 120 MB; {FEWER}, as CSV.")
