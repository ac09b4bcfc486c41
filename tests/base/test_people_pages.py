"""Pages of the people register and of the import: what they say, their queries, the way through, and who gets nothing."""

import datetime
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import making
from tests.making import signed_in
from throughline.base.models import AuditEvent, PeopleImport, Person, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = datetime.timedelta(days=1)
HEAD = "Employee Number,Forename,Surname,Work Email,Job Title,Directorate,Service,Leaving Date,Ethnic Origin"


@pytest.fixture
def parks() -> Place:
    top = making.place("Wexcombe", "authority")
    return making.place("Parks", "service", making.place("Place and Environment", "directorate", top))


@pytest.fixture
def importer() -> Client:
    return signed_in(making.account("sysadmin"))


def words(response) -> str:
    """The main part of a page as somebody reads it."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert found, (response.status_code, response.get("Location"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())


def names(response) -> list[str]:
    """The first column of the first table."""
    return [
        html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<th[^>]*rowheader[^>]*>(.*?)</th>", response.content.decode(), re.S)
    ]


def test_people_are_found_by_part_of_a_name_without_accents_by_number_and_by_address(parks):
    making.person("Renée Łuczak-Õunapuu", parks, email="r.luczak@wexcombe.example", job_title="Gardener")
    making.person("Ngozi Okafor", parks)
    Person.objects.create(employee_number="900123", name="Piers O'Dwyer")
    client = signed_in(making.account("staff", someone=making.person("Zed Reader")))
    for query, found in [
        ("renee", ["Renée Łuczak-Õunapuu"]),
        ("OUNAPUU renée", ["Renée Łuczak-Õunapuu"]),
        ("okaf", ["Ngozi Okafor"]),
        ("odwyer", ["Piers O'Dwyer"]),
        ("9001", ["Piers O'Dwyer"]),
        ("r.luczak@wexcombe.example", ["Renée Łuczak-Õunapuu"]),
        ("nobody here", []),
        ("", ["Ngozi Okafor", "Piers O'Dwyer", "Renée Łuczak-Õunapuu", "Zed Reader"]),
    ]:
        assert names(client.get("/people/", {"words": query})) == found, query


def test_a_place_brings_everybody_below_it_and_leavers_are_apart(parks):
    team = making.place("Nursery", "team", parks)
    making.person("Ada Under", team)
    making.person("Ben Gone", parks, left_on=making.TODAY)
    making.person("Cy Leaving", parks, left_on=making.TODAY + DAY)
    client = signed_in(making.account("staff"))
    assert names(client.get("/people/", {"place": parks.parent.pk})) == ["Ada Under", "Cy Leaving"]
    assert names(client.get("/people/", {"place": parks.pk, "left": "on"})) == ["Ben Gone"]
    assert "Choose" not in words(client.get("/people/", {"place": 999999}))


def test_the_register_makes_the_same_number_of_queries_for_any_size(parks, django_assert_num_queries):
    client = signed_in(making.account("staff"))

    def queries(url: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    making.person("Bo Li", parks)
    few = queries(f"/people/?place={parks.pk}"), queries(f"/places/{parks.code}/")
    for number in range(120):
        making.person(f"Person Number{number}", parks)
    assert (queries(f"/people/?place={parks.pk}"), queries(f"/places/{parks.code}/")) == few
    assert max(few) <= 15
    assert len(names(client.get("/people/?words=number"))) == 50
    assert "120 people" in words(client.get("/people/?words=number"))
    assert len(names(client.get("/people/?words=number&page=3"))) == 20


def test_one_person_with_place_manager_and_team(parks):
    head = making.person("Ngozi Okafor", parks, job_title="Head of Parks")
    making.person("Ada Report", parks, manager=head, job_title="Clerk")
    making.person("Ben Gone", parks, manager=head, left_on=making.TODAY)
    said = words(signed_in(making.account("staff")).get(f"/people/{head.pk}/"))
    assert said == (
        f"Head of Parks Ngozi Okafor Place Wexcombe › Place and Environment › Parks Line manager Not known "
        f"E-mail address {head.email} Employee number {head.employee_number} Manages Ada Report , Clerk"
    )


def test_somebody_who_left_says_so(parks):
    gone = making.person("Ben Gone", parks, left_on=making.TODAY)
    said = words(signed_in(making.account("staff")).get(f"/people/{gone.pk}/"))
    assert "Left on 16 March 2026. What they led needs somebody else." in said


def upload(client: Client, *lines: str, head: str = HEAD):
    file = SimpleUploadedFile("people.csv", "\n".join([head, *lines]).encode(), "text/csv")
    return client.post("/people/imports/", {"file": file})


COLUMNS = {"number": "Employee Number", "forename": "Forename", "surname": "Surname", "email": "Work Email",
           "job_title": "Job Title", "directorate": "Directorate", "service": "Service", "left_on": "Leaving Date"}  # fmt: skip
LINES = [
    "1,Ngozi,Okafor,ngozi@wexcombe.example,Head of Parks,Place and Environment,Parks,,Zamboangueña",
    "2,Renée,Łuczak,renee@wexcombe.example,Gardener,Place and Environment,Parkes,31/02/2026,Zamboangueña",
    "3,Ada,Obi,ada@wexcombe.example,Gardener,Place and Environment,Parkes,,Zamboangueña",
]


def test_the_whole_way_from_the_file_to_the_register(importer, parks):
    gone = making.person("Piers Long", parks)
    response = upload(importer, *LINES)
    made = PeopleImport.objects.get()
    assert response["Location"] == f"/people/imports/{made.pk}/columns/"

    page = importer.get(response["Location"])
    assert "Not read, and not kept: Ethnic Origin (ethnicity)" in words(page)
    assert "Zambo" not in page.content.decode()
    assert 'value="Employee Number" selected>Employee Number – 1; 2; 3</option>' in page.content.decode()

    response = importer.post(f"/people/imports/{made.pk}/columns/", COLUMNS, follow=True)
    assert response.redirect_chain[-1][0] == f"/people/imports/{made.pk}/places/"
    assert "Parkes (service in Place and Environment) Row 4." in words(response)
    assert f'<option value="{parks.pk}" selected>' in response.content.decode()

    response = importer.post(f"/people/imports/{made.pk}/places/", {"place_0": str(parks.pk)}, follow=True)
    said = words(response)
    assert re.search(r"2 added 0 updated 0 unchanged 0 marked as left 1 row left out", said)
    assert (
        "3 Leaving Date “31/02/2026” is not a date that exists. Row left out Write it as day, month and year"
        in said
    )
    assert "The 2 people who are missing from it have left" in said  # Piers, and the importer's own person

    seen = re.search(r'name="seen" value="(\w+)"', response.content.decode()).group(1)
    response = importer.post(
        f"/people/imports/{made.pk}/", {"seen": seen, "whole": "ticked", "ticked": [gone.pk]}, follow=True
    )
    assert "What this import did 2 added 0 updated 0 unchanged 1 marked as left 1 row left out" in words(
        response
    )
    gone.refresh_from_db()
    assert gone.left_on == making.TODAY
    assert sorted(Person.objects.filter(place=parks, left_on=None).values_list("name", flat=True)) == [
        "Ada Obi",
        "Ngozi Okafor",
    ]
    assert list(parks.aliases.values_list("spelling", flat=True)) == ["Parkes"]
    assert (
        AuditEvent.objects.get(what="base.people_import.accepted").by.email
        == Person.objects.get(account__grants__role="sysadmin").email
    )


def test_each_step_says_what_is_wrong_and_stays(importer, parks):
    assert "Choose the HR system’s extract" in words(
        importer.post("/people/imports/", {"csrfmiddlewaretoken": "x"})
    )
    file = SimpleUploadedFile("notes.csv", b"hello", "text/csv")
    assert "notes.csv: no row with columns was found; export a table" in words(
        importer.post("/people/imports/", {"file": file})
    )
    upload(importer, *LINES)
    made = PeopleImport.objects.get()
    said = words(
        importer.post(
            f"/people/imports/{made.pk}/columns/", {"number": "Employee Number", "forename": "Forename"}
        )
    )
    assert "Choose the columns of forename and surname, or the column of the full name." in said
    importer.post(f"/people/imports/{made.pk}/columns/", COLUMNS)
    assert "Choose what to do about “Parkes”." in words(
        importer.post(f"/people/imports/{made.pk}/places/", {"place_0": ""})
    )
    importer.post(f"/people/imports/{made.pk}/places/", {"place_0": "none"})
    response = importer.get(f"/people/imports/{made.pk}/")
    seen = re.search(r'name="seen" value="(\w+)"', response.content.decode()).group(1)
    making.person("Somebody New")
    said = words(importer.post(f"/people/imports/{made.pk}/", {"seen": seen, "whole": "some"}))
    assert "The register has changed since you looked. Look at the new figures, and accept those." in said
    assert PeopleImport.objects.get().state == "uploaded"


def test_ending_very_many_needs_a_second_thought(importer, parks):
    for number in range(25):
        making.person(f"Person {number}", parks)
    upload(importer, LINES[0])
    made = PeopleImport.objects.get()
    importer.post(f"/people/imports/{made.pk}/columns/", COLUMNS)
    response = importer.get(f"/people/imports/{made.pk}/")
    seen = re.search(r'name="seen" value="(\w+)"', response.content.decode()).group(1)
    said = words(importer.post(f"/people/imports/{made.pk}/", {"seen": seen, "whole": "all"}))
    assert "That many at once may mean a wrong file. Tick this if it is right." in said
    assert Person.objects.filter(left_on=None).count() == 26
    importer.post(f"/people/imports/{made.pk}/", {"seen": seen, "whole": "all", "sure": "on"})
    assert Person.objects.filter(left_on=None).values_list("name", flat=True).get() == "Ngozi Okafor"


def test_an_import_is_cancelled(importer):
    upload(importer, *LINES)
    made = PeopleImport.objects.get()
    assert "Cancel this import?" in words(importer.get(f"/people/imports/{made.pk}/cancel/"))
    response = importer.post(f"/people/imports/{made.pk}/cancel/", follow=True)
    assert "Nothing was changed, and what was uploaded is gone." in words(response)
    assert (PeopleImport.objects.get().rows, Person.objects.filter(employee_number="1").count()) == (None, 0)
    assert "This import was cancelled" in words(importer.get(f"/people/imports/{made.pk}/"))


def test_a_contact_of_a_partner_body_is_added_changed_and_ended(importer, parks):
    partner = making.place("Wex Valley Care", "partner")
    values = {"name": "Vi Sitor", "email": "VI@partner.example", "job_title": "Chair", "place": partner.pk}
    response = importer.post("/people/add/", values, follow=True)
    vi = Person.objects.get(name="Vi Sitor")
    assert (vi.email, vi.employee_number, vi.place) == ("vi@partner.example", None, partner)
    assert "Employee number None: works for a partner body" in words(response)
    importer.post(f"/people/{vi.pk}/change/", values | {"name": "Vi Sitor-Smith"})
    importer.post(f"/people/{vi.pk}/left/", {"on_day": "16", "on_month": "3", "on_year": "2026"})
    vi.refresh_from_db()
    assert (vi.name, vi.left_on) == ("Vi Sitor-Smith", making.TODAY)
    staff = making.person("Staff Member", parks)
    said = words(importer.post(f"/people/{staff.pk}/change/", values | {"email": "x@y.example"}))
    assert "Staff Member comes from the HR system. Correct it there, and import the extract." in said
    said = words(importer.post("/people/add/", values | {"email": staff.email}))
    assert "That e-mail address belongs to Staff Member." in said


PRIVATE = [
    "/people/",
    "/people/1/",
    "/people/add/",
    "/people/1/change/",
    "/people/1/left/",
    "/people/imports/",
    "/people/imports/1/",
    "/people/imports/1/columns/",
    "/people/imports/1/places/",
    "/people/imports/1/cancel/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_stranger_is_sent_to_sign_in(url, client):
    assert client.get(url)["Location"] == f"/account/login/?next={url}"
    assert client.post(url)["Location"] == f"/account/login/?next={url}"


@pytest.mark.parametrize("url", PRIVATE[2:])
@pytest.mark.parametrize("role", ["staff", "service_manager", "dpo_auditor"])
def test_staff_look_but_do_not_import_or_change(url, role, parks):
    assert signed_in(making.account(role, parks)).get(url).status_code == 403


def test_what_does_not_exist_is_not_found(importer):
    for url in ("/people/99999/", "/people/imports/99999/", "/places/none/"):
        assert importer.get(url).status_code == 404, url
