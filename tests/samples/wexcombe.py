"""The files of the sample borough, read as they stand."""

import csv
import functools
import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[2] / "samples"
HOME = SAMPLES / "wexcombe"


@functools.cache
def _json(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HOME / name).read_text(encoding="utf-8"))
    return found


def organisation() -> dict[str, Any]:
    return _json("organisation.json")


def plan() -> dict[str, Any]:
    return _json("plan.json")


def truth() -> dict[str, Any]:
    return _json("action_plan.truth.json")


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def people() -> dict[str, dict[str, str]]:
    """Employee number -> row of the extract."""
    return {row["Employee Number"]: row for row in rows(HOME / "people_600.csv")}


def services() -> list[dict[str, Any]]:
    return [service for directorate in organisation()["directorates"] for service in directorate["services"]]


def places() -> dict[str, str]:
    """Code -> kind of every place, closed ones and partners among them."""
    found = {organisation()["authority"]["code"]: "authority"}
    found |= {directorate["code"]: "directorate" for directorate in organisation()["directorates"]}
    found |= {service["code"]: "service" for service in services()}
    found |= {team["code"]: "team" for service in services() for team in service["teams"]}
    return found | {
        place["code"]: place["kind"] for place in organisation()["closed"] + organisation()["partners"]
    }


def actions() -> list[dict[str, Any]]:
    return [action for theme in plan()["themes"] for action in theme["actions"]]


def recommendations() -> list[dict[str, Any]]:
    return [recommendation for theme in plan()["themes"] for recommendation in theme["recommendations"]]


def employed(number: str, day: str) -> bool:
    """Whether somebody of the extract worked here on an ISO day."""
    row = people()[number]
    return row["Start Date"] <= day and (not row["Leaving Date"] or day < row["Leaving Date"])
