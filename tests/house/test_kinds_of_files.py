"""Wherever it is said which files a plan is read from, every kind is named."""

from pathlib import Path

import pytest

from documents import readers

ROOT = Path(__file__).resolve().parents[2]
ALSO = {".htm": ".html"}  # the older spelling of the same
IN_WORDS = {".docx": "Word", ".xlsx": "Excel", ".pdf": "PDF", ".csv": "CSV"}


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("README.md", 'python3 dev.py demo --plan "Our plan.docx"'),
        ("dev.py", 'f"There is no file {file}.'),
        ("docs/using/first-day.md", "1. Choose **Plan**, then **Imports**"),
    ],
)
def test_every_kind_that_is_read_is_named(path: str, start: str) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    [line] = [line.strip() for line in lines if line.strip().startswith(start)]
    said = line.removeprefix(start)
    kinds = {ALSO.get(kind, kind) for kind in readers.READERS}
    assert {kind for kind in kinds if kind not in said and IN_WORDS.get(kind, kind) not in said} == set()
