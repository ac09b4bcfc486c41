"""What a person decides about a document, what its words mean, and whom its names mean: values only, no database."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import targets
from documents.plan import Action, Lead, Passage, Plan, ServiceSpellings, Source, Target, TargetKind, Theme
from throughline.plan.rules import Stage, correcting_dates, corrections, import_words
from throughline.plan.rules.lead_matching import Candidate, Match, Register

READ = Plan(
    title="Race equality plan",
    organisation="London Borough of Wexcombe",
    document_date="2026-01",
    themes=(
        Theme(
            title="Fair recruitment",
            desired_outcome="Jobs are open to everybody.",
            recommendations=("Publish who is appointed.",),
            actions=(
                Action(
                    service="Housing",
                    action="Rewrite every advert.",
                    lead_text="Dayo Okafor",
                    leads=(Lead(name="Dayo Okafor"),),
                ),
                Action(
                    service="Housing",
                    action="Train every panel.",
                    target=Target(text="TBC", kind=TargetKind.TBC, doubts=("?",)),
                ),
            ),
        ),
        Theme(title="Being heard", actions=(Action(service="Libraries", action="Hold a circle each term."),)),
    ),
    services=(
        ServiceSpellings(name="Housing", spellings=("Housing",)),
        ServiceSpellings(name="Libraries", spellings=("Libraries",)),
    ),
    leftovers=(
        Passage(text="Ask the board to reply.", source=Source(line=40), reason="outside every table"),
        Passage(text="* * *"),
    ),
)


def test_nothing_decided_changes_nothing() -> None:
    assert corrections.corrected(READ, {}) == READ
    assert [row.key for row in corrections.rows(READ, {})] == ["0.0", "0.1", "1.0"]
    assert [row.doubts for row in corrections.rows(READ, {})] == [(), ("?",), ()]


def test_a_row_is_corrected_moved_and_read_anew() -> None:
    row = corrections.rows(READ, {})[1]
    edit = {
        "theme": 1,
        "service": "",
        "action": "Train every panel, and every manager.",
        "points": ["online", "in a room"],
        "leads": ["Learning team"],
        "target": {"text": "March 2027", "day": None},
        "achieved": ["Two panels so far."],
        "outcome": "Everybody on a panel is trained.",
        "left_out": "",
    }
    plan = corrections.corrected(READ, corrections.with_action({}, row, edit))
    assert plan.themes[0].actions == READ.themes[0].actions[:1]
    moved = next(action for action in plan.themes[1].actions if action != READ.themes[1].actions[0])
    assert moved == Action(
        service=None,
        action="Train every panel, and every manager.",
        points=("online", "in a room"),
        lead_text="Learning team",
        leads=(Lead(name="Learning team", kind="unknown"),),
        target=Target(text="March 2027", kind=TargetKind.MONTH, end=datetime.date(2027, 3, 31)),
        achieved=("Two panels so far.",),
        outcome="Everybody on a panel is trained.",
    )


def test_a_day_that_a_person_gives_stands_for_the_words() -> None:
    row = corrections.rows(READ, {})[1]
    decisions = corrections.with_action({}, row, {"target": {"text": "TBC", "day": "2026-09-30"}})
    now = corrections.rows(READ, decisions)[1].now
    assert now.target == Target(text="TBC", kind=TargetKind.BY_DAY, end=datetime.date(2026, 9, 30))
    assert corrections.rows(READ, decisions)[1].doubts == ()


def test_another_date_of_the_document_reads_the_target_dates_again_but_what_a_person_said_is_kept() -> None:
    def read_by(date: str | None, text: str = "by June") -> Target:
        return targets.read_target(text, document_date=date)

    recorded = Target(text="by June", kind=TargetKind.BY_MONTH, end=datetime.date(2028, 6, 30))
    given = (read_by("2026-01"), recorded, Target(text="by June", kind=TargetKind.TBC), read_by("2026-01"))
    actions = tuple(Action(service=None, action=f"Number {n}", target=one) for n, one in enumerate(given))
    read = dataclasses.replace(READ, themes=(Theme(title="All", actions=actions),))

    def now(decisions: corrections.Decisions) -> list[Target]:
        assert [row.now for row in corrections.rows(read, decisions)] == list(
            corrections.corrected(read, decisions).actions
        )
        return [row.now.target for row in corrections.rows(read, decisions)]

    assert now({"document_date": "2027-03"}) == [read_by("2027-03"), *given[1:3], read_by("2027-03")]
    assert now({"document_date": ""}) == [read_by(None), *given[1:3], read_by(None)]
    decisions = corrections.with_right({}, corrections.rows(read, {})[0])
    row = corrections.rows(read, decisions)[3]
    decisions = corrections.with_action(decisions, row, {"target": {"text": "by June", "day": "2026-05-01"}})
    row = corrections.rows(read, decisions)[2]
    decisions = corrections.with_action(decisions, row, {"target": {"text": "July", "day": None}})
    by_hand = Target(text="by June", kind=TargetKind.BY_DAY, end=datetime.date(2026, 5, 1))
    settled = dataclasses.replace(given[0], doubts=())
    assert now(decisions) == [settled, recorded, read_by("2026-01", "July"), by_hand]
    later = {**decisions, "document_date": "2027-03"}
    again = read_by("2027-03")
    again = dataclasses.replace(again, doubts=(*again.doubts, correcting_dates.READ_AGAIN))
    assert now(later) == [again, recorded, read_by("2027-03", "July"), by_hand]
    assert corrections.dated_anew(read, decisions, later) == 2
    looked = corrections.with_right(later, corrections.rows(read, later)[0])
    assert now(looked)[0] == dataclasses.replace(read_by("2027-03"), doubts=())
    assert now({**looked, "document_date": "2027-02"})[0] == now(looked)[0]


def test_leads_that_were_read_keep_what_is_known_of_them() -> None:
    row = corrections.rows(READ, {})[0]
    decisions = corrections.with_action({}, row, {"leads": ["Dayo Okafor", "Pat Quill"]})
    now = corrections.rows(READ, decisions)[0].now
    assert now.leads == (Lead(name="Dayo Okafor"), Lead(name="Pat Quill"))
    assert now.lead_text == "Dayo Okafor"


def test_a_row_left_out_is_not_in_the_plan() -> None:
    row = corrections.rows(READ, {})[2]
    plan = corrections.corrected(
        READ, corrections.with_action({}, row, {"left_out": "A heading, not an action"})
    )
    assert [action.action for action in plan.actions] == ["Rewrite every advert.", "Train every panel."]
    assert plan.services == READ.services[:1]


def test_leftovers_become_what_somebody_says() -> None:
    decisions = corrections.with_leftover({}, "0", become="recommendation", theme=1, reason="")
    decisions = corrections.with_leftover(
        decisions, "1", become="ignored", theme=None, reason="A row of stars"
    )
    plan = corrections.corrected(READ, decisions)
    assert plan.themes[1].recommendations == ("Ask the board to reply.",)
    assert plan.leftovers == READ.leftovers[1:]
    decisions = corrections.with_leftover(decisions, "0", become="action", theme=0, reason="")
    plan = corrections.corrected(READ, decisions)
    assert plan.themes[0].actions[-1] == Action(
        service=None, action="Ask the board to reply.", source=Source(line=40)
    )
    assert plan.themes[1].recommendations == ()
    named = corrections.with_action(
        decisions, corrections.rows(READ, decisions)[2], {"service": "Board office"}
    )
    assert corrections.corrected(READ, named).themes[0].actions[-1].service == "Board office"
    assert corrections.with_leftover(decisions, "0", become="", theme=None, reason="")[
        "leftovers"
    ].keys() == {"1"}


@pytest.mark.parametrize(
    ("become", "theme", "reason", "sentence"),
    [
        ("action", None, "", "Choose the theme that the action belongs to."),
        ("ignored", None, " ", "Say why it can be left out: the reason stays with the import."),
    ],
)
def test_a_leftover_needs_its_theme_or_a_reason(
    become: str, theme: int | None, reason: str, sentence: str
) -> None:
    with pytest.raises(corrections.CorrectionRefused) as refusal:
        corrections.with_leftover({}, "0", become=become, theme=theme, reason=reason)
    assert str(refusal.value) == sentence


def test_a_theme_is_corrected_without_taking_recommendations_of_leftovers_twice() -> None:
    decisions = corrections.with_leftover({}, "0", become="recommendation", theme=0, reason="")
    decisions = corrections.with_theme(
        decisions, 0, {"title": "Fair jobs", "desired_outcome": "", "recommendations": ["Say who."]}
    )
    theme = corrections.corrected(READ, decisions).themes[0]
    assert (theme.title, theme.desired_outcome) == ("Fair jobs", "")
    assert theme.recommendations == ("Say who.", "Ask the board to reply.")


@pytest.mark.parametrize(
    ("kind", "hint", "achieved", "stage"),
    [
        (TargetKind.NONE, None, False, Stage.AGREED),
        (TargetKind.NONE, None, True, Stage.IN_PROGRESS),
        (TargetKind.MONTH, None, False, Stage.AGREED),
        (TargetKind.MONTH, "underway", False, Stage.IN_PROGRESS),
        (TargetKind.COMPLETED, "complete", True, Stage.REPORTED_DONE),
        (TargetKind.COMPLETED, "partly complete", False, Stage.IN_PROGRESS),
        (TargetKind.ONGOING, "ongoing", True, Stage.ONGOING),
        (TargetKind.RECURRING, "ongoing", False, Stage.ONGOING),
        (TargetKind.DATE_AND_ONGOING, "ongoing", False, Stage.ONGOING),
        (TargetKind.TBC, "not started", False, Stage.AGREED),
        (TargetKind.TBC, "paused", True, Stage.IN_PROGRESS),
    ],
)
def test_the_stage_that_the_words_mean(
    kind: TargetKind, hint: str | None, achieved: bool, stage: Stage
) -> None:
    assert (
        import_words.stage_meant(Target(text="x", kind=kind, status_hint=hint), has_achieved=achieved)
        is stage
    )


@pytest.mark.parametrize(
    ("title", "organisation", "short"),
    [
        ("Race equality action plan, March 2026", "", "re"),
        ("HOUSING WITHOUT PREJUDICE: OUR DIRECTORATE'S ACTION PLAN 2026", "", "hwpd"),
        ("Action plan", "London Borough of Wexcombe", "lbw"),
        ("2026", "", "plan"),
        ("One two three four five six seven eight", "", "ottffs"),
    ],
)
def test_short_names(title: str, organisation: str, short: str) -> None:
    assert import_words.initials(title, organisation) == short


@given(st.dates(max_value=datetime.date(9000, 1, 1)), st.integers(min_value=1, max_value=60))
def test_a_review_is_that_many_months_later_and_never_on_a_day_that_is_not(
    day: datetime.date, months: int
) -> None:
    later = import_words.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + datetime.timedelta(days=1)).day == 1)


PEOPLE = [
    Candidate(1, "Dayo Okafor", frozenset({10})),
    Candidate(2, "Margaret O’Neill", frozenset({20})),
    Candidate(3, "Sam Turner", frozenset({10})),
    Candidate(4, "Sam Turner", frozenset({20})),
    Candidate(5, "Marguerite O'Neill", frozenset({10})),
]


@pytest.mark.parametrize(
    ("name", "place", "match"),
    [
        ("Dayo Okafor", None, Match(person=1)),
        ("  dayo   OKAFOR ", None, Match(person=1)),
        ("Margaret O'Neill", 10, Match(person=2)),
        ("Sam Turner", None, Match(suggestions=(3, 4))),
        ("Sam Turner", 20, Match(suggestions=(4, 3))),
        ("D. Okafor", None, Match(suggestions=(1,))),
        ("Dayo Okafour", None, Match(suggestions=(1,))),
        ("M O'Neill", 10, Match(suggestions=(5, 2))),
        ("Okafor, Dayo", None, Match(suggestions=(1,))),
        ("Housing management team", None, Match()),
        ("–", None, Match()),
    ],
)
def test_whom_a_name_means(name: str, place: int | None, match: Match) -> None:
    assert Register(PEOPLE).match(name, place=place) == match


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8), st.text(max_size=12))
def test_only_the_same_name_is_ever_taken_without_asking(names: list[str], wanted: str) -> None:
    register = Register(Candidate(number, name) for number, name in enumerate(names))
    match = register.match(wanted)
    if match.person is not None:
        same = [
            number for number, name in enumerate(names) if corrections.key(name) == corrections.key(wanted)
        ]
        assert same == [match.person]
        assert match.suggestions == ()
