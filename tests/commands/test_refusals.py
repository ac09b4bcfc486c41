"""Commands that are given something wrong answer with a sentence; a check makes nothing."""

import contextlib
import os
import pathlib
import re
import sqlite3
import subprocess
import sys

import django.core.checks.security
import pytest
from django.core import checks

from tests import making
from tests.commands.console import run, settings
from throughline.commands import CommandRefused, django_checks, plans


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A site with tables and one administrator."""
    folder = tmp_path_factory.mktemp("site")
    home = settings(folder)
    assert run("migrate", **home).returncode == 0
    made = run("first-account", "ada@wexcombe.example", typed="a long and unusual sentence\n", **home)
    assert made.returncode == 0, made.stderr
    folder.joinpath("people.csv").write_text("", encoding="utf-8")
    return home


NOBODY = (
    "Nobody with an open account has the address bo@wexcombe.example. Check it, or open the account first.\n"
)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["export-plan", "nope", "x.csv", "--by", "bo@wexcombe.example"], NOBODY),
        (
            ["export-plan", "nope", "{folder}", "--by", "ada@wexcombe.example"],
            "{folder} is a folder. Give the name of a file in it, such as {folder}/plan.xlsx.\n",
        ),
        (["import-plan", "{folder}/people.csv", "--by", "bo@wexcombe.example"], NOBODY),
        (["import-people", "{folder}/people.csv", "--by", "bo@wexcombe.example"], NOBODY),
        (
            ["import-plan", "{folder}/none.docx", "--by", "ada@wexcombe.example"],
            "There is no file {folder}/none.docx. Check the name and the folder.\n",
        ),
        (
            ["import-people", "{folder}/none.csv"],
            "There is no file {folder}/none.csv. Check the name and the folder.\n",
        ),
        (
            ["import-plan", "{folder}", "--by", "ada@wexcombe.example"],
            "{folder} is a folder. Give the name of a file in it.\n",
        ),
        (["import-people", "{folder}"], "{folder} is a folder. Give the name of a file in it.\n"),
    ],
)
def test_what_is_given_wrong(home: dict[str, str], arguments: list[str], sentence: str) -> None:
    folder = home["THROUGHLINE_HOME"]
    refused = run(*(each.format(folder=folder) for each in arguments), **home)
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence.format(folder=folder))


@pytest.mark.django_db
def test_a_plan_that_is_not_there_is_answered_with_those_that_are() -> None:
    by = making.account("equality_team")
    with pytest.raises(CommandRefused) as none:
        plans._plan("nope", by)
    making.plan(slug="wx")
    making.plan(slug="wy")
    with pytest.raises(CommandRefused) as some:
        plans._plan("nope", by)
    assert [str(none.value), str(some.value)] == [
        "There is no plan with the short name “nope”. There is no plan yet: import one first.",
        "There is no plan with the short name “nope”. Choose one of: wy, wx.",
    ]


def test_work_says_what_was_done(home: dict[str, str]) -> None:
    """Whatever the clock says: the tick of each five minutes may fall due while the test runs, and is counted too."""
    first = run("work", "--once", **home)
    before = _finished(home)
    put = (
        "import django; django.setup(); from throughline.frontdoor import daily; "
        "daily.tick.enqueue(); daily.tick.enqueue()"
    )
    subprocess.run([sys.executable, "-c", put], env=dict(os.environ) | home, check=True)
    second = run("work", "--once", **home)
    done = _finished(home) - before
    assert done >= 2
    assert [(each.returncode, each.stdout) for each in (first, second)] == [
        (
            0,
            f"{before} job done, 0 of them failed.\n"
            if before
            else "Nothing waited: no job was due, and no mail.\n",
        ),
        (0, f"{done} jobs done, 0 of them failed.\n"),
    ]


def _finished(home: dict[str, str]) -> int:
    """How many jobs of this site have been done."""
    with contextlib.closing(
        sqlite3.connect(pathlib.Path(home["THROUGHLINE_HOME"]) / "throughline.sqlite3")
    ) as site:
        (number,) = site.execute(
            "select count(*) from django_tasks_database_dbtaskresult where status = 'SUCCESSFUL'"
        ).fetchone()
    return int(number)


@pytest.mark.parametrize("command", [["check-deployment"], ["verify-audit"]])
def test_a_check_makes_nothing(tmp_path: pathlib.Path, command: list[str]) -> None:
    environment = settings(tmp_path / "var")
    del environment["THROUGHLINE_HOME"]
    done = subprocess.run(
        [sys.executable, "-m", "throughline", *command],
        env={name: value for name, value in os.environ.items() if name != "THROUGHLINE_HOME"} | environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "The database has no tables yet. Run `throughline migrate` first. " in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_deployment_speaks_our_words(home: dict[str, str]) -> None:
    shown = run("check-deployment", **home, THROUGHLINE_HOSTS="")
    lines = shown.stderr.splitlines()
    assert [
        line for line in lines if "django" in line.lower() or "SECURE_" in line or "_COOKIE" in line
    ] == []
    assert lines.count(f"- {django_checks.HTTPS}") == 1
    assert lines.count(f"- {django_checks.HOSTS}") == 1


def test_every_check_of_djangos_has_our_words() -> None:
    folder = pathlib.Path(django.core.checks.security.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert set(re.findall(r'id="(security\.\w+)"', text)) == set(django_checks.WORDS)
    unknown = checks.Warning("Something new.", id="security.W999")
    known = checks.Warning("Raw.", id="security.W016")
    assert django_checks.in_words([known, known, unknown]) == [
        django_checks.HTTPS,
        "The framework's check security.W999 found something that Throughline has no words for: "
        "report it, with this line: Something new.",
    ]
