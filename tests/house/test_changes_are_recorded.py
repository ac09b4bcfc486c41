"""Every change is recorded in its own transaction: whatever of a room's changes writes a table writes the audit log too."""

import ast
import dataclasses

import pytest

from tests.house import source
from tests.house.test_no_back_doors import writes

# Functions that write a table without an event of their own, each with its reason.
UNRECORDED = {
    "throughline/base/changes/notices.py: tell": "tells somebody of a change, which is recorded itself",
    "throughline/base/changes/notices.py: tell_many": "the same",
    "throughline/base/changes/notices.py: make_digests": "puts what is to be told into a mail",
    "throughline/base/changes/notices.py: write": "asks somebody something; their answer is recorded",
    "throughline/plan/changes/cycle.py: keep_figures": "counts answers, each of which is recorded itself",
    "throughline/base/changes/places.py: remember": "how a place was until then, beside the event that save records",
    "throughline/base/changes/people/importing.py: decide_places": "nothing comes of it until the import is accepted, "
    "and that is recorded",
}
# Functions that write and open no transaction themselves: what they record is refused outside that of another change.
WITHIN_ANOTHER = {
    "throughline/base/changes/accounts.py: close": "closing an account by hand, or because the person has left",
    "throughline/base/changes/accounts.py: end_grants": "the same",
    "throughline/base/changes/notices.py: tell": "the change of which somebody is told",
    "throughline/base/changes/notices.py: tell_many": "the same; one statement by itself",
    "throughline/base/changes/notices.py: write": "one statement by itself",
    "throughline/base/changes/people/leaving.py: end": "an import, or ending somebody by hand",
    "throughline/base/changes/people/writing.py: write": "accepting an import",
    "throughline/base/changes/places.py: remember": "a change to a place, or opening one again",
    "throughline/base/changes/places.py: save": "the same",
    "throughline/plan/changes/making.py: make": "accepting an import",
}


@dataclasses.dataclass(frozen=True)
class Does:
    """What a function does by itself."""

    writes: bool
    records: bool
    in_transaction: bool
    uses: frozenset[str]  # functions of the same module


def functions(tree: ast.Module) -> dict[str, Does]:
    nodes = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {name: _does(node, frozenset(nodes)) for name, node in nodes.items()}


def _does(node: ast.FunctionDef, names: frozenset[str]) -> Does:
    words = {source.dotted(call.func) for call in source.calls(node)}
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} & names - {node.name}
    opened = {
        source.dotted(
            item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
        )
        for each in ast.walk(node)
        if isinstance(each, ast.With)
        for item in each.items
    }
    decorated = {source.dotted(one) for one in node.decorator_list}
    return Does(
        writes=any(True for _ in writes(node)),
        records=bool(words & {"audit.record", "audit.record_many"}),
        in_transaction="transaction.atomic" in decorated | opened,
        uses=frozenset(used),
    )


def reach(found: dict[str, Does], name: str) -> set[str]:
    """The function and whatever it uses in its module."""
    seen, ahead = set(), [name]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += found[here].uses
    return seen


def faults(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The public functions that write without recording, and those that write outside a transaction."""
    found = functions(tree)
    silent, loose = set(), set()
    for name in found:
        parts = [found[one] for one in reach(found, name)]
        if name.startswith("_") or not any(part.writes for part in parts):
            continue
        if not any(part.records for part in parts):
            silent.add(name)
        if not found[name].in_transaction and any(part.writes and not part.in_transaction for part in parts):
            loose.add(name)
    return silent, loose


GOOD = """
@transaction.atomic
def rename(by, place):
    _set(place)
    audit.record(by=by)

def _set(place):
    place.save()
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, (set(), set())),
        (GOOD.replace("    audit.record(by=by)\n", ""), ({"rename"}, set())),
        (GOOD.replace("@transaction.atomic\n", ""), (set(), {"rename"})),
        ("def look(place):\n    return place.name\n", (set(), set())),
    ],
)
def test_the_check_finds_it(text: str, expected: tuple[set[str], set[str]]) -> None:
    assert faults(ast.parse(text)) == expected


def test_every_change_is_recorded_in_one_transaction() -> None:
    silent, loose = set(), set()
    rooms = {name: tree for name, tree in source.trees().items() if "/changes/" in name}
    assert len(rooms) > 10
    for name, tree in rooms.items():
        here = faults(tree)
        silent |= {f"{name}: {one}" for one in here[0]}
        loose |= {f"{name}: {one}" for one in here[1]}
    assert silent ^ set(UNRECORDED) == set()
    assert loose ^ set(WITHIN_ANOTHER) == set()
