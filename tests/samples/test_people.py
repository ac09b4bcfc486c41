"""The HR extract of the sample borough: whole, a proper tree, the same each time, and without equality data."""

import json
from pathlib import Path

import pytest

from samples import make_people
from tests.samples import wexcombe

MANAGER = "Line Manager Employee Number"


def managers(rows: list[dict[str, str]]) -> set[str]:
    return {row[MANAGER] for row in rows} - {""}


def depth(number: str, manager_of: dict[str, str]) -> int:
    """Steps up to somebody without a manager; a loop or a manager who is not there fails."""
    steps = 0
    while manager_of[number]:
        number, steps = manager_of[number], steps + 1
        assert steps < 10, f"{number} stands in a loop of managers"
    return steps


def check_tree(rows: list[dict[str, str]], *, deepest: int) -> None:
    manager_of = {row["Employee Number"]: row[MANAGER] for row in rows}
    assert len(manager_of) == len(rows)
    assert [row["Job Title"] for row in rows if not row[MANAGER]] == ["Chief Executive"]
    assert max(depth(number, manager_of) for number in manager_of) == deepest
    left = {row["Employee Number"] for row in rows if row["Leaving Date"]}
    assert left & managers(rows) == set()  # nobody is left with a manager who has gone


def test_the_extract_of_600():
    rows = wexcombe.rows(wexcombe.HOME / "people_600.csv")
    assert len(rows) == 600
    assert tuple(rows[0]) == make_people.COLUMNS
    assert len(managers(rows)) == 81
    check_tree(rows, deepest=4)


def test_the_extract_of_4500(tmp_path: Path):
    make_people.write(make_people.make(4500), tmp_path / "people.csv")
    rows = wexcombe.rows(tmp_path / "people.csv")
    assert len(rows) == 4500
    assert 570 <= len(managers(rows)) <= 630
    check_tree(rows, deepest=5)


def test_the_committed_extract_is_what_the_generator_writes(tmp_path: Path):
    make_people.write(make_people.make(600), tmp_path / "people.csv")
    assert (tmp_path / "people.csv").read_bytes() == (wexcombe.HOME / "people_600.csv").read_bytes()


def test_the_same_number_gives_the_same_file(tmp_path: Path):
    for name in ("one.csv", "other.csv"):
        make_people.write(make_people.make(1234), tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_fewer_people_than_the_plan_names_are_refused():
    with pytest.raises(
        SystemExit, match="The sample plan names 126 people: ask for at least that many, not 125"
    ):
        make_people.make(125)
    assert len(make_people.make(126)) == 126


@pytest.mark.parametrize("count", [126, 600, 4500])
def test_everybody_who_is_named_is_in_every_extract(count: int):
    assert make_people.make(count)[:126] == make_people.named()


def test_addresses_are_unique_and_nobodys():
    rows = wexcombe.rows(wexcombe.HOME / "people_600.csv")
    addresses = [row["Work Email"] for row in rows]
    assert len(set(addresses)) == 600
    assert {address.partition("@")[2] for address in addresses} == {"wexcombe.example"}


def test_places_are_those_of_the_organisation():
    known = set(make_people.places().values())
    rows = wexcombe.rows(wexcombe.HOME / "people_600.csv")
    assert {(row["Directorate"], row["Service"], row["Team"]) for row in rows} == known
    spellings = {
        spelling
        for service in wexcombe.services()
        for spelling in (service["name"], service["short_name"], *service["aliases"])
    }
    assert {row["Service"] for row in rows} - {""} <= spellings
    assert "Early Intervention and Family Support" in {
        row["Service"] for row in rows
    }  # the old name, on purpose


def test_dates_and_working_times_are_possible():
    rows = wexcombe.rows(wexcombe.HOME / "people_600.csv")
    assert max(row["Start Date"] for row in rows) <= "2026-10-31"
    assert [row for row in rows if row["Leaving Date"] and row["Leaving Date"] <= row["Start Date"]] == []
    assert len([row for row in rows if row["Leaving Date"] and row["Leaving Date"] <= "2026-10-31"]) == 12
    assert {row["FTE"] for row in rows} == {"0.40", "0.50", "0.60", "0.80", "1.00"}


def test_a_grade_says_nothing_about_a_name():
    """Names are drawn without regard to grade: in every third of the grades every group of names turns up."""
    group_of = {
        surname: index
        for index, group in enumerate(
            json.loads((wexcombe.SAMPLES / "names.json").read_text(encoding="utf-8"))["groups"]
        )
        for surname in group["surnames"]
    }
    found: dict[str, set[int]] = {}
    for person in make_people.make(4500)[126:]:
        found.setdefault(person.grade, set()).add(group_of[person.surname])
    assert {len(groups) for groups in found.values()} == {len(set(group_of.values()))}


def test_the_dirty_extract_is_dirty_as_its_description_says():
    rows = wexcombe.rows(wexcombe.HOME / "people_dirty.csv")
    number = "Employee Number"
    assert len(rows) == 30
    assert tuple(rows[0]) == make_people.COLUMNS
    assert rows[4][number] == rows[5][number] == "900105"
    assert [line for line, row in enumerate(rows, 2) if not row[number]] == [8]
    assert [rows[index][MANAGER] for index in (13, 14, 15)] == ["900115", "900116", "900114"]
    assert rows[16][number] == rows[16][MANAGER]
    assert rows[17][MANAGER] not in {row[number] for row in rows}
    assert [line for line, row in enumerate(rows, 2) if row["Grade"] is None] == [31]
    described = (wexcombe.SAMPLES / "README.md").read_text(encoding="utf-8")
    for row in rows[2:4] + rows[4:5] + rows[7:]:
        if row[number].strip() not in {"900106", "900107", "900115", "900116"}:
            assert row[number].strip() in described
