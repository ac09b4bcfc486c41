"""The sample document is read exactly as its truth says, which a person wrote with it: the repository's own importer test."""

from typing import Any

import pytest

from documents.plan import Action, Plan
from documents.read import read
from tests.samples import wexcombe

FILE = wexcombe.HOME / "action_plan.txt"
TRUTH = wexcombe.truth()
ROWS = [row for theme in TRUTH["themes"] for row in theme["rows"]]
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(FILE)


def action(plan: Plan, row: dict[str, Any]) -> Action:
    return plan.actions[ROWS.index(row)]


def test_the_truth_counts_itself():
    themes = TRUTH["themes"]
    assert TRUTH["counts"] == {
        "themes": len([theme for theme in themes if theme["is_theme"]]),
        "tables_including_non_theme": len(themes),
        "rows": len(ROWS),
        "corporate_recommendations": sum(len(theme["corporate_recommendations"]) for theme in themes),
        "desired_outcomes": len([theme for theme in themes if theme["desired_outcome"]]),
    }
    assert [row["id"] for row in ROWS] == [f"A{number:02}" for number in range(1, len(ROWS) + 1)]
    assert [row["id"] for row in ROWS if row["continued_across_page"]] == ["A06", "A11", "A25", "A29"]


@each_row
def test_the_truth_stands_where_it_says(row: dict[str, Any]):
    lines = FILE.read_text(encoding="utf-8").splitlines()
    first = lines[row["source_lines"][0] - 1]
    assert row["target_date_text"].split(" ")[0] in first.split("\t")[2]
    assert row["activity"].split(" ")[0] in first.split("\t")[0]
    assert first.count("\t") == 3


def test_title_organisation_and_date(plan: Plan):
    assert (plan.title, plan.organisation, plan.document_date) == (
        TRUTH["title"],
        TRUTH["organisation"],
        TRUTH["document_date"],
    )


def test_themes_outcomes_and_recommendations(plan: Plan):
    assert [
        (theme.title, theme.is_theme, theme.desired_outcome, list(theme.recommendations), len(theme.actions))
        for theme in plan.themes
    ] == [
        (
            theme["theme"],
            theme["is_theme"],
            theme["desired_outcome"],
            theme["corporate_recommendations"],
            len(theme["rows"]),
        )
        for theme in TRUTH["themes"]
    ]


@each_row
def test_actions(plan: Plan, row: dict[str, Any]):
    found = action(plan, row)
    assert {
        "service": found.service,
        "activity": found.action,
        "activity_points": list(found.points),
        "lead_text": found.lead_text,
        "achieved": list(found.achieved),
        "source_lines": [found.source.line, *(more.line for more in found.source.more)],
    } == {
        name: row[name]
        for name in ("service", "activity", "activity_points", "lead_text", "achieved", "source_lines")
    }


@each_row
def test_target_dates(plan: Plan, row: dict[str, Any]):
    target = action(plan, row).target
    assert target.text == row["target_date_text"]
    assert {
        "kind": str(target.kind),
        "start": target.start and target.start.isoformat(),
        "end": target.end and target.end.isoformat(),
        "status_hint": target.status_hint,
    } == row["target"]


@each_row
def test_leads(plan: Plan, row: dict[str, Any]):
    found = [
        {"name": lead.name, "kind": lead.kind, "service": lead.service} for lead in action(plan, row).leads
    ]
    assert found == row["leads"]


def test_three_spellings_of_one_service_are_one(plan: Plan):
    spellings = {frozenset(service.spellings) for service in plan.services if len(service.spellings) > 1}
    assert spellings == {
        frozenset({"Landlord and Tenancy Services (LTS)", "Landlord Services (LTS)", "Landlord Services"})
    }


def test_nothing_is_left_over(plan: Plan):
    assert plan.leftovers == ()
