"""A page of keys, sorted within the themes that it touches, is the slice of all keys sorted."""

import random

import pytest

from tests import making
from throughline.plan.models import Action
from throughline.plan.queries.in_order import InOrder

pytestmark = pytest.mark.django_db


def test_every_slice_is_that_of_the_whole_order() -> None:
    chance = random.Random(7)
    plan = making.plan()
    themes = [making.theme(plan, f"Theme {n}") for n in range(6)]
    for theme, place in zip(themes, (4, 1, 1, 0, 9, 2), strict=True):  # two share a place
        theme.position = place
        theme.save()
    for theme, size in zip(themes, (3, 0, 5, 1, 0, 8), strict=True):
        for _ in range(size):
            making.action(theme, position=chance.randrange(4))  # several share one
    found = Action.objects.filter(plan=plan)
    whole = [
        row.pk
        for row in sorted(
            found.select_related("theme"),
            key=lambda row: (row.theme.position, row.theme_id, row.position, row.pk),
        )
    ]
    keys = InOrder(found)
    assert keys.sizes == {themes[3].pk: 1, themes[2].pk: 5, themes[5].pk: 8, themes[0].pk: 3}
    assert [keys[n] for n in range(-17, 17)] == whole * 2
    assert {(start, stop): keys[start:stop] for start in range(19) for stop in range(start, 19)} == {
        (start, stop): whole[start:stop] for start in range(19) for stop in range(start, 19)
    }
    with pytest.raises(IndexError):
        keys[17]
    once = InOrder(found, at_once=True)
    assert (list(once), once.sizes, list(once.sizes)) == (whole, keys.sizes, list(keys.sizes))
    assert once[3:9] == whole[3:9]


def test_nothing_has_no_pages(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        keys = InOrder(Action.objects.filter(number=0))
        assert (len(keys), keys.sizes, keys[0:60]) == (0, {}, [])
