"""Changes begin their transactions with the lock on the audit chain, by throughline.base.transaction; nobody opens another."""

import ast
from collections.abc import Iterator

import pytest

from tests.house import source

DJANGOS = {  # may use Django's own, each with its reason
    "throughline/base/transaction.py": "opens it, and takes the lock",
    "throughline/base/audit.py": "looks whether there is a transaction",
    "throughline/base/mail.py": "locks one mail while it is sent; records nothing, so it never waits for the chain",
    "throughline/commands/sample/__init__.py": "the sample borough, into an empty database that nobody else uses",
}


def opened(tree: ast.AST) -> Iterator[ast.AST]:
    """Django's transactions imported, by whatever name."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="django.db", names=names) if any(
                n.name == "transaction" for n in names
            ):
                yield node
            case ast.ImportFrom(module=str(module)) if module.startswith("django.db.transaction"):
                yield node
            case ast.Import(names=names) if any(n.name.startswith("django.db") for n in names):
                yield node


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("from django.db import transaction", [1]),
        ("from django.db import models, transaction as one", [1]),
        ("from django.db.transaction import atomic", [1]),
        ("import django.db.transaction", [1]),
        ("from throughline.base import transaction", []),
        ("from django.db import models", []),
    ],
)
def test_the_check_finds_it(text: str, lines: list[int]) -> None:
    assert [node.lineno for node in opened(ast.parse(text))] == lines  # type: ignore[attr-defined]


def test_every_change_takes_the_lock_on_the_chain_before_any_other() -> None:
    assert set(source.found(opened)) == set(DJANGOS)
