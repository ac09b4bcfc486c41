"""Stages, status and SMARTER, as tables. No database."""

import dataclasses
import datetime

import pytest

from throughline.plan import rules
from throughline.plan.rules import Stage

TODAY = datetime.date(2026, 3, 16)


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


@dataclasses.dataclass
class Facts:
    stage: str = Stage.AGREED
    stage_reason: str = ""
    target_kind: str = "month"
    target_start: datetime.date | None = None
    target_end: datetime.date | None = day(30)
    next_review_on: datetime.date | None = None
    updated_on: datetime.date | None = day(-5)
    made_on: datetime.date = day(-100)
    text: str = "Train every interview panel in Housing by the summer"
    points: list[str] = dataclasses.field(default_factory=list)
    success_measure: str = "All 14 panels trained"
    accountable_id: int | None = 1
    deputy_id: int | None = 2
    progress_count: int = 1
    evidence_count: int = 0


STATUS = """
stage         | target | review | status        | why
proposed      | +30    |        | proposed      | Somebody proposed it; it is not agreed yet.
proposed      | -30    |        | proposed      | Somebody proposed it; it is not agreed yet.
agreed        | +30    |        | not_started   | It is agreed, and nobody has said that work has begun.
agreed        |        |        | not_started   | It is agreed, and nobody has said that work has begun.
agreed        | 0      |        | not_started   | It is agreed, and nobody has said that work has begun.
agreed        | -1     |        | overdue       | Its date ran out on 15 March 2026, 1 day ago, and it is not closed.
in_progress   | +1     |        | in_progress   | It is reported that work is under way.
in_progress   | -16    |        | overdue       | Its date ran out on 28 February 2026, 16 days ago, and it is not closed.
ongoing | -16 | +1 | ongoing | It is ongoing, with the date 28 February 2026; it is looked at again on 17 March 2026.
ongoing       |        | 0      | ongoing       | It is ongoing; it is looked at again on 16 March 2026.
ongoing       |        | -1     | review_due    | It is ongoing, and was to be looked at again on 15 March 2026.
reported_done | -16    |        | reported_done | It is reported as done; no evidence has been checked yet.
verified_done | -16    |        | verified_done | It is reported as done, and somebody else has checked the evidence.
stopped       | -16    |        | stopped       | The reason: the grant ended
declined      |        |        | declined      | The reason: the grant ended
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("stage", "target", "review", "name", "why"), rows(STATUS))
def test_status(stage: str, target: str, review: str, name: str, why: str) -> None:
    facts = Facts(
        stage=stage,
        stage_reason="the grant ended",
        target_end=day(int(target)) if target else None,
        next_review_on=day(int(review)) if review else None,
    )
    found = rules.status(facts, today=TODAY)
    assert (found.name, found.why) == (name, why)
    assert (found.words, found.tone) == rules.STATUSES[name]


def test_the_precision_of_a_date_is_honoured() -> None:
    """ "In March" is not missed on any day of March."""
    march = Facts(target_start=datetime.date(2026, 3, 1), target_end=datetime.date(2026, 3, 31))
    assert [
        rules.is_overdue(march, today=datetime.date(2026, month, n)) for month, n in [(3, 1), (3, 31), (4, 1)]
    ] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("stage", "updated", "made", "silent"),
    [
        (Stage.AGREED, -31, -90, False),
        (Stage.AGREED, -32, -90, True),
        (Stage.AGREED, None, -31, False),
        (Stage.AGREED, None, -32, True),
        (Stage.ONGOING, -32, -90, True),
        (Stage.PROPOSED, None, -32, False),
        (Stage.VERIFIED_DONE, -320, -900, False),
        (Stage.STOPPED, -320, -900, False),
    ],
)
def test_silence(stage: Stage, updated: int | None, made: int, silent: bool) -> None:
    facts = Facts(stage=stage, updated_on=None if updated is None else day(updated), made_on=day(made))
    assert rules.is_silent(facts, today=TODAY, cycle_days=31) is silent
    assert rules.days_since_update(facts, today=TODAY) == (None if updated is None else -updated)


def test_every_stage_has_a_name_and_a_way_on() -> None:
    assert set(rules.NAMES) == set(Stage)
    assert set(rules.TRANSITIONS) == set(Stage)
    assert all(following for following in rules.TRANSITIONS.values())
    reachable = {Stage.PROPOSED, Stage.AGREED}
    for _ in Stage:
        reachable |= {new for old in reachable for new in rules.TRANSITIONS[old]}
    assert reachable == set(Stage)
    assert set(rules.WHEN) == set(rules.STATUSES)


@pytest.mark.parametrize("old", list(Stage))
@pytest.mark.parametrize("new", list(Stage))
def test_moves(old: Stage, new: Stage) -> None:
    """All that a move may need is there: then exactly the table decides."""
    allowed = old is new or new in rules.TRANSITIONS[old]
    try:
        rules.check_move(old, new, reason="because", has_evidence=True, has_review_date=True)
        refused = False
    except rules.MoveRefused:
        refused = True
    assert refused is not allowed


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (Stage.IN_PROGRESS, Stage.STOPPED, "Say why it is stopped: the reason is shown with it."),
        (Stage.PROPOSED, Stage.DECLINED, "Say why it is declined: the reason is shown with it."),
        (
            Stage.REPORTED_DONE,
            Stage.VERIFIED_DONE,
            "Attach evidence first: without it this stays “done as reported”.",
        ),
        (
            Stage.AGREED,
            Stage.ONGOING,
            "Say when you will look at this again: what is ongoing always has a next review date.",
        ),
        (
            Stage.PROPOSED,
            Stage.IN_PROGRESS,
            "What is “proposed” can only become “agreed, not started” or “declined”.",
        ),
    ],
)
def test_what_a_move_needs(old: Stage, new: Stage, sentence: str) -> None:
    with pytest.raises(rules.MoveRefused) as refusal:
        rules.check_move(old, new, reason="  ")
    assert str(refusal.value) == sentence


COMPLETE = Facts()
LACKS: list[tuple[dict[str, object], list[tuple[str, str]]]] = [
    ({}, []),
    (
        {"text": "Anti-racism training."},
        [("specific", "Say who will do what: a topic alone cannot be finished.")],
    ),
    ({"text": "Anti-racism training.", "points": ["for all panels"]}, []),
    ({"success_measure": ""}, [("measurable", "Say how anyone could tell that it worked.")]),
    ({"accountable_id": None}, [("assignable", "Name one accountable person.")]),
    (
        {"deputy_id": None},
        [("assignable", "Name a deputy, for when the accountable person is away or leaves.")],
    ),
    (
        {"target_end": day(-1)},
        [("realistic", "Its date is past and it is still open: agree a date that can be kept, or stop it.")],
    ),
    ({"target_end": day(-1), "stage": Stage.VERIFIED_DONE}, []),
    ({"target_end": None, "target_kind": "none"}, [("time_bound", "Give it a date.")]),
    (
        {"target_end": None, "target_kind": "tbc"},
        [("time_bound", "Its date is “to be confirmed”: confirm it.")],
    ),
    (
        {"target_end": None, "target_kind": "ongoing", "stage": Stage.ONGOING},
        [("time_bound", "“Ongoing” is not a date: say what will be reached by when.")],
    ),
    (
        {"target_end": None, "target_kind": "unreadable"},
        [("time_bound", "Its date cannot be read: give a day.")],
    ),
    (
        {"target_end": None, "target_kind": "conditional"},
        [("realistic", "Its date hangs on something else: say by when at the latest.")],
    ),
    ({"target_end": None, "target_kind": "recurring"}, []),
    ({"target_end": None, "target_kind": "completed", "stage": Stage.VERIFIED_DONE}, []),
    (
        {"progress_count": 0},
        [("evaluated", "Nothing is recorded as achieved yet: record progress, even if it is “not yet”.")],
    ),
    ({"stage": Stage.REPORTED_DONE}, [("evaluated", "Attach evidence that it is done.")]),
    ({"stage": Stage.REPORTED_DONE, "evidence_count": 1}, []),
    ({"updated_on": day(-32)}, [("readjusted", "Nobody has said anything for 32 days: update it.")]),
    ({"updated_on": None}, [("readjusted", "Nobody has said anything for 100 days: update it.")]),
    ({"updated_on": None, "made_on": day(-31)}, []),
    ({"updated_on": None, "stage": Stage.PROPOSED}, []),
    *(
        (
            {"stage": over, "accountable_id": None, "success_measure": "", "text": "", "progress_count": 0},
            [],
        )
        for over in (Stage.VERIFIED_DONE, Stage.STOPPED, Stage.DECLINED)
    ),
]


@pytest.mark.parametrize(("change", "expected"), LACKS)
def test_smarter(change: dict[str, object], expected: list[tuple[str, str]]) -> None:
    facts = dataclasses.replace(COMPLETE, **change)  # type: ignore[arg-type]
    assert [(lack.letter, lack.words) for lack in rules.lacks(facts, today=TODAY, cycle_days=31)] == expected


def test_every_letter_of_smarter_can_be_lacking() -> None:
    assert {letter for _, expected in LACKS for letter, _ in expected} == set(rules.LETTERS)


@pytest.mark.parametrize(
    ("what", "before", "after", "sentence"),
    [
        ("plan.action.added", {}, {"text": "x"}, "added the action"),
        (
            "plan.action.edited",
            {"target_text": "TBC"},
            {"target_text": "May 2026"},
            "changed the action: target date from “TBC” to “May 2026”",
        ),
        (
            "plan.action.handed_over",
            {"accountable": 7, "deputy": None},
            {"accountable": 8, "deputy": 7},
            "handed the action over: accountable person from “Ada Obi” to “Bo Li”; deputy from nothing to “Ada Obi”",
        ),
        (
            "plan.progress.recorded",
            {"stage": "agreed"},
            {"stage": "in_progress", "text": "begun"},
            "recorded progress: stage from “agreed, not started” to “in progress”",
        ),
        ("plan.progress.recorded", {}, {"text": "more"}, "recorded progress"),
        ("plan.lead.added", {}, {"lead": "Bo Li", "person": 8}, "added a lead: “Bo Li”"),
        ("plan.lead.removed", {"lead": "Depot", "place": 3}, {}, "removed a lead: “Depot”"),
        ("plan.action.linked", {}, {"other": "WX-002", "kind": "depends"}, "linked: depends on WX-002"),
        (
            "plan.action.unlinked",
            {"other": "WX-002", "kind": "depends"},
            {},
            "removed the link: depends on WX-002",
        ),
    ],
)
def test_history_in_words(what: str, before: dict, after: dict, sentence: str) -> None:
    names = {
        (field, key): name
        for field in ("accountable", "deputy")
        for key, name in [(7, "Ada Obi"), (8, "Bo Li")]
    }
    assert rules.said(what, before, after, names) == sentence
