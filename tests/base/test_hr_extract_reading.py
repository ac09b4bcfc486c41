"""Reading extracts: delimiters, encodings, workbooks, titles above the headings, and what is refused."""

import csv
import io
import pathlib

import openpyxl
import pytest
import xlsxwriter
from hypothesis import assume, example, given
from hypothesis import strategies as st

from documents.refusals import Refused
from throughline.base.hr_extract import fields, not_read, parsing, reading

SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "wexcombe"
HEAD = ["Employee Number", "Forename", "Surname", "Job Title"]
ROWS = [
    ["1001", "Renée", "Łuczak", "Clerk; part-time"],
    ["1002", "Ngozi", "Okafor", 'Head of "Parks", acting'],
]
WESTERN = [["1001", "Renée", "Müller", "Café manager"]]  # letters that Windows-1252 has


def as_csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*sheets: tuple[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def cells(extract: reading.Extract) -> list[list[str]]:
    return [list(line.cells) for line in extract.lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_delimiter_and_encoding_gives_the_same(delimiter, encoding):
    extract = parsing.parse(as_csv([HEAD, *ROWS], delimiter, encoding), "people.csv")
    assert (list(extract.columns), cells(extract)) == (HEAD, ROWS)


def test_windows_1252_is_read_as_such():
    extract = parsing.parse(as_csv([HEAD, *WESTERN], encoding="cp1252"), "people.csv")
    assert cells(extract) == WESTERN


def test_mixed_encodings_are_refused_with_both_lines():
    data = as_csv([HEAD, *ROWS]) + as_csv(WESTERN, encoding="cp1252")
    with pytest.raises(Refused) as refusal:
        parsing.parse(data, "people.csv")
    assert str(refusal.value) == (
        "people.csv (lines 2 and 4): two encodings are mixed, so some letters would come out wrong; "
        "save it as “CSV UTF-8” and bring it again."
    )


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=12
).map(lambda text: text.replace("\ufeff", "").strip())


@given(
    st.lists(st.tuples(st.integers(1, 9999), texts, texts, texts), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
)
@example([(1, "=CMD()", "O'Dwyer-Nkemelu", 'a "b", c')], ";")
def test_what_is_written_is_read(people, delimiter):
    rows = [[str(number), *rest] for number, *rest in people]
    assume(not_read.split(HEAD, rows)[1] == [])  # a column of religions, say, is not read, and that is right
    extract = parsing.parse(as_csv([HEAD, *rows], delimiter), "people.csv")
    assert (list(extract.columns), cells(extract)) == (HEAD, rows)


def test_the_row_is_the_row_of_a_spreadsheet_with_titles_and_blank_rows_above_it():
    rows = [["Workforce report"], ["Run on 31/10/2026", ""], [], HEAD, ROWS[0], [], ROWS[1]]
    extract = parsing.parse(as_csv(rows), "people.csv")
    assert [(line.number, line.cells[0]) for line in extract.lines] == [(5, "1001"), (7, "1002")]


def test_a_line_that_names_the_delimiter_counts_as_a_row():
    extract = parsing.parse(b"sep=;\r\n" + as_csv([HEAD, *ROWS], ";"), "people.csv")
    assert [(line.number, line.cells[1]) for line in extract.lines] == [(3, "Renée"), (4, "Ngozi")]


def test_a_workbook_gives_numbers_without_a_point_and_days_as_days():
    import datetime

    rows = [
        [*HEAD, "Start Date"],
        [1001, "Renée", "Łuczak", "Clerk", datetime.date(2019, 3, 12)],
        ["0042", "Ngozi", "Okafor", "Parks", "12/03/2019"],
    ]
    extract = parsing.parse(
        as_xlsx(("Notes", [["Only words here", "and here"]]), ("People", rows)), "people.xlsx"
    )
    assert cells(extract) == [
        ["1001", "Renée", "Łuczak", "Clerk", "2019-03-12"],
        ["0042", "Ngozi", "Okafor", "Parks", "12/03/2019"],
    ]


def test_a_workbook_is_known_by_its_bytes_whatever_its_name():
    extract = parsing.parse(as_xlsx(("Sheet1", [HEAD, *ROWS])), "people.csv")
    assert cells(extract) == ROWS


def test_blank_and_repeated_headings_get_names_of_their_own():
    rows = [["Employee Number", "Name", "Name", "", ""], ["1", "A B", "C", "x", ""]]
    assert parsing.parse(as_csv(rows), "p.csv").columns == ("Employee Number", "Name", "Name (2)", "Column 4")


def test_a_row_cut_short_is_seen_by_its_width_and_blanks_beyond_the_columns_are_not():
    data = (
        b"Employee Number,Forename,Surname,Job Title\n1,A,B,C\n2,A\n3,A,B,C,,\n4,A,B,C,D\n" + b"5,A,B,C\n" * 5
    )
    extract = parsing.parse(data, "p.csv")
    assert extract.width == 4
    assert [line.width for line in extract.lines][:4] == [4, 2, 4, 5]


def test_a_system_that_leaves_blanks_off_the_end_is_taken_at_its_habit():
    data = b"Employee Number,Forename,Surname,Job Title\n1,A,B\n2,A,B,C\n3,A,B\n"
    assert [line.width for line in parsing.parse(data, "p.csv").lines] == [4, 4, 4]


def test_a_workbook_by_another_writer_is_read():
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert cells(parsing.parse(out.getvalue(), "p.xlsx")) == ROWS


@pytest.mark.parametrize(
    "data", [as_csv([HEAD, *ROWS]), as_xlsx(("People", [HEAD, *ROWS]))], ids=["csv", "xlsx"]
)
def test_the_child_process_reads_what_is_read_without_limits(data):
    assert reading.read(data, "people") == parsing.parse(data, "people")


@pytest.mark.parametrize(
    "said",
    [
        {"columns": ["A"], "lines": [[2, ["x", "y"], 1]]},
        {"columns": [1]},
        {"columns": ["A"], "lines": [[2, [None], 1]]},
        {"columns": ["A"], "lines": [["two", ["x"], 1]]},
        {"not_read": [["Ethnicity", 5]]},
    ],
)
def test_an_answer_that_is_no_extract_is_not_believed(said):
    whole = {"file": "people.csv", "columns": [], "lines": [], "not_read": [], "width": 1}
    with pytest.raises((ValueError, TypeError)):
        reading.from_json(whole | said)


def test_the_sample_extract_is_mapped_without_help():
    extract = parsing.parse((SAMPLES / "people_600.csv").read_bytes(), "people_600.csv")
    assert len(extract.lines) == 600
    assert fields.guess(extract.columns, [line.cells for line in extract.lines]) == {
        "number": "Employee Number",
        "forename": "Forename",
        "surname": "Surname",
        "email": "Work Email",
        "job_title": "Job Title",
        "directorate": "Directorate",
        "service": "Service",
        "team": "Team",
        "manager_number": "Line Manager Employee Number",
        "started_on": "Start Date",
        "left_on": "Leaving Date",
    }


@pytest.mark.parametrize(
    ("headings", "guessed"),
    [
        (["Staff_ID", "Full Name", "E-mail", "Department", "Position Title"],
         {"number": "Staff_ID", "name": "Full Name", "email": "E-mail", "directorate": "Department",
          "job_title": "Position Title"}),
        (["PersonNumber", "FirstName", "LastName", "ManagerID", "HireDate", "TerminationDate"],
         {"number": "PersonNumber", "forename": "FirstName", "surname": "LastName", "manager_number": "ManagerID",
          "started_on": "HireDate", "left_on": "TerminationDate"}),
        (["Payroll No.", "Name", "Division", "Section", "FTE", "Grade", "Cost code"],
         {"number": "Payroll No.", "name": "Name", "service": "Division", "team": "Section"}),
    ],
)  # fmt: skip
def test_headings_of_other_systems_are_guessed(headings, guessed):
    assert fields.guess(headings, [["1"] * len(headings)]) == guessed


def test_a_manager_column_that_holds_names_is_not_guessed():
    columns = ["Employee Number", "Name", "Reports To"]
    assert fields.guess(columns, [["1", "A B", "C D"], ["2", "C D", ""]]) == {
        "number": "Employee Number",
        "name": "Name",
    }
    assert "manager_number" in fields.guess(columns, [["1", "A B", "2"], ["2", "C D", ""]])


def test_the_same_columns_in_another_order_have_the_same_key():
    assert fields.columns_key(["Employee Number", "Name"]) == fields.columns_key(["name", "EMPLOYEE NUMBER"])
    assert fields.columns_key(["Employee Number", "Name"]) != fields.columns_key(
        ["Employee Number", "Surname"]
    )


@pytest.mark.parametrize(
    ("mapping", "wrong"),
    [
        ({"number": "N", "name": "A"}, {}),
        ({"number": "N", "forename": "A", "surname": "B"}, {}),
        ({"name": "A"}, {"number": "Choose the column that holds the employee number."}),
        ({"number": "N", "forename": "A"},
         {"surname": "Choose the columns of forename and surname, or the column of the full name."}),
        ({"number": "N", "name": "N"}, {"name": "“N” is chosen for employee number already."}),
        ({"number": "X", "name": "A"}, {"number": "The file has no column “X”."}),
    ],
)  # fmt: skip
def test_a_mapping_says_what_it_lacks(mapping, wrong):
    assert fields.mapping_problems(mapping, ["N", "A", "B"]) == wrong
