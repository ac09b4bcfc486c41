"""Pages of the plan: what they say, what they do, how many queries they make, and what a stranger gets."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Approval, User
from throughline.plan.models import Action, Plan
from throughline.plan.rules import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = datetime.timedelta(days=1)


PAGES = [
    "/plan/",
    "/plan/mine/",
    "/plan/to-reassign/",
    "/plan/wx/",
    "/plan/wx/overview/",
    "/plan/wx/leads/",
    "/plan/wx/1/",
    "/plan/wx/1/progress/",
    "/plan/wx/1/edit/",
    "/plan/wx/1/hand-over/",
    "/plan/wx/1/decide/",
    "/plan/wx/1/verify/",
    "/plan/wx/1/link/",
    "/plan/wx/1/remove/",
    "/plan/wx/add/",
    "/plan/wx/themes/add/",
]


@pytest.mark.parametrize("url", PAGES)
def test_a_stranger_is_sent_to_sign_in_whether_or_not_it_exists(plan: Plan, client: Client, url: str) -> None:
    making.action(making.theme(plan), text="Hidden words")
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={url}")
    assert client.get(url.replace("wx", "none")).status_code == 302


def test_a_system_administrator_keeps_the_site_and_sees_no_plan(plan: Plan) -> None:
    making.action(making.theme(plan))
    client = signed_in(making.account("sysadmin"))
    assert [client.get(url).status_code for url in PAGES] == [403] * len(PAGES)


def test_what_does_not_exist_is_not_found(plan: Plan, team: User) -> None:
    client = signed_in(team)
    removed = making.action(making.theme(plan), removed_on=making.TODAY)
    for url in ("/plan/none/", "/plan/wx/99/", f"/plan/wx/{removed.number}/", "/plan/wx/themes/99/"):
        assert client.get(url).status_code == 404, url


def test_the_plan_in_its_familiar_layout(plan: Plan, team: User) -> None:
    theme = making.theme(
        plan, "Safe to speak", desired_outcome="Everybody is heard", sponsor=making.person("Ada Obi")
    )
    theme.recommendations.create(text="Pay panels for their time", position=1)
    service = making.place("Housing Options", parent=plan.place)
    action = making.action(
        theme,
        service=service,
        accountable=making.person("Bo Li"),
        target_text="by March",
        target_end=making.TODAY - DAY,
        points=["in every depot"],
    )
    making.entry(action, "Two depots are done", making.TODAY - 40 * DAY)
    words = reading.words(signed_in(team).get("/plan/wx/"))
    order = [
        "Fair by Practice",
        "Safe to speak",
        "Desired outcome: Everybody is heard",
        "Lead sponsor: Ada Obi",
        "Pay panels for their time",
        "No reply yet.",
        "Housing Options",
        "WX-001 Offer every team a facilitated conversation about racism",
        "in every depot",
        "Bo Li",
        "No deputy",
        "by March",
        "Overdue",
        "4 Feb 2026: Two depots are done",
        "no update for 40 days",
    ]
    at = 0
    for piece in order:
        found = words.find(piece, at)
        assert found >= 0, f"{piece!r} does not follow"
        at = found + len(piece)


def test_a_plan_in_which_nothing_is_agreed_is_not_offered_to_be_published(plan: Plan, team: User) -> None:
    client, theme = signed_in(team), making.theme(plan)
    making.action(theme, stage=Stage.PROPOSED)
    page = client.get("/plan/wx/publish/")
    assert "There is nothing to publish yet Nothing in it is agreed." in reading.words(page)
    assert "Ask for approval" not in reading.words(page)
    making.action(theme)
    assert "Ask for approval" in reading.words(client.get("/plan/wx/publish/"))


def test_what_waits_is_said_with_one_full_stop(plan: Plan, team: User) -> None:
    action = making.action(making.theme(plan))
    for number, says in enumerate(("Stop WX-001.", "Start WX-001")):
        Approval.objects.create(
            kind="plan.action",
            about=str(action.pk),
            change=f"x{number}",
            says=says,
            asked_by=team,
            asked_on=making.TODAY,
            permission="plan.activity.delete",
            details={},
        )
    words = reading.words(signed_in(team).get("/plan/wx/1/"))
    assert "Stop WX-001. It waits for a second person: To approve" in words
    assert "Start WX-001. It waits for a second person: To approve" in words


def test_an_empty_plan_says_what_to_do(plan: Plan, team: User) -> None:
    assert "Add its first theme" in reading.words(signed_in(team).get("/plan/wx/"))


def test_one_action_with_its_history(plan: Plan, team: User) -> None:
    client = signed_in(team)
    action = making.action(making.theme(plan), accountable=team.person)
    client.post("/plan/wx/1/progress/", {"text": "Begun in two teams", "stage": "in_progress"}, follow=True)
    words = reading.words(client.get("/plan/wx/1/"))
    assert "In progress It is reported that work is under way." in words
    assert "Name a deputy, for when the accountable person is away or leaves." in words
    assert "Begun in two teams" in words
    assert f"{team}: recorded progress: stage from “agreed, not started” to “in progress”" in words
    assert Action.objects.get(pk=action.pk).stage == Stage.IN_PROGRESS


def test_progress_in_one_short_form(plan: Plan, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    lead = making.account("staff")
    action = making.action(making.theme(plan), accountable=lead.person)
    client = signed_in(lead)
    file = SimpleUploadedFile("note.txt", b"what was done")
    response = client.post(
        "/plan/wx/1/progress/", {"text": "Done", "stage": "reported_done", "evidence": [file]}
    )
    assert (response.status_code, response["Location"]) == (302, "/plan/wx/1/")
    attachment = action.progress.get().attachments.get()
    download = client.get(f"/plan/wx/1/files/{attachment.pk}/")
    assert b"".join(download.streaming_content) == b"what was done"
    assert download["Content-Type"] == "application/octet-stream"
    assert download["Content-Disposition"] == 'attachment; filename="note.txt"'


def test_what_a_change_refuses_is_said_in_the_form_and_nothing_is_lost(plan: Plan, team: User) -> None:
    making.action(making.theme(plan))
    response = signed_in(team).post("/plan/wx/1/progress/", {"text": "No money left", "stage": "stopped"})
    words = reading.words(response)
    assert "Say why it is stopped: the reason is shown with it." in words
    assert "No money left" in response.content.decode()
    assert Action.objects.get().stage == Stage.AGREED


def test_a_person_is_found_by_name_address_or_number(plan: Plan, team: User) -> None:
    making.action(making.theme(plan))
    ada, bo = making.person("Ada Obi"), making.person("Ada Stone")
    client = signed_in(team)
    several = reading.words(client.post("/plan/wx/1/hand-over/", {"accountable": "ada", "deputy": ""}))
    assert (
        f"Several people fit “ada”. Copy one of these: Ada Obi ({ada.email}); Ada Stone ({bo.email})."
        in several
    )
    nobody = reading.words(client.post("/plan/wx/1/hand-over/", {"accountable": "Zed", "deputy": ""}))
    assert "Nobody who works here is called “Zed”." in nobody
    client.post(
        "/plan/wx/1/hand-over/", {"accountable": f"Ada Obi ({ada.email})", "deputy": bo.employee_number}
    )
    action = Action.objects.get()
    assert (action.accountable, action.deputy) == (ada, bo)


def test_edit_shows_what_is_there_and_keeps_it(plan: Plan, team: User) -> None:
    theme = making.theme(plan)
    action = making.action(
        theme, points=["one", "two"], accountable=team.person, target_text="June 2026", target_kind="month"
    )
    client = signed_in(team)
    page = client.get("/plan/wx/1/edit/").content.decode()
    assert "one\ntwo" in page
    values = {
        "text": action.text,
        "points": "one\ntwo\n• three",
        "theme": theme.pk,
        "target_text": "June 2026",
    }
    client.post("/plan/wx/1/edit/", values | {"accountable": team.person.email})
    action.refresh_from_db()
    assert (action.points, action.accountable, action.target_text) == (
        ["one", "two", "three"],
        team.person,
        "June 2026",
    )


def test_points_that_were_edited_stand_in_the_history(plan: Plan, team: User) -> None:
    theme = making.theme(plan)
    action = making.action(theme, points=["one"])
    client = signed_in(team)
    client.post("/plan/wx/1/edit/", {"text": action.text, "points": "two\nthree", "theme": theme.pk})
    assert "changed the action: points from “one” to “two; three”" in reading.words(client.get("/plan/wx/1/"))


def test_new_words_of_a_date_are_read_anew(plan: Plan, team: User) -> None:
    theme = making.theme(plan)
    action = making.action(
        theme, target_text="by 31 March 2027", target_kind="by_day", target_end=datetime.date(2027, 3, 31)
    )
    client = signed_in(team)
    values = {"text": action.text, "theme": theme.pk}
    client.post("/plan/wx/1/edit/", values | {"target_text": "by 30 June 2027"})
    action.refresh_from_db()
    assert (action.target_text, action.target_end) == ("by 30 June 2027", datetime.date(2027, 6, 30))


def test_a_stale_form_overwrites_nothing(plan: Plan, team: User) -> None:
    theme = making.theme(plan)
    action = making.action(theme)
    client, other = signed_in(team), signed_in(making.account("equality_team"))
    seen = re.search(r'name="seen" value="(\d+)"', client.get("/plan/wx/1/edit/").content.decode()).group(1)
    other.post("/plan/wx/1/edit/", {"text": "What the other wrote", "theme": theme.pk, "seen": seen})
    late = client.post("/plan/wx/1/edit/", {"text": "What I wrote", "theme": theme.pk, "seen": seen})
    assert "Somebody else changed this while you were writing." in reading.words(late)
    assert "What I wrote" in late.content.decode()
    action.refresh_from_db()
    assert action.text == "What the other wrote"


def test_a_form_is_not_shown_to_those_who_may_not_send_it(plan: Plan) -> None:
    elsewhere = signed_in(making.account("service_manager", making.place("Elsewhere")))
    making.action(making.theme(plan), service=making.place("Here", parent=plan.place))
    urls = [f"/plan/wx/1/{name}/" for name in ("edit", "progress", "hand-over", "decide", "verify", "link")]
    assert [elsewhere.get(url).status_code for url in urls] == [403] * 6


def test_a_lead_reports_and_does_not_decide(plan: Plan) -> None:
    lead = making.account("staff")
    theme = making.theme(plan)
    proposed = making.action(theme, accountable=lead.person, stage=Stage.PROPOSED)
    making.action(theme, accountable=lead.person)
    client = signed_in(lead)
    assert 'value="stopped"' not in client.get("/plan/wx/2/progress/").content.decode()
    client.post("/plan/wx/1/progress/", {"text": "Agreed, I say", "stage": "agreed"})
    proposed.refresh_from_db()
    assert (proposed.stage, proposed.progress_count) == (Stage.PROPOSED, 0)


@pytest.mark.parametrize(
    "query", ["q=%C2%B2", "q=WX-%C2%B2", "lead=99999999999999999999", "page=99999999999999999999"]
)
def test_odd_addresses_are_no_errors(plan: Plan, team: User, query: str) -> None:
    making.action(making.theme(plan))
    assert signed_in(team).get(f"/plan/wx/?{query}").status_code == 200


def test_a_title_is_never_a_template(plan: Plan) -> None:
    """What a document calls its themes is data: braces in it stay braces."""
    director = signed_in(making.account("dmt", plan.place))
    theme = making.theme(plan, "T {sponsor.account.password} {x}")
    sponsor = making.account("staff").person
    values = {"title": "New", "desired_outcome": "Heard", "sponsor": sponsor.email, "is_theme": "yes"}
    director.post(f"/plan/wx/themes/{theme.pk}/", values)
    assert Approval.objects.get().says == (
        "Change “T {sponsor.account.password} {x}” to “New”. "
        f"Desired outcome: Heard. Lead sponsor: {sponsor.name}."
    )


def test_mine_is_what_i_lead_most_urgent_first(plan: Plan) -> None:
    lead = making.account("staff")
    theme = making.theme(plan)
    making.action(theme, "Somebody else's")
    making.action(theme, "Later", accountable=lead.person, target_end=making.TODAY + 9 * DAY)
    making.action(theme, "Sooner", deputy=lead.person, target_end=making.TODAY + DAY)
    making.action(
        theme, "Over", accountable=lead.person, stage=Stage.VERIFIED_DONE, target_end=making.TODAY - DAY
    )
    third = making.action(theme, "No date")
    third.leads.create(kind="person", name=lead.person.name, person=lead.person, position=1)
    shown = re.findall(r'id="(WX-\d+)"', signed_in(lead).get("/plan/mine/").content.decode())
    assert shown == ["WX-003", "WX-002", "WX-005", "WX-004"]


def test_what_a_leaver_led_is_listed_until_handed_over(plan: Plan, team: User) -> None:
    gone = making.person("Dee Gone", left_on=making.TODAY)
    staying = making.person("Ada Obi", left_on=making.TODAY + DAY)
    theme = making.theme(plan)
    making.action(theme, accountable=gone)
    making.action(theme, accountable=staying)
    making.action(theme, accountable=gone, stage=Stage.STOPPED, stage_reason="over")
    client = signed_in(team)
    assert re.findall(r"WX-\d+", reading.words(client.get("/plan/to-reassign/"))) == ["WX-001", "WX-001"]
    client.post("/plan/wx/1/hand-over/", {"accountable": staying.email, "deputy": ""})
    assert "Nothing to hand over" in reading.words(client.get("/plan/to-reassign/"))


def test_removing_waits_for_a_second_person(plan: Plan, team: User) -> None:
    making.action(making.theme(plan))
    signed_in(team).post("/plan/wx/1/remove/", {"reason": "Twice in the plan"})
    other = signed_in(making.account("equality_team"))
    waiting = other.get("/approvals/")
    assert "Remove WX-001: " in reading.words(waiting)
    key = re.search(r"/approvals/(\d+)/", waiting.content.decode()).group(1)
    assert "somebody else must approve it" in reading.words(
        signed_in(team).post(f"/approvals/{key}/", {"agree": "yes"})
    )
    other.post(f"/approvals/{key}/", {"agree": "yes"})
    assert other.get("/plan/wx/1/").status_code == 404


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/plan/wx/", 15),
        ("/plan/wx/?status=not_started&lack=measurable", 15),
        ("/plan/wx/overview/", 15),
        ("/plan/wx/leads/", 15),
        ("/plan/mine/", 15),
        ("/plan/wx/1/", 15),
        ("/plan/wx/1/progress/", 15),
        ("/plan/wx/1/edit/", 15),
        ("/plan/to-reassign/", 15),
        ("/plan/?all", 15),
        ("/", 15),
    ],
)
def test_as_many_queries_for_one_action_as_for_many(
    plan: Plan, team: User, url: str, most: int, django_assert_max_num_queries
) -> None:
    theme = making.theme(plan)
    gone = making.person(left_on=making.TODAY)

    def add() -> None:
        service = making.place(f"Service {plan.actions.count()}", parent=plan.place)
        action = making.action(theme, service=service, accountable=team.person, deputy=gone)
        making.action(theme, service=service)  # without leads, as when somebody adds one by hand
        action.leads.create(kind="team", name="Panel", position=1)
        making.entry(action)
        theme.recommendations.create(text="x", position=plan.actions.count())

    client = signed_in(team)
    add()
    client.get(url)
    with django_assert_max_num_queries(most) as one:
        assert client.get(url).status_code == 200
    add(), add(), add()
    with django_assert_max_num_queries(most) as many:
        client.get(url)
    assert len(many.captured_queries) == len(one.captured_queries)
