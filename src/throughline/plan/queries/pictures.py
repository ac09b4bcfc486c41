"""What the pictures of a plan show: themes by status, what was done month by month, services by theme."""

import bisect
import collections
import dataclasses
import datetime

from django.db.models import Case, CharField, Count, Max, Q, Value, When
from django.db.models.functions import Coalesce

from throughline.base.models import User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Plan, Theme
from throughline.plan.queries import conditions
from throughline.plan.queries.plans import OPEN, VIEW
from throughline.plan.rules import pictures

DONE = {rules.Stage.REPORTED_DONE, rules.Stage.VERIFIED_DONE}
NO_SERVICE = "No service named"


@dataclasses.dataclass(frozen=True)
class ThemeBar:
    """A theme, how many of its actions have each status, and its bar."""

    theme: Theme
    counts: dict[str, int]
    boxes: list[pictures.Box]
    row: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def title_at(self) -> int:
        return self.row * pictures.BAR_ROW + 16

    @property
    def outcome_at(self) -> int:
        return self.row * pictures.BAR_ROW + 34

    @property
    def named(self) -> list[tuple[str, str, int]]:
        """(status in words, its name, how many), for the table."""
        return [(rules.STATUSES[box.name][0], box.name, box.number) for box in self.boxes]


@dataclasses.dataclass(frozen=True)
class Month:
    """How many actions were in the plan by the end of a month, and how many of them were done."""

    end: datetime.date
    planned: int
    done: int


@dataclasses.dataclass(frozen=True)
class ServiceRow:
    """A service, and how many open actions it has under each theme."""

    name: str
    cells: list[pictures.Box]

    @property
    def total(self) -> int:
        return sum(cell.number for cell in self.cells)


def on_a_page(plan: Plan, *, for_user: User, today: datetime.date) -> list[ThemeBar]:
    """Every theme with its actions by status: one query for the themes, one for the figures."""
    permissions.check(for_user, VIEW, plan)
    names = [name for name in pictures.TONES if name in rules.STATUSES]
    status = Case(
        *(When(conditions.of_status(name, today=today), then=Value(name)) for name in names),
        default=Value(""),
        output_field=CharField(),
    )
    live = plan.actions.filter(removed_on=None).order_by()
    counts: dict[int, dict[str, int]] = collections.defaultdict(dict)
    for key, name, number in (
        live.annotate(shown=status).values_list("theme", "shown").annotate(n=Count("pk"))
    ):
        counts[key][name] = number
    themes = list(plan.themes.filter(removed_on=None).order_by("position", "id"))
    most = max((sum(counts[theme.pk].values()) for theme in themes), default=0)
    return [
        ThemeBar(theme, counts[theme.pk], pictures.bar(counts[theme.pk], most, row), row)
        for row, theme in enumerate(themes)
    ]


def burn_up(plan: Plan, *, for_user: User, today: datetime.date) -> list[Month]:
    """Month by month: an action counts from the day on which it came into the plan, and as done from the day on which
    somebody said so (if it still is; the day it came in, where the document said so already)."""
    permissions.check(for_user, VIEW, plan)
    live = plan.actions.filter(removed_on=None).exclude(stage=rules.Stage.DECLINED)
    said = Max("progress__said_on", filter=Q(progress__stage=rules.Stage.REPORTED_DONE))
    made = sorted(live.values_list("made_on", flat=True))
    done = sorted(
        live.filter(stage__in=DONE).annotate(on=Coalesce(said, "made_on")).values_list("on", flat=True)
    )
    if not made:
        return []
    ends = pictures.months(made[0], today)
    return [Month(end, bisect.bisect_right(made, end), bisect.bisect_right(done, end)) for end in ends]


def heat_map(plan: Plan, *, for_user: User) -> tuple[list[Theme], list[ServiceRow]]:
    """The themes, and each service with its open actions under each of them, those with most first."""
    permissions.check(for_user, VIEW, plan)
    themes = list(plan.themes.filter(removed_on=None).order_by("position", "id"))
    rows = Action.objects.filter(plan=plan, removed_on=None, stage__in=OPEN).order_by()
    found: dict[str, dict[int, int]] = collections.defaultdict(dict)
    for name, theme, number in rows.values_list("service__name", "theme").annotate(n=Count("pk")):
        found[name or NO_SERVICE][theme] = number
    most = max((number for by_theme in found.values() for number in by_theme.values()), default=0)
    ranked = sorted(found, key=lambda name: (-sum(found[name].values()), name.casefold()))
    return themes, [
        ServiceRow(
            name,
            [
                pictures.cell(found[name].get(theme.pk, 0), most, row, column, theme.title)
                for column, theme in enumerate(themes)
            ],
        )
        for row, name in enumerate(ranked)
    ]
