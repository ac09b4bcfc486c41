"""Column names as councils write them."""

from __future__ import annotations

import pytest

from documents.interpret.columns import recognise, role

NAMES = """
Activity: action            | Action: action                 | Activity/Actions: action       | Proposed actions: action
Actions: action             | What we will do: action        | ACTIVITY: action               | Key Action(s): action
Commitment: objective       | Objective: objective           | Recommendations: objective     | Activty: action
Lead: lead                  | Lead Officer(s): lead          | Lead service area: lead        | Responsibility: lead
Responsible officer: lead   | Accountable People / Team: lead| Person / Team Responsible: lead| Action Owner: lead
Owner: lead                 | By whom?: lead                 | Who?: lead                     | Lead member: lead
Target Date: target         | Date: target                   | By when?: target               | Timetable: target
Timescales: target          | Completion Year: target        | Planned completion period: target | When this will happen: target
Deadline: target            | Target date for completion: target | Time scale: target         | Start date: start
What has been achieved so far?: achieved | Progress: achieved | Progress update: achieved     | Completed: achieved
Our progress: achieved      | What's Happened: achieved      | Progress to date (Q2): achieved | Achieved so far: achieved
Status: status              | RAG: status                    | RAG rating: status             | Next steps: next steps
Success measures: outcome   | Target criteria: outcome       | Key Performance Indicators: outcome | KPIs: outcome
How will we measure success?: outcome | Outcome(s)/Targets: outcome | Baseline measure: outcome | Outcome: outcome
Service: service            | Service Area: service          | Directorate: service           | Theme: theme
Priority: theme             | Ref: reference                 | No.: reference                 | Action no.: reference
Cost: None                  | Budget: None                   | Weather: None                  | : None
"""


def _names() -> list[tuple[str, str]]:
    cells = [cell.strip() for line in NAMES.strip().splitlines() for cell in line.split("|")]
    return [(name.strip(), found.strip()) for name, _, found in (cell.rpartition(":") for cell in cells)]


@pytest.mark.parametrize(("name", "expected"), _names())
def test_a_name(name: str, expected: str) -> None:
    assert str(role(name)) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Activity|Lead|Target Date|Progress", "action lead target achieved"),
        ("Commitment|Owner|When", "action lead target"),
        ("Objective|Action|Lead", "objective action lead"),
        ("Ref|Action|Cost|Lead|By when", "reference action None lead target"),
        ("Action|Actions|Lead", "action None lead"),
    ],
)
def test_a_header(names: str, expected: str) -> None:
    columns = recognise(tuple(names.split("|")))
    assert columns is not None
    assert " ".join(str(found) for found in columns.roles) == expected


@pytest.mark.parametrize(
    "names",
    [
        "Action",
        "Lead|Date",
        "Review letters|Ada Lark|March 2021|Done",
        "Name|Telephone|Weather",
        "Action|" + "long " * 20,
        "Action|Weather|Tide|Moon|Lead",
    ],
)
def test_what_is_no_header(names: str) -> None:
    assert recognise(tuple(names.split("|"))) is None
