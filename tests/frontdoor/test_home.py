"""The first page: plans in the order of what is open, what there is to verify; and the list of what is published."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import making, reading
from throughline.base.models import Place, User
from throughline.plan import rules
from throughline.plan.changes import publishing
from throughline.plan.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = making.TODAY


@pytest.fixture
def team() -> User:
    return making.account("equality_team")


def plan_of(title: str, slug: str, *stages: rules.Stage, place: Place | None = None) -> Plan:
    plan = making.plan(title, slug, place)
    theme = making.theme(plan)
    for stage in stages:
        making.action(theme, stage=stage, stage_reason="So it was")
    return plan


def headings(user: User) -> list[str]:
    found = reading.page(making.signed_in(user).get("/")).xpath("//main//h2")
    return [" ".join(one.text_content().split()) for one in found]


def test_plans_stand_by_what_is_open_and_empty_ones_in_one_line(team: User) -> None:
    agreed, done, proposed = rules.Stage.AGREED, rules.Stage.VERIFIED_DONE, rules.Stage.PROPOSED
    plan_of("The main plan", "main", agreed, agreed, rules.Stage.IN_PROGRESS)
    plan_of("Nearly done", "nearly", agreed, *[done] * 5)
    plan_of("Two", "two", agreed, agreed, proposed)
    plan_of("Empty one", "one")
    plan_of("Empty other", "other")
    assert headings(team) == ["The main plan", "Two", "Nearly done", "Public progress"]
    assert "Still empty: Empty other , Empty one Public progress" in reading.words(
        making.signed_in(team).get("/")
    )


def test_only_empty_plans_are_plans_too(team: User) -> None:
    plan_of("Empty one", "one")
    words = reading.words(making.signed_in(team).get("/"))
    assert ("Still empty: Empty one" in words, "There is no plan yet" in words) == (True, False)


def test_more_plans_than_the_page_shows_have_a_link(team: User) -> None:
    for number in range(6):
        plan_of(f"Plan {number}", f"p{number}", *[rules.Stage.AGREED] * (number + 1))
    client = making.signed_in(team)
    assert headings(team)[:5] == ["Plan 5", "Plan 4", "Plan 3", "Plan 2", "Plan 1"]
    assert "/plan/?all" in reading.links(client.get("/"))
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 15


def test_who_may_verify_sees_how_much_there_is(team: User) -> None:
    homes = making.place("Homes", "directorate")
    service, other = making.place("Housing", parent=homes), making.place("Repairs", parent=homes)
    plan = plan_of("The main plan", "main", rules.Stage.AGREED)
    for place in (service, service, other):
        making.action(plan.themes.get(), stage=rules.Stage.REPORTED_DONE, service=place)

    def seen(user: User) -> list[tuple[str, str]]:
        links = reading.page(making.signed_in(user).get("/")).xpath("//main//a[contains(., 'to verify')]")
        return [(" ".join(one.text_content().split()), one.get("href")) for one in links]

    words = "done as reported: to verify"
    assert seen(team) == [(f"3 {words}", "/plan/main/?status=reported_done")]
    asked = f"/plan/main/?service={service.pk}&status=reported_done"
    assert seen(making.account("service_manager", service)) == [(f"2 {words}", asked)]
    assert seen(making.account("board")) == []
    assert seen(making.account()) == []
    plan.actions.update(stage=rules.Stage.VERIFIED_DONE)
    assert seen(team) == []


def test_the_list_of_what_is_published(team: User) -> None:
    second = making.account("equality_team")
    assert reading.words(Client().get("/progress/")) == "Public progress Nothing is published yet."

    def publish(plan: Plan, day: datetime.date) -> None:
        asked = publishing.ask_to_publish(by=team, plan=plan, summary="", public_from=day, today=TODAY)
        publishing.publish(by=second, approval=asked, today=TODAY)

    publish(plan_of("Fair by Practice", "wx", rules.Stage.AGREED), TODAY)
    publish(plan_of("Under embargo", "later", rules.Stage.AGREED), TODAY + datetime.timedelta(days=1))
    plan_of("Never published", "never", rules.Stage.AGREED)
    response = Client().get("/progress/")
    assert reading.words(response) == "Public progress Fair by Practice Published on 16 March 2026"
    assert reading.links(response) == ["/progress/wx/"]
    assert response.cookies == {}
    assert response.headers["Cache-Control"] == "public, max-age=60"
    breadcrumbs = reading.page(Client().get("/progress/wx/")).xpath("//nav//a/@href")
    assert "/progress/" in breadcrumbs
