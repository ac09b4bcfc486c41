"""The grid itself: the codes it knows, what it refuses to load, and how rights over several roles add up."""

import csv
import pathlib

import hypothesis
import hypothesis.strategies as st
import pytest

from throughline.base import permission_grid, roles
from throughline.base.permission_grid import Actor, Cell, Held, Reach, Scope, Verdict


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("-", Cell(Reach.NONE)),
        ("A2", Cell(Reach.ALL, second_person=True)),
        ("CK", Cell(Reach.ASSIGNED, key_needed=True)),
        ("GK2", Cell(Reach.GRANT, key_needed=True, second_person=True)),
    ],
)
def test_reading_a_code(code: str, cell: Cell) -> None:
    assert Cell.read(code) == cell


@pytest.mark.parametrize("code", ["", "X", "AA", "A3", "2A", "A2K", "a", "A "])
def test_a_code_that_is_none(code: str) -> None:
    with pytest.raises(ValueError, match=r"permissions\.csv: .* is not a code"):
        Cell.read(code)


HEADER = ["capability", "object", "action", "sensitivity", *roles.ROLES, "note"]
ROW = ["plan", "plan", "view", "internal", *("A" for _ in roles.ROLES), ""]


def written(folder: pathlib.Path, *lines: list[str]) -> pathlib.Path:
    path = folder / "permissions.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    return path


def test_a_grid_of_one_row(tmp_path: pathlib.Path) -> None:
    found = permission_grid.read(written(tmp_path, HEADER, ROW))
    assert list(found) == ["plan.plan.view"]
    assert found["plan.plan.view"].cells == dict.fromkeys(roles.ROLES, Cell(Reach.ALL))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param([HEADER, ROW, ROW], "plan.plan.view stands twice", id="twice"),
        pytest.param([[*HEADER[:-1], "remark"], ROW], "the columns must be", id="column unknown"),
        pytest.param([[*HEADER[:4], *HEADER[5:]], ROW], "the columns must be", id="role missing"),
        pytest.param([HEADER, [*ROW[:5], "Z", *ROW[6:]]], "'Z' is not a code", id="code unknown"),
        pytest.param([HEADER, ROW[:10]], "plan.plan.view is not complete", id="short row"),
        pytest.param([HEADER, [*ROW, "more"]], "plan.plan.view is not complete", id="long row"),
        pytest.param([HEADER, [*ROW[:3], "cosy", *ROW[4:]]], "cosy is not a sensitivity", id="sensitivity"),
    ],
)
def test_a_grid_that_is_refused(tmp_path: pathlib.Path, lines: list[list[str]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        permission_grid.read(written(tmp_path, *lines))


NAMES = list(permission_grid.grid())
PLACES = range(6)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    held = st.builds(Held, st.sampled_from(list(roles.ROLES)), st.none() | st.sampled_from(PLACES))
    grants = draw(st.frozensets(st.sampled_from(NAMES), max_size=2))
    return Actor(
        draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.frozensets(held, max_size=4)), grants
    )


scopes = st.none() | st.builds(
    Scope,
    owners=st.frozensets(st.integers(0, 2)),
    accounts=st.frozensets(st.integers(0, 2)),
    places=st.frozensets(st.sampled_from(PLACES)),
    assigned=st.frozensets(st.integers(0, 2)),
    published=st.booleans(),
)


def conditions(verdict: Verdict) -> list[bool]:
    return [verdict.published_only, verdict.metadata_only, verdict.second_person, verdict.key_needed]


@hypothesis.given(actors(), st.sampled_from(NAMES), scopes)
@hypothesis.settings(max_examples=200)
def test_several_roles_give_the_best_of_each_and_nothing_more(
    actor: Actor, name: str, scope: Scope | None
) -> None:
    alone = [
        permission_grid.decide(Actor(actor.person, actor.user, frozenset({held}), actor.grants), name, scope)
        for held in actor.roles
    ]
    allowed = [verdict for verdict in alone if verdict.allowed]
    together = permission_grid.decide(actor, name, scope)
    if not allowed:
        assert together == Verdict(allowed=False)
    else:
        assert together in allowed
        assert conditions(together) == min(conditions(verdict) for verdict in allowed)


@hypothesis.given(
    actors(), st.sampled_from(NAMES), scopes, st.sampled_from(list(roles.ROLES)), st.sampled_from(PLACES)
)
@hypothesis.settings(max_examples=200)
def test_another_role_never_takes_away(
    actor: Actor, name: str, scope: Scope | None, role: str, place: int
) -> None:
    before = permission_grid.decide(actor, name, scope)
    more = Actor(actor.person, actor.user, actor.roles | {Held(role, place)}, actor.grants)
    after = permission_grid.decide(more, name, scope)
    assert after.allowed >= before.allowed
    if before.allowed:
        assert conditions(after) <= conditions(before)


@hypothesis.given(actors(), st.sampled_from(NAMES), scopes.filter(lambda scope: scope is not None))
@hypothesis.settings(max_examples=200)
def test_what_is_refused_for_anything_is_refused_for_everything(
    actor: Actor, name: str, scope: Scope
) -> None:
    """A page may trust the answer that it gets before it knows the thing: no thing could be allowed behind a closed page."""
    if permission_grid.decide(actor, name, scope).allowed:
        assert permission_grid.decide(actor, name, None).allowed


def test_a_permission_that_the_grid_does_not_have() -> None:
    with pytest.raises(
        permission_grid.UnknownPermission, match=r"plan\.plan\.eat is not in permissions\.csv"
    ):
        permission_grid.decide(Actor(roles=frozenset({Held("sysadmin")})), "plan.plan.eat")


def test_every_role_says_what_it_is() -> None:
    for role in roles.ROLES.values():
        assert role.what.strip(), role.name
        assert role.noun.split()[0] in {"a", "an", "the"}, role.name
        assert role.title, role.name
        assert not (role.needs_place and not role.kinds), role.name
