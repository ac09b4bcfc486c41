"""Every promise of SECURITY.md is carried by files that exist, and held by tests that exist and say something."""

import ast
import functools
import pathlib
import re
import tomllib

import pytest
from django.apps import apps

from throughline import cli

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
Row = tuple[str, list[str], list[str]]


@functools.cache
def promises() -> list[Row]:
    """The rows of the table: the promise, what carries it, what holds it."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert rows[0] == ["promise", "carried by", "held by"]
    assert [row for row in rows if len(row) != 3] == []
    return [(row[0], re.findall(r"`([^`]+)`", row[1]), re.findall(r"`([^`]+)`", row[2])) for row in rows[1:]]


def carried(word: str) -> list[pathlib.Path]:
    """The files that a word of the middle column names; a room's file is named from its room."""
    return [path for folder in (SRC / "throughline", SRC) for path in folder.glob(word)]


def held(word: str) -> list[pathlib.Path]:
    """The test files that a word of the last column names."""
    found = sorted(ROOT.glob(word))
    return [file for path in found for file in (path.rglob("test_*.py") if path.is_dir() else [path])]


def that_assert(path: pathlib.Path) -> list[str]:
    """The tests of a file that assert something, by themselves or through a function of the same file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    asserting = {node.name for node in functions if _asserts(node)}
    return [
        node.name
        for node in functions
        if node.name.startswith("test_")
        and (
            node.name in asserting
            or any(name.id in asserting for name in ast.walk(node) if isinstance(name, ast.Name))
        )
    ]


def _asserts(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(one, ast.Assert) or (isinstance(one, ast.Attribute) and one.attr == "raises")
        for one in ast.walk(node)
    )


def _constraints() -> set[str]:
    return {constraint.name for model in apps.get_models() for constraint in model._meta.constraints}


def test_there_are_promises() -> None:
    assert len(promises()) > 12
    assert [promise for promise, carriers, holders in promises() if not (carriers and holders)] == []


def test_every_promise_is_carried_by_what_exists() -> None:
    """By a file, a folder, or a constraint of a table."""
    missing = []
    for promise, carriers, _ in promises():
        constraints = {word for word in carriers if re.fullmatch(r"[a-z_]+", word)}
        missing += [(promise, word) for word in constraints - _constraints()]
        missing += [
            (promise, word) for word in carriers if word not in constraints and not carried(word.rstrip("/"))
        ]
    assert missing == []


@pytest.mark.parametrize("row", promises(), ids=lambda row: row[0][:40])
def test_every_promise_is_held_by_tests(row: Row) -> None:
    for word in row[2]:
        files = held(word)
        assert files != [], f"{word} does not exist"
        assert [file.name for file in files if not that_assert(file)] == []


def test_no_test_that_holds_a_promise_is_left_out() -> None:
    """Neither skipped as a whole file, nor outside the folders in which tests are looked for."""
    found = {file for _, _, holders in promises() for word in holders for file in held(word)}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = [ROOT / name for name in settings["tool"]["pytest"]["ini_options"]["testpaths"]]
    assert [file for file in found if not any(folder in file.parents for folder in folders)] == []
    whole = re.compile(r"^pytestmark = .*\bskip|^pytest\.skip|allow_module_level", re.MULTILINE)
    assert [file.name for file in found if whole.search(file.read_text(encoding="utf-8"))] == []


def test_the_commands_that_are_named_are_there() -> None:
    named = set(re.findall(r"`throughline ([a-z-]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert named == {"check-deployment", "verify-audit"}
    parsed = {
        name: cli._parser().parse_args([name]) for name in named
    }  # ends the test at a name that is no command
    assert set(parsed) == named
