"""The end of the check: one table, what was skipped or not run, and the totals."""

from __future__ import annotations

import os

from tests.check import totals
from tests.check.steps import Outcome


def close(outcomes: list[Outcome], left_out: tuple[str, ...]) -> bool:
    """The table, what was skipped, what was not run, the totals. True when everything held."""
    total = totals.add([one.totals for one in outcomes])
    print("\n" + "-" * 60)
    for one in outcomes:
        print(f"{one.name:<40}{one.word:<10}{one.seconds:>7.1f} s")
    print(f"{'together':<50}{sum(one.seconds for one in outcomes):>7.1f} s")
    for why, tests in total.skipped.items():
        print(f"\nSKIPPED, {len(tests)} tests: {why}")
        print("\n".join(f"    {test}" for test in tests))
    for one in outcomes:
        if one.not_run:
            print(f"\n{'!' * 60}\nNOT RUN: {one.name}, because {one.not_run}\n{'!' * 60}")
    if left_out:
        print(
            f"\nLEFT OUT, as asked: {', '.join(left_out)}. Run `python3 dev.py check` before you propose a change."
        )
    not_run_counts = os.environ.get("CI") == "true"  # there, a part that is not run would be forgotten
    failed = [one.name for one in outcomes if not one.ok or (one.not_run and not_run_counts)]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll that was run held.")
    print(total.line)
    return not failed
