"""Real plans of five bodies, read from beside the repository, against what a person made of them by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from documents.read import parse, read
from tests.documents import score

SHARED = Path(__file__).parents[3] / "shared"
PLANS = list(score.pairs(SHARED / "plans" / "open")) if SHARED.exists() else []
WHERE = "real plans are not part of the repository: they are read from ../shared, which is not here"


@pytest.mark.skipif(not PLANS, reason=WHERE)
@pytest.mark.parametrize(("file", "truth"), PLANS, ids=[truth.name.split(".")[0] for _, truth in PLANS])
def test_rows_and_fields(file: Path, truth: Path) -> None:
    found = score.score(read(file), json.loads(truth.read_text(encoding="utf-8")))
    below = {name: count.f1 for name, count in found.fields.items() if count.f1 < 0.9}
    assert (found.rows.f1 >= 0.95, below) == (True, {}), found.notes


@pytest.mark.skipif(not (SHARED / "practice").exists(), reason=WHERE)
def test_prose_is_no_plan() -> None:
    found = {
        path.name: parse(path.read_bytes(), ".txt", path.name) for path in (SHARED / "practice").glob("*.txt")
    }
    assert len(found) > 5
    assert {name: len(plan.actions) for name, plan in found.items()} == dict.fromkeys(found, 0)
