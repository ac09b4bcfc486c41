"""What people are told about the plan: who, once for each occasion, and nobody else."""

import datetime
import pathlib

import pytest

from tests import making
from throughline.base.changes import approvals as base_approvals
from throughline.base.models import Notice
from throughline.plan import permissions
from throughline.plan.changes import actions, importing, lead_matching, progress, telling
from throughline.plan.models import LeadToMatch, Theme
from throughline.plan.rules import Stage

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
DAY = datetime.timedelta(days=1)


def told() -> list[tuple[str, str, str]]:
    return [(one.person.name, one.text, one.path) for one in Notice.objects.order_by("id")]


def test_a_date_that_ran_out_is_told_once(theme: Theme) -> None:
    making.action(
        theme, "Visit every depot", accountable=making.person("Ada Obi"), target_end=TODAY, made_on=TODAY
    )
    telling.tell_due(TODAY)
    assert told() == []
    telling.tell_due(TODAY + DAY)
    telling.tell_due(TODAY + 2 * DAY)
    assert told() == [
        (
            "Ada Obi",
            "The date of WX-001 ran out, and it is not closed: Visit every depot",
            "/plan/wx/1/progress/",
        )
    ]


def test_a_silence_is_told_once_and_a_new_one_again(theme: Theme) -> None:
    lead = making.account("staff", someone=making.person("Ada Obi"))
    action = making.action(theme, "Visit every depot", accountable=lead.person, made_on=TODAY)
    for later in (31, 32, 40):
        telling.tell_due(TODAY + later * DAY)
    assert [text for _, text, _ in told()] == [
        "Nobody has said anything about WX-001 for 32 days: Visit every depot"
    ]
    progress.record_progress(by=lead, action=action, text="Two visited", today=TODAY + 41 * DAY)
    telling.tell_due(TODAY + 72 * DAY)
    assert len(told()) == 1
    telling.tell_due(TODAY + 73 * DAY)
    assert len(told()) == 2


def test_the_deputy_hears_when_the_accountable_person_has_left(theme: Theme) -> None:
    gone, deputy = making.person("Dee Gone", left_on=TODAY), making.person("Bo Li")
    making.action(theme, accountable=gone, deputy=deputy, target_end=TODAY - DAY, made_on=TODAY)
    telling.tell_due(TODAY)
    assert [name for name, _, _ in told()] == ["Bo Li"]


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": Stage.VERIFIED_DONE},
        {"stage": Stage.STOPPED, "stage_reason": "over"},
        {"stage": Stage.PROPOSED},
        {"removed_on": TODAY},
    ],
)
def test_nobody_hears_of_what_is_closed_proposed_or_removed(theme: Theme, fields: dict) -> None:
    long_ago = TODAY - 300 * DAY
    making.action(theme, accountable=making.person(), target_end=long_ago, made_on=long_ago, **fields)
    telling.tell_due(TODAY)
    assert told() == []


def test_who_leads_something_new_hears_of_it(theme: Theme) -> None:
    team = making.account("equality_team")
    ada, bo, cy = (making.person(name) for name in ("Ada Obi", "Bo Li", "Cy Roe"))
    action = making.action(theme, "Visit every depot", accountable=ada, deputy=bo)
    actions.hand_over(by=team, action=action, accountable=cy, deputy=bo, today=TODAY)
    assert told() == [("Cy Roe", "You are accountable for WX-001 now: Visit every depot", "/plan/wx/1/")]


def test_who_may_approve_hears_that_something_waits_and_who_asked_hears_the_decision(theme: Theme) -> None:
    asker, other = (
        making.account("equality_team", someone=making.person(name)) for name in ("Ada Obi", "Bo Li")
    )
    making.account("dmt", making.place("Elsewhere", "directorate"))
    here = making.account("dmt", theme.plan.place, making.person("Cy Roe", theme.plan.place))
    making.account("staff")
    action = making.action(theme)
    asked = actions.ask_to_remove(by=asker, action=action, reason="Twice", today=TODAY)
    assert here.person is not None
    assert sorted(name for name, _, _ in told()) == ["Bo Li", "Cy Roe"]
    base_approvals.approve(by=other, approval=asked, scope=permissions.scope(action), today=TODAY)
    text = f"Bo Li agreed to what you asked for: {asked.says}."
    assert told()[-1] == ("Ada Obi", text, "/approvals/")


def test_whoever_an_import_names_hears_of_it_once_and_a_match_of_each_action() -> None:
    """Dayo Okafor is in the register and leads one action; nobody is called Pat Quill until somebody says who that is."""
    borough = making.place("London Borough of Wexcombe", "authority")
    making.person("Dayo Okafor", making.place("Homes and Streets", "directorate", borough))
    pat = making.person("Patricia Quill")
    one, two = making.account("equality_team"), making.account("equality_team")
    file = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"
    importing.import_file(file, by=one, approved_by=two, today=TODAY)
    of_plan = [one for one in told() if not one[2].startswith("/approvals/")]
    title = "FAIR BY PRACTICE: HOMES AND STREETS DIRECTORATE ACTION PLAN - JANUARY 2026"
    assert of_plan == [
        ("Dayo Okafor", f"You lead 1 action of a plan that is in Throughline now: {title}", "/plan/mine/")
    ]
    before = len(told())
    waiting = LeadToMatch.objects.filter(lead__name="Pat Quill").select_related("lead__action__plan")
    assert len(waiting) > 0
    references = [row.lead.action.reference for row in waiting]
    lead_matching.match_person(by=one, to_match=list(waiting), person=pat, today=TODAY)
    assert [(name, text.split(" now: ")[0].split()[-1]) for name, text, _ in told()[before:]] == [
        ("Patricia Quill", reference) for reference in references
    ]
