"""Writing a plan and reading it gives the same plan, in every format, whatever its texts look like."""

from __future__ import annotations

import pytest
from hypothesis import given

from documents import parse, substance, write
from documents.plan import Action, Plan, Theme
from tests.documents import generated


def _there_and_back(plan: Plan, suffix: str) -> Plan:
    return parse(write(plan, suffix), suffix, f"plan{suffix}")


@pytest.mark.slow
@given(generated.plans())
def test_every_format(plan: Plan) -> None:
    said = substance.of(plan)
    assert substance.of(said) == said
    for suffix in (".docx", ".xlsx", ".csv"):
        assert substance.of(_there_and_back(plan, suffix)) == said, suffix
    assert _there_and_back(plan, ".json") == plan


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".json"])
def test_an_empty_plan(suffix: str) -> None:
    assert substance.of(_there_and_back(Plan(), suffix)) == Plan()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".json"])
def test_texts_longer_than_a_cell_of_a_spreadsheet(suffix: str) -> None:
    long = "A word of progress. " * 4_000
    emoji = "🎉" * 40_000
    action = Action(
        service="Parks", action=long, points=(emoji, "short"), achieved=(long, "=1+1"), outcome=emoji
    )
    plan = Plan(
        title=long, themes=(Theme(title="Trust", actions=(action, Action(service=None, action="next"))),)
    )
    assert substance.of(_there_and_back(plan, suffix)) == substance.of(plan)
