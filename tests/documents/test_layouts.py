"""The same invented plans in ten layouts and six formats, and a grid of periods: read as well in each as the scorer asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from documents.read import parse
from tests.documents import invented, laid_out, layouts, score
from tests.documents.layouts import Layout, Said

ENOUGH_ROWS, ENOUGH_FIELDS = 0.95, 0.9


def truth(rows: Sequence[Said], layout: str) -> dict[str, Any]:
    """What the scorer compares with: a layout without a place for progress has none."""
    says_progress = layout not in layouts.WITHOUT_PROGRESS
    return {
        "rows": [
            {
                "theme": row.theme,
                "activity": row.action,
                "lead_text": row.lead,
                "target_date_text": row.target,
                "status_or_progress": [row.progress] if row.progress and says_progress else [],
            }
            for row in rows
        ]
    }


def scored(rows: Sequence[Said], layout: Layout, kind: str) -> score.Score:
    suffix, write = laid_out.FORMATS[kind]
    plan = parse(write(layout(rows)), suffix, f"plan{suffix}")
    return score.score(plan, truth(rows, layout.__name__))


@pytest.mark.parametrize("kind", laid_out.FORMATS)
@pytest.mark.parametrize("layout", layouts.LAYOUTS.values(), ids=layouts.LAYOUTS)
@pytest.mark.parametrize("body", invented.BODIES)
def test_every_layout_in_every_format(body: str, layout: Layout, kind: str) -> None:
    found = scored(invented.BODIES[body], layout, kind)
    below = {name: count.f1 for name, count in found.fields.items() if count.f1 < ENOUGH_FIELDS}
    assert (found.rows.f1 >= ENOUGH_ROWS, below) == (True, {}), found.notes


@pytest.mark.parametrize("kind", laid_out.FORMATS)
def test_columns_for_years(kind: str) -> None:
    found = scored(invented.COLLEGE, layouts.periods, kind)
    assert (found.rows.f1, found.fields["date"].f1, found.fields["theme"].f1) == (1.0, 1.0, 1.0), found.notes


def test_the_scorer_sees_what_is_wrong() -> None:
    """The right rows under the wrong theme, without their leads, and one row too many."""
    rows = [
        Said("One", "Walk the parks with residents", "Ada Lark", "May 2026"),
        Said("One", "Publish the pay gap each year", "Head of Finance", "2027"),
    ]
    wrong = [Said("Two", row.action, "", row.target) for row in rows] + [
        Said("Two", "Something else entirely now", "", "2028")
    ]
    suffix, write = laid_out.FORMATS["web"]
    found = score.score(parse(write(layouts.grids(wrong)), suffix, "plan.html"), truth(rows, "grids"))
    assert (found.rows.right, found.rows.wrong, found.rows.missing) == (2, 1, 0)
    assert {name: count.f1 for name, count in found.fields.items()} == {
        "lead": 0.0,
        "date": 1.0,
        "progress": 1.0,
        "theme": 0.0,
    }
