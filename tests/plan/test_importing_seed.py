"""The real plan of another council, read from beside the repository: what becomes of it when it is imported."""

import pathlib

import pytest

from tests import making
from throughline.base.models import Place
from throughline.plan.changes import importing
from throughline.plan.models import LeadToMatch
from throughline.plan.queries import plans

SEED = pathlib.Path(__file__).parents[3] / "shared" / "seeds" / "001_746c8cd0cb9d8bf5.txt"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not SEED.exists(), reason="the real documents are not beside the repository (../shared)"
    ),
]


def test_the_seed_plan_comes_alive_with_the_facts_that_are_known_of_it() -> None:
    first, second = making.account("equality_team"), making.account("equality_team")
    plan = importing.import_file(SEED, by=first, approved_by=second, today=making.TODAY)
    overview = plans.overview(plan, for_user=first, today=making.TODAY, cycle_days=31)
    assert (overview.total, overview.no_date, overview.nothing_achieved) == (57, 29, 41)
    assert [plan.themes.filter(is_theme=True).count(), plan.themes.count()] == [7, 8]
    assert [theme.actions.count() for theme in plan.themes.all()] == [11, 9, 8, 10, 6, 2, 8, 3]
    assert plan.themes.exclude(desired_outcome="").count() == 7
    assert plans.unanswered(plan, for_user=first) == 24
    assert list(plan.actions.order_by("number").values_list("number", flat=True)) == list(range(1, 58))
    merged = Place.objects.filter(kind="service", aliases__isnull=False).distinct()
    assert [place.aliases.count() for place in merged] == [2]
    assert Place.objects.filter(kind="service").count() == 5
    assert (
        LeadToMatch.objects.count()
        == plan.actions.model.objects.filter(plan=plan, leads__kind__in=["person", "unknown"]).count()
    )
