"""Equality data is left out of an extract before anything is kept: each kind is made here, then looked for."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.base.hr_extract import not_read, parsing

HEADINGS = {
    "ethnicity": ["Ethnicity", "Ethnic Origin", "EthnicGroup", "ETHNIC_CODE", "ethnicorigin", "Race", "Ethnicty", "Heritage"],
    "nationality": ["Nationality", "Country of Birth", "Passport number", "Right to Work check"],
    "disability or health": ["Disability", "Disabled?", "DDA", "Sickness days", "Reasonable adjustments", "Disabilty"],
    "religion or belief": ["Religion", "Religion/Belief", "Faith", "religious belief"],
    "sexual orientation": ["Sexual Orientation", "SexualOrientation", "Sexuality", "Sexual Orintation"],
    "sex or gender": ["Sex", "Gender", "Gender Identity", "Pronouns", "Trans status", "Salutation", "legal_sex"],
    "date of birth or age": ["Date of Birth", "DOB", "D.O.B.", "DateOfBirth", "Birth date", "Age", "Age band", "Age at 31 March"],
    "family or caring": ["Marital Status", "Civil partnership", "Maternity leave", "Carer"],
    "National Insurance number": ["NI Number", "NI No", "National Insurance", "NINO", "NI_NUM", "NINumber"],
    "trade union membership": ["Trade Union member", "Union"],
    "equality monitoring": ["Equalities data held", "Diversity form", "EO monitoring", "Protected characteristics"],
    "pay or bank details": ["Salary", "Bank account", "Sort code"],
    "home address or family contact": ["Home postcode", "Next of kin", "Emergency contact", "Personal e-mail"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "heading"), [(why, heading) for why, all_ in HEADINGS.items() for heading in all_]
)
def test_known_by_its_heading(why, heading):
    assert not_read.by_heading(heading) == why


@pytest.mark.parametrize(
    "heading",
    ["Employee Number", "Forename", "Surname", "Full Name", "Work Email", "Job Title", "Directorate", "Service", "Team",
     "Line Manager Employee Number", "Start Date", "Leaving Date", "FTE", "Grade", "Position Title", "Department",
     "Division", "Cost Centre", "Payroll Number", "Manager ID", "Section", "Unit", "Group", "Contract Type"],
)  # fmt: skip
def test_what_the_register_needs_is_not_taken_for_it(heading):
    assert not_read.by_heading(heading) is None


@pytest.mark.parametrize(
    ("why", "cells"),
    [
        ("ethnicity", ["White British", "Black African", "Asian or Asian British - Indian", "Prefer not to say", ""]),
        ("ethnicity", ["Mixed: White and Asian", "White - Irish", "Chinese"]),
        ("religion or belief", ["Christian", "Muslim", "No religion", "Not stated", "Sikh"]),
        ("sexual orientation", ["Heterosexual/Straight", "Gay man", "Bisexual", "Prefer not to say"]),
        ("sex or gender", ["M", "F", "F", "M", "f"]),
        ("sex or gender", ["Mr", "Mrs", "Ms", "Dr", "Miss", "Mr"]),
        ("disability or health", ["Not disabled", "Disabled", "Not disabled"]),
        ("family or caring", ["Married", "Single", "Civil partnership"]),
        ("National Insurance number", ["QQ 12 34 56 C", "QQ123457A", "qq 12 34 58 b"]),
        ("equality monitoring", ["Prefer not to say", "Not stated"]),
        ("dates that are neither start nor leaving, so perhaps of birth", ["12/03/1974", "1/1/1990", "1983-05-06"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Category 3", "Title", "Group", "Col_7", "EX1"])
def test_known_by_what_stands_in_it(why, cells, heading):
    if heading == "Group" and why == "equality monitoring":  # a group may well be unknown
        return
    assert not_read.by_values(heading, cells) == why


def test_columns_of_the_register_are_kept_by_what_stands_in_them():
    columns = ["Employee Number", "Forename", "Surname", "Start Date", "Leaving Date", "Team", "Grade"]
    rows = [
        ["1", "Christian", "White", "12/03/1974", "", "Single Point of Contact", "M1"],
        ["2", "Gay", "Black", "01/01/1990", "01/02/2026", "Parks", "SO1"],
    ]
    assert not_read.split(columns, rows) == (list(range(7)), [])


NEEDED = {"Employee Number": "1001", "Forename": "Renée", "Surname": "White", "Job Title": "Clerk"}
SECRET = [
    (heading, value)
    for heading, value in [
        ("Ethnicity", "Zamboanga"),
        ("Faith", "Zoroastrian"),
        ("Category 9", "White British"),
        ("Extra", "QQ123456C"),
        ("Flag 2", "Bisexual"),
        ("Column K", "07/08/1971"),
        ("Gender identity", "Agender"),
        ("LTC/Disability", "Wheelchair"),
    ]
]


@given(st.permutations([*NEEDED.items(), *SECRET]), st.integers(0, len(SECRET)))
def test_nothing_that_tells_is_left_in_the_extract(columns, drop):
    """Wherever such a column stands, neither its heading nor its value is in what is kept, and its heading is named."""
    secret = dict(SECRET[drop:])
    columns = [(heading, value) for heading, value in columns if heading in NEEDED or heading in secret]
    out = io.StringIO()
    csv.writer(out).writerows([[heading for heading, _ in columns], [value for _, value in columns]])
    extract = parsing.parse(out.getvalue().encode(), "people.csv")
    assert dict(zip(extract.columns, extract.lines[0].cells, strict=True)) == NEEDED
    assert {left_out.column for left_out in extract.not_read} == set(secret)
