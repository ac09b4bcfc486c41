"""Scores what is read from a plan against its truth: `python tests/documents/score.py FILE TRUTH`, or every pair of a folder.

A row is found where its action text matches: a token ratio of at least 0.9, one row to one. Of the rows found, lead, date
text, progress and theme are compared. Precision, recall and F1 are printed for the rows, F1 for each field.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "src") not in sys.path:
    sys.path.insert(0, str(ROOT / "src"))

from documents.plan import Action, Plan  # noqa: E402
from documents.read import read  # noqa: E402

FIELDS = ("lead", "date", "progress", "theme")
ENOUGH = 90.0
Truth = dict[str, Any]


@dataclasses.dataclass
class Count:
    """How often something was right, wrongly there, and missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        both = 2 * self.right + self.wrong + self.missing
        return 2 * self.right / both if both else 1.0

    def field(self, found: Iterable[str], wanted: Iterable[str]) -> bool:
        """Counts one field: any of the forms found against any of the forms wanted. Empty on both sides counts nothing."""
        found, wanted = [plain(text) for text in found], [plain(text) for text in wanted]
        if not any(found) and not any(wanted):
            return True
        if any(one and ratio(one, other) >= ENOUGH for one in found for other in wanted):
            self.right += 1
            return True
        self.wrong += any(found)
        self.missing += any(wanted)
        return False


@dataclasses.dataclass
class Score:
    """The rows, and each field over the rows found. `notes`: what went wrong, in words."""

    rows: Count = dataclasses.field(default_factory=Count)
    fields: dict[str, Count] = dataclasses.field(default_factory=lambda: {name: Count() for name in FIELDS})
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def line(self) -> str:
        rows = f"P {self.rows.precision:.3f}  R {self.rows.recall:.3f}  F1 {self.rows.f1:.3f}"
        return rows + "".join(f"  {name} {self.fields[name].f1:.3f}" for name in FIELDS)


def score(plan: Plan, truth: Truth) -> Score:
    """How well the plan was read."""
    result = Score()
    found = [(theme.title, action) for theme in plan.themes for action in theme.actions]
    wanted = list(truth_rows(truth))
    pairs = sorted(
        (
            (alike(action, row), -at, -to)
            for at, (_, action) in enumerate(found)
            for to, row in enumerate(wanted)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for likeness, at, to in pairs:
        if likeness >= ENOUGH and -at not in matched.values() and -to not in matched:
            matched[-to] = -at
    texts_found = [plain(wanted[to]["activity"]) for to in matched]
    for to, row in enumerate(wanted):
        if to in matched:
            result.rows.right += 1
            _fields(result, *found[matched[to]], row)
        elif plain(row.get("same_action_as") or "") not in texts_found:
            result.rows.missing += 1
            result.notes.append(f"missing: {row['activity']}")
    points = [plain(point) for row in wanted for point in row.get("activity_points") or ()]
    for at, (_, action) in enumerate(found):
        if at not in matched.values():
            if any(ratio(plain(action.action), point) >= ENOUGH for point in points):
                continue  # a point of an action that was found, as a row of its own
            result.rows.wrong += 1
            result.notes.append(f"no row of the plan: {action.action}")
    return result


def _fields(result: Score, theme: str, action: Action, row: Truth) -> None:
    leads = row.get("lead", row.get("leads")) or []
    names = [lead if isinstance(lead, str) else lead["name"] for lead in leads]
    progress = row.get("status_or_progress", row.get("achieved")) or []
    later = row.get("next_steps") or []
    compared = {
        "lead": (
            [action.lead_text, " ".join(sorted(lead.name for lead in action.leads))],
            [row.get("lead_text") or "", " ".join(sorted(names))],
        ),
        "date": ([action.target.text], [row.get("target_date_text") or ""]),
        "progress": (
            [
                " ".join(action.achieved),
                " ".join(p for p in action.achieved if not p.startswith("Next steps:")),
            ],
            [" ".join(progress), " ".join([*progress, *later])],
        ),
        "theme": ([theme], [row.get("theme") or ""]),
    }
    for name, (found, wanted) in compared.items():
        if not result.fields[name].field(found, wanted):
            result.notes.append(
                f"{name} of “{action.action[:60]}”: {found[0]!r}, not {wanted[0] or wanted[-1]!r}"
            )


def truth_rows(truth: Truth) -> Iterator[Truth]:
    """The rows of a truth file of either shape: rows that name their theme, or themes that hold their rows."""
    for row in truth.get("rows", ()):
        yield row
    for theme in truth.get("themes", ()):
        if isinstance(theme, dict):
            for row in theme.get("rows", ()):
                yield {"theme": theme["theme"], **row}


def alike(action: Action, row: Truth) -> float:
    """How alike the texts of two actions are, with the points of either or without, from 0 to 100."""
    whole = " ".join(row.get("activity_points") or ())
    wanted = [row["activity"], row.get("activity_full") or "", whole, f"{row['activity']} {whole}"]
    found = [action.action, " ".join([action.action, *action.points])]
    return max(ratio(plain(one), plain(other)) for one in found for other in wanted if other.strip())


def ratio(one: str, other: str) -> float:
    if one.replace(" ", "") == other.replace(" ", ""):
        return 100.0
    return fuzz.token_sort_ratio(one, other)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())


def pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each truth of a folder with its plan, which stands beside it or where the truth says, one folder up."""
    for truth in sorted(folder.glob("*.truth.json")):
        beside = [
            path for path in folder.glob(f"{truth.name.removesuffix('.truth.json')}.*") if path != truth
        ]
        said = str(json.loads(truth.read_text(encoding="utf-8")).get("source", ""))
        yield from ((path, truth) for path in beside[:1] or [folder.parents[1] / said])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a plan, or a folder of plans with their truths")
    parser.add_argument("truth", type=Path, nargs="?", help="its truth, as JSON")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what went wrong")
    asked = parser.parse_args()
    for file, truth in [(asked.file, asked.truth)] if asked.truth else pairs(asked.file):
        result = score(read(file), json.loads(truth.read_text(encoding="utf-8")))
        print(f"{file.stem[:30]:30}  {result.line}")
        for note in result.notes if asked.verbose else ():
            print(f"    {note}")


if __name__ == "__main__":
    main()
