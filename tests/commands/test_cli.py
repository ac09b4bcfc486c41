"""The console script: every command is listed, has its function, and answers --help without a database."""

import importlib
import pathlib

import pytest

from tests.commands.console import run, settings
from throughline import cli
from throughline.commands import COMMANDS


def test_every_command_has_its_function_and_its_words() -> None:
    listed = {action.dest: action for action in cli._parser()._actions}
    choices = next(action.choices for action in listed.values() if isinstance(action.choices, dict))
    assert set(choices) == set(COMMANDS)
    for module, function in COMMANDS.values():
        assert callable(getattr(importlib.import_module(f"throughline.commands.{module}"), function))


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    return settings(tmp_path)


def test_help_needs_no_database(home: dict[str, str]) -> None:
    shown = run("import-plan", "--help", **home | {"DATABASE_URL": "postgresql://nobody@/none"})
    assert (shown.returncode, "second person" in shown.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify-audit"], "The database has no tables yet. Run `throughline migrate` first."),
        (["daily", "--on", "31/3/2026"], "“31/3/2026” is not a date. Write it like 2026-03-31."),
        (["demo"], "The demo lets anybody sign in as a sample person."),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(
    home: dict[str, str], arguments: list[str], sentence: str
) -> None:
    refused = run(*arguments, **home)
    assert refused.returncode == 1, refused.stderr
    assert refused.stderr.startswith(sentence)
    assert "Traceback" not in refused.stderr


def test_a_new_site_from_nothing(home: dict[str, str], tmp_path) -> None:
    """Tables, the first account, the audit log, the check before going live, a file that is not there."""
    assert run("migrate", **home).stdout == "The tables are up to date.\n"
    weak = run("first-account", "ada@wexcombe.example", typed="short\n", **home)
    assert (weak.returncode, "at least 14 characters" in weak.stderr) == (1, True)
    made = run("first-account", "ada@wexcombe.example", typed="a long and unusual sentence\n", **home)
    assert made.returncode == 0, made.stderr
    typed = "a long and unusual sentence\n"  # settings need a second person, so there may be two of them, and no third
    assert run("first-account", "bo@wexcombe.example", typed=typed, **home).returncode == 0
    third = run("first-account", "cy@wexcombe.example", typed=typed, **home)
    assert (third.returncode, third.stderr[:45]) == (1, "There are two system administrators already: ")
    assert run("verify-audit", **home).returncode == 0
    live = run("check-deployment", **home)
    assert live.returncode == 1
    assert "THROUGHLINE_URL does not begin with https://" in live.stderr
    missing = run("import-plan", str(tmp_path / "none.docx"), "--by", "ada@wexcombe.example", **home)
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr
    done = run("daily", "--on", "2026-03-31", **home)
    assert done.returncode == 0, done.stderr
    assert run("daily", "--on", "2026-03-31", **home).stdout.count("was done before") == done.stdout.count(
        ": done"
    )
