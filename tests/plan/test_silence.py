"""What nobody has said anything about: one name for the figure, and what it counts where nobody ever has."""

import pytest

from tests import making, reading
from throughline.base.models import User
from throughline.plan.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
WHY = (
    "“Without a recent update”: open, and nobody has said anything about it for more than 31 days. "
    "Where nobody ever has, the days are counted from the one on which it came into the plan."
)


def test_the_figure_is_called_the_same_everywhere_and_says_what_it_counts(plan: Plan, team: User) -> None:
    assert plan.place is not None
    making.action(making.theme(plan), service=plan.place, made_on=making.TODAY)
    client = making.signed_in(team)
    for address in ("overview/", "services/", f"services/{plan.place.pk}/", "?silent=on"):
        words = reading.words(client.get(f"/plan/wx/{address}"))
        assert WHY in words, address
        rest = words.replace(WHY, "").lower()
        assert "without a recent update" in rest, address
        for other in ("no update for longer", "update in this cycle", "without an update"):
            assert other not in rest, (address, other)
    assert WHY not in reading.words(client.get("/plan/wx/"))
