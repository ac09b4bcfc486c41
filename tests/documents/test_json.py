"""A plan as JSON and back."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import plan_json
from documents.confidence import Confidence
from documents.plan import (
    STATUS_HINTS,
    Action,
    Lead,
    Passage,
    Plan,
    ServiceSpellings,
    Source,
    Target,
    TargetKind,
    Theme,
)

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "plan-json.md"

texts = st.text(max_size=12)
maybe = st.none() | texts
many = st.lists(texts, max_size=2).map(tuple)
numbers = st.none() | st.integers(1, 99)
flat = st.builds(Source, line=numbers, page=numbers, sheet=maybe, table=numbers, row=numbers)
sources = st.builds(Source, line=numbers, table=numbers, more=st.lists(flat, max_size=2).map(tuple))
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2050, 1, 1))
spans = st.tuples(st.none() | days, st.none() | days).map(
    lambda pair: (min(pair[0], pair[1]), max(pair[0], pair[1])) if pair[0] and pair[1] else pair
)
targets = st.builds(
    lambda span, **rest: Target(start=span[0], end=span[1], **rest),
    span=spans,
    text=texts,
    kind=st.sampled_from(TargetKind),
    status_hint=st.none() | st.sampled_from(STATUS_HINTS),
    doubts=many,
)
leads = st.builds(Lead, name=texts, kind=st.sampled_from(["person", "team", "unknown"]), service=maybe)
actions = st.builds(
    Action,
    service=maybe,
    action=texts,
    points=many,
    lead_text=texts,
    leads=st.lists(leads, max_size=2).map(tuple),
    target=targets,
    achieved=many,
    outcome=texts,
    doubts=many,
    source=sources,
    reference=texts,
)
themes = st.builds(
    Theme,
    title=texts,
    is_theme=st.booleans(),
    desired_outcome=maybe,
    recommendations=many,
    actions=st.lists(actions, max_size=2).map(tuple),
    source=sources,
)
passages = st.lists(st.builds(Passage, text=texts, source=sources, reason=texts), max_size=2).map(tuple)
services = st.lists(st.builds(ServiceSpellings, name=texts, spellings=many), max_size=2).map(tuple)
plans = st.builds(
    Plan,
    title=texts,
    organisation=maybe,
    document_date=maybe,
    themes=st.lists(themes, max_size=2).map(tuple),
    services=services,
    front_matter=passages,
    leftovers=passages,
    structure=passages,
)


@given(plans)
def test_there_and_back(plan: Plan) -> None:
    written = json.loads(json.dumps(plan_json.to_json(plan)))
    assert plan_json.from_json(written) == plan
    assert plan_json.to_json(plan_json.from_json(written)) == written


def test_every_field_is_there() -> None:
    """A field that is added to a plan must be added here, to the JSON and to its page, or this fails."""
    fields = {
        Plan: "title organisation document_date themes services front_matter leftovers structure",
        Theme: "title is_theme desired_outcome recommendations actions source",
        Action: "service action points lead_text leads target achieved outcome doubts source reference",
        Target: "text kind start end status_hint doubts",
        Lead: "name kind service",
        Source: "line page sheet table row more",
        Passage: "text source reason",
        ServiceSpellings: "name spellings",
    }
    for kind, names in fields.items():
        assert list(kind.__dataclass_fields__) == names.split(), kind
    action = Action(service=None, action="", leads=(Lead(name=""),))
    plan = Plan(
        themes=(Theme(title="", actions=(action,)),),
        services=(ServiceSpellings(name="", spellings=()),),
        leftovers=(Passage(text=""),),
    )
    keys = _keys(plan_json.to_json(plan))
    figures = {"confidence", *Confidence.__dataclass_fields__}
    assert keys == {"format"} | figures | {name for names in fields.values() for name in names.split()}


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in _keys(inner)}
    return {key for inner in value for key in _keys(inner)} if isinstance(value, list) else set()


def test_the_reference_page_shows_this_shape() -> None:
    """The example on the page is a plan in full: it reads, and writes back as it stands."""
    page = REFERENCE.read_text(encoding="utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    assert plan_json.to_json(plan_json.from_json(example)) == example
    assert example["format"] == plan_json.FORMAT
    assert [kind for kind in TargetKind if f"`{kind}`" not in page] == []
    assert [status for status in STATUS_HINTS if f"`{status}`" not in page] == []
    assert [key for key in _keys(example) if f"`{key}`" not in page] == []


def test_absent_keys_take_their_defaults() -> None:
    assert plan_json.from_json(
        {"title": "Plan", "themes": [{"title": "One", "actions": [{"action": "Do"}]}]}
    ) == Plan(title="Plan", themes=(Theme(title="One", actions=(Action(service=None, action="Do"),)),))


@pytest.mark.parametrize(
    ("json_value", "message"),
    [
        ([], "the plan: an object was expected"),
        ({"format": 2}, "the plan is in format 2, and this version of Throughline knows format 1: update it"),
        ({"title": 5}, "the plan, title: text was expected"),
        ({"themes": {}}, "the plan, themes: a list was expected"),
        ({"themes": [5]}, "the plan, themes 1: an object was expected"),
        ({"themes": [{}, {"is_theme": 1}]}, "the plan, themes 2, is_theme: true or false was expected"),
        (
            {"themes": [{"recommendations": [1]}]},
            "the plan, themes 1, recommendations: a list of texts was expected",
        ),
        (
            {"themes": [{"actions": [{"target": {"end": "soon"}}]}]},
            "the plan, themes 1, actions 1, target, end: a date like 2021-03-31 was expected, not “soon”",
        ),
        (
            {"themes": [{"actions": [{"leads": [{"kind": "boss"}]}]}]},
            "the plan, themes 1, actions 1, leads 1, kind: one of person, team, unknown was expected, not “boss”",
        ),
        (
            {"leftovers": [{"source": {"line": True}}]},
            "the plan, leftovers 1, source, line: a number was expected",
        ),
    ],
)
def test_what_is_no_plan(json_value: object, message: str) -> None:
    with pytest.raises(plan_json.NotAPlan) as refused:
        plan_json.from_json(json_value)
    assert str(refused.value) == message


values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(_keys(plan_json.to_json(Plan())))), inner)
    ),
)


@given(values)
def test_any_json_is_a_plan_or_refused(value: object) -> None:
    try:
        plan = plan_json.from_json(value)
    except plan_json.NotAPlan as refused:
        plan, sentence = Plan(), str(refused)
    else:
        sentence = "the plan"
    assert sentence.startswith("the plan")
    assert plan_json.from_json(plan_json.to_json(plan)) == plan
