"""A plan by directorate and service: figures that add up, links that lead to what they count, and each service's own file."""

import itertools
import re

import pytest

import documents
from tests import making
from tests.making import TODAY, signed_in
from throughline.base.models import Place
from throughline.base.permissions import NotAllowed
from throughline.plan import exports
from throughline.plan.models import Plan
from throughline.plan.queries import exporting, services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = making.datetime.timedelta(days=1)


@pytest.fixture
def places() -> dict[str, Place]:
    top = making.place("London Borough of Wexcombe", "authority")
    homes = making.place("Homes", "directorate", top)
    people = making.place("People", "directorate", top)
    repairs = making.place("Repairs", parent=homes)
    return {
        "homes": homes,
        "people": people,
        "repairs": repairs,
        "lettings": making.place("Lettings", parent=homes),
        "gas": making.place("Gas Team", "team", repairs),
        "hr": making.place("Human Resources", parent=people),
        "shelter": making.place("Wexcombe Shelter", "partner"),
    }


@pytest.fixture
def plan(places: dict[str, Place]) -> Plan:
    plan = making.plan()
    first = making.theme(plan, "Safe to speak", desired_outcome="Everybody is heard.")
    first.recommendations.create(text="Publish who is appointed.", position=1)
    second = making.theme(plan, "Fair pay")
    lead = making.person("Ada Obi")
    late = TODAY - DAY
    new = {"made_on": TODAY}
    making.action(first, "Repairs late", service=places["repairs"], target_end=late, accountable=lead, **new)
    making.action(first, "Gas silent", service=places["gas"], made_on=TODAY - 90 * DAY, accountable=lead)
    making.action(second, "Lettings done", service=places["lettings"], stage="reported_done")
    making.action(second, "HR unowned", service=places["hr"], **new)
    making.action(second, "Shelter verified", service=places["shelter"], stage="verified_done")
    making.action(second, "Nobody's", accountable=lead, **new)
    making.action(second, "Removed", service=places["hr"], removed_on=TODAY)
    return plan


def figures(one: services.Figures) -> tuple[str, int, int, int, int, int]:
    name = one.place.name if one.place else ""
    return name, one.total, one.overdue, one.silent, one.unowned, one.done


def test_every_service_under_its_directorate_and_teams_with_their_service(plan: Plan) -> None:
    found = services.by_service(plan, for_user=making.account("staff"), today=TODAY, cycle_days=31)
    assert [
        (group.directorate and figures(group.directorate), [figures(one) for one in group.services])
        for group in found
    ] == [
        (("Homes", 3, 1, 1, 0, 1), [("Lettings", 1, 0, 0, 0, 1), ("Repairs", 2, 1, 1, 0, 0)]),
        (("People", 1, 0, 0, 1, 0), [("Human Resources", 1, 0, 0, 1, 0)]),
        (None, [("Wexcombe Shelter", 1, 0, 0, 0, 1), ("", 1, 0, 0, 0, 0)]),
    ]


def test_the_figures_of_one_part_are_those_of_its_line(plan: Plan, places: dict[str, Place]) -> None:
    asked = {"for_user": making.account("staff"), "today": TODAY, "cycle_days": 31}
    groups = services.by_service(plan, **asked)
    lines = [one for group in groups for one in [group.directorate, *group.services] if one and one.place]
    assert [(one.place.name, one.no_date, one.verified) for one in lines if one.place] == [
        ("Homes", 2, 0),
        ("Lettings", 1, 0),
        ("Repairs", 1, 0),
        ("People", 1, 0),
        ("Human Resources", 1, 0),
        ("Wexcombe Shelter", 0, 1),
    ]
    parts = [services.Part(plan, one.place) for one in lines if one.place]
    assert [services.of_part(part, **asked) for part in parts] == lines


def test_the_figures_of_ones_own_place(plan: Plan, places: dict[str, Place]) -> None:
    authority = places["homes"].parent
    assert authority is not None
    own = {places["gas"].pk, places["homes"].pk, making.place("Parks").pk, authority.pk}
    staff = making.account("staff")
    found = services.of_places(plan, own, for_user=staff, today=TODAY, cycle_days=31)
    assert [figures(one) for one in found] == [("Gas Team", 1, 0, 1, 0, 0), ("Homes", 3, 1, 1, 0, 1)]


def test_every_figure_of_the_page_leads_to_as_many_actions(plan: Plan) -> None:
    client = signed_in(making.account("equality_team"))
    page = client.get("/plan/wx/services/").content.decode()
    links = re.findall(r'<a class="govuk-link" href="(/plan/wx/\?[^"]+)">(\d+)<', page)
    assert len(links) == 7 + 9  # a total in each row, and every other figure that is not nothing
    for address, count in links:
        listing = client.get(address.replace("&amp;", "&")).context["page"]
        assert (address, listing.paginator.count) == (address, int(count))


def test_every_figure_of_a_place_leads_to_as_many_actions(plan: Plan, places: dict[str, Place]) -> None:
    client = signed_in(making.account("equality_team"))
    for name in ("homes", "repairs", "gas", "people", "shelter"):
        page = client.get(f"/plan/wx/services/{places[name].pk}/").content.decode()
        found = re.findall(r'href="(/plan/wx/\?[^"]+)"[^>]*>.*?(\d+)', page, re.S)
        assert len(found) == 6
        for address, count in found:
            listing = client.get(address.replace("&amp;", "&")).context["page"]
            assert (name, address, listing.paginator.count) == (name, address, int(count))


def test_a_service_shows_what_its_teams_do_and_nothing_else(plan: Plan, places: dict[str, Place]) -> None:
    answer = signed_in(making.account("staff")).get(f"/plan/wx/services/{places['repairs'].pk}/")
    lines = [
        (group.theme.title, line.action.text)
        for group in answer.context["groups"]
        for _, lines in group.services
        for line in lines
    ]
    assert lines == [("Safe to speak", "Repairs late"), ("Safe to speak", "Gas silent")]
    assert "Everybody is heard." in answer.content.decode()


def test_a_place_without_actions_says_so_and_none_is_not_found(plan: Plan, places: dict[str, Place]) -> None:
    client = signed_in(making.account("staff"))
    empty = making.place("Parks")
    assert b"No action of this plan belongs here." in client.get(f"/plan/wx/services/{empty.pk}/").content
    authority = places["homes"].parent
    assert authority is not None
    for key in (authority.pk, 99999):
        assert client.get(f"/plan/wx/services/{key}/").status_code == 404


def test_the_pages_take_as_many_queries_for_one_place_as_for_forty(
    plan: Plan, places: dict[str, Place], django_assert_max_num_queries
) -> None:
    user, theme = making.account("equality_team"), plan.themes.all()[0]
    for address in ("/plan/wx/services/", f"/plan/wx/services/{places['homes'].pk}/"):
        taken = []
        for _ in range(2):
            client = signed_in(user)
            client.get(address)
            with django_assert_max_num_queries(15) as queries:
                client.get(address)
            taken.append(len(queries))
            for _ in range(20):
                service = making.place(f"Service {Place.objects.count()}", parent=places["homes"])
                making.action(theme, service=service, accountable=making.person())
        assert taken[0] == taken[1], address


EXPECTED = {
    ("service_manager", "repairs"): {"repairs", "gas"},
    ("service_manager", "gas"): {"gas"},
    ("dmt", "homes"): {"homes", "repairs", "lettings", "gas"},
    ("staff", "repairs"): set(),
    ("equality_team", None): {"homes", "people", "repairs", "lettings", "gas", "hr", "shelter"},
}


@pytest.mark.parametrize("holder", EXPECTED, ids=str)
def test_who_may_take_which_part_as_a_file(
    plan: Plan, places: dict[str, Place], holder: tuple[str, str | None]
) -> None:
    role, at = holder
    client = signed_in(making.account(role, places[at] if at else None))
    for name, place in places.items():
        allowed = name in EXPECTED[holder]
        link = f"/plan/wx/services/{place.pk}/export/csv/"
        page = client.get(f"/plan/wx/services/{place.pk}/").content.decode()
        answers = client.get(link).status_code, link in page
        assert (name, answers) == (name, (200, True) if allowed else (403, False))


def test_the_file_holds_the_part_and_nothing_else(plan: Plan, places: dict[str, Place]) -> None:
    manager = making.account("service_manager", places["repairs"])
    part = services.part(plan, places["repairs"].pk, for_user=manager)
    document = exporting.to_document(part, for_user=manager)
    assert document.title == "Fair by Practice: Repairs"
    assert [
        (theme.title, theme.desired_outcome, theme.recommendations, [one.action for one in theme.actions])
        for theme in document.themes
    ] == [("Safe to speak", "Everybody is heard.", (), ["Repairs late", "Gas silent"])]
    with pytest.raises(NotAllowed):
        exports.export(plan, "docx", for_user=manager, today=making.TODAY)


@pytest.mark.parametrize("kind", exports.EXPORTS)
def test_the_file_of_a_part_is_read_again_as_it_was_written(
    plan: Plan, places: dict[str, Place], kind: str
) -> None:
    manager = making.account("service_manager", places["repairs"])
    answer = signed_in(manager).get(f"/plan/wx/services/{places['repairs'].pk}/export/{kind}/")
    assert answer["Content-Disposition"] == f'attachment; filename="wx-repairs-2026-03-16.{kind}"'
    read = documents.read(answer.content, f".{kind}")
    actions = itertools.chain.from_iterable(theme.actions for theme in read.themes)
    assert [(one.reference, one.action, one.service) for one in actions] == [
        ("WX-001", "Repairs late", "Repairs"),
        ("WX-002", "Gas silent", "Gas Team"),
    ]


def test_an_unknown_kind_is_not_found(plan: Plan, places: dict[str, Place]) -> None:
    client = signed_in(making.account("equality_team"))
    assert client.get(f"/plan/wx/services/{places['repairs'].pk}/export/pdf/").status_code == 404
