"""Run the check from first to last, then say in one table what held, what did not and what was not run."""

from __future__ import annotations

import argparse
import dataclasses
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.check import closing, machine, postgresql, steps, totals
from tests.check.steps import Outcome

IN_PRODUCTION = {  # a site as a council would set it up
    "THROUGHLINE_URL": "https://throughline.wexcombe.example",
    "THROUGHLINE_HOSTS": "throughline.wexcombe.example",
    "THROUGHLINE_SECRET_KEY": "only-for-the-check: fifty letters or more, and many kinds",
    "THROUGHLINE_SMTP_HOST": "mail.wexcombe.example",
}
LEFT_OUT_WHEN_FAST = ("postgresql", "journeys")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    """One run of the check. `scratch`: a folder that is gone afterwards."""

    scratch: Path
    fast: bool

    @property
    def home(self) -> dict[str, str]:
        return {"THROUGHLINE_HOME": str(self.scratch / "home")}


def lint(run: Run) -> Iterator[Outcome]:
    yield steps.run("ruff check", ["ruff", "check"])
    yield steps.run("ruff format", ["ruff", "format", "--check", "--diff"])


def types(run: Run) -> Iterator[Outcome]:
    yield steps.run("mypy", ["mypy"])


def contracts(run: Run) -> Iterator[Outcome]:
    yield steps.run("import contracts", ["lint-imports", "--no-cache"])
    complete = [
        "django-admin",
        "makemigrations",
        "--check",
        "--dry-run",
        "--settings",
        "throughline.settings",
    ]
    yield steps.run("migrations are complete", complete, {**run.home, "THROUGHLINE_TESTING": "1"})
    deploy = [
        "django-admin",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        "--settings",
        "throughline.settings",
    ]
    yield steps.run("settings for production", deploy, {**run.home, **IN_PRODUCTION})


def tests(run: Run) -> Iterator[Outcome]:
    yield _pytest("tests on SQLite", run, ["-m", "not journey and not slow" if run.fast else "not journey"])


def on_postgresql(run: Run) -> Iterator[Outcome]:
    name = "tests on PostgreSQL"
    try:
        with postgresql.server(machine.postgresql()) as url:
            again = ["-m", "database and not journey"]  # what reaches none is run once
            yield _pytest(name, run, again, {"DATABASE_URL": url})
    except machine.Missing as missing:
        yield Outcome(name=name, not_run=str(missing))
    except postgresql.DidNotStart as trouble:
        print(f"The PostgreSQL server did not start. It said:\n{trouble}")
        yield Outcome(name=name, ok=False)


def journeys(run: Run) -> Iterator[Outcome]:
    name = "journeys in a browser"
    try:
        browser = machine.browser()
    except machine.Missing as missing:
        yield Outcome(name=name, not_run=f"{missing}.\n    {_journeys()}")
    else:
        yield _pytest(name, run, ["-m", "journey"], {"CHROMIUM": browser}, waiting=1)


PARTS: dict[str, Callable[[Run], Iterator[Outcome]]] = {
    "lint": lint,
    "types": types,
    "contracts": contracts,
    "tests": tests,
    "postgresql": on_postgresql,
    "journeys": journeys,
}


def _pytest(
    name: str, run: Run, words: list[str], settings: dict[str, str] | None = None, *, waiting: int = 0
) -> Outcome:
    """A run of pytest on all cores; its report is read for the totals. `waiting`: how many more workers than cores."""
    report = run.scratch / f"{name}.xml"
    workers = str(max(2, min(8, os.cpu_count() or 2)) + waiting)
    together = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder", "-q", "--durations", "10"]
    together += ["--junitxml", str(report)]
    outcome = steps.run(name, ["pytest", *together, *words], {**run.home, **(settings or {})})
    return dataclasses.replace(outcome, totals=totals.read(report))


def _journeys() -> str:
    """The names of the journeys, for when they are not run."""
    collected = subprocess.run(
        [str(Path(sys.executable).parent / "pytest"), "-m", "journey", "--collect-only", "-q"],
        cwd=steps.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return "\n    ".join(re.findall(r"^tests/\S+::.+$", collected.stdout, re.MULTILINE))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--fast", action="store_true")
    asked = parser.parse_args()
    for ending in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
    ):  # also where a script's "&" has SIGINT ignored
        signal.signal(ending, signal.default_int_handler)
    left_out = LEFT_OUT_WHEN_FAST if asked.fast and not asked.only else ()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="throughline-check-") as scratch:
        os.environ["TMPDIR"] = scratch  # what the steps leave behind goes with it
        for name, part in PARTS.items():
            if name not in left_out and asked.only in (None, name):
                outcomes.extend(part(Run(scratch=Path(scratch), fast=asked.fast)))
    ok = closing.close(outcomes, left_out + (("slow tests",) if asked.fast else ()))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped: nothing of it is left running.", file=sys.stderr)
        sys.exit(130)
