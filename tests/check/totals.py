"""What several runs of pytest add up to, read from their reports."""

from __future__ import annotations

import collections
import dataclasses
from pathlib import Path
from xml.etree import ElementTree


@dataclasses.dataclass(frozen=True, kw_only=True)
class Totals:
    """`skipped`: reason -> the tests, in the order met."""

    passed: int = 0
    failed: int = 0
    skipped: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @property
    def line(self) -> str:
        n = sum(len(tests) for tests in self.skipped.values())
        return f"{self.passed} passed, {self.failed} failed" + (f", {n} skipped" if n else "")


def read(report: Path) -> Totals:
    """The totals of one run. A run that left no whole report has broken off, which counts as one failure."""
    try:
        root = ElementTree.parse(report).getroot()
    except (FileNotFoundError, ElementTree.ParseError):
        return Totals(failed=1)
    passed, failed = 0, 0
    skipped: dict[str, list[str]] = collections.defaultdict(list)
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif (skip := case.find("skipped")) is not None:
            known = "known to be wrong: " if skip.get("type") == "pytest.xfail" else ""
            skipped[known + (skip.get("message") or "no reason given")].append(
                f"{case.get('classname')}::{case.get('name')}"
            )
        else:
            passed += 1
    return Totals(passed=passed, failed=failed, skipped={why: tuple(tests) for why, tests in skipped.items()})


def add(runs: list[Totals]) -> Totals:
    """All runs together. A test that was skipped in two runs for one reason is named once for each."""
    skipped: dict[str, tuple[str, ...]] = {}
    for one in runs:
        for why, tests in one.skipped.items():
            skipped[why] = skipped.get(why, ()) + tests
    return Totals(
        passed=sum(one.passed for one in runs), failed=sum(one.failed for one in runs), skipped=skipped
    )
