"""The figures of each picture of a plan as rows of a table, for a file."""

import datetime
from collections.abc import Mapping
from typing import Protocol

from documents import formulas
from throughline.base.models import User
from throughline.plan import rules
from throughline.plan.models import Plan
from throughline.plan.queries import pictures
from throughline.plan.rules.pictures import TONES

Rows = list[list[str | int]]
Words = Mapping[str, str]


class Figures(Protocol):
    def __call__(self, plan: Plan, *, for_user: User, today: datetime.date, words: Words) -> Rows: ...


def on_a_page(plan: Plan, *, for_user: User, today: datetime.date, words: Words) -> Rows:
    rows: Rows = [[_capital(words["theme"]), *(rules.STATUSES[name][0] for name in TONES), "All"]]
    for one in pictures.on_a_page(plan, for_user=for_user, today=today):
        rows.append(
            [formulas.escape(one.theme.title), *(one.counts.get(name, 0) for name in TONES), one.total]
        )
    return rows


def burn_up(plan: Plan, *, for_user: User, today: datetime.date, words: Words) -> Rows:
    rows: Rows = [["End of month", f"In the {words['plan']}", "Done"]]
    for one in pictures.burn_up(plan, for_user=for_user, today=today):
        rows.append([one.end.isoformat(), one.planned, one.done])
    return rows


def heat_map(plan: Plan, *, for_user: User, today: datetime.date, words: Words) -> Rows:
    themes, found = pictures.heat_map(plan, for_user=for_user)
    rows: Rows = [[_capital(words["service"]), *(formulas.escape(one.title) for one in themes), "All"]]
    for one in found:
        rows.append([formulas.escape(one.name), *(cell.number for cell in one.cells), one.total])
    return rows


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


FIGURES: dict[str, Figures] = {
    "plan-on-a-page": on_a_page,
    "burn-up": burn_up,
    "services-by-theme": heat_map,
}
