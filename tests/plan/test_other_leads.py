"""Other leads of an action: people, teams and other bodies, named and removed by hand."""

import datetime

import pytest
from django.test import Client

from tests import making, reading
from tests.making import signed_in
from throughline.base import audit
from throughline.base.models import Notice, Place, User
from throughline.base.permissions import NotAllowed
from throughline.plan import permissions
from throughline.plan.changes import leads, progress
from throughline.plan.models import Action, ActionLead, LeadToMatch, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def directorate() -> Place:
    return making.place("Homes and Streets", "directorate")


@pytest.fixture
def theme(directorate: Place) -> Theme:
    return making.theme(making.plan(place=directorate))


@pytest.fixture
def client(team: User) -> Client:
    return signed_in(team)


def rows(action: Action) -> list[tuple[object, ...]]:
    return list(action.leads.values_list("position", "kind", "name", "person", "place"))


def test_people_and_places_are_added_in_order_and_the_authors_words_stay(
    theme: Theme, directorate: Place, team: User
) -> None:
    action = making.action(theme, lead_text="The heads of service", accountable=making.person("Ada Obi"))
    bo = making.person("Bo Li")
    depot = making.place("Depot", "team", directorate)
    friends = making.place("Friends of the Park", "partner")
    for lead in (bo, depot, friends):
        leads.add_lead(by=team, action=action, lead=lead, today=TODAY)
    assert rows(action) == [
        (1, "person", "Bo Li", bo.pk, None),
        (2, "team", "Depot", None, depot.pk),
        (3, "team", "Friends of the Park", None, friends.pk),
    ]
    action.refresh_from_db()
    assert action.lead_text == "The heads of service"
    event = audit.history(action)[-1]
    assert (event.by, event.what, event.before, event.after) == (
        team,
        "plan.lead.added",
        {},
        {"lead": "Friends of the Park", "kind": "team", "person": None, "place": friends.pk},
    )


def test_who_is_named_hears_of_it_once(theme: Theme, team: User) -> None:
    action, bo = making.action(theme, "Visit every depot"), making.person("Bo Li")
    leads.add_lead(by=team, action=action, lead=bo, today=TODAY)
    leads.remove_lead(by=team, lead=action.leads.get(), today=TODAY)
    leads.add_lead(by=team, action=action, lead=bo, today=TODAY)
    assert list(Notice.objects.values_list("person__name", "text", "path")) == [
        ("Bo Li", "You are a lead of WX-001 now: Visit every depot", "/plan/wx/1/")
    ]


def test_a_lead_who_is_named_may_record_progress_until_removed(theme: Theme, team: User) -> None:
    action, lead = making.action(theme), making.account("staff")
    assert lead.person is not None

    def may() -> list[bool]:
        fresh = Action.objects.get(pk=action.pk)
        names = ("plan.activity.update_progress", "plan.activity.create_edit")
        return [permissions.may(lead, name, fresh) for name in names]

    assert may() == [False, False]
    leads.add_lead(by=team, action=action, lead=lead.person, today=TODAY)
    assert may() == [True, False]
    progress.record_progress(by=lead, action=Action.objects.get(), text="Two depots done", today=TODAY)
    leads.remove_lead(by=team, lead=action.leads.get(), today=TODAY)
    assert may() == [False, False]


def test_a_removed_lead_takes_the_open_question_along(theme: Theme, team: User) -> None:
    action = making.action(theme, lead_text="Pat Quill")
    lead = ActionLead.objects.create(action=action, kind="unknown", name="Pat Quill", position=1)
    LeadToMatch.objects.create(lead=lead, made_on=TODAY)
    leads.remove_lead(by=team, lead=lead, today=TODAY)
    assert (rows(action), LeadToMatch.objects.count()) == ([], 0)
    assert Action.objects.get().lead_text == "Pat Quill"
    event = audit.history(action)[-1]
    assert (event.what, event.before["lead"], event.after) == ("plan.lead.removed", "Pat Quill", {})
    with pytest.raises(ActionLead.DoesNotExist):
        leads.remove_lead(by=team, lead=lead, today=TODAY)


def test_who_cannot_lead_it_too(theme: Theme, directorate: Place, team: User) -> None:
    ada, bo, cy = (making.person(name) for name in ("Ada Obi", "Bo Li", "Cy Roe"))
    depot = making.place("Depot", "team", directorate)
    action = making.action(theme, accountable=ada, deputy=bo)
    for name in ("Pat Quill", "Housing SMT"):
        ActionLead.objects.create(action=action, kind="unknown", name=name, position=1)
    for lead in (cy, depot):
        leads.add_lead(by=team, action=action, lead=lead, today=TODAY)
    as_named = (
        "“{}” is among its leads already, as a name that the register does not know yet. "
        "Remove that name first, then add the one you mean."
    )
    refused = {
        ada: "Ada Obi is accountable for it already.",
        bo: "Bo Li is its deputy already.",
        cy: "Cy Roe leads it already.",
        depot: "Depot leads it already.",
        making.person("Dee Gone", left_on=TODAY): "Dee Gone has left. Choose somebody who works here.",
        making.place(
            "Old Depot", "team", closed_on=TODAY
        ): "Old Depot is closed. Choose a place that is open.",
        making.person("PAT  Quill"): as_named.format("Pat Quill"),
        making.place("Housing SMT", "team"): as_named.format("Housing SMT"),
    }
    before = rows(action)
    for lead, sentence in refused.items():
        with pytest.raises(leads.LeadRefused) as refusal:
            leads.add_lead(by=team, action=action, lead=lead, today=TODAY)
        assert str(refusal.value) == sentence
    assert rows(action) == before
    tomorrow = making.person("Stays", left_on=TODAY + DAY)
    leads.add_lead(by=team, action=action, lead=tomorrow, today=TODAY)
    elsewhere = making.place("Adults", "directorate")
    another = Place.objects.create(code="depot-2", name="Depot", kind="team", parent=elsewhere)
    leads.add_lead(by=team, action=action, lead=another, today=TODAY)
    assert [row[3:] for row in rows(action)[-2:]] == [(tomorrow.pk, None), (None, another.pk)]


def test_a_lead_alone_may_name_nobody(theme: Theme, team: User) -> None:
    action, lead = making.action(theme), making.account("staff")
    assert lead.person is not None
    leads.add_lead(by=team, action=action, lead=lead.person, today=TODAY)
    with pytest.raises(NotAllowed):
        leads.add_lead(by=lead, action=action, lead=making.person(), today=TODAY)
    with pytest.raises(NotAllowed):
        leads.remove_lead(by=lead, lead=action.leads.get(), today=TODAY)


def test_the_page_adds_and_removes(theme: Theme, directorate: Place, client: Client, team: User) -> None:
    ada = making.person("Ada Obi")
    action = making.action(theme, lead_text="A. Obi and the depot", accountable=ada)
    action.leads.create(kind="person", name="A. Obi", person=ada, position=1)
    depot = making.place("Depot", "team", directorate)
    making.place("Closed Depot", "team", directorate, closed_on=TODAY)
    bo = making.person("Bo Li")
    page = client.get("/plan/wx/1/leads/")
    offered = reading.page(page).xpath("//select[@name='place']/option/text()")
    assert offered == ["Choose from the list", "Depot, Homes and Streets", "Homes and Streets"]
    assert "In the document: A. Obi and the depot. These words stay" in reading.words(page)
    assert reading.rows(page) == []
    for said in ({"person": "", "place": ""}, {"person": bo.email, "place": depot.pk}):
        errors = reading.errors(client.post("/plan/wx/1/leads/", said))
        assert errors == ["Enter a person or choose from the list, one at a time"]
    assert reading.errors(client.post("/plan/wx/1/leads/", {"person": "Ada Obi", "place": ""})) == [
        "Ada Obi is accountable for it already."
    ]
    client.post("/plan/wx/1/leads/", {"person": bo.employee_number, "place": ""})
    page = client.post("/plan/wx/1/leads/", {"person": "", "place": depot.pk}, follow=True)
    assert reading.rows(page) == [["Bo Li", "Remove Bo Li"], ["Depot", "Remove Depot"]]
    words = reading.words(client.get("/plan/wx/1/"))
    assert "Also led by Bo Li; Depot In the document: A. Obi and the depot Change also led by" in words
    client.post(f"/plan/wx/1/leads/{action.leads.get(name='Bo Li').pk}/remove/")
    words = reading.words(client.get("/plan/wx/1/"))
    assert "Also led by Depot In the document" in words
    said = [
        f"{team}: {what}"
        for what in ("added a lead: “Bo Li”", "added a lead: “Depot”", "removed a lead: “Bo Li”")
    ]
    assert [sentence in words for sentence in said] == [True] * 3
    assert client.post("/plan/wx/1/leads/999/remove/").status_code == 404
    assert client.get(f"/plan/wx/1/leads/{action.leads.get(name='Depot').pk}/remove/").status_code == 302
    assert action.leads.filter(name="Depot").count() == 1  # a link alone removes nothing


def test_the_lead_of_another_action_is_not_removed_here(theme: Theme, client: Client) -> None:
    making.action(theme)
    other = making.action(theme).leads.create(kind="team", name="Panel", position=1)
    assert client.post(f"/plan/wx/1/leads/{other.pk}/remove/").status_code == 404
    assert ActionLead.objects.count() == 1


def test_names_are_those_of_the_register_and_say_who_left(theme: Theme, client: Client) -> None:
    action = making.action(theme)
    gone = making.person("Dayo Okafor", left_on=TODAY)
    action.leads.create(kind="person", name="D. Okafor", person=gone, position=1)
    unknown = action.leads.create(kind="unknown", name="Pat Quill", position=2)
    to_match = LeadToMatch.objects.create(lead=unknown, made_on=TODAY)
    page = client.get("/plan/wx/1/leads/")
    assert reading.rows(page) == [
        ["Dayo Okafor Has left", "Remove Dayo Okafor"],
        ["Pat Quill Not matched", "Say who it is : Pat Quill Remove Pat Quill"],
    ]
    assert f"/plan/leads-to-match/{to_match.pk}/" in reading.links(page)
    assert "Dayo Okafor Pat Quill Nobody accountable" in reading.words(client.get("/plan/wx/"))


@pytest.mark.parametrize("path", ["/plan/wx/1/", "/plan/wx/1/leads/", "/plan/wx/"])
def test_the_number_of_queries_does_not_depend_on_how_many_lead(
    path: str, theme: Theme, directorate: Place, client: Client, django_assert_max_num_queries: object
) -> None:
    action = making.action(theme)

    def add() -> None:
        number = action.leads.count()
        depot = making.place(f"Depot {number}", "team", directorate)
        for fields in ({"person": making.person()}, {"place": depot}, {}):
            lead = action.leads.create(kind="team", name=f"Named {number}", position=1, **fields)
        LeadToMatch.objects.create(lead=lead, made_on=TODAY)

    counts = []
    for _ in range(3):
        add()
        with django_assert_max_num_queries(15) as found:  # type: ignore[operator]
            assert client.get(path).status_code == 200
        counts.append(len(found.captured_queries))
    assert counts == counts[-1:] * 3
