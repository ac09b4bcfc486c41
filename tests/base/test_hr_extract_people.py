"""From rows to people: names, dates, addresses, places and managers; each thing that goes wrong in real extracts."""

import datetime
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.base.hr_extract import comparing, fields, managers, parsing, rows, whereabouts
from throughline.base.hr_extract.known import Known
from throughline.base.hr_extract.rows import Problem, Record
from throughline.base.hr_extract.whereabouts import Decision, New
from throughline.base.spellings import Known as KnownPlace
from throughline.base.spellings import Spellings

SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "wexcombe"
TODAY = datetime.date(2026, 10, 31)
HEAD = "Employee Number,Forename,Surname,Work Email,Job Title,Line Manager Employee Number,Start Date,Leaving Date"


def read(*lines: str, head: str = HEAD, today: datetime.date = TODAY) -> rows.People:
    extract = parsing.parse("\n".join([head, *lines]).encode(), "people.csv")
    mapping = fields.guess(extract.columns, [line.cells for line in extract.lines])
    return rows.read(extract.lines, extract.columns, mapping, width=extract.width, today=today)


def test_the_dirty_sample_gives_its_problems_row_by_row():
    """The table in samples/README.md, as far as rows alone can show it; places and managers are below."""
    extract = parsing.parse((SAMPLES / "people_dirty.csv").read_bytes(), "people_dirty.csv")
    mapping = fields.guess(extract.columns, [line.cells for line in extract.lines])
    people = rows.read(extract.lines, extract.columns, mapping, width=extract.width, today=TODAY)
    assert [(p.row, p.column, p.what, p.left_out) for p in people.problems] == [
        (7, "Employee Number", "Row 6 has the number 900105 already, for Thi Lan Dang.", True),
        (8, "Employee Number", "There is no employee number.", True),
        (9, "Start Date", "“31/02/2023” is not a date that exists.", True),
        (10, "Start Date", "“sometime in 2019” is not a date that exists.", True),
        (
            21,
            "Leaving Date",
            "The leaving date, 30 November 2023, is before the start date, 5 February 2024.",
            True,
        ),
        (23, "Forename", "There is no forename.", False),
        (24, "Work Email", "Row 2 has this e-mail address already.", False),
        (28, "Start Date", "The start date, 1 January 2035, is more than a year ahead.", True),
        (31, "", "The row ends after 7 of 13 columns.", True),
    ]
    assert people.refused == {"900108", "900109", "900120", "900127", "900130"}
    by_row = {record.row: record for record in people.records}
    assert by_row[4].started_on == datetime.date(2019, 3, 12)
    assert by_row[5].started_on == datetime.date(2021, 11, 4)
    assert by_row[20].left_on == datetime.date(2026, 7, 31)
    assert by_row[24].email is None
    assert (by_row[26].name, by_row[29].name) == ("=CMD() Testable", "Renée Łuczak-Õunapuu")
    assert by_row[27] == Record(
        row=27,
        number="900126",
        name="Ludmila Hristova",
        email="ludmila.hristova@wexcombe.example",
        job_title="Street Cleaner",
        places=("Place and Environment", "PARKS, STREETS AND LEISURE", "Street Cleaning and Waste"),
        manager_number="900101",
        started_on=datetime.date(2023, 4, 3),
    )
    assert len(people.records) == 23


@pytest.mark.parametrize(
    "text",
    ["2019-03-02", "2019/3/2", "02/03/2019", "2.3.2019", "2-Mar-2019", "02 March 2019", "2 Mar, 2019",
     "2019-03-02 00:00:00", "2019-03-02T00:00:00", "2019-03-02T00:00:00.000Z"],
)  # fmt: skip
def test_dates_in_the_orders_that_british_systems_write(text):
    assert rows.day(text) == datetime.date(2019, 3, 2)


@given(
    st.dates(datetime.date(1940, 1, 1), datetime.date(2100, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"]),
)
def test_every_date_is_read_as_it_was_written(day, form):
    assert rows.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("29/02/2023", "“29/02/2023” is not a date that exists."),
        ("03/25/2019", "“03/25/2019” is not a date that exists."),
        ("12/03/19", "“12/03/19” has a year of two figures, which can be read two ways."),
        ("43536", "“43536” is not a date that exists."),
        ("1 Mars 1890", "1 March 1890 is too long ago."),
        ("Spring 2020", "“Spring 2020” is not a date that exists."),
    ],
)
def test_what_is_no_certain_date_leaves_the_row_out(text, what):
    people = read(f"1,A,B,,,,{text},", "2,C,D,,,,,")
    assert [(p.row, p.column, p.what, p.left_out) for p in people.problems] == [(2, "Start Date", what, True)]
    assert [record.number for record in people.records] == ["2"]


@pytest.mark.parametrize(
    ("line", "problem", "kept"),
    [
        ("1,,,,,,,", ("Surname", "There is no name.", True), 0),
        ("1,A,B,not an address,,,,", ("Work Email", "It is not one e-mail address.", False), 1),
        ("1,A,B,a@x.example; b@x.example,,,,", ("Work Email", "It is not one e-mail address.", False), 1),
        ("1,A,B,,Clerk,,,,and more", ("", "The row has 9 cells for 8 columns, so its values stand in the wrong ones.", True), 0),
        ("1" * 41 + ",A,B,,,,,", ("Employee Number", "It is longer than 40 letters.", True), 0),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_column(line, problem, kept):
    people = read(line, "2,C,D,,,,,", "3,C,D,,,,,", "4,C,D,,,,,", "5,C,D,,,,,", "6,C,D,,,,,")
    assert [(p.column, p.what, p.left_out) for p in people.problems] == [problem]
    assert len(people.records) == 5 + kept


def test_a_full_name_with_a_comma_is_turned_round():
    people = read('1,"Okafor, Ngozi"', "2,Renée Łuczak", head="Staff ID,Full Name")
    assert [record.name for record in people.records] == ["Ngozi Okafor", "Renée Łuczak"]


PLACES = Spellings(
    [
        KnownPlace(1, "Wexcombe", "authority", None, code="wexcombe"),
        KnownPlace(2, "Place and Environment", "directorate", 1, others=("P&E",)),
        KnownPlace(3, "Resources", "directorate", 1),
        KnownPlace(4, "Libraries and Adult Learning", "service", 2, code="libraries"),
        KnownPlace(
            5, "Early Help and Family Hubs", "service", 3, others=("EIFS",), former=("Early Intervention",)
        ),
        KnownPlace(6, "Business Support", "team", 4),
        KnownPlace(7, "Business Support", "team", 5),
        KnownPlace(8, "Library Service", "service", 2, closed=True, successor=4),
        KnownPlace(9, "Print Room", "service", 3, closed=True),
    ]
)


def where(directorate: str = "", service: str = "", team: str = "", **decisions: Decision) -> object:
    """The place of one person, or else the unknown place that is in the way: its key, near, choices, closed."""
    record = Record(row=2, number="1", name="A", places=(directorate, service, team))
    chosen = {key.replace("__", "|").replace("_", " "): decision for key, decision in decisions.items()}
    found = whereabouts.find([record], PLACES, chosen, top=1)
    if found.unknown:
        [unknown] = found.unknown
        return unknown.key, unknown.near, unknown.choices, unknown.closed
    return (found.places[2], dict(found.spellings)) if found.spellings else found.places[2]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("", "", ""), 1),
        (("Place and Environment", "", ""), 2),
        (("P & E", "", ""), 2),
        (("Place & Environment", "LIBRARIES & adult learning", ""), 4),
        (("Resources", "Libraries and Adult Learning", ""), 4),  # it moved; the HR system does not know
        (("Resources", "EIFS", "Business Support"), 7),
        (("Place and Environment", "Libraries and Adult Learning", "Business Support"), 6),
        (("Resources", "Early Intervention", ""), 5),
        (("Place and Environment", "Library Service", ""), 4),
        (("Resources", "Resources", ""), 3),
        (("Resources", "Business Support", ""), 7),  # the extract's service is a team here
    ],
)
def test_a_place_is_found_by_any_of_its_spellings(path, place):
    assert where(*path) == place


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        (("Place and Environment", "Libraries and Adult Lerning", "Business Support"),
         ("service|place and environment|libraries and adult lerning", 4, (), ())),
        (("Resources", "Department of Redundant Names", ""),
         ("service|resources|department of redundant names", None, (), ())),
        (("", "", "Business Support"), ("team|business support", None, (6, 7), ())),
        (("Resources", "Print Room", ""), ("service|resources|print room", None, (), (9,))),
        (("Culture", "Museums", "Front Desk"), ("directorate|culture", None, (), ())),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_asked_and_never_guessed(path, unknown):
    assert where(*path) == unknown


def test_decisions_open_take_as_a_spelling_or_leave_above():
    culture = New("directorate|culture", "directorate", "Culture", 1)
    museums = New("service|culture|museums", "service", "Museums", culture)
    assert where("Culture", "Museums", directorate__culture=Decision("open")) == museums
    assert where("Culture", "", directorate__culture=Decision("same", 2)) == (2, {"Culture": 2})
    assert where("Resources", "Typing", "Pool", service__resources__typing=Decision("none")) == 3
    assert (
        where("", "", "Business Support", team__business_support=Decision("same", 7)) == 7
    )  # no new spelling: it is its name


def known(key: int, number: str | None, **values: object) -> Known:
    return Known(key=key, number=number, name=str(values.pop("name", f"Person {number}")), **values)


def compare(
    people: rows.People, *register: Known, mapped: str = "number name email job_title left_on manager_number"
):
    return comparing.compare(
        people, register, {r.row: None for r in people.records}, mapped.split(), today=TODAY
    )


def test_added_updated_unchanged_ended_missing():
    people = read(
        "1,A,Same,a@x.example,Clerk,,,",
        "2,B,New-Name,b@x.example,Clerk,,,",
        "3,C,Leaver,,Clerk,,,2026-10-31",
        "4,D,Later,,Clerk,,,2026-11-01",
        "5,E,Starter,,Clerk,,,",
        "6,F,Back,,Clerk,,,",
        "9,I,Wrong,,Clerk,,31/02/2020,",
    )
    register = [
        known(1, "1", name="A Same", email="a@x.example", job_title="Clerk"),
        known(2, "2", name="B Old", email="b@x.example", job_title="Clerk"),
        known(3, "3", name="C Leaver", job_title="Clerk"),
        known(4, "4", name="D Later", job_title="Clerk"),
        known(6, "6", name="F Back", job_title="Clerk", left_on=datetime.date(2025, 1, 1)),
        known(7, "7", name="Not in the file"),
        known(8, None, name="Of a partner"),
        known(9, "9", name="In a refused row"),
        known(10, "10", name="Gone before", left_on=datetime.date(2026, 10, 31)),
    ]
    proposal = compare(people, *register)
    assert [(c.record.number, dict(c.values)) for c in proposal.updated] == [
        ("2", {"name": "B New-Name"}),
        ("3", {"left_on": datetime.date(2026, 10, 31)}),
        ("4", {"left_on": datetime.date(2026, 11, 1)}),
        ("6", {"left_on": None}),
    ]
    assert [c.record.number for c in proposal.added] == ["5"]
    assert [c.record.number for c in proposal.ended] == ["3"]
    assert [k.number for k in proposal.missing] == ["7"]
    assert (proposal.unchanged, proposal.left_out) == (1, 1)


def test_what_is_not_mapped_is_not_touched():
    people = read("1,A,B,new@x.example,Boss,,,")
    proposal = compare(
        people, known(1, "1", name="A B", email="old@x.example", job_title="Clerk"), mapped="number name"
    )
    assert (proposal.updated, proposal.unchanged) == ((), 1)


def test_somebody_listed_without_a_leaving_column_is_back():
    people = read("1,A,B,,,,,")
    proposal = compare(people, known(1, "1", name="A B", left_on=TODAY), mapped="number name")
    assert [dict(c.values) for c in proposal.updated] == [{"left_on": None}]


def test_an_address_that_somebody_keeps_is_not_given_away():
    """Row 2 wants the address of somebody outside the file; row 3 wants the one that row 2 must keep therefore."""
    people = read("1,A,A,kept@x.example,,,,", "2,B,B,first@x.example,,,,", "3,C,C,free@x.example,,,,")
    proposal = compare(
        people,
        known(1, "1", name="A A", email="first@x.example"),
        known(2, "2", name="B B", email="second@x.example"),
        known(8, None, name="Partner", email="kept@x.example"),
    )
    assert [(p.row, p.what) for p in proposal.problems] == [
        (2, "The e-mail address belongs to Partner, who is in the register."),
        (3, "The e-mail address belongs to A A, who is in the register."),
    ]
    assert proposal.updated == ()
    assert [dict(c.values)["email"] for c in proposal.added] == ["free@x.example"]


def test_two_people_may_swap_addresses():
    people = read("1,A,A,b@x.example,,,,", "2,B,B,a@x.example,,,,")
    proposal = compare(
        people, known(1, "1", name="A A", email="a@x.example"), known(2, "2", name="B B", email="b@x.example")
    )
    assert [dict(c.values) for c in proposal.updated] == [{"email": "b@x.example"}, {"email": "a@x.example"}]
    assert proposal.problems == ()


def test_an_address_that_cannot_be_read_leaves_the_one_that_is_known():
    proposal = compare(read("1,A,A,nonsense,,,,"), known(1, "1", name="A A", email="a@x.example"))
    assert (proposal.updated, [p.what for p in proposal.problems]) == ((), ["It is not one e-mail address."])


def test_managers_unknown_self_and_refused_are_named():
    people = read(
        "1,A,A,,,1,,", "2,B,B,,,99,,", "3,C,C,,,4,,", "4,D,D,,,,31/02/2020,", "5,E,E,,,2,,", "6,F,F,,,7,,"
    )
    proposal = compare(people, known(70, "7"))
    assert [(p.row, p.what) for p in proposal.problems if p.column == "line manager"] == [
        (2, "This person is their own manager."),
        (3, "Nobody has the number 99, given as the manager’s."),
        (4, "The manager’s row, number 4, was left out."),
    ]
    assert {c.record.number: c.values.get("manager", "not said") for c in proposal.added} == {
        "1": "not said", "2": "not said", "3": "not said", "5": "2", "6": 70,
    }  # fmt: skip


def test_a_circle_of_three_is_named_from_each_of_its_rows():
    people = read("1,A,A,,,2,,", "2,B,B,,,3,,", "3,C,C,,,1,,", "4,D,D,,,1,,")
    proposal = compare(people)
    assert [(p.row, p.what) for p in proposal.problems] == [
        (2, "The managers go round in a circle: 1 → 2 → 3 → 1."),
        (3, "The managers go round in a circle: 2 → 3 → 1 → 2."),
        (4, "The managers go round in a circle: 3 → 1 → 2 → 3."),
    ]
    assert proposal.added[3].values["manager"] == "1"


def test_a_circle_through_somebody_outside_the_file_is_seen():
    proposal = compare(
        read("1,A,A,,,2,,"),
        known(10, "1", name="A A"),
        known(20, "2", manager=10),
        mapped="number name manager_number",
    )
    assert [p.what for p in proposal.problems] == ["The managers go round in a circle: 1 → 2 → 1."]
    assert proposal.updated == ()


@given(st.data())
def test_after_any_extract_nobody_is_their_own_managers_manager(data):
    """Brute force: a register without circles and an arbitrary extract; then walk up from everybody."""
    size = data.draw(st.integers(1, 7))
    register = [
        known(100 + n, str(n), manager=data.draw(st.sampled_from([None, *range(100, 100 + n)])))
        for n in range(size)
    ]
    numbers = [str(n) for n in range(size + 3)]
    records = [
        Record(row=2 + i, number=number, name="X", manager_number=data.draw(st.sampled_from(["", *numbers])))
        for i, number in enumerate(data.draw(st.lists(st.sampled_from(numbers), unique=True)))
    ]
    problems: list[Problem] = []
    wanted = managers.settle(records, register, [], problems)
    keys = {r.number: r.number for r in records} | {k.number: k.key for k in register}
    final = {k.key: k.manager for k in register} | {
        keys[number]: manager for number, manager in wanted.items()
    }
    for start in final:
        at, steps = final[start], 0
        while at is not None:
            assert at != start
            at, steps = final.get(at), steps + 1
            assert steps <= len(final)
    said = {p.row for p in problems}
    assert all((r.number in wanted) != (r.row in said) for r in records)  # taken over, or said why not


def test_the_seal_changes_with_what_accepting_would_do():
    base = compare(read("1,A,A,,,,,"), known(1, "1"), known(2, "2"))
    others = [
        compare(read("1,A,A,,,,,", "3,C,C,,,,,"), known(1, "1"), known(2, "2")),
        compare(read("1,A,A,,,,,"), known(1, "1"), known(2, "2"), known(3, "3")),
        compare(read("1,A,A,,,,,"), known(1, "1", name="A A"), known(2, "2")),
    ]
    assert len({proposal.seal for proposal in [base, *others]}) == 4
    assert compare(read("1,A,A,,,,,"), known(1, "1"), known(2, "2")).seal == base.seal


def test_the_whole_dirty_sample_beside_an_empty_register():
    extract = parsing.parse((SAMPLES / "people_dirty.csv").read_bytes(), "people_dirty.csv")
    mapping = fields.guess(extract.columns, [line.cells for line in extract.lines])
    people = rows.read(extract.lines, extract.columns, mapping, width=extract.width, today=TODAY)
    proposal = comparing.compare(people, [], {r.row: None for r in people.records}, mapping, today=TODAY)
    assert sorted(p.row for p in proposal.problems if p.column == "line manager") == [15, 16, 17, 18, 19]
    assert (len(proposal.added), proposal.left_out) == (23, 7)
