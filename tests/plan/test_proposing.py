"""Adding an action: to whom the page is open, what it offers, and what it says of a proposal before and after."""

import pytest
from django.test import Client

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Place, User
from throughline.plan.models import Action, Plan
from throughline.plan.rules import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
PROPOSED = "It is shown as proposed, and is not published, until somebody agrees to it."

CHOOSE = "Choose from the list"


@pytest.fixture
def places() -> dict[str, Place]:
    """Two directorates, each with a service; one service has a team."""
    borough = making.place("Wexcombe", "authority")
    homes, streets = (making.place(name, "directorate", borough) for name in ("Homes", "Streets"))
    lettings = making.place("Lettings", "service", homes)
    keys, cleaning = making.place("Keys", "team", lettings), making.place("Cleaning", "service", streets)
    making.place("Closed", "team", lettings, closed_on=TODAY)
    return {place.name: place for place in (homes, streets, lettings, keys, cleaning)}


@pytest.fixture
def plan(places: dict[str, Place]) -> Plan:
    found = making.plan(place=places["Streets"])
    making.theme(found)
    return found


def offered(client: Client, path: str = "/plan/wx/add/") -> list[str]:
    return reading.page(client.get(path)).xpath("//select[@name='service']/option/text()")


def note(client: Client) -> list[str]:
    found = reading.page(client.get("/plan/wx/add/")).xpath("//*[@class='govuk-inset-text']")
    return [" ".join(one.text_content().split()) for one in found]


def add(client: Client, plan: Plan, service: Place | str) -> str:
    """What the next page says first."""
    key = service.pk if isinstance(service, Place) else service
    data = {"text": "Visit every depot", "theme": plan.themes.get().pk, "service": key}
    page = client.post("/plan/wx/add/", data, follow=True)
    return reading.words(page).partition(" Safe to speak")[0]


def test_a_member_of_staff_adds_nothing_and_sees_no_way_to(plan: Plan) -> None:
    client = signed_in(making.account("staff"))
    assert [link for link in reading.links(client.get("/plan/wx/")) if "/add/" in link] == []
    assert client.get("/plan/wx/add/").status_code == 403
    data = {"text": "Visit every depot", "theme": plan.themes.get().pk, "service": ""}
    assert (client.post("/plan/wx/add/", data).status_code, Action.objects.count()) == (403, 0)


def test_a_service_manager_proposes_to_the_plan_of_another_directorate(
    plan: Plan, places: dict[str, Place]
) -> None:
    client = signed_in(making.account("service_manager", places["Lettings"]))
    assert note(client) == [
        f"This will be a proposal: this plan belongs to Streets, outside your own area. {PROPOSED}"
    ]
    assert offered(client) == [CHOOSE, "Keys (as a proposal)", "Lettings (as a proposal)"]
    said = add(client, plan, places["Keys"])
    assert said == f"Done WX-001 is proposed. {PROPOSED} WX-001 ·"
    assert "Proposed Somebody proposed it; it is not agreed yet." in reading.words(client.get("/plan/wx/1/"))
    assert Action.objects.get().stage == Stage.PROPOSED


def test_whose_plan_it_is_agrees_to_a_proposal_and_not_who_made_it(
    plan: Plan, places: dict[str, Place]
) -> None:
    manager = signed_in(making.account("service_manager", places["Lettings"]))
    add(manager, plan, places["Keys"])
    said = reading.words(manager.post("/plan/wx/1/decide/", {"stage": "agreed"}))
    assert "whoever looks after the plan agrees to what is proposed to it" in said
    assert Action.objects.get().stage == Stage.PROPOSED
    other = signed_in(making.account("dmt", making.place("Leisure", "directorate")))
    assert other.post("/plan/wx/1/decide/", {"stage": "agreed"}).status_code == 403
    director = signed_in(making.account("dmt", places["Streets"]))
    director.post("/plan/wx/1/decide/", {"stage": "agreed"})
    assert Action.objects.get().stage == Stage.AGREED
    assert (
        director.post("/plan/wx/1/decide/", {"stage": "stopped"}).status_code == 403
    )  # the service's own now


def test_who_proposed_may_take_it_back(plan: Plan, places: dict[str, Place]) -> None:
    manager = signed_in(making.account("service_manager", places["Lettings"]))
    add(manager, plan, places["Keys"])
    manager.post("/plan/wx/1/decide/", {"stage": "declined", "reason": "We found a better way"})
    assert Action.objects.get().stage == Stage.DECLINED


def test_a_service_manager_adds_to_the_plan_of_her_own_directorate(
    plan: Plan, places: dict[str, Place]
) -> None:
    client = signed_in(making.account("service_manager", places["Cleaning"]))
    assert (note(client), offered(client)) == ([], ["Cleaning"])
    assert add(client, plan, places["Cleaning"]) == "Done WX-001 is made. WX-001 ·"
    assert Action.objects.get().stage == Stage.AGREED


def test_who_looks_after_both_sees_which_is_a_proposal(plan: Plan, places: dict[str, Place]) -> None:
    user = making.account("service_manager", places["Cleaning"])
    user.grants.create(role="service_manager", place=places["Lettings"], given_on=making.LONG_AGO)
    client = signed_in(user)
    assert note(client) == [
        "This will be a proposal if you choose a service marked “as a proposal”: "
        f"this plan belongs to Streets, and does not cover it. {PROPOSED}"
    ]
    assert offered(client) == [CHOOSE, "Cleaning", "Keys (as a proposal)", "Lettings (as a proposal)"]


@pytest.mark.parametrize("role", ["equality_team", "dmt"])
def test_whose_plan_it_is_adds_at_once(role: str, plan: Plan, places: dict[str, Place]) -> None:
    client = signed_in(making.account(role, places["Streets"] if role == "dmt" else None))
    assert note(client) == []
    everything = ["Not said", "Cleaning", "Homes", "Keys", "Lettings", "Streets"]
    assert offered(client) == (everything if role == "equality_team" else ["Not said", "Cleaning", "Streets"])
    assert add(client, plan, "") == "Done WX-001 is made. WX-001 ·"


def test_the_plan_of_the_whole_body_covers_everything(places: dict[str, Place]) -> None:
    plan = making.plan()
    making.theme(plan)
    client = signed_in(making.account("service_manager", places["Lettings"]))
    assert (note(client), offered(client)) == ([], [CHOOSE, "Keys", "Lettings"])
    assert add(client, plan, places["Lettings"]) == "Done WX-001 is made. WX-001 ·"


def test_what_is_not_offered_is_an_error_of_the_form(plan: Plan, places: dict[str, Place]) -> None:
    client = signed_in(making.account("service_manager", places["Cleaning"]))
    data = {"text": "Visit every depot", "theme": plan.themes.get().pk}
    for service, sentence in {
        "": "Select the service",
        str(places["Keys"].pk): "Service: choose from the list",
    }.items():
        page = client.post("/plan/wx/add/", data | {"service": service})
        assert (page.status_code, reading.errors(page)) == (200, [sentence])
    assert Action.objects.count() == 0


def test_changing_an_action_offers_what_is_there_too(plan: Plan, places: dict[str, Place]) -> None:
    closed = Place.objects.get(name="Closed")
    making.action(plan.themes.get(), service=closed)
    client = signed_in(making.account("service_manager", places["Lettings"]))
    assert offered(client, "/plan/wx/1/edit/") == [CHOOSE, "Keys", "Lettings", "Closed"]
    team: User = making.account("equality_team")
    assert offered(signed_in(team), "/plan/wx/1/edit/")[0] == "Not said"
