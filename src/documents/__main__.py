"""The command line: `python -m documents read FILE [--json]` and `python -m documents write FILE OUT`."""

from __future__ import annotations

import argparse
import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from documents import plan_json
from documents.plan import Plan
from documents.read import read
from documents.refusals import Refused
from documents.write import write


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m documents", description="Read an action plan out of a file."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read", help="say what plan a file holds")
    reading.add_argument("file", type=Path)
    reading.add_argument(
        "--json", action="store_true", help="the whole plan as JSON (docs/reference/plan-json.md)"
    )
    writing = commands.add_parser(
        "write", help="write the plan of one file as another (.docx, .xlsx, .csv, .json)"
    )
    writing.add_argument("file", type=Path)
    writing.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    try:
        plan = read(given.file)
        if given.command == "read":
            text = (
                json.dumps(plan_json.to_json(plan), ensure_ascii=False, indent=1)
                if given.json
                else summary(plan)
            )
            sys.stdout.write(text + "\n")
        else:
            _write(plan, given.out)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    return 0


def _write(plan: Plan, out: Path) -> None:
    content = write(plan, out.suffix, name=out.name)
    try:
        out.write_bytes(content)
    except OSError as error:
        problem = f"the file cannot be written ({error.strerror or error})"
        raise Refused(
            file=out.name, place="", problem=problem, fix="choose another folder or name"
        ) from error


def summary(plan: Plan) -> str:
    """What was read, for a person: counts, each theme, services under several names, doubts, and what is left over."""
    return "\n".join(_summary(plan))


def _summary(plan: Plan) -> Iterator[str]:
    yield plan.title or "(no title)"
    yield f"Organisation: {plan.organisation or 'not said'}. Date: {plan.document_date or 'not said'}."
    themes = [theme for theme in plan.themes if theme.is_theme]
    yield (
        f"{_count(len(themes), 'theme')}, {_count(sum(len(theme.recommendations) for theme in plan.themes), 'recommendation')}, "
        f"{_count(len(plan.actions), 'action')}."
    )
    for theme in plan.themes:
        title = theme.title or "(no heading)"
        yield f"  {title}{'' if theme.is_theme else ' (outside the themes)'}: {_count(len(theme.actions), 'action')}"
    kinds = collections.Counter(action.target.kind.value.replace("_", " ") for action in plan.actions)
    yield (
        "Target dates: "
        + (", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none")
        + "."
    )
    for service in plan.services:
        if len(service.spellings) > 1:
            yield f"Taken as one service: {'; '.join(service.spellings)}."
    doubtful = [action for action in plan.actions if action.doubts or action.target.doubts]
    yield f"{_count(len(doubtful), 'action')} to check:" if doubtful else "Nothing to check."
    for action in doubtful:
        yield f"  {_short(action.action)}"
        yield from (f"    - {doubt}" for doubt in (*action.doubts, *action.target.doubts))
    yield f"{_count(len(plan.front_matter), 'passage')} of introduction, {_count(len(plan.leftovers), 'passage')} left over."
    yield from (f"  left over: {_short(passage.text)} ({passage.reason})" for passage in plan.leftovers)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


if __name__ == "__main__":
    sys.exit(main())
