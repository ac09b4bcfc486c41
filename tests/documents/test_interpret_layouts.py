"""Other bodies' layouts: plain grids, grids with a theme on every row, columns for quarters, several headings deep."""

from __future__ import annotations

import dataclasses
import textwrap

from documents.interpret import rows as rows_module
from documents.plan import NOWHERE, Action, Lead, Passage, Plan, Target, TargetKind, Theme
from documents.read import parse
from documents.targets import read_target


def read(words: str, suffix: str = ".txt") -> Plan:
    return parse(textwrap.dedent(words).encode(), suffix, f"plan{suffix}")


def brief(plan: Plan) -> list[tuple[str, list[tuple[str | None, str]]]]:
    return [
        (theme.title, [(action.service, action.action) for action in theme.actions]) for theme in plan.themes
    ]


def texts(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def test_a_plain_grid_with_other_column_names() -> None:
    plan = read(
        """\
        Wexcombe Borough Council

        Equality Action Plan 2021 – 2024

        Ref / Proposed actions / Responsible officer / By when / Progress update / Success measures
        1.1 / Publish pay by grade / Ada Lark / By end of May 2022 / Draft ready / A table on the web
        1.2 / Train governors / HR / 2022 / Not started / All trained
        """
    )
    assert (plan.title, plan.organisation) == ("Equality Action Plan 2021 – 2024", "Wexcombe Borough Council")
    (theme,) = plan.themes
    assert (theme.title, theme.is_theme) == ("", False)
    assert dataclasses.replace(theme.actions[0], source=NOWHERE) == Action(
        reference="1.1",
        service=None,
        action="Publish pay by grade",
        lead_text="Ada Lark",
        leads=(Lead(name="Ada Lark", kind="person"),),
        target=read_target("By end of May 2022"),
        achieved=("Draft ready",),
        outcome="A table on the web",
    )
    assert theme.actions[1].leads == (Lead(name="HR", kind="team"),)


def test_a_grid_in_markdown_under_headings() -> None:
    plan = read(
        """\
        # Fairer Wexcombe action plan

        Some introduction.

        ## Open doors

        **Desired outcome**: not this. Desired outcome is below.

        Desired outcome: Respect for all

        ### Recommendations

        1. Publish
        2. Listen

        | Action | Owner | Deadline |
        |--------|-------|----------|
        | Walk the parks | Ada Lark | May 2022 |

        ## Fair pay

        | Action | Owner | Deadline |
        |--------|-------|----------|
        | Publish pay | Ben Mossop | TBC |

        ## Glossary

        Pay: what people get
        """,
        ".md",
    )
    assert plan.title == "Fairer Wexcombe action plan"
    assert brief(plan) == [("Open doors", [(None, "Walk the parks")]), ("Fair pay", [(None, "Publish pay")])]
    assert (plan.themes[0].desired_outcome, plan.themes[0].recommendations) == (
        "Respect for all",
        ("1. Publish", "2. Listen"),
    )
    assert texts(plan.front_matter) == [
        "Some introduction.",
        "**Desired outcome**: not this. Desired outcome is below.",
    ]
    assert texts(plan.leftovers) == ["Glossary", "Pay: what people get"]


def test_deeper_headings_over_tables_are_services_of_a_named_theme() -> None:
    plan = read(
        """\
        # Plan

        ## Open doors

        Desired outcome: Respect

        ### Parks

        | Action | Lead |
        |---|---|
        | Walk | Ada Lark |

        ### Housing Options

        | Action | Lead |
        |---|---|
        | Write | Ben Mossop |
        """,
        ".md",
    )
    assert brief(plan) == [("Open doors", [("Parks", "Walk"), ("Housing Options", "Write")])]


def test_a_grid_with_theme_and_service_on_every_row() -> None:
    plan = read(
        """\
        Theme\tDesired outcome\tService\tAction\tLead\tWhen
        Open doors\tRespect\tParks\tWalk\tAda Lark\tMay 2022
        \t\t\tWrite\tBen Mossop\tTBC
        Fair pay\tPay by work\tHR\tPublish pay\tHR\t2022
        Open doors\tRespect\tHousing\tListen\tEli Frost\tOngoing
        """
    )
    assert brief(plan) == [
        ("Open doors", [("Parks", "Walk"), ("Parks", "Write"), ("Housing", "Listen")]),
        ("Fair pay", [("HR", "Publish pay")]),
    ]
    assert [theme.desired_outcome for theme in plan.themes] == ["Respect", "Pay by work"]


def test_themes_and_outcomes_in_rows_of_one_grid() -> None:
    plan = read(
        """\
        Open doors\t\t
        Desired outcome: Respect\t\t
        Action\tLead\tWhen
        Parks and Trees\t\t
        Walk\tAda Lark\tMay 2022
        Fair pay\t\t
        Desired outcome: Pay by work\t\t
        Action\tLead\tWhen
        Publish pay\tHR\t2022
        """
    )
    assert brief(plan) == [
        ("Open doors", [("Parks and Trees", "Walk")]),
        ("Fair pay", [(None, "Publish pay")]),
    ]
    assert [theme.desired_outcome for theme in plan.themes] == ["Respect", "Pay by work"]
    assert plan.leftovers == ()


def test_columns_for_quarters() -> None:
    plan = read(
        """\
        Action\tLead\tQ1 2022/23\tQ2 2022/23
        Walk\tAda Lark\tx\t
        Write\tBen Mossop\t\tfirst draft
        """
    )
    first, second = plan.actions
    assert (first.target.text, first.target.kind) == ("Q1 2022/23", TargetKind.QUARTER)
    assert second.target.text == "Q2 2022/23 first draft"


def test_start_and_end_in_two_columns() -> None:
    (action,) = read("Action\tLead\tStart date\tEnd date\nWalk\tAda Lark\tMay 2022\tJune 2022\n").actions
    expected = read_target("May 2022 – June 2022")
    assert (action.target, action.doubts) == (expected, ("start and end stand in two columns",))
    assert expected.kind is TargetKind.RANGE


def test_next_steps_keep_their_name_and_a_state_needs_none() -> None:
    (action,) = read(
        "Action\tLead\tProgress\tRAG\tNext steps\nWalk\tAda Lark\tTwo held\tAmber\tA third\n"
    ).actions
    assert action.achieved == ("Two held", "Amber", "Next steps: A third")


def test_what_has_no_place_is_left_over_with_its_column() -> None:
    plan = read("Action\tLead\tCost\nWalk\tAda Lark\t£5\tspare\n")
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Cost: £5", "the column “Cost” has no place in a plan"),
        ("spare", "the row has more cells than there are column names"),
    ]


def test_an_objective_beside_actions_is_their_theme_unless_a_heading_names_one() -> None:
    grid = "Objective\tAction\tLead\nRespect\tWalk\tAda Lark\nFair pay\tPublish the gap\tAda Lark\n"
    assert [(theme.title, len(theme.actions)) for theme in read(grid).themes] == [
        ("Respect", 1),
        ("Fair pay", 1),
    ]
    (theme,) = read(f"Our plan\n\nTheme 1: Trust\n\n{grid}").themes
    assert (theme.title, [action.outcome for action in theme.actions]) == (
        "Theme 1: Trust",
        ["Respect", "Fair pay"],
    )


def test_an_action_alone_in_its_row_is_an_action_and_a_name_alone_is_a_service() -> None:
    plan = read(
        """\
        Action\tLead\tWhen
        Parks and Trees\t\t
        Walk each park with residents\t\t
        Review the letters.\t\t
        Adult social care\t\t
        Write\tAda Lark\t2022
        Empty Service Heading\t\t
        """
    )
    assert brief(plan)[0][1] == [
        ("Parks and Trees", "Walk each park with residents"),
        ("Parks and Trees", "Review the letters."),
        ("Adult social care", "Write"),
    ]
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Empty Service Heading", "looks like the heading of a service, and no action stands under it")
    ]


def test_a_row_without_an_action_goes_on_from_the_one_above_with_a_doubt() -> None:
    (action,) = read("Action\tLead\tWhen\nWalk\tAda Lark\tMay 2022\n\tBen Mossop\tand June 2022\n").actions
    assert action.lead_text == "Ada Lark Ben Mossop"
    assert action.target.text == "May 2022 and June 2022"
    assert "a row without an action stands below this one, and was taken as its continuation" in action.doubts


def test_a_first_row_without_an_action_is_left_over() -> None:
    plan = read("Action\tLead\tWhen\n\tAda Lark\tMay 2022\nWalk\tBen Mossop\t\n")
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Ada Lark | May 2022", "a row that names no action")
    ]


def test_text_between_tables_is_left_over_and_a_word_before_a_table_introduces_it() -> None:
    table = "Action\tLead\n{}\tAda Lark\n"
    plan = read(
        f"The plan\n\nOpen doors\n\n{table.format('Walk')}\nA stray remark.\n\nAs follows:\n\n{table.format('Write')}"
    )
    assert texts(plan.leftovers) == ["A stray remark."]
    assert texts(plan.front_matter) == ["As follows:"]
    assert [action.action for action in plan.actions] == ["Walk", "Write"]


def test_a_theme_with_neither_table_nor_recommendations() -> None:
    plan = read(
        "Our plan\n\nOpen doors\n\nDesired outcome: Respect\n\nFair pay\n\nDesired outcome:\n\nPay by work\n"
    )
    assert plan.themes == (
        dataclasses.replace(plan.themes[0], title="Open doors", desired_outcome="Respect", actions=()),
        dataclasses.replace(plan.themes[1], title="Fair pay", desired_outcome="Pay by work", actions=()),
    )
    assert plan.title == "Our plan"


def test_recommendations_without_marks() -> None:
    plan = read(
        "Our plan\n\nOpen doors\n\nRecommendations\n\nPublish pay\nListen more\n\nAction\tLead\nWalk\tAda Lark\n"
    )
    assert plan.themes == (
        Theme(
            title="Open doors",
            recommendations=("Publish pay", "Listen more"),
            actions=plan.actions,
            source=plan.themes[0].source,
        ),
    )


def test_an_empty_target_cell_has_no_kind() -> None:
    (action,) = read("Action\tLead\tWhen\nWalk\tAda Lark\t\n").actions
    assert action.target == Target()


def test_labels_at_the_top_say_whose_plan_it_is_and_when() -> None:
    plan = read("Plan\n\nOrganisation: Wexcombe Homes\nDate: 12 May 2021\n\nAction\tWhen\nWalk\tJuly\n")
    assert (plan.title, plan.organisation, plan.document_date) == ("Plan", "Wexcombe Homes", "2021-05-12")
    assert plan.actions[0].target.doubts == (
        "year not given: 2021 assumed from the document's date (12 May 2021)",
    )


def test_a_short_row_is_doubted_where_the_last_column_is_always_filled() -> None:
    rows = "".join(f"Walk {at} / Ada Lark / 202{at} / Done / People feel safe\n" for at in range(3))
    plan = read(f"Action / Lead / When / Progress / Outcome\n{rows}Write / Ben Mossop / 2024 / All wrote\n")
    assert [action.doubts for action in plan.actions] == [(), (), (), (rows_module.SHORT,)]
    plan = read("Action\tLead\tWhen\nWalk\tAda Lark\t2021\nWrite\tBen Mossop\n")
    assert [action.doubts for action in plan.actions] == [(), ()]


def test_a_heading_between_outcome_and_table_is_a_service_only_if_it_sounds_like_one() -> None:
    words = "Our plan\n\nOpen doors\n\nDesired outcome: Respect.\n\n{}\n\nAction\tLead\nWalk\tAda Lark\n"
    assert brief(read(words.format("What each of us will do"))) == [("Open doors", [(None, "Walk")])]
    assert brief(read(words.format("Housing Options Team"))) == [
        ("Open doors", [("Housing Options Team", "Walk")])
    ]
