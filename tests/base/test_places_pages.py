"""Pages of places and of notices: what they say and do."""

import datetime
import html
import re

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests import making
from tests.making import signed_in
from throughline.base import jobs
from throughline.base.changes import notices, places
from throughline.base.models import Digest, NoticePreference, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
DAY = {"on_day": "1", "on_month": "3", "on_year": "2026"}


@pytest.fixture
def borough() -> dict[str, Place]:
    top = making.place("Wexcombe", "authority")
    green = making.place("Place and Environment", "directorate", top)
    money = making.place("Resources", "directorate", top)
    parks = making.place("Parks", "service", green)
    pay = making.place("Payroll", "service", money)
    return dict(top=top, green=green, money=money, parks=parks, pay=pay)


@pytest.fixture
def editor(borough) -> Client:
    return signed_in(making.account("equality_team"))


def words(response) -> str:
    found = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert found, (response.status_code, response.get("Location"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())


def test_the_tree_of_today_and_of_another_day(editor, borough):
    making.person("Ada Obi", borough["parks"])
    places.rename(by=None, place=borough["parks"], name="Nature", on=datetime.date(2026, 3, 1), today=TODAY)
    assert words(editor.get("/places/")).startswith(
        "Places Wexcombe Place and Environment Nature 1 person Resources Payroll Open a place"
    )
    said = words(editor.get("/places/", {"on_day": "28", "on_month": "2", "on_year": "2026"}))
    assert said.startswith(
        "Places This is the organisation as it was on 28 February 2026. Show it as it is today . "
        "Wexcombe Place and Environment Parks Resources Payroll"
    )
    assert "must be a real date" in words(
        editor.get("/places/", {"on_day": "31", "on_month": "2", "on_year": "2026"})
    )


def test_one_place_with_people_spellings_and_history(editor, borough):
    making.person("Ada Obi", borough["parks"], job_title="Gardener")
    places.add_spelling(by=None, place=borough["parks"], spelling="P&O", today=TODAY)
    places.move(
        by=None, place=borough["parks"], parent=borough["money"], on=datetime.date(2026, 3, 1), today=TODAY
    )
    said = words(editor.get("/places/parks/"))
    assert said.startswith(
        "Service in Wexcombe , Resources Parks People People Name Job title Place Ada Obi Gardener Parks"
    )
    assert (
        "Other spellings P&O Remove the spelling P&O History Moved from Place and Environment to Resources"
        in said
    )


def test_each_change_is_made_on_its_page(editor, borough):
    editor.post("/places/parks/rename/", {"name": "Nature"} | DAY)
    editor.post("/places/parks/move/", {"parent": borough["money"].pk} | DAY)
    editor.post("/places/parks/spellings/add/", {"spelling": "P&O"})
    parks = Place.objects.get(code="parks")
    assert (parks.name, parks.parent, [a.spelling for a in parks.aliases.all()]) == (
        "Nature",
        borough["money"],
        ["P&O"],
    )
    editor.post(f"/places/parks/spellings/{parks.aliases.get().pk}/remove/")
    assert parks.aliases.count() == 0
    editor.post(
        "/places/open/",
        {
            "name": "Front Desk",
            "kind": "team",
            "parent": parks.pk,
            "on_day": "",
            "on_month": "",
            "on_year": "",
        },
    )
    desk = Place.objects.get(code="front-desk")
    assert (desk.parent, desk.opened_on) == (parks, None)
    response = editor.post("/places/front-desk/close/", DAY, follow=True)
    assert "Closed on 1 March 2026." in words(response)
    response = editor.post("/places/payroll/merge/", {"into": parks.pk} | DAY, follow=True)
    assert "Closed on 1 March 2026. Its work is done in Nature now." in words(response)
    assert Place.objects.get(code="payroll").merged_into == parks


def test_a_refusal_stands_on_the_form(editor, borough):
    said = words(editor.post("/places/resources/close/", DAY))
    assert said.startswith(
        "There is a problem Move, merge or close what stands below it first: Payroll. Close Resources"
    )
    said = words(editor.post("/places/open/", {"name": "X", "kind": "team", "parent": ""}))
    assert (
        "X is a team: it stands under authority or directorate or service or partner body or provider."
        in said
    )


def test_staff_may_look_but_not_change(borough):
    staff = signed_in(making.account("staff"))
    assert "Change" not in words(staff.get("/places/parks/"))
    for url in (
        "open/",
        "parks/rename/",
        "parks/move/",
        "parks/merge/",
        "parks/close/",
        "parks/spellings/add/",
    ):
        assert staff.get(f"/places/{url}").status_code == 403, url
        assert staff.post(f"/places/{url}", {"name": "X"} | DAY).status_code == 403, url


@pytest.mark.parametrize(
    "url", ["/places/", "/places/parks/", "/places/open/", "/places/parks/merge/", "/notices/"]
)
def test_a_stranger_is_sent_to_sign_in(url, borough, client):
    assert client.get(url)["Location"] == f"/account/login/?next={url}"


def test_my_notices_and_how_often_i_want_mail():
    me, other = making.account("staff"), making.account("staff")
    notices.tell(person=me.person, event="a", text="Your action is due.", path="/plan/wx/1/", today=TODAY)
    notices.tell(person=other.person, event="a", text="Somebody else's.", today=TODAY)
    client = signed_in(me)
    page = client.get("/notices/")
    assert words(page).startswith(
        "My notices 16 March 2026 Your action is due. Mail How often do you want mail?"
    )
    assert '<a class="govuk-link" href="/plan/wx/1/">Your action is due.</a>' in page.content.decode()
    response = client.post("/notices/", {"often": "daily"}, follow=True)
    assert "Your choice is saved." in words(response)
    assert list(NoticePreference.objects.values_list("person", "often")) == [(me.person.pk, "daily")]


def test_nothing_to_tell_says_so():
    assert "Nothing to tell you yet" in words(signed_in(making.account("staff")).get("/notices/"))


def test_jobs_and_mail_say_what_works_and_what_does_not(monkeypatch):
    now = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client = signed_in(making.account("sysadmin"))
    said = words(client.get("/administration/jobs/"))
    assert "No worker has come round in the last quarter of an hour." in said
    assert "None has run yet. They begin at five in the morning." in said
    jobs.run_daily({"tell leads": lambda on: 1 / 0, "make digests": lambda on: None}, TODAY)
    person = making.person("Ada Obi")
    Digest.objects.create(
        person=person, made_on=TODAY, attempts=3, trouble="ConnectionRefusedError: no route"
    )
    for days in (14, 20):  # old news by now
        Digest.objects.create(person=person, made_on=TODAY - datetime.timedelta(days=days))
    finished = dict(
        finished_at=now, run_after=now, backend_name="default", args_kwargs={}, queue_name="default"
    )
    DBTaskResult.objects.create(task_path="throughline.frontdoor.daily.tick", status="SUCCESSFUL", **finished)
    DBTaskResult.objects.create(
        task_path="x.y.send",
        status="FAILED",
        exception_class_path="builtins.OSError",
        traceback="a secret",
        **finished,
    )
    page = client.get("/administration/jobs/")
    assert words(page) == (
        "Jobs and mail The worker last came round on 16 March 2026 at 9am. 0 jobs wait now. "
        "Jobs of the last seven days Jobs of the last seven days Job Day What became of it "
        "make digests 16 Mar 2026 Done "
        "tell leads 16 Mar 2026 Failed ZeroDivisionError: division by zero, after 1 attempt. It is tried again. "
        "Mail that could not be sent yet Mail that could not be sent yet To Made on Attempts What the mail server said "
        "Ada Obi 16 Mar 2026 3 ConnectionRefusedError: no route "
        "Each is tried again for two weeks. The notices stay on everybody’s own page in any case. "
        "1 mail waits to be sent. The worker sends what waits every five minutes. "
        "! Warning 2 mails were not sent within two weeks, and are not sent any more: it would be old news. "
        "Check that a worker runs, and the settings of the mail server. "
        "Jobs that failed for good Jobs that failed for good Job When How send 16 March 2026 at 9am OSError"
    )
    assert "a secret" not in page.content.decode()
    assert signed_in(making.account("staff")).get("/administration/jobs/").status_code == 403
