"""A file that comes back late, in part or wrong: what it may not do, and what stands in its way in words."""

import datetime
import json

import pytest

from tests import making
from tests.making import TODAY
from throughline.base.models import Person, Place, User
from throughline.plan import exports
from throughline.plan.changes import merging, progress, themes
from throughline.plan.changes.merging import MergeRefused
from throughline.plan.models import Action, Merge, Plan, Theme
from throughline.plan.queries import merging as queries
from throughline.plan.rules import Answer, Stage

pytestmark = pytest.mark.django_db
TEXTS = (
    "Name two people in each library to whom staff can turn",
    "Tell every new starter how to report racism",
    "Ring everybody who was turned away",
)
HEAD = "Reference,Theme,Service,Activity,Lead,Target date,What has been achieved\n"


@pytest.fixture
def repairs(db: None) -> Place:
    return making.place("Repairs", parent=making.place("Homes", "directorate"))


@pytest.fixture
def asha(repairs: Place) -> Person:
    return making.person("Asha Okoro", repairs)


@pytest.fixture
def plan(repairs: Place, asha: Person) -> Plan:
    plan = making.plan()
    theme = making.theme(plan, "Safe to speak", desired_outcome="All are heard")
    making.theme(plan, "Fair pay")
    for text in TEXTS:
        making.action(
            theme, text, service=repairs, accountable=asha, lead_text="Asha Okoro", target_text="by June"
        )
    return plan


def uploaded(by: User, plan: Plan, rows: str) -> Merge:
    return merging.upload(by=by, plan=plan, name="back.csv", data=(HEAD + rows).encode(), today=TODAY)


def offered(merge: Merge, by: User) -> queries.Preview:
    return queries.preview(merge, for_user=by, today=TODAY)


def taken(merge: Merge, by: User) -> Merge:
    """What is ticked from the start."""
    keys = [choice.key for choice in offered(merge, by).choices.values() if choice.ticked]
    return merging.take(by=by, merge=merge, keys=keys, today=TODAY)


def test_a_column_that_the_file_does_not_have_strikes_nothing_out(plan: Plan, team: User) -> None:
    rows = "".join(f"WX-00{n},Safe to speak,{text},Done {n}\n" for n, text in enumerate(TEXTS, 1))
    data = ("Reference,Theme,Activity,What has been achieved\n" + rows).encode()
    merge = merging.upload(by=team, plan=plan, name="back.csv", data=data, today=TODAY)
    found = offered(merge, team).changed
    assert [[one.difference.field for one in row.choices] for row in found] == [["achieved"]] * 3


def test_what_would_be_struck_out_is_ticked_by_hand(plan: Plan, team: User) -> None:
    merge = uploaded(team, plan, f"WX-001,Safe to speak,Repairs,{TEXTS[0]},,by July,\n")
    assert [
        (choice.difference.field, choice.difference.now, choice.open, choice.ticked)
        for choice in offered(merge, team).choices.values()
    ] == [
        ("lead", "", True, False),
        ("target_date", "by July", True, True),
        ("desired_outcome", "", True, False),
    ]
    taken(merge, team)
    first = plan.actions.get(number=1)
    assert (first.lead_text, first.target_text, first.theme.desired_outcome) == (
        "Asha Okoro",
        "by July",
        "All are heard",
    )


def test_what_was_removed_or_declined_meanwhile_is_not_added_again(plan: Plan, team: User) -> None:
    data = exports.export(plan, "docx", for_user=team, today=TODAY)
    plan.actions.filter(number=1).update(removed_on=TODAY)
    plan.actions.filter(number=2).update(stage=Stage.DECLINED, stage_reason="Others do it.")
    merge = merging.upload(by=team, plan=plan, name="back.docx", data=data, today=TODAY)
    new = offered(merge, team).new
    assert [(row.choice.open, row.choice.refusal.partition(". ")[0]) for row in new] == [
        (False, "WX-001 was removed from the plan, or declined"),
        (False, "WX-002 was removed from the plan, or declined"),
    ]


def test_somebody_who_was_matched_by_hand_stays_accountable(
    plan: Plan, team: User, asha: Person, repairs: Place
) -> None:
    first = plan.actions.get(number=1)
    Action.objects.filter(pk=first.pk).update(lead_text="A. Okoro")
    first.leads.create(kind="person", name="A. Okoro", person=asha, position=1)
    making.person("Sam Turner", repairs)
    taken(
        uploaded(team, plan, f"WX-001,Safe to speak,Repairs,{TEXTS[0]},A. Okoro / Sam Turner,by June,\n"),
        team,
    )
    first.refresh_from_db()
    assert (first.accountable, first.lead_text) == (asha, "A. Okoro / Sam Turner")
    assert list(first.leads.values_list("name", "person__name")) == [
        ("A. Okoro", "Asha Okoro"),
        ("Sam Turner", "Sam Turner"),
    ]


def test_somebody_who_was_matched_by_hand_and_has_left_is_not_accountable_again(
    plan: Plan, team: User, asha: Person
) -> None:
    first = plan.actions.get(number=1)
    Action.objects.filter(pk=first.pk).update(lead_text="A. Okoro", accountable=None)
    first.leads.create(kind="person", name="A. Okoro", person=asha, position=1)
    Person.objects.filter(pk=asha.pk).update(left_on=TODAY)
    taken(
        uploaded(team, plan, f"WX-001,Safe to speak,Repairs,{TEXTS[0]},A. Okoro / Housing team,by June,\n"),
        team,
    )
    first.refresh_from_db()
    assert (first.accountable, first.lead_text) == (None, "A. Okoro / Housing team")


def test_an_action_is_not_moved_out_of_ones_own_reach(plan: Plan, repairs: Place) -> None:
    making.place("Parks", parent=repairs.parent)
    manager = making.account("service_manager", repairs)
    merge = uploaded(manager, plan, f"WX-001,Safe to speak,Parks,{TEXTS[0]},Asha Okoro,by June,\n")
    [choice] = [one for one in offered(merge, manager).choices.values() if one.ticked]
    assert (choice.difference.field, choice.open, choice.refusal) == (
        "service",
        False,
        "You may not move an action there.",
    )
    with pytest.raises(MergeRefused, match="You may not move an action there"):
        taken(merge, manager)


def test_the_same_new_row_twice_is_two_choices(plan: Plan, team: User) -> None:
    row = ",Safe to speak,Repairs,Put up a notice board,,,\n"
    merge = uploaded(team, plan, row + row)
    keys = list(offered(merge, team).choices)
    assert len(keys) == 2
    merging.take(by=team, merge=merge, keys=keys[:1], today=TODAY)
    assert plan.actions.filter(text="Put up a notice board").count() == 1


def test_nothing_comes_into_a_plan_that_was_removed_meanwhile(plan: Plan, team: User) -> None:
    merge = uploaded(team, plan, ",Safe to speak,Repairs,Put up a notice board,,,\n")
    keys = list(offered(merge, team).choices)
    Plan.objects.update(removed_on=TODAY)
    with pytest.raises(Merge.DoesNotExist):
        merging.take(by=team, merge=merge, keys=keys, today=TODAY)
    assert Action.objects.count() == 3


def test_what_was_stuck_is_stuck_again_when_it_is_undone(plan: Plan, team: User) -> None:
    first = plan.actions.get(number=1)
    day = TODAY - datetime.timedelta(days=1)
    progress.record_progress(by=team, action=first, text="No room", today=day, answer=Answer.STUCK)
    row = f"WX-001,Safe to speak,Repairs,{TEXTS[0]},Asha Okoro,by June,There is a room\n"
    merge = taken(uploaded(team, plan, row), team)
    first.refresh_from_db()
    assert (first.stuck_on, first.updated_on) == (None, TODAY)
    merging.undo(by=team, merge=merge, reason="It was last year’s file.", today=TODAY)
    first.refresh_from_db()
    assert (first.stuck_on, first.updated_on, first.progress_count) == (day, day, 1)


def test_nothing_goes_back_into_a_theme_that_was_removed_since(plan: Plan, team: User) -> None:
    document = json.loads(exports.export(plan, "json", for_user=team, today=TODAY))
    safe, fair = document["themes"]
    fair["actions"], safe["actions"] = safe["actions"], []
    data = json.dumps(document).encode()
    merge = merging.upload(by=team, plan=plan, name="back.json", data=data, today=TODAY)
    merge = taken(merge, team)
    themes.remove_theme(by=team, theme=Theme.objects.get(position=1), reason="Empty.", today=TODAY)
    with pytest.raises(MergeRefused, match=r"this was removed since: Safe to speak\. Put it back first"):
        merging.undo(by=team, merge=merge, reason="Wrong.", today=TODAY)
    themes.put_back_theme(by=team, theme=Theme.objects.get(title="Safe to speak"), today=TODAY)
    merging.undo(by=team, merge=merge, reason="Wrong.", today=TODAY)
    assert set(plan.actions.values_list("theme__title", flat=True)) == {"Safe to speak"}


def test_words_about_what_is_ongoing_come_in_when_its_review_is_past(plan: Plan, team: User) -> None:
    past = TODAY - datetime.timedelta(days=1)
    plan.actions.filter(number=1).update(stage=Stage.ONGOING, next_review_on=past)
    row = f"WX-001,Safe to speak,Repairs,{TEXTS[0]},Asha Okoro,by June,Two more were named\n"
    taken(uploaded(team, plan, row), team)
    first = plan.actions.get(number=1)
    assert (first.stage, first.next_review_on, first.progress.get().text) == (
        Stage.ONGOING,
        past,
        "Two more were named",
    )
