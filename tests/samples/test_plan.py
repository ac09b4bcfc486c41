"""The sample plan: every reference resolves, every story is possible, and it is as large and as late as real plans are."""

import collections
import datetime
import types
from typing import Any

import pytest

from documents import targets
from tests.samples import wexcombe
from throughline.base import permission_grid
from throughline.plan import rules

AS_OF = "2026-10-31"
BEGIN = "2025-04-01"
ACTIONS = wexcombe.actions()
OPEN = {"agreed", "in_progress", "ongoing"}


def told(action: dict[str, Any]) -> str:
    """The last day on which somebody said something, or else the day of its making."""
    return action["progress"][-1]["on"] if action["progress"] else made(action)


def made(action: dict[str, Any]) -> str:
    return action["agreed_on"] or action["proposed_on"]


each_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action["reference"])


def test_counts():
    themes = wexcombe.plan()["themes"]
    assert len(themes) == 8
    assert 110 <= len(ACTIONS) <= 130
    assert {2 <= len(theme["recommendations"]) <= 5 for theme in themes} == {True}
    assert len({theme["title"] for theme in themes}) == 8
    assert {action["service"] for action in ACTIONS} == {service["code"] for service in wexcombe.services()}


def test_references_count_from_one_and_never_repeat():
    assert [action["reference"] for action in ACTIONS] == [f"W-{n:03}" for n in range(1, len(ACTIONS) + 1)]
    recommendations = wexcombe.recommendations()
    assert [one["reference"] for one in recommendations] == [
        f"R-{n:02}" for n in range(1, len(recommendations) + 1)
    ]
    texts = [action["text"] for action in ACTIONS] + [one["text"] for one in recommendations]
    assert len(set(texts)) == len(texts)


def test_eighteen_months_of_history():
    days = sorted(entry["on"] for action in ACTIONS for entry in action["progress"])
    months = {day[:7] for day in days}
    assert len(months) == 19  # April 2025 to October 2026, none left out
    assert days[0] >= BEGIN
    assert days[-1] <= AS_OF == wexcombe.plan()["as_of"]
    assert len(days) > 350


@each_action
def test_people_exist_and_worked_here_on_the_day(action: dict[str, Any]):
    people = [action["accountable"], action["deputy"]]
    people += [lead["employee_number"] for lead in action["other_leads"] if lead["kind"] == "person"]
    for number in filter(None, people):
        assert wexcombe.employed(number, made(action)), number
    assert action["accountable"]
    assert action["accountable"] != action["deputy"]
    for entry in action["progress"]:
        assert wexcombe.employed(entry["by"], entry["on"]), entry
    if action["proposed_by"]:
        assert wexcombe.employed(action["proposed_by"], action["proposed_on"])


@each_action
def test_places_and_links_exist(action: dict[str, Any]):
    places = wexcombe.places()
    assert places[action["service"]] == "service"
    kinds = {"team": {"team", "service"}, "partner": {"partner", "provider"}}
    for lead in action["other_leads"]:
        assert lead["kind"] == "person" or places[lead["place"]] in kinds[lead["kind"]]
    known = {other["reference"] for other in ACTIONS} - {action["reference"]}
    assert {link["reference"] for link in action["links"]} <= known
    assert {link["kind"] for link in action["links"]} <= {"supports", "depends_on", "duplicates"}


@each_action
def test_the_stage_follows_from_the_entries_by_the_rules(action: dict[str, Any]):
    stage, evidence = rules.Stage("agreed" if action["agreed_on"] else "proposed"), False
    days = [entry["on"] for entry in action["progress"]]
    assert days == sorted(days)
    assert all(day >= made(action) for day in days)
    for entry in action["progress"]:
        evidence = evidence or "evidence" in entry
        after = rules.Stage(entry.get("stage", stage))
        rules.check_move(
            stage,
            after,
            reason=action["stage_reason"],
            has_evidence=evidence,
            has_review_date=bool(action["next_review_on"]),
        )
        stage = after
    assert action["stage"] == stage
    assert bool(action["stage_reason"]) == (stage in {rules.Stage.STOPPED, rules.Stage.DECLINED})
    assert bool(action["next_review_on"]) == (stage is rules.Stage.ONGOING)


@each_action
def test_who_verifies_is_not_who_reported(action: dict[str, Any]):
    reporter = [entry["by"] for entry in action["progress"] if entry.get("stage") == "reported_done"]
    verifier = [entry["by"] for entry in action["progress"] if entry.get("stage") == "verified_done"]
    assert (len(verifier) == 1) == (action["stage"] == "verified_done")
    if verifier:
        assert verifier[0] not in {*reporter, action["accountable"]}


@each_action
def test_what_it_lacks_is_what_the_rules_say(action: dict[str, Any]):
    end = action["target"]["end"]
    facts = types.SimpleNamespace(
        text=action["text"],
        points=action["points"],
        success_measure=action["success_measure"] or "",
        accountable_id=action["accountable"],
        deputy_id=action["deputy"],
        stage=action["stage"],
        target_kind=action["target"]["kind"],
        target_end=datetime.date.fromisoformat(end) if end else None,
        next_review_on=None,
        updated_on=None,
        made_on=datetime.date(2025, 4, 1),  # what follows from the day is not in the file
        progress_count=len(action["progress"]),
        evidence_count=1,
    )
    found = rules.lacks(facts, today=datetime.date(2025, 4, 1), cycle_days=31)
    assert action["lacks"] == [lack.letter for lack in found if lack.letter != "realistic"]


@each_action
def test_the_target_is_read_as_documents_reads_it(action: dict[str, Any]):
    target = action["target"]
    read = targets.read_target(target["text"], document_date=made(action))
    days = [day.isoformat() if day else None for day in (read.start, read.end)]
    assert [target["kind"], target["start"], target["end"]] == [str(read.kind), *days]


def test_targets_are_of_nearly_every_kind():
    kinds = {action["target"]["kind"] for action in ACTIONS}
    assert {str(kind) for kind in targets.TargetKind} - kinds == set()


def test_stages_are_mixed_as_in_real_plans():
    stages = collections.Counter(action["stage"] for action in ACTIONS)
    assert set(stages) == {str(stage) for stage in rules.Stage}
    assert stages["verified_done"] >= 15
    assert stages["reported_done"] >= 8
    assert stages["ongoing"] >= 10


def test_about_one_in_five_is_silent_for_ninety_days():
    silent = [action for action in ACTIONS if action["stage"] in OPEN and told(action) < "2026-08-02"]
    assert 0.12 <= len(silent) / len(ACTIONS) <= 0.25
    overdue = [
        action
        for action in silent
        if action["stage"] != "ongoing" and action["target"]["end"] and action["target"]["end"] < AS_OF
    ]
    assert len(overdue) >= 5


def test_two_actions_have_lost_somebody_who_left():
    left = {
        (action["reference"], wexcombe.people()[number]["Surname"])
        for action in ACTIONS
        for number in (action["accountable"], action["deputy"])
        if number and not wexcombe.employed(number, AS_OF)
    }
    assert {surname for _, surname in left} == {"Bilyk", "Frost"}
    assert len(left) == 2


def test_themes_have_outcomes_and_sponsors_who_work_here():
    for theme in wexcombe.plan()["themes"]:
        assert theme["desired_outcome"].endswith(".")
        assert wexcombe.employed(theme["lead_sponsor"], AS_OF)


def test_recommendations_are_made_by_services_and_answered_by_people():
    decisions = {"accepted", "accepted in part", "declined", "under consideration"}
    replies = [one["reply"] for one in wexcombe.recommendations() if one["reply"]]
    assert {wexcombe.places()[one["made_by"]] for one in wexcombe.recommendations()} == {"service"}
    assert {reply["decision"] for reply in replies} == decisions
    assert all(
        BEGIN <= reply["on"] <= AS_OF and wexcombe.employed(reply["by"], reply["on"]) for reply in replies
    )
    assert 3 <= len(wexcombe.recommendations()) - len(replies) <= 8  # some still wait


def test_versions_are_quarterly_and_by_two_people():
    versions = wexcombe.plan()["published_versions"]
    assert [one["number"] for one in versions] == [1, 2, 3]
    assert [one["stands_at"] for one in versions] == ["2026-03-31", "2026-06-30", "2026-09-30"]
    for one in versions:
        assert one["stands_at"] <= one["asked_on"] <= one["published_on"] <= AS_OF
        assert one["asked_by"] != one["approved_by"]
        assert wexcombe.employed(one["asked_by"], one["asked_on"])
        assert wexcombe.employed(one["approved_by"], one["published_on"])


def test_somebody_can_sign_in_for_every_role():
    personas = wexcombe.plan()["demo_people"]
    roles = collections.Counter(one["role"] for one in personas)
    assert set(roles) == set(permission_grid.ROLES) - {"public"}
    assert {role for role, count in roles.items() if count == 2} == {"dmt", "equality_team", "sysadmin"}
    for one in personas:
        assert one["scope"] in wexcombe.places()
        assert one["try"].endswith(".")
        if one["employee_number"]:
            assert wexcombe.employed(one["employee_number"], AS_OF)
            assert one["partner_contact"] is None
        else:
            assert wexcombe.places()[one["partner_contact"]["place"]] in {"partner", "provider"}
            assert one["partner_contact"]["email"].endswith(".example")
    assert len({one["employee_number"] or one["partner_contact"]["name"] for one in personas}) == len(
        personas
    )
