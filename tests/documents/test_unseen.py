"""Plans of many bodies in the layouts that officers make, in every format: read as well as the scorer asks, and nothing lost."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest

from documents.interpret import accounting, interpret
from documents.readers import READERS
from tests.documents import score, written
from tests.documents.written import Written

ENOUGH_ROWS, ENOUGH_FIELDS = 0.95, 0.9


def _cases() -> Iterator[tuple[str, str]]:
    for path in sorted(written.FOLDER.glob("*.txt")):
        formats = _written(path.stem).formats or tuple(written.FORMATS)
        yield from ((path.stem, kind) for kind in formats)


@functools.cache
def _written(name: str) -> Written:
    return written.read((written.FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "kind"), list(_cases()))
def test_a_plan(name: str, kind: str) -> None:
    made = _written(name)
    suffix, write = written.FORMATS[kind]
    document = READERS[suffix](write(made.pieces), f"plan{suffix}")
    plan = interpret(document)
    assert accounting.unaccounted(document, plan) == ()
    if not made.said:
        assert (plan.themes, plan.front_matter, bool(plan.leftovers)) == ((), (), True)
        return
    found = score.score(plan, {"rows": [_truth(row) for row in made.said]})
    below = {field: count.f1 for field, count in found.fields.items() if count.f1 < ENOUGH_FIELDS}
    assert (found.rows.f1 >= ENOUGH_ROWS, below) == (True, {}), found.notes


def _truth(row: written.Said) -> score.Truth:
    return {
        "theme": row.theme,
        "activity": row.action,
        "lead_text": row.lead,
        "target_date_text": row.target,
        "status_or_progress": [row.progress] if row.progress else [],
    }


def test_there_are_many() -> None:
    assert len(list(_cases())) >= 200
