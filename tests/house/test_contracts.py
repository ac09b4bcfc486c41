"""Each import contract holds, and would be broken by the fault that it forbids: made in a copy, and nothing else breaks."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"

# contract -> (the file at fault, the line that is put into it)
FAULTS = {
    "cores-below": ("documents/__init__.py", "from throughline.base import rules"),
    "cores-no-django": ("documents/__init__.py", "import django"),
    "floors": ("throughline/base/urls.py", "from throughline.plan import permissions"),
    "inside-a-room": ("throughline/plan/permissions.py", "from throughline.plan import changes"),
    "rules-pure": ("throughline/plan/rules/smarter.py", "import django.utils.timezone"),
    "views-open-no-table": ("throughline/plan/forms/actions.py", "from throughline.plan import models"),
}


def _contracts() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one["name"] for one in settings["tool"]["importlinter"]["contracts"]}


def _broken(folder: Path) -> set[str]:
    """The contracts that import-linter finds broken in a tree."""
    done = subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "300"},
        capture_output=True,
        text=True,
    )
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)$", done.stdout, re.MULTILINE))
    ids = {name: identity for identity, name in _contracts().items()}
    assert set(found) == set(ids), done.stdout + done.stderr  # else it stopped early, and proves nothing
    return {ids[name] for name, state in found.items() if state == "BROKEN"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def test_every_contract_holds(tree: Path) -> None:
    assert _broken(tree) == set()


def test_every_contract_is_proved() -> None:
    assert set(FAULTS) == set(_contracts())


@pytest.mark.parametrize("contract", FAULTS)
def test_the_fault_is_found(tree: Path, contract: str) -> None:
    name, line = FAULTS[contract]
    file = tree / "src" / name
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{line}\n", encoding="utf-8")
    try:
        assert _broken(tree) == {contract}
    finally:
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("contract", "name"),
    [("floors", "throughline/gadgets.py"), ("inside-a-room", "throughline/plan/gadgets.py")],
)
def test_a_module_that_has_no_place_is_found(tree: Path, contract: str, name: str) -> None:
    file = tree / "src" / name
    file.write_text('"""No place in the house."""\n', encoding="utf-8")
    try:
        assert _broken(tree) == {contract}
    finally:
        file.unlink()
