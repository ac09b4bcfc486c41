"""Whatever is moved, removed and put back: the order is that of a plain list."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import making
from throughline.base import audit
from throughline.plan.changes import themes
from throughline.plan.models import Theme
from throughline.plan.rules import order

TODAY = making.TODAY


@given(st.integers(2, 9), st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=30))
def test_any_moves_are_a_permutation(size: int, moves: list[tuple[int, bool]]) -> None:
    keys = [10 * key for key in range(size)]
    found = keys
    for at, up in moves:
        place = at % size
        other = place - 1 if up else place + 1
        if not 0 <= other < size:
            continue
        before = found
        found = order.moved_past(found, found[place], found[other], up=up)
        assert (found[other], found[place]) == (before[place], before[other])
        assert order.moved_past(found, before[place], before[other], up=not up) == before  # and back again
    assert sorted(found) == keys


@given(st.lists(st.integers(), unique=True, max_size=6), st.integers(0, 9))
def test_putting_in_keeps_the_others_in_their_order(others: list[int], place: int) -> None:
    one = max(others, default=0) + 1
    found = order.put_in(others, one, place)
    assert [key for key in found if key != one] == others
    assert found.index(one) == min(place, len(others))


class AnyHistory(TestCase):
    """A class because hypothesis asks for one to roll the database back after each example."""

    @settings(max_examples=30, deadline=datetime.timedelta(seconds=5))
    @given(
        st.lists(
            st.tuples(st.sampled_from(["up", "down", "add", "remove", "put back"]), st.integers(0, 20)),
            max_size=14,
        )
    )
    def test_themes_stand_as_a_list_would(self, steps):
        """Moves, removals and returns, in any order: the plan stands as a plain list would, and after a move as 1, 2, 3 …"""
        by, plan = making.account("equality_team"), making.plan()
        live = [making.theme(plan, f"Theme {number}").pk for number in range(3)]
        away = []
        for what, number in steps:
            one = live[number % len(live)] if live else None
            place = live.index(one) if one is not None else 0
            theme = Theme.objects.filter(pk=one).first()
            if what == "add":
                live.append(themes.add_theme(by=by, plan=plan, title="New", today=TODAY).pk)
            elif what == "put back" and away:
                back = away.pop(number % len(away))
                themes.put_back_theme(by=by, theme=Theme.objects.get(pk=back), today=TODAY)
                stood = list(plan.themes.filter(removed_on=None).order_by("position", "id"))
                live.insert([row.pk for row in stood].index(back), back)
                assert [row.position for row in stood] == list(range(1, len(stood) + 1))
            elif what == "remove" and theme:
                themes.remove_theme(by=by, theme=theme, reason="Over", today=TODAY)
                away.append(live.pop(place))
            elif what in {"up", "down"} and theme:
                other = place - 1 if what == "up" else place + 1
                if 0 <= other < len(live):
                    themes.move_theme(by=by, theme=theme, past=live[other], up=what == "up", today=TODAY)
                    live[place], live[other] = live[other], live[place]
                    rows = plan.themes.filter(removed_on=None).order_by("position")
                    assert [row.position for row in rows] == list(range(1, len(live) + 1))
            rows = plan.themes.filter(removed_on=None).order_by("position", "id")
            assert [row.pk for row in rows] == live
        assert audit.faults() == []
