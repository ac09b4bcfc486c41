"""A whole plan in plain text, with every trap that real ones hold: what the interpreter makes of it, by equality."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from documents.interpret import NOT_A_PLAN, accounting
from documents.plan import Action, Lead, Passage, Plan, ServiceSpellings, Source, Target, TargetKind, Theme
from documents.read import parse
from documents.readers import text

FILE = Path(__file__).parent / "files" / "wexcombe.txt"
PGS = "Parks and Green Spaces (PGS)"
HOUSING = "Housing Options and Advice"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse(FILE.read_bytes(), ".txt", FILE.name)


def at(line: int, table: int, row: int, *more: Source) -> Source:
    return Source(line=line, table=table, row=row, more=more)


def person(name: str, service: str | None = None) -> Lead:
    return Lead(name=name, kind="person", service=service)


def test_about(plan: Plan) -> None:
    assert plan.title == "FAIRER WEXCOMBE: NEIGHBOURHOODS DIRECTORATE ACTION PLAN - OCTOBER 2021"
    assert plan.organisation == "London Borough of Wexcombe"
    assert plan.document_date == "2021-10"


def test_the_first_theme(plan: Plan) -> None:
    assert plan.themes[0] == Theme(
        title="Open Doors",
        desired_outcome="Everybody in Wexcombe is met with respect, whoever they are.",
        recommendations=("Publish what we find", "Set up one place to go to – and say where it is"),
        source=Source(line=20),
        actions=(
            Action(
                service=PGS,
                action="Ask every contractor what they do against racism",
                lead_text="PGS SMT",
                leads=(Lead(name="PGS SMT", kind="team"),),
                target=Target(
                    text="Completed June 2021.",
                    kind=TargetKind.COMPLETED,
                    end=datetime.date(2021, 6, 30),
                    status_hint="complete",
                ),
                source=at(33, 1, 3),
            ),
            Action(
                service=PGS,
                action="Walk each park with residents and write down what they would change. Share it.",
                lead_text="Ada Lark / Ben Mossop, PGS",
                leads=(person("Ada Lark", "PGS"), person("Ben Mossop", "PGS")),
                target=Target(
                    text="January 2022 and ongoing.",
                    kind=TargetKind.DATE_AND_ONGOING,
                    end=datetime.date(2022, 1, 31),
                    status_hint="ongoing",
                ),
                achieved=("Two walks held.", "Northfield", "the old canal", "Hollin Wood"),
                source=at(34, 1, 4, at(37, 2, 2)),
            ),
            Action(
                service=PGS,
                action="Train wardens to step in",
                points=("with words", "with a report"),
                lead_text="Cleo Dunmore Eli Frost, PGS",
                leads=(person("Cleo Dunmore", "PGS"), person("Eli Frost", "PGS")),
                target=Target(text="TBC", kind=TargetKind.TBC),
                doubts=("names without anything between them were split: Cleo Dunmore, Eli Frost",),
                source=at(38, 2, 3),
            ),
            Action(
                service=HOUSING,
                action="Review letters",
                lead_text="Fay Grant and Gus Hale, Housing Options and Advice",
                leads=(person("Fay Grant", HOUSING), person("Gus Hale", HOUSING)),
                target=Target(
                    text="We will come together in November and December to agree this.",
                    kind=TargetKind.RANGE,
                    start=datetime.date(2021, 11, 1),
                    end=datetime.date(2021, 12, 31),
                    doubts=("year not given: 2021 assumed from the document's date (October 2021)",),
                ),
                achieved=("First draft done.", "Second draft with tenants."),
                source=at(40, 2, 5, at(42, 3, 1)),
            ),
        ),
    )


def test_the_second_theme(plan: Plan) -> None:
    first, second = plan.themes[1].actions
    assert first == Action(
        service=None,
        action="Joint panel for all senior posts",
        lead_text="HR / IT teams",
        leads=(Lead(name="HR / IT teams", kind="team"),),
        target=Target(
            text="20/21",
            kind=TargetKind.FINANCIAL_YEAR,
            start=datetime.date(2020, 4, 1),
            end=datetime.date(2021, 3, 31),
            doubts=("2020/21 read as a financial year; it could be an academic year",),
        ),
        source=at(56, 4, 2),
    )
    assert second == Action(
        service="Park and Green Spaces (PGS)",
        action="Mentors for wardens",
        lead_text="Ivy Joyce, PGS",
        leads=(person("Ivy Joyce", "PGS"),),
        target=Target(text="The walk is on every Friday.", kind=TargetKind.RECURRING, status_hint="ongoing"),
        achieved=("Mеg Kerr leads it.",),
        doubts=("a word mixes letters of two alphabets: Cyrillic and Latin",),
        source=at(58, 4, 4),
    )


def test_the_table_outside_the_themes(plan: Plan) -> None:
    assert plan.themes[2] == Theme(
        title="Non-Theme Related Actions",
        is_theme=False,
        source=Source(line=60),
        actions=(
            Action(
                service=None,
                action="Refresh the web page",
                lead_text="Lou Marsh, PGS",
                leads=(person("Lou Marsh", "PGS"),),
                source=at(65, 5, 2),
            ),
        ),
    )
    assert len(plan.themes) == 3


def test_services(plan: Plan) -> None:
    assert plan.services == (
        ServiceSpellings(name=PGS, spellings=(PGS, "Park and Green Spaces (PGS)")),
        ServiceSpellings(name=HOUSING, spellings=(HOUSING,)),
    )


def test_everything_else_has_a_place(plan: Plan) -> None:
    assert [passage.source.line for passage in plan.front_matter] == [
        4,
        6,
        8,
        10,
        11,
        13,
        15,
        17,
        18,
        29,
        53,
        62,
    ]
    assert plan.leftovers == ()
    assert [(passage.source.line, passage.reason) for passage in plan.structure] == [
        (22, "label"),
        (24, "label"),
        (31, "column names"),
        (36, "column names"),
        (43, "a row without words"),
        (47, "label"),
        (49, "label"),
        (55, "column names"),
        (64, "column names"),
        (32, "heading of a service"),
        (39, "heading of a service"),
        (57, "heading of a service"),
    ]
    assert accounting.unaccounted(text.read(FILE.read_bytes(), FILE.name), plan) == ()


def test_a_text_that_is_no_plan_is_all_leftovers() -> None:
    letter = "Dear neighbour,\n\nThe hall\tis shut\ton Monday\n\nYours\nThe caretaker\n"
    assert parse(letter.encode(), ".txt", "letter.txt") == Plan(
        leftovers=(
            Passage(text="Dear neighbour,", source=Source(line=1), reason=NOT_A_PLAN),
            Passage(text="The hall | is shut | on Monday", source=at(3, 1, 1), reason=NOT_A_PLAN),
            Passage(text="Yours", source=Source(line=5), reason=NOT_A_PLAN),
            Passage(text="The caretaker", source=Source(line=6), reason=NOT_A_PLAN),
        )
    )
