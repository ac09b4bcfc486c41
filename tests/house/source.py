"""The program's own source as trees and texts, for the tests that read it."""

import ast
import functools
import pathlib
from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
Find = Callable[[ast.AST], Iterator[ast.AST]]


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Every Python file under src, by its path from there."""
    return {
        path.relative_to(SRC).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(SRC.rglob("*.py"))
    }


@functools.cache
def templates() -> dict[str, str]:
    """Every template, by its path from src."""
    return {
        path.relative_to(SRC).as_posix(): path.read_text(encoding="utf-8")
        for folder in sorted(SRC.rglob("templates"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_migration(name: str) -> bool:
    return "/migrations/" in name


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last word of what is called: "save" of `thing.save()`, "print" of `print()`."""
    match call.func:
        case ast.Attribute(attr=word) | ast.Name(id=word):
            return word
    return ""


def dotted(node: ast.AST) -> str:
    """ "timezone.now" of the expression; "" when it is more than names."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr) if before := dotted(value):
            return f"{before}.{attr}"
    return ""


def found(find: Find, *, migrations: bool = False) -> dict[str, list[int]]:
    """Where `find` finds something: file -> lines."""
    places = {
        name: sorted(node.lineno for node in find(tree))  # type: ignore[attr-defined]
        for name, tree in trees().items()
        if migrations or not is_migration(name)
    }
    return {name: lines for name, lines in places.items() if lines}
