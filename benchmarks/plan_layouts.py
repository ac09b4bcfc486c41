"""How well plans are read in every layout and format: `python benchmarks/plan_layouts.py [FOLDER]`, a folder of plans' truths.

Without a folder the invented plans of the tests. One line for each layout and format that stays below F1 0.95 on rows or 0.9
on a field, and at the end how many there are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from documents.read import parse  # noqa: E402
from tests.documents import invented, laid_out, layouts, score  # noqa: E402
from tests.documents.layouts import Said  # noqa: E402
from tests.documents.test_layouts import ENOUGH_FIELDS, ENOUGH_ROWS, truth  # noqa: E402


def bodies(folder: Path | None) -> Iterator[tuple[str, Sequence[Said]]]:
    """The rows of each plan; where some stand under a theme, those alone."""
    if folder is None:
        yield from invented.BODIES.items()
        return
    for path in sorted(folder.glob("*.truth.json")):
        rows = [said(row) for row in score.truth_rows(json.loads(path.read_text(encoding="utf-8")))]
        yield path.name.split(".")[0], [row for row in rows if row.theme] or rows


def said(row: score.Truth) -> Said:
    leads = row.get("lead", row.get("leads")) or []
    names = " and ".join(lead if isinstance(lead, str) else lead["name"] for lead in leads)
    progress = row.get("status_or_progress", row.get("achieved")) or []
    return Said(
        theme=row.get("theme") or "",
        action=row.get("activity_full") or row["activity"],
        lead=row.get("lead_text") or names,
        target=row.get("target_date_text") or "",
        progress=" ".join(progress),
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    tried = below = 0
    for body, rows in bodies(folder):
        for name, layout in layouts.LAYOUTS.items():
            for kind, (suffix, write) in laid_out.FORMATS.items():
                found = score.score(parse(write(layout(rows)), suffix, f"plan{suffix}"), truth(rows, name))
                fields = [count.f1 for count in found.fields.values()]
                tried += 1
                if found.rows.f1 < ENOUGH_ROWS or min(fields) < ENOUGH_FIELDS:
                    below += 1
                    print(f"{body[:24]:25}{name:20}{kind:12}{found.line}")
    print(f"{tried - below} of {tried} reach F1 {ENOUGH_ROWS} on rows and {ENOUGH_FIELDS} on every field")


if __name__ == "__main__":
    main()
