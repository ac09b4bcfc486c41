"""Which spellings mean one service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.plan import Action, ServiceSpellings, Theme
from documents.services import group, group_names, same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Housing Options (HO)", "Housing Advice (HO)", True),
        ("Housing Options (HO)", "Housing Options", True),
        ("Housing Options (HO)", "HO", True),
        ("Housing Options (HO)", "Housing Options (HOP)", False),
        ("Parks & Green Spaces", "Parks and Green Spaces", True),
        ("parks and green spaces", "Parks and Green Spaces", True),
        ("Adults Social Care", "Adult Social Care", True),
        ("Children's Services", "Childrens Service", True),
        ("Neighborhood Wardens", "Neighbourhood Wardens", True),
        ("Team 1", "Team 2", False),
        ("North Housing", "South Housing", False),
        ("Play", "Pay", False),
        ("Housing", "Housing Options", False),
        ("Planning", "Plannings", True),
    ],
)
def test_same(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_groups_keep_order_and_take_the_spelling_used_most() -> None:
    names = ["Play", "Housing Options", "HO", "Play", "Housing Options (HO)", "Housing Options (HO)"]
    assert group_names(names) == (
        ServiceSpellings(name="Play", spellings=("Play",)),
        ServiceSpellings(
            name="Housing Options (HO)", spellings=("Housing Options", "HO", "Housing Options (HO)")
        ),
    )


def test_a_plan_groups_the_services_of_its_actions() -> None:
    actions = tuple(Action(service=service, action="x") for service in ("Play", None, "PLAY"))
    assert group([Theme(title="One", actions=actions)]) == (
        ServiceSpellings(name="Play", spellings=("Play", "PLAY")),
    )


_NAMES_TEXT = "Play|play|Housing (HO)|HO|Housing|Parks & Trees|Parks and Trees|Trees|Team 1|Team 2"
_NAMES = _NAMES_TEXT.split("|")


@given(st.lists(st.one_of(st.sampled_from(_NAMES), st.text(min_size=1, max_size=12)), max_size=12))
def test_every_spelling_is_in_exactly_one_group(names: list[str]) -> None:
    groups = group_names(names)
    spellings = [spelling for found in groups for spelling in found.spellings]
    assert sorted(spellings) == sorted(set(names))
    assert all(found.name in found.spellings for found in groups)
    assert [found.spellings[0] for found in groups] == sorted(
        (found.spellings[0] for found in groups), key=names.index
    )


def test_among_very_many_names_the_same_are_still_found() -> None:
    names = [f"Ward {number} Office" for number in range(250)]
    groups = group_names([*names, "ward 7 office", "Housing Options (HO)", "HO", "Housing Option"])
    assert len(groups) == 251
    assert [found.spellings for found in groups if len(found.spellings) > 1] == [
        ("Ward 7 Office", "ward 7 office"),
        ("Housing Options (HO)", "HO", "Housing Option"),
    ]
