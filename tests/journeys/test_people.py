"""Somebody leaves: the next extract has no row of theirs, and what they led is handed over. And places."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.check import steps
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey

SAMPLES = steps.ROOT / "samples" / "wexcombe"
PLAN = json.loads((SAMPLES / "plan.json").read_text(encoding="utf-8"))


def leaver(javascript: bool) -> tuple[str, str]:
    """Somebody who is accountable for one open action and nothing else, and its reference: another one each time."""
    open_ones = {"agreed", "in_progress"}
    actions = [action for theme in PLAN["themes"] for action in theme["actions"]]
    named = [number for action in actions for number in (action["accountable"], action["deputy"]) if number]
    demo = {one.get("employee_number") for one in PLAN["demo_people"]}
    found = [
        (action["accountable"], action["reference"])
        for action in actions
        if action["stage"] in open_ones
        and named.count(action["accountable"]) == 1
        and action["accountable"] not in demo
    ]
    return found[0] if javascript else found[-1]


def test_what_a_leaver_led_is_handed_over(
    visit: Callable[..., Visitor], tmp_path: Path, javascript: bool
) -> None:
    number, reference = leaver(javascript)
    extract, name = without(number, tmp_path / "extract.csv")
    marcia = visit("equality_team")
    import_people(marcia, extract)
    assert marcia.said == "The register is up to date."
    assert marcia.page.locator(".tl-count", has_text="marked as left").inner_text().split("\n") == [
        "1",
        "marked as left",
    ]
    marcia.go("/")
    marcia.follow("to hand over")
    row = marcia.row(reference)
    assert f"{name}, 1 Nov 2026" in row.inner_text()
    marcia.follow("Hand over", row)
    marcia.fill("Accountable person", "Nobody Atall")
    marcia.press("Save")
    assert marcia.errors == [
        "Nobody who works here is called “Nobody Atall”. Enter a name, e-mail or employee number."
    ]
    marcia.fill("Accountable person", "Jasmine Okoro")
    marcia.press("Save")
    assert marcia.said == "Jasmine Okoro is accountable now."
    assert marcia.value("Accountable") == "Jasmine Okoro"
    marcia.go("/plan/to-reassign/")
    assert marcia.page.locator("main tr", has_text=reference).count() == 0


def without(number: str, path: Path) -> tuple[Path, str]:
    """The HR extract without one person: the file, and their name."""
    with (SAMPLES / "people_600.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    [gone] = [row for row in rows if row[0] == number]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row != gone)])
    return path, f"{gone[1]} {gone[2]}"


def import_people(marcia: Visitor, extract: Path) -> None:
    """Upload, columns, preview; whoever is missing has left."""
    marcia.go("/people/")
    marcia.press("Import people")
    marcia.page.get_by_label("The HR system’s extract").set_input_files(extract)
    marcia.press("Upload")
    if marcia.heading == "Which column holds what?":  # asked once, and remembered
        marcia.press("Continue")
    assert marcia.heading == "What this import would do"
    marcia.press("Accept")
    assert marcia.errors == ["Answer “Does this file hold everybody who works here?”"]
    marcia.choose("Yes. The 1 person who are missing from it have left")
    marcia.press("Accept")


def test_another_spelling_of_a_place(visit: Callable[..., Visitor], javascript: bool) -> None:
    spelling = f"H. Needs {javascript}"
    marcia = visit("equality_team")
    marcia.follow("Places")
    marcia.follow("Housing Needs and Homelessness")
    marcia.follow("Add another spelling")
    marcia.page.locator("main input[type=text]").first.fill(spelling)
    marcia.press("Add")
    assert spelling in marcia.text
    marcia.follow(f"Remove the spelling {spelling}")
