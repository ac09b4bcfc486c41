"""The real plan that the first requirements come from, read exactly as a person read it by hand."""

from __future__ import annotations

import collections
import datetime
import json
import time
from pathlib import Path
from typing import Any

import pytest

from documents.interpret import accounting, rows
from documents.plan import Action, Plan, Theme
from documents.read import parse, read
from documents.readers import text

SHARED = Path(__file__).parents[3] / "shared"
FILE = SHARED / "seeds" / "001_746c8cd0cb9d8bf5.txt"
TRUTH = SHARED / "plans" / "open" / "camden_supporting_people.truth.json"

pytestmark = pytest.mark.skipif(
    not (FILE.exists() and TRUTH.exists()),
    reason="the real plan and its truth are not part of the repository: they are read from ../shared, which is not here",
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(FILE)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    return found


def _pairs(plan: Plan, truth: dict[str, Any]) -> list[tuple[Action, dict[str, Any]]]:
    actions = [action for theme in plan.themes for action in theme.actions]
    return list(zip(actions, [row for theme in truth["themes"] for row in theme["rows"]], strict=True))


def test_title_organisation_and_date(plan: Plan, truth: dict[str, Any]) -> None:
    assert (plan.title, plan.organisation, plan.document_date) == (
        truth["title"],
        truth["organisation"],
        truth["document_date"],
    )


def test_counts(plan: Plan) -> None:
    assert [len(theme.actions) for theme in plan.themes] == [11, 9, 8, 10, 6, 2, 8, 3]
    assert [theme.is_theme for theme in plan.themes] == [True] * 7 + [False]
    assert sum(theme.desired_outcome is not None for theme in plan.themes) == 7
    assert sum(len(theme.recommendations) for theme in plan.themes) == 24


def test_themes(plan: Plan, truth: dict[str, Any]) -> None:
    def found(theme: Theme) -> tuple[object, ...]:
        outcome, advice = theme.desired_outcome, list(theme.recommendations)
        return theme.title, theme.is_theme, theme.source.line, outcome, advice

    assert [found(theme) for theme in plan.themes] == [
        (
            it["theme"],
            it["is_theme"],
            it["source_line"],
            it["desired_outcome"],
            it["corporate_recommendations"],
        )
        for it in truth["themes"]
    ]


def test_services_each_with_its_own_spelling(plan: Plan, truth: dict[str, Any]) -> None:
    assert [action.service for action, _ in _pairs(plan, truth)] == [
        row["service"] for _, row in _pairs(plan, truth)
    ]


def test_three_spellings_of_one_service_are_said_to_be_one(plan: Plan, truth: dict[str, Any]) -> None:
    names = dict.fromkeys(
        row["service"] for theme in truth["themes"] for row in theme["rows"] if row["service"]
    )
    same = [name for name in names if "Social Work" in name]
    assert len(same) == 3
    assert [service.spellings for service in plan.services if len(service.spellings) > 1] == [tuple(same)]
    assert [
        spelling for service in plan.services for spelling in service.spellings if spelling not in same
    ] == [name for name in names if name not in same]


def test_actions_and_their_points(plan: Plan, truth: dict[str, Any]) -> None:
    for action, row in _pairs(plan, truth):
        assert action.action == row["activity"]
        _same_pieces(action, action.points, row, "activity_points")
        assert " ".join([action.action, *action.points]) == row["activity_full"]


def test_achieved_so_far(plan: Plan, truth: dict[str, Any]) -> None:
    for action, row in _pairs(plan, truth):
        _same_pieces(action, action.achieved, row, "achieved")


def _same_pieces(action: Action, found: tuple[str, ...], row: dict[str, Any], field: str) -> None:
    """Equal; where the truth itself says that its split is one of several, the same words in order and a doubt."""
    if field in row["split_uncertain"]:
        assert " ".join(found) == " ".join(row[field])
        assert action.doubts
    else:
        assert list(found) == row[field]


def test_leads(plan: Plan, truth: dict[str, Any]) -> None:
    for action, row in _pairs(plan, truth):
        leads = [{"name": lead.name, "kind": lead.kind, "service": lead.service} for lead in action.leads]
        assert (action.lead_text, leads) == (row["lead_text"], row["leads"])


def test_target_dates(plan: Plan, truth: dict[str, Any]) -> None:
    for action, row in _pairs(plan, truth):
        target = action.target
        assert (target.text, target.kind.value, target.start, target.end, target.status_hint) == (
            row["target_date_text"],
            row["target"]["kind"],
            _date(row["target"]["start"]),
            _date(row["target"]["end"]),
            row["target"]["status_hint"],
        )


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def test_rows_broken_across_pages_are_one(plan: Plan, truth: dict[str, Any]) -> None:
    lines = [[action.source.line, *(more.line for more in action.source.more)] for action in plan.actions]
    assert lines == [row["source_lines"] for _, row in _pairs(plan, truth)]
    assert sum(len(found) == 2 for found in lines) == 4


def test_letters_of_two_alphabets_are_kept_and_doubted(plan: Plan) -> None:
    doubted = [action for action in plan.actions if any("two alphabets" in doubt for doubt in action.doubts)]
    assert [action.source.line for action in doubted] == [251]
    assert any(not letter.isascii() and letter.isalpha() for letter in "".join(doubted[0].achieved))


def test_every_line_of_the_file_is_accounted_for(plan: Plan) -> None:
    """Each line that is not blank is a theme, an action or a passage by its number, or stands in a theme word for word."""
    document = text.read(FILE.read_bytes(), FILE.name)
    assert accounting.unaccounted(document, plan) == ()
    assert plan.leftovers == ()
    numbered = {source.line for source in accounting.sources(plan)}
    in_themes = {text for theme in plan.themes for text in (theme.desired_outcome, *theme.recommendations)}
    lines = enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1)
    missing = [(at, line) for at, line in lines if line.strip() and at not in numbered]
    assert [
        at for at, line in missing if line.removeprefix("- ").strip() not in in_themes | {plan.title}
    ] == []


def test_what_gives_only_shape_is_named(plan: Plan) -> None:
    reasons = collections.Counter(passage.reason for passage in plan.structure)
    assert reasons[rows.SERVICE_HEADING] == 23
    assert reasons["column names"] == 17
    assert reasons["label"] == 14
    assert reasons["a row without words"] == 1
    assert reasons.total() == 55


def test_it_is_quick() -> None:
    data = FILE.read_bytes()
    parse(data, ".txt", FILE.name)
    begun = time.process_time()
    parse(data, ".txt", FILE.name)
    assert time.process_time() - begun < 0.3
