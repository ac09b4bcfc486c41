"""Pictures of a plan: every figure in them is the one that lists and tables give, and everything has room."""

import csv
import datetime
import io
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import making, reading
from tests.making import TODAY
from throughline.base.models import User
from throughline.plan import rules
from throughline.plan.models import Plan
from throughline.plan.queries import pictures as queries
from throughline.plan.rules import Stage, pictures

DAY = datetime.timedelta(days=1)
COUNTS = st.dictionaries(st.sampled_from(list(pictures.TONES)), st.integers(0, 400))


@given(COUNTS, st.integers(0, 500), st.integers(0, 20))
def test_a_bar_is_as_long_as_it_has_actions(counts: dict[str, int], more: int, row: int) -> None:
    total = sum(counts.values())
    boxes = pictures.bar(counts, total + more, row)
    assert {box.name: box.number for box in boxes} == {name: n for name, n in counts.items() if n}
    assert sum(box.width for box in boxes) == pytest.approx(960 * total / max(total + more, 1), abs=1)
    assert all(one.x + one.width == pytest.approx(two.x, abs=0.2) for one, two in itertools.pairwise(boxes))


@given(st.integers(1, 500_000))
def test_ticks_are_round_few_and_reach_the_top(most: int) -> None:
    found = pictures.ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert len(found) <= 6
    assert str(found[1] - found[0]).rstrip("0") in {"1", "2", "5"}


def test_every_status_has_a_colour_on_which_its_figure_can_be_read() -> None:
    assert set(pictures.TONES) == set(rules.STATUSES)
    pairs = [*pictures.TONES.values(), *pictures.HEATS]
    assert [(pair, ratio) for pair in pairs if (ratio := contrast(*pair)) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_months() -> None:
    found = pictures.months(datetime.date(2025, 11, 30), datetime.date(2026, 2, 1))
    assert [day.isoformat() for day in found] == ["2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"]


@pytest.fixture
def plan(db: None) -> Plan:
    plan = making.plan()
    first, second = (
        making.theme(plan, "=Safe to speak", desired_outcome="All are heard"),
        making.theme(plan, "Fair pay"),
    )
    repairs = making.place("Repairs")
    old = datetime.date(2025, 12, 15)
    making.action(first, service=repairs, made_on=old, target_end=TODAY - DAY)
    making.action(first, service=repairs, made_on=old, stage=Stage.IN_PROGRESS)
    done = making.action(second, made_on=old, stage=Stage.VERIFIED_DONE)
    for day, stage in (
        (datetime.date(2026, 1, 9), "reported_done"),
        (datetime.date(2026, 2, 3), "verified_done"),
    ):
        done.progress.create(text="Done", said_on=day, stage=stage)
    making.action(
        second, made_on=datetime.date(2026, 2, 20), stage=Stage.REPORTED_DONE
    )  # as the document said
    making.action(second, made_on=TODAY, stage=Stage.DECLINED, stage_reason="No")
    making.action(second, made_on=old, removed_on=TODAY)
    return plan


def test_every_status_of_every_theme(plan: Plan) -> None:
    user = making.account("staff")
    found = queries.on_a_page(plan, for_user=user, today=TODAY)
    shown = {
        action.pk: rules.status(action, today=TODAY).name for action in plan.actions.filter(removed_on=None)
    }
    expected = {
        theme.title: sorted(shown[action.pk] for action in theme.actions.filter(removed_on=None))
        for theme in plan.themes.all()
    }
    assert {
        one.theme.title: sorted(name for name, n in one.counts.items() for _ in range(n)) for one in found
    } == expected
    assert [one.total for one in found] == [2, 3]


def test_month_by_month(plan: Plan) -> None:
    found = queries.burn_up(plan, for_user=making.account("staff"), today=TODAY)
    assert [(one.end.isoformat(), one.planned, one.done) for one in found] == [
        ("2025-12-31", 3, 0),
        ("2026-01-31", 3, 1),  # reported in January, though somebody verified it in February
        ("2026-02-28", 4, 2),
        ("2026-03-31", 4, 2),
    ]


def test_services_by_theme(plan: Plan) -> None:
    themes, found = queries.heat_map(plan, for_user=making.account("staff"))
    assert [theme.title for theme in themes] == ["=Safe to speak", "Fair pay"]
    assert [(row.name, [cell.number for cell in row.cells]) for row in found] == [("Repairs", [2, 0])]


@pytest.mark.usefixtures("the_day")
def test_the_page_and_its_files(plan: Plan, django_assert_max_num_queries) -> None:
    user: User = making.account("staff")
    client = making.signed_in(user)
    client.get("/plan/wx/pictures/")
    with django_assert_max_num_queries(15):
        page = client.get("/plan/wx/pictures/")
    shown = reading.words(page)
    assert "On one page" in shown
    assert "Repairs" in shown
    assert len(re.findall(r"<svg [^>]*role=\"img\"[^>]*aria-label=\"[^\"]+\"", page.content.decode())) == 3
    files = re.findall(r'href="([^"]+\.csv)"', page.content.decode())
    assert files == [
        f"/plan/wx/pictures/{name}.csv" for name in ("plan-on-a-page", "burn-up", "services-by-theme")
    ]
    rows = [list(csv.reader(io.StringIO(client.get(file).content.decode("utf-8-sig")))) for file in files]
    assert [row[0] for row in rows[0]] == ["Theme", "'=Safe to speak", "Fair pay"]
    assert rows[1][-1] == ["2026-03-31", "4", "2"]
    assert rows[2] == [["Service", "'=Safe to speak", "Fair pay", "All"], ["Repairs", "2", "0", "2"]]
    assert client.get("/plan/wx/pictures/secrets.csv").status_code == 404


@pytest.mark.usefixtures("the_day")
def test_an_empty_plan_says_what_to_do(db: None) -> None:
    making.plan()
    shown = reading.words(making.signed_in(making.account("staff")).get("/plan/wx/pictures/"))
    assert "Nothing can be drawn yet" in shown


@pytest.mark.parametrize("columns", [1, 14, 15, 40])
def test_cells_of_many_themes_have_room(columns: int) -> None:
    last = pictures.cell(3, 4, 0, columns - 1, "The last theme")
    assert last.x + last.width <= pictures.width(columns)
