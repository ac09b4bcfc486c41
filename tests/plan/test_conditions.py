"""The conditions for the database say what the rules say, for every action that could be."""

import datetime
import itertools
import random

import pytest

from tests import making
from throughline.plan import rules
from throughline.plan.models import Action
from throughline.plan.queries import conditions
from throughline.plan.rules import Stage

TODAY = making.TODAY
CYCLE = 31


def days(*offsets: int | None) -> list[datetime.date | None]:
    return [None if offset is None else TODAY + datetime.timedelta(days=offset) for offset in offsets]


@pytest.fixture
def actions(db: None) -> list[Action]:
    """Every stage with every kind of date around today, and the rest drawn at random with a fixed seed."""
    theme = making.theme(making.plan())
    one, two = making.person(), making.person()
    draw = random.Random(7)
    made = []
    combinations = itertools.product(Stage, days(None, -40, -1, 0, 1), days(-1, 0, 1))
    for number, (stage, target, review) in enumerate(combinations, 1):
        text = draw.choice(["Training", "é" * 29, "é" * 30, "Offer every team a conversation"])
        made.append(
            Action(
                plan=theme.plan,
                theme=theme,
                number=number,
                position=number,
                text=text,
                points=draw.choice([[], ["first"]]),
                stage=stage,
                stage_reason="why",
                target_end=target,
                target_kind="by_day"
                if target
                else draw.choice(
                    ["none", "tbc", "ongoing", "conditional", "recurring", "completed", "unreadable"]
                ),
                next_review_on=review,
                made_on=draw.choice(days(-90, -32, -31, 0)),
                updated_on=draw.choice(days(None, -32, -31, -30, 0)),
                success_measure=draw.choice(["", "All panels"]),
                accountable=draw.choice([None, one]),
                deputy=draw.choice([None, two]),
                progress_count=draw.choice([0, 1]),
                evidence_count=draw.choice([0, 1]),
            )
        )
    return Action.objects.bulk_create(made)


def found(condition) -> set[int]:
    return set(Action.objects.annotate(**conditions.FACTS).filter(condition).values_list("number", flat=True))


@pytest.mark.parametrize("name", rules.STATUSES)
def test_status(actions: list[Action], name: str) -> None:
    expected = {action.number for action in actions if rules.status(action, today=TODAY).name == name}
    assert expected
    assert found(conditions.of_status(name, today=TODAY)) == expected


@pytest.mark.parametrize("letter", rules.LETTERS)
def test_smarter(actions: list[Action], letter: str) -> None:
    expected = {
        action.number
        for action in actions
        if letter in {lack.letter for lack in rules.lacks(action, today=TODAY, cycle_days=CYCLE)}
    }
    assert expected
    assert found(conditions.lacking(letter, today=TODAY, cycle_days=CYCLE)) == expected


def test_silence(actions: list[Action]) -> None:
    expected = {action.number for action in actions if rules.is_silent(action, today=TODAY, cycle_days=CYCLE)}
    assert expected
    assert found(conditions.is_silent(today=TODAY, cycle_days=CYCLE)) == expected
