"""The command line, and how quickly the package is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import documents
from documents import plan_json
from documents.__main__ import main

FILE = Path(__file__).parent / "files" / "wexcombe.txt"


def test_read_says_what_the_plan_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FILE)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "FAIRER WEXCOMBE: NEIGHBOURHOODS DIRECTORATE ACTION PLAN - OCTOBER 2021",
        "Organisation: London Borough of Wexcombe. Date: 2021-10.",
        "2 themes, 3 recommendations, 7 actions.",
        "  Open Doors: 4 actions",
        "  Fair Pay and Progress: 2 actions",
        "  Non-Theme Related Actions (outside the themes): 1 action",
        "Target dates: 1 completed, 1 date and ongoing, 1 tbc, 1 range, 1 financial year, 1 recurring, 1 none.",
        "Taken as one service: Parks and Green Spaces (PGS); Park and Green Spaces (PGS).",
        "4 actions to check:",
        "  Train wardens to step in",
        "    - names without anything between them were split: Cleo Dunmore, Eli Frost",
        "  Review letters",
        "    - year not given: 2021 assumed from the document's date (October 2021)",
        "  Joint panel for all senior posts",
        "    - 2020/21 read as a financial year; it could be an academic year",
        "  Mentors for wardens",
        "    - a word mixes letters of two alphabets: Cyrillic and Latin",
        "12 passages of introduction, 0 passages left over.",
    ]


def test_read_as_json_is_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FILE), "--json"]) == 0
    assert plan_json.from_json(json.loads(capsys.readouterr().out)) == documents.read(FILE)


def test_write_as_json_and_read_it(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    assert main(["write", str(FILE), str(out)]) == 0
    assert documents.read(out) == documents.read(FILE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["read", "nowhere.txt"],
            "nowhere.txt: there is no such file; check the name and that you may open it.\n",
        ),
        (
            ["read", "plan.doc"],
            "plan.doc: this is the format of Word before 2007; "
            "save it as Word (.docx), Excel (.xlsx), PDF, CSV or plain text and choose that file.\n",
        ),
        (
            ["read", "plan"],
            "plan: the file's name does not say what kind it is; "
            "save it as Word (.docx), Excel (.xlsx), PDF, CSV or plain text and choose that file.\n",
        ),
        (
            ["write", str(FILE), "plan.odt"],
            "plan.odt: this kind of file cannot be written; choose one of .docx, .xlsx, .csv, .json.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr() == ("", sentence)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "this is not JSON"),
        (b"[1]", "the plan: an object was expected"),
        (b"[" * 100_000, "this is not JSON"),
    ],
)
def test_json_that_is_no_plan_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(documents.Refused) as refused:
        documents.parse(content, ".json", "plan.json")
    assert refused.value.problem == problem


def test_importing_documents_loads_no_heavy_library() -> None:
    heavy = "{'lxml', 'docx', 'xlsxwriter', 'python_calamine', 'selectolax', 'rapidfuzz', 'django'}"
    code = f"import sys, documents; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(documents.__file__).parents[1])},
    )
    assert done.stdout == "[]\n"
