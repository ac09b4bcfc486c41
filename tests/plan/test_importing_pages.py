"""Pages of an import and of publishing, as two people use them: what they say, what they do, how many queries they make."""

import html
import pathlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from documents import plan_json
from documents.plan import Action as Read
from documents.plan import Lead
from documents.plan import Plan as ReadPlan
from documents.plan import Theme as ReadTheme
from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Approval, Person, Place, User
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch, LeadToMatch, Plan, PublishedVersion

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr("throughline.frontdoor.kept.TRUSTED", 0)


@pytest.fixture
def people() -> tuple[User, User]:
    borough = making.place("London Borough of Wexcombe", "authority")
    directorate = making.place("Homes and Streets", "directorate", borough)
    making.person("Dayo Okafor", making.place("Housing Options", "service", directorate))
    return making.account("equality_team"), making.account("equality_team")


def text(response: HttpResponse) -> str:
    """The words of the main part of a page, as somebody reads them."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert found, (response.status_code, response.headers.get("Location"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())


def post(client: Client, path: str, **data: object) -> str:
    response = client.post(path, data, follow=True)
    assert response.status_code == 200
    return text(response)


def upload(client: Client, name: str = FILE.name, data: bytes | None = None) -> HttpResponse:
    file = SimpleUploadedFile(name, FILE.read_bytes() if data is None else data)
    return client.post("/plan/import/upload/", {"file": file, "place": ""}, follow=True)


def agree(client: Client) -> str:
    key = Approval.objects.get(state=Approval.State.WAITING).pk
    return post(client, f"/approvals/{key}/", agree="yes")


def test_from_a_file_to_a_live_plan_and_back(first: Client, second: Client) -> None:
    shown = text(upload(first))
    key = ImportBatch.objects.get().pk
    assert "2 themes, 6 actions, 3 recommendations for corporate action; 2 things to check." in shown
    assert "Housing Options (HO) / Housing Options: taken as one, Housing Options (HO)" in shown
    assert "FBPHSD-001" in shown
    assert (
        "Offer every team a facilitated conversation about racism, and tell the directorate what was said "
        "Service: Housing Options (HO) Dayo Okafor In the register Pat Quill To match Accountable: Dayo Okafor "
        "June 2026 Read as: the last day is 30 June 2026 Comes in as: In progress Two teams have had theirs. "
        "Table 1, row 3, line 20 Lead, in its words: Dayo Okafor / Pat Quill Correct"
    ) in shown
    assert "Make it a live plan" in shown
    assert "A second person must agree." in text(first.get(f"/plan/import/{key}/accept/"))
    shown = post(first, f"/plan/import/{key}/accept/")
    assert "A second person must approve it." in shown
    assert "Correct" not in shown.replace("corrected", "")
    assert "Approve or refuse it" in text(second.get(f"/plan/import/{key}/"))
    assert agree(second).startswith("Done You agreed. ")
    plan = Plan.objects.get()
    assert "Offer every team a facilitated conversation" in text(first.get(f"/plan/{plan.slug}/"))
    shown = text(first.get("/plan/import/"))
    assert "wexcombe_plan.txt" in shown
    assert "In the plan" in shown
    assert "Everything that this import made goes" in text(first.get(f"/plan/import/{key}/undo/"))
    assert "Enter the why" not in post(first, f"/plan/import/{key}/undo/", reason="")
    post(first, f"/plan/import/{key}/undo/", reason="The wrong file")
    agree(second)
    assert Plan.objects.count() == 0
    assert "Undone" in text(first.get("/plan/import/"))
    assert "This import was undone." in text(first.get(f"/plan/import/{key}/"))


def test_a_file_that_cannot_be_read_says_what_to_do(first: Client) -> None:
    response = upload(first, "plan.pdf", b"%PDF-1.7")
    shown, field = text(response), reading.page(response).xpath("//input[@type='file']")[0]
    named = {one.get("id"): one.text_content() for one in reading.page(response).xpath("//*[@id]")}
    beside = [named[key] for key in field.get("aria-describedby").split() if key in named]
    assert ["the file is damaged" in one for one in beside] == [False, True]  # the hint, the error
    assert "There is a problem" in shown
    assert "plan.pdf: the file is damaged, or is no PDF file; save it again as PDF or as Word" in shown
    assert "Choose the file of the plan" in post(first, "/plan/import/upload/", place="")
    assert ImportBatch.objects.count() == 0


def test_a_row_is_corrected(first: Client) -> None:
    upload(first)
    key = ImportBatch.objects.get().pk
    page = first.get(f"/plan/import/{key}/actions/0.3/")
    assert "In the document Action: Train every interview panel in fair recruitment before it meets" in text(
        page
    )
    data = {name: page.context["form"][name].value() for name in page.context["form"].fields if name != "day"}
    data |= {
        "target": "By September 2026",
        "points": "online\nin a room",
        "leads": "Dayo Okafor\nLearning team",
    }
    data |= {"day_day": "", "day_month": "", "day_year": ""}
    data = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    shown = post(first, f"/plan/import/{key}/actions/0.3/", **data)
    assert (
        "before it meets online in a room Service: Street Care Dayo Okafor In the register Learning team To match "
        "Accountable: Dayo Okafor By September 2026 Read as: the last day is 30 September 2026"
    ) in shown
    assert "Corrected It read: “Train every interview panel in fair recruitment before it meets”" in shown
    data |= {"day_day": "31", "day_month": "2", "day_year": "2026"}
    assert "must be a real date" in post(first, f"/plan/import/{key}/actions/0.3/", **data)
    data |= {"day_day": "15", "day_month": "9", "day_year": "2026"}
    assert "the last day is 15 September 2026" in post(first, f"/plan/import/{key}/actions/0.3/", **data)
    shown = post(first, f"/plan/import/{key}/actions/0.3/", **(data | {"left_out": "Said twice"}))
    assert "5 actions" in shown
    assert "Left out Said twice" in shown
    assert first.get(f"/plan/import/{key}/actions/9.9/").status_code == 404


def test_the_day_that_was_set_goes_with_the_words_of_which_it_was_said(first: Client) -> None:
    upload(first)
    path = f"/plan/import/{ImportBatch.objects.get().pk}/actions/0.3/"

    def save(day: tuple[str, str, str], **other: str) -> str:
        form = first.get(path).context["form"]
        data = {name: form[name].value() for name in form.fields if name != "day"}
        data = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
        return post(first, path, **(data | other | dict(zip(boxes, day, strict=True))))

    def boxes_hold() -> list[str]:
        day = first.get(path).context["form"]["day"].value()
        return [] if day is None else [str(day.day), str(day.month), str(day.year)]

    boxes = ("day_day", "day_month", "day_year")
    assert boxes_hold() == []
    assert "the last day is 15 September 2026" in save(("15", "9", "2026"), target="By September 2026")
    assert boxes_hold() == ["15", "9", "2026"]
    assert "the last day is 15 September 2026" in save(("15", "9", "2026"), outcome="Fewer complaints")
    assert boxes_hold() == ["15", "9", "2026"]
    assert "By June 2027 Read as: the last day is 30 June 2027" in save(
        ("15", "9", "2026"), target="By June 2027"
    )
    assert boxes_hold() == []
    assert "the last day is 1 May 2027" in save(("1", "5", "2027"), target="By spring 2027")
    assert "By spring 2027" in save(("", "", ""))
    assert boxes_hold() == []


def test_theme_title_place_services_leads_and_leftovers_are_decided(first: Client) -> None:
    upload(first)
    key = ImportBatch.objects.get().pk
    shown = post(
        first,
        f"/plan/import/{key}/themes/1/",
        title="Fair work",
        desired_outcome="",
        recommendations="One\n\nTwo",
    )
    assert "Fair work Recommendations for corporate action One Two" in shown
    assert "use at most 20 small letters and numbers" in post(
        first, f"/plan/import/{key}/about/", title="T", slug="4 x", place=""
    )
    shown = post(
        first, f"/plan/import/{key}/about/", title="Fair by Practice", organisation="", slug="FBP", place=""
    )
    assert "Fair by Practice" in shown
    assert "fbp: the first action will be FBP-001" in shown
    assert "Choose the theme that it belongs to" in post(
        first, f"/plan/import/{key}/leftovers/", **{"leftover-0-become": "action", "leftover-0-theme": ""}
    )
    shown = post(
        first, f"/plan/import/{key}/leftovers/", **{"leftover-0-become": "action", "leftover-0-theme": "1"}
    )
    assert "7 actions" in shown
    assert "Made of a leftover" in shown
    assert "2 passages were not understood; 1 to decide" in shown
    forms = first.get(f"/plan/import/{key}/services/").context["forms"]
    here = f"place-{Place.objects.get(name='Housing Options').pk}"
    assert [form["choice"].value() for form in forms] == [here, "create"]
    answers = {forms[0].add_prefix("choice"): here, forms[1].add_prefix("choice"): "none"}
    assert "2 named; 0 new" in post(first, f"/plan/import/{key}/services/", **answers)
    forms = first.get(f"/plan/import/{key}/leads/").context["forms"]
    assert [form.named.name for form in forms] == ["Pat Quill", "D. Okafor", "Sam Turner", "Robin Vale"]
    dayo = Person.objects.get(name="Dayo Okafor")
    answers = {form.add_prefix("choice"): "" for form in forms}
    answers |= {forms[1].add_prefix("choice"): f"person-{dayo.pk}", forms[2].add_prefix("choice"): "other"}
    assert "Enter who it is" in post(first, f"/plan/import/{key}/leads/", **answers)
    answers[forms[2].add_prefix("other")] = dayo.email
    assert "7 named; 2 to match with the register" in post(first, f"/plan/import/{key}/leads/", **answers)


def test_the_to_do_of_leads(first: Client, people: tuple[User, User]) -> None:
    importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    shown = text(first.get("/plan/leads-to-match/"))
    assert (
        "D. Okafor FAIR BY PRACTICE: HOMES AND STREETS DIRECTORATE ACTION PLAN - JANUARY 2026 (FBPHSD) 1 Dayo Okafor"
        in shown
    )
    key = LeadToMatch.objects.get(lead__name="Robin Vale").pk
    assert "Answer “Who is Robin Vale?”" in post(first, f"/plan/leads-to-match/{key}/", **{"lead-choice": ""})
    robin = making.person("Robin Vale-Ahmed")
    said = {"lead-choice": "other", "lead-other": "Robin Vale-Ahmed"}
    assert "becomes accountable for 1 action: is that right?" in post(
        first, f"/plan/leads-to-match/{key}/", **said
    )
    shown = post(first, f"/plan/leads-to-match/{key}/", **said, sure=str(robin.pk))
    assert shown.startswith("Done Robin Vale is Robin Vale-Ahmed.")
    assert Plan.objects.get().actions.get(number=5).accountable == robin
    assert "Robin Vale was matched with Robin Vale-Ahmed" in text(first.get(f"/plan/leads-to-match/{key}/"))
    key = LeadToMatch.objects.get(lead__name="Pat Quill").pk
    assert "is kept as the name of a team" in post(
        first, f"/plan/leads-to-match/{key}/", **{"lead-choice": "team"}
    )


def test_two_people_publish_and_withdraw(first: Client, second: Client, people: tuple[User, User]) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    action = plan.actions.get(number=4)
    action.text = "Train every panel, as Dayo Okafor asked"
    action.save()
    path = f"/plan/{plan.slug}/publish/"
    shown = text(first.get(path))
    assert "Names of the register in the texts Name Where Dayo Okafor FBPHSD-004" in shown
    assert "What anybody would read" in shown
    day = {"public_from_day": "16", "public_from_month": "3", "public_from_year": "2026"}
    assert "Tick the box" in post(first, path, summary="New", **day)
    shown = post(first, path, summary="New", names_seen="on", **day)
    assert "A second person must approve it." in shown
    assert Client().get(f"/progress/{plan.slug}/").status_code == 404
    assert "Approve or refuse it" in text(second.get(path))
    assert agree(second).startswith("Done You agreed. ")
    public = text(Client().get(f"/progress/{plan.slug}/"))
    assert "Train every panel, as Dayo Okafor asked" in public
    assert "Version 1 16 March 2026" in text(first.get(path))
    assert "Public" in text(first.get(path))
    post(first, f"{path}1/withdraw/", reason="A name slipped in.")
    assert "Its address will say: A name slipped in. See what its address says now" in agree(second)
    gone = Client().get(f"/progress/{plan.slug}/")
    assert gone.status_code == 410
    assert "A name slipped in." in text(gone)
    assert "Withdrawn A name slipped in." in text(first.get(path))


def test_names_in_what_is_new_and_in_the_reason_have_to_be_confirmed(
    first: Client, second: Client, people: tuple[User, User]
) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    path = f"/plan/{plan.slug}/publish/"
    day = {"public_from_day": "16", "public_from_month": "3", "public_from_year": "2026"}
    shown = post(first, path, summary="Dayo Okafor wrote it", **day)
    assert "Names of the register in the texts Name Where Dayo Okafor what is new" in shown
    assert "Tick the box" in shown
    assert Approval.objects.filter(state=Approval.State.WAITING).count() == 0
    post(first, path, summary="Dayo Okafor wrote it", names_seen="on", **day)
    assert "Dayo Okafor what is new" in text(second.get(path))
    key = Approval.objects.get(state=Approval.State.WAITING).pk
    assert "What is new: Dayo Okafor wrote it" in text(second.get(f"/approvals/{key}/"))
    agree(second)
    shown = post(first, f"{path}1/withdraw/", reason="Dayo Okafor objects")
    assert "These names may be public: Dayo Okafor" in shown
    assert Approval.objects.filter(state=Approval.State.WAITING).count() == 0
    post(first, f"{path}1/withdraw/", reason="Dayo Okafor objects", names_seen="on")
    agree(second)
    assert PublishedVersion.objects.get().withdrawn_reason == "Dayo Okafor objects"


def test_what_is_asked_for_is_what_is_published(
    first: Client, second: Client, people: tuple[User, User]
) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    path = f"/plan/{plan.slug}/publish/"
    day = {"public_from_day": "16", "public_from_month": "3", "public_from_year": "2026"}
    post(first, path, summary="", **day)
    action = plan.actions.get(number=4)
    action.text = "Written after somebody asked"
    action.save()
    assert "Written after somebody asked" not in text(second.get(path))
    agree(second)
    assert "Written after somebody asked" not in str(PublishedVersion.objects.get().snapshot)


def test_a_second_account_of_the_same_person_is_not_asked_to_approve(
    first: Client, people: tuple[User, User]
) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    apart = User.objects.create(
        email="apart@wexcombe.example", keeper=people[0].person, opened_on=making.LONG_AGO
    )
    apart.grants.create(role="equality_team", given_on=making.LONG_AGO)
    day = {"public_from_day": "16", "public_from_month": "3", "public_from_year": "2026"}
    post(first, f"/plan/{plan.slug}/publish/", summary="", **day)
    upload(first)
    key = ImportBatch.objects.latest("pk").pk
    post(first, f"/plan/import/{key}/accept/")
    for path in (f"/plan/{plan.slug}/publish/", f"/plan/import/{key}/"):
        asks = [
            "Approve or refuse it" in text(signed_in(user).get(path))
            for user in (people[0], apart, people[1])
        ]
        assert asks == [False, False, True], path


PAGES = [
    "/plan/import/",
    "/plan/import/upload/",
    "/plan/import/{key}/",
    "/plan/import/{key}/about/",
    "/plan/import/{key}/actions/0.0/",
    "/plan/import/{key}/themes/0/",
    "/plan/import/{key}/leftovers/",
    "/plan/import/{key}/services/",
    "/plan/import/{key}/leads/",
    "/plan/import/{key}/accept/",
    "/plan/import/{key}/cancel/",
    "/plan/import/{key}/undo/",
    "/plan/leads-to-match/",
    "/plan/{slug}/publish/",
    "/plan/{slug}/export/",
    "/plan/{slug}/export/csv/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_gets_nothing(path: str, first: Client, people: tuple[User, User]) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    address = path.format(key=ImportBatch.objects.get().pk, slug=plan.slug)
    assert first.get(address).status_code == 200
    nobody = Client().get(address)
    assert (nobody.status_code, nobody.headers["Location"].split("?")[0]) == (302, "/account/login/")
    staff = signed_in(making.account("staff")).get(address)
    assert staff.status_code == 403
    assert "Offer every team" not in staff.content.decode()


def big(count: int) -> ReadPlan:
    actions = tuple(
        Read(
            service=f"Service {n % 20}",
            action=f"Do thing {n}",
            lead_text=f"Ann {n % 50}",
            leads=(Lead(name=f"Ann {n % 50}"),),
        )
        for n in range(count)
    )
    return ReadPlan(title="A long plan", themes=(ReadTheme(title="All of it", actions=actions),))


@pytest.mark.parametrize("path", ["/plan/import/{key}/", "/plan/import/{key}/actions/0.0/", "/plan/import/"])
def test_the_number_of_queries_does_not_grow(
    path: str, first: Client, people: tuple[User, User], django_assert_max_num_queries: object
) -> None:
    for count in (1, 2000):
        read = plan_json.to_json(big(count))
        batch = ImportBatch.objects.create(
            file_name="long.csv", uploaded_by=people[0], uploaded_on=TODAY, read=read, corrected=read
        )
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            assert first.get(path.format(key=batch.pk)).status_code == 200


def test_a_long_plan_is_accepted_in_few_queries(
    people: tuple[User, User], django_assert_max_num_queries: object
) -> None:
    read = plan_json.to_json(big(2000))
    batch = ImportBatch.objects.create(
        file_name="long.csv", uploaded_by=people[0], uploaded_on=TODAY, read=read, corrected=read
    )
    approval = importing.ask_to_accept(by=people[0], batch=batch, today=TODAY)
    with django_assert_max_num_queries(300):  # type: ignore[operator]
        plan = importing.accept(by=people[1], approval=approval, today=TODAY)
    assert plan.actions.count() == 2000
