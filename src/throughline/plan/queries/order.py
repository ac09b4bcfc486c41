"""The themes and recommendations of a plan in their order, each with its neighbours."""

import dataclasses
from collections.abc import Sequence

from throughline.base.models import User
from throughline.plan import permissions
from throughline.plan.models import Plan, Recommendation, Theme
from throughline.plan.queries import plans

EDIT = "plan.theme.create_edit"
Row = Theme | Recommendation


@dataclasses.dataclass(frozen=True)
class Placed:
    """A theme or recommendation in its place, the neighbours that it could pass, and what stands below it."""

    row: Row
    number: int
    of: int
    above: Row | None
    below: Row | None
    recommendations: list["Placed"]


def arrangement(plan: Plan, *, for_user: User) -> list[Placed]:
    """The themes in their order, each with its recommendations in theirs."""
    permissions.check(for_user, EDIT, plan)
    themes = list(plans.counted_themes(plan, for_user=for_user))
    return [
        dataclasses.replace(
            placed,
            recommendations=_placed([row for row in theme.recommendations.all() if row.removed_on is None]),
        )
        for theme, placed in zip(themes, _placed(themes), strict=True)
    ]


def order(plan: Plan, *, for_user: User, theme: Theme | None = None) -> list[int]:
    """The keys of the themes of a plan, or of the recommendations of a theme, in their order."""
    permissions.check(for_user, EDIT, plan)
    rows = plan.themes if theme is None else theme.recommendations
    return list(rows.filter(removed_on=None).order_by("position", "id").values_list("pk", flat=True))


def _placed(rows: Sequence[Row]) -> list[Placed]:
    around = [None, *rows, None]
    return [
        Placed(row, place, len(rows), around[place - 1], around[place + 1], [])
        for place, row in enumerate(rows, 1)
    ]
