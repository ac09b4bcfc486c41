"""Recommendations for corporate action with their replies, by theme; and those that have none."""

import dataclasses

from django.db.models import Prefetch

from throughline.base.models import User
from throughline.plan import permissions
from throughline.plan.models import Plan, Recommendation, Theme
from throughline.plan.queries.plans import VIEW


@dataclasses.dataclass(frozen=True)
class Asked:
    """A theme with what is asked of the whole body under it."""

    theme: Theme
    recommendations: list[Recommendation]


def by_theme(plan: Plan, *, for_user: User, unanswered: bool = False) -> list[Asked]:
    """In the order of the plan; themes without any are left out. unanswered: only what has no reply yet."""
    permissions.check(for_user, VIEW, plan)
    rows = Recommendation.objects.filter(removed_on=None, **({"reply": ""} if unanswered else {}))
    found = plan.themes.filter(removed_on=None).order_by("position", "id")
    themes = found.prefetch_related(
        Prefetch("recommendations", rows.order_by("position", "id"), to_attr="asked")
    )
    return [Asked(theme, theme.asked) for theme in themes if theme.asked]
