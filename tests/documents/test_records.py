"""Actions in lines: labels that were lost, lists that are announced, cells one below the other, and texts that are no plan."""

from __future__ import annotations

import textwrap

import pytest

from documents.interpret import NOT_A_PLAN
from documents.plan import Plan
from documents.read import parse


def read(words: str) -> Plan:
    return parse(textwrap.dedent(words).encode(), ".txt", "plan.txt")


def told(plan: Plan) -> list[tuple[str, str, tuple[str, ...], str, str, tuple[str, ...]]]:
    return [
        (theme.title, action.action, action.points, action.lead_text, action.target.text, action.achieved)
        for theme in plan.themes
        for action in theme.actions
    ]


def test_labels_that_were_lost_are_told_by_the_words() -> None:
    plan = read(
        """\
        Wexcombe Hospital race equality plan

        Indicator 3

        Staff in formal procedures.

        Action 1

          • Train every manager
          • Publish the number of cases

          • Employee Relations Manager
          • Staff Network Chair

        March 2026

          • Two sessions were held

        Action 2

        Review the policy

        Head of People

        May 2026
        """
    )
    leads = "Employee Relations Manager Staff Network Chair"
    assert told(plan) == [
        (
            "Indicator 3",
            "Train every manager",
            ("Publish the number of cases",),
            leads,
            "March 2026",
            ("Two sessions were held",),
        ),
        ("Indicator 3", "Review the policy", (), "Head of People", "May 2026", ()),
    ]
    assert [action.reference for action in plan.actions] == ["Action 1", "Action 2"]


def test_an_announced_list_is_a_list_of_actions_with_a_doubt() -> None:
    plan = read(
        "Plan of Wexcombe\n\nPriority 2 Housing\n\nWe will:\n\n- Publish waiting times\n- Train all officers\n"
    )
    assert told(plan) == [
        ("Priority 2 Housing", "Publish waiting times", (), "", "", ()),
        ("Priority 2 Housing", "Train all officers", (), "", "", ()),
    ]
    assert [len(action.doubts) for action in plan.actions] == [1, 1]


def test_cells_one_below_the_other() -> None:
    plan = read(
        "Plan\n\nAction\nLead\nBy when\n\nWalk the parks\nAda Lark\nMay 2026\n\nPublish pay gaps\nHR\nOngoing\n"
    )
    assert [row[1:5] for row in told(plan)] == [
        ("Walk the parks", (), "Ada Lark", "May 2026"),
        ("Publish pay gaps", (), "HR", "Ongoing"),
    ]


def test_cells_with_a_bar_after_each() -> None:
    plan = read(
        "Plan of Wexcombe\nWorkstream |\nQ1|\nQ2Jul - Sept 2026 |\nTrusted |\nWalk the parks with us | Publish all pay gaps |\n"
    )
    assert [(row[0], row[1], row[4]) for row in told(plan)] == [
        ("Trusted", "Walk the parks with us", "Q1"),
        ("Trusted", "Publish all pay gaps", "Q2 Jul - Sept 2026"),
    ]


def test_a_missing_cell_is_found_by_what_the_columns_hold() -> None:
    plan = read(
        """\
        Action / By when / Responsible officer / Completed / Outcome
        Walk the parks / By May 2026 / Ada Lark / Done in April 2026 / Compliance with the parks law
        Publish pay gaps / By June 2026 / Head of HR / Done in May 2026 / Compliance with the pay law
        Train all staff / By July 2026 / Head of HR / Done in June 2026 / Compliance with the duty
        Review the scheme / By 2027 / Ada Lark / Compliance with the law on schemes
        """
    )
    assert (plan.actions[3].achieved, plan.actions[3].outcome) == ((), "Compliance with the law on schemes")


def test_numbered_actions_over_their_labels() -> None:
    plan = read(
        """\
        Plan of Wexcombe

        1. Governance

        1.1 Establish a board for race equality
        Responsible: Provost
        Timescale: MT26
        Success measure: It meets each term

        2. Recruitment

        2.1 Review the policy on hiring
        Responsible: Head of People
        Timescale: Ongoing
        """
    )
    assert [(row[0], row[1], row[3], row[4]) for row in told(plan)] == [
        ("1. Governance", "Establish a board for race equality", "Provost", "MT26"),
        ("2. Recruitment", "Review the policy on hiring", "Head of People", "Ongoing"),
    ]
    assert [(action.reference, action.outcome) for action in plan.actions] == [
        ("1.1", "It meets each term"),
        ("2.1", ""),
    ]


def test_a_commitment_may_hold_several_actions() -> None:
    plan = read(
        """\
        Our plan

        Commitment 1: Be fair

        We will publish pay gaps. Lead: HR. By when: April 2026.
        We will review our posts. Lead: HR. By when: May 2026.

        Commitment 2: Listen

        We will hold forums. Lead: Communities Team. By when: Ongoing.
        """
    )
    assert [(row[0], row[1]) for row in told(plan)] == [
        ("Commitment 1: Be fair", "We will publish pay gaps."),
        ("Commitment 1: Be fair", "We will review our posts."),
        ("Commitment 2: Listen", "We will hold forums."),
    ]


def test_an_empty_first_cell_between_bars() -> None:
    plan = read("Objective | Action | Lead\nData | Count all staff | HR\n | Publish the count | Finance\n")
    assert [(row[1], row[3]) for row in told(plan)] == [
        ("Count all staff", "HR"),
        ("Publish the count", "Finance"),
    ]


PROSE = "Wexcombe was founded long ago. It has grown since 2001. Everyone should be heard.\n\nAda Lark leads the borough."
THEMES = "Our themes\n\n- Leadership\n- Workforce\n- Community and partners\n- Data\n"
JOB = "Anti-racism Lead – Wexcombe Council\n\nWe look for someone who listens.\n\nSalary: £40,000\n\nClosing date: 3 May 2026\n"


@pytest.mark.parametrize("words", [PROSE, THEMES, JOB], ids=["prose", "themes", "job"])
def test_what_is_no_plan_is_all_left_over_and_says_so(words: str) -> None:
    plan = read(words)
    assert (plan.actions, plan.themes, plan.front_matter, plan.structure) == ((), (), (), ())
    assert {passage.reason for passage in plan.leftovers} == {NOT_A_PLAN}
    assert " ".join(passage.text for passage in plan.leftovers).split() == words.replace("- ", "").split()
