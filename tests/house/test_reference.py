"""docs/reference/ is what the code would write today."""

import argparse
import pathlib

import pytest

from throughline.commands import CommandRefused, reference_pages, upkeep
from throughline.plan import rules


def test_the_reference_is_current() -> None:
    assert reference_pages.stale() == [], "run `python -m throughline reference`"


def test_nothing_in_the_folder_claims_to_be_made_and_is_not() -> None:
    made = {
        path.name
        for path in reference_pages.FOLDER.glob("*.md")
        if "do not edit" in path.read_text(encoding="utf-8")
    }
    assert made == set(reference_pages.PAGES)


def test_the_diagram_of_stages_has_an_arrow_for_each_transition() -> None:
    text = reference_pages.stages()
    arrows = {line.strip() for line in text.splitlines() if "-->" in line and "[*]" not in line}
    assert arrows == {f"{old} --> {new}" for old, after in rules.TRANSITIONS.items() for new in after}
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == 4]
    assert len(rows) == len(arrows) + 1  # and the heading


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setattr(reference_pages, "FOLDER", tmp_path / "reference")
    return tmp_path / "reference"


def run(*, check: bool) -> int:
    return upkeep.reference(argparse.Namespace(check=check))


def test_what_is_out_of_date_is_named_and_written_anew(
    folder: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    assert run(check=False) == 0
    assert capsys.readouterr().out.split() == [str(folder / name) for name in reference_pages.PAGES]
    page = folder / "permissions.md"
    page.write_text(page.read_text(encoding="utf-8").replace("| A |", "| - |", 1), encoding="utf-8")
    assert run(check=True) == 1
    assert capsys.readouterr().err == f"{page} is out of date: run `python -m throughline reference`.\n"
    assert reference_pages.write() == [page]
    assert run(check=True) == 0
    assert reference_pages.write() == []


def test_away_from_the_repository_nothing_is_written(folder: pathlib.Path) -> None:
    with pytest.raises(CommandRefused, match="in a copy of the repository"):
        reference_pages.write()
    assert not folder.exists()
