"""Names of a document and the people of the register: asked before it is done, shown afterwards, and taken back."""

import pytest
from django.test import Client

from tests import making, reading
from throughline.base import audit
from throughline.base.models import Notice, Person, User
from throughline.base.permissions import NotAllowed
from throughline.plan.changes import actions, lead_matching
from throughline.plan.models import Action, ActionLead, LeadMatch, LeadToMatch, Plan
from throughline.plan.queries import matched
from throughline.plan.queries.lead_matching import to_match

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
NAME = "Catriona"


@pytest.fixture
def devlin() -> Person:
    return making.person("Catriona Devlin")


@pytest.fixture
def plan() -> Plan:
    """Three actions that a first name leads; for the third somebody is accountable already."""
    plan = making.plan("Fair by Practice", "wx")
    theme = making.theme(plan)
    for accountable in (None, None, making.person("Ada Obi")):
        action = making.action(theme, accountable=accountable)
        lead = ActionLead.objects.create(action=action, kind="unknown", name=NAME, position=1)
        LeadToMatch.objects.create(lead=lead, made_on=TODAY, suggestions=[7])
    return plan


@pytest.fixture
def address(plan: Plan) -> str:
    return f"/plan/leads-to-match/{LeadToMatch.objects.order_by('id')[0].pk}/"


@pytest.fixture
def client(team: User) -> Client:
    return making.signed_in(team)


def accountable(plan: Plan) -> list[str]:
    return [str(one.accountable or "") for one in plan.actions.order_by("number")]


def match(team: User, devlin: Person) -> None:
    [one] = to_match(for_user=team, today=TODAY)
    lead_matching.match_person(by=team, to_match=one.waiting, person=devlin, today=TODAY)


def test_who_is_found_is_shown_and_nothing_happens_before_somebody_says_yes(
    client: Client, plan: Plan, address: str, devlin: Person
) -> None:
    said = {"lead-choice": "other", "lead-other": NAME}
    page = client.post(address, said)
    words = reading.words(page)
    assert "Is Catriona Catriona Devlin?" in words
    assert "Catriona Devlin becomes accountable for 2 actions: is that right? WX-001" in words
    assert (accountable(plan), LeadToMatch.objects.count(), Notice.objects.count()) == (
        ["", "", "Ada Obi"],
        3,
        0,
    )
    fields = reading.page(page).xpath("//main//form//input[@type='hidden' and @name!='csrfmiddlewaretoken']")
    again = {field.get("name"): field.get("value") for field in fields}
    assert again == said | {"sure": str(devlin.pk)}
    done = client.post(address, again, follow=True)
    assert reading.words(done).startswith("Done Catriona is Catriona Devlin.")
    assert accountable(plan) == ["Catriona Devlin", "Catriona Devlin", "Ada Obi"]


def test_a_yes_about_somebody_else_is_none(client: Client, plan: Plan, address: str, devlin: Person) -> None:
    other = making.person("Catriona Doe")
    words = reading.words(
        client.post(address, {"lead-choice": "other", "lead-other": "Catriona Devlin", "sure": str(other.pk)})
    )
    assert ("Is Catriona Catriona Devlin?" in words, accountable(plan)) == (True, ["", "", "Ada Obi"])


def test_afterwards_the_page_says_who_matched_it_and_takes_it_back(
    client: Client, team: User, plan: Plan, address: str, devlin: Person
) -> None:
    match(team, devlin)
    words = reading.words(client.get(address))
    assert f"Catriona was matched with Catriona Devlin by {team} on 16 March 2026, for:" in words
    assert "Nobody is accountable any more for 2 actions: WX-001, WX-002." in words
    assert f"{address}" in reading.links(client.get("/plan/leads-to-match/"))
    back = client.post(f"{address}take-back/", follow=True)
    assert back.redirect_chain == [(address, 302)]
    assert reading.words(back).startswith("Done Taken back. Say who Catriona is.")
    assert accountable(plan) == ["", "", "Ada Obi"]
    found = ActionLead.objects.filter(action__plan=plan).values_list("person", "kind")
    assert set(found) == {(None, "unknown")}
    assert {tuple(row.suggestions) for row in LeadToMatch.objects.all()} == {(7,)}
    assert (LeadToMatch.objects.count(), LeadMatch.objects.count()) == (3, 0)
    event = audit.history(Action.objects.get(number=1))[-1]
    assert (event.by, event.what, event.before, event.after) == (
        team,
        "plan.lead.match_taken_back",
        {"lead": NAME, "kind": "person", "person": devlin.pk, "accountable": devlin.pk},
        {"kind": "unknown", "person": None, "accountable": None},
    )
    told = Notice.objects.filter(person=devlin).order_by("-id")[0]
    assert (
        told.text
        == "“Catriona” is somebody else: what you were told of 3 actions was a mistake, and is taken back."
    )


def test_what_somebody_changed_since_stays(team: User, plan: Plan, address: str, devlin: Person) -> None:
    match(team, devlin)
    first, second, _ = plan.actions.order_by("number")
    grace = making.person("Grace Mensah")
    for action, whom in ((first, (grace,)), (second, (grace, devlin))):
        for person in whom:
            actions.hand_over(by=team, action=action, accountable=person, deputy=None, today=TODAY)
    words = reading.words(making.signed_in(team).get(address))
    assert "Where the accountable person was changed since, that stays." in words
    key = int(address.split("/")[-2])
    lead_matching.take_back(by=team, matches=matched.done(key, for_user=team).matches, today=TODAY)
    assert accountable(plan) == ["Grace Mensah", "Catriona Devlin", "Ada Obi"]


def test_a_team_and_nobody_are_taken_back_too(team: User, plan: Plan) -> None:
    for say in (lead_matching.say_team, lead_matching.say_nobody):
        [one] = to_match(for_user=team, today=TODAY)
        say(by=team, to_match=one.waiting, today=TODAY)
        assert to_match(for_user=team, today=TODAY) == []
        done = matched.done(one.first, for_user=team)
        lead_matching.take_back(by=team, matches=done.matches, today=TODAY)
    [one] = to_match(for_user=team, today=TODAY)
    assert [row.lead.kind for row in one.waiting] == ["unknown"] * 3


def test_only_who_may_match_may_take_back(team: User, plan: Plan, address: str, devlin: Person) -> None:
    match(team, devlin)
    staff = making.account("staff")
    client = making.signed_in(staff)
    assert [client.get(address).status_code, client.post(f"{address}take-back/").status_code] == [403, 403]
    matches = list(LeadMatch.objects.all())
    with pytest.raises(NotAllowed):
        lead_matching.take_back(by=staff, matches=matches, today=TODAY)
    assert accountable(plan) == ["Catriona Devlin", "Catriona Devlin", "Ada Obi"]


def test_who_was_meant_before_comes_first_the_next_time(team: User, plan: Plan, devlin: Person) -> None:
    assert matched.earlier([NAME]) == {}
    match(team, devlin)
    assert matched.earlier(["CATRIONA", "Ada"]) == {"catriona": [devlin.pk]}


def test_nobody_is_taken_for_a_part_of_their_name(team: User, plan: Plan, devlin: Person) -> None:
    """In the other forms, which ask nothing more."""
    client = making.signed_in(team)
    page = client.post("/plan/wx/1/hand-over/", {"accountable": NAME, "deputy": "", "seen": "0"})
    assert reading.errors(page) == [
        f"“Catriona” is only a part of a name. If you mean Catriona Devlin ({devlin.email}), enter that."
    ]
    client.post("/plan/wx/1/hand-over/", {"accountable": "devlin catriona", "deputy": ""})
    assert accountable(plan)[0] == "Catriona Devlin"


def test_plans_of_one_title_are_told_apart_by_their_short_names(client: Client, plan: Plan) -> None:
    making.plan("Fair by Practice", "wx2")
    assert [row[0] for row in reading.rows(client.get("/plan/?all"))] == [
        "Fair by Practice WX2",
        "Fair by Practice WX",
    ]
    assert [row[1] for row in reading.rows(client.get("/plan/leads-to-match/"))] == ["Fair by Practice (WX)"]
