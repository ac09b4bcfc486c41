"""A document that two people make a live plan of."""

import pathlib
from typing import Any

from tests import making
from throughline.base.models import User
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch, Plan

FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"


def accepted(batch: ImportBatch, people: tuple[User, User]) -> Plan:
    approval = importing.ask_to_accept(by=people[0], batch=batch, today=making.TODAY)
    return importing.accept(by=people[1], approval=approval, today=making.TODAY)


def rows(plan: Plan, *names: str) -> list[tuple[Any, ...]]:
    return list(plan.actions.order_by("number").values_list(*names))
