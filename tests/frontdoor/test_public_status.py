"""Public progress: what is open may be silent and may run out; what is finished may not. And names, before it is public."""

import csv
import datetime
import io

import pytest
from django.test import Client

from tests import making, reading
from throughline.base.models import Approval, User
from throughline.plan import rules
from throughline.plan.changes import publishing
from throughline.plan.models import Plan, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = making.TODAY
DAY = datetime.timedelta(days=1)
LONG_SINCE = TODAY - datetime.timedelta(days=400)
SILENT = "govuk-tag govuk-tag--yellow"
CLOSED = sorted(rules.CLOSED - {rules.Stage.DECLINED})
WARNING = "Throughline does not find names of others, nor what is told about somebody’s health or family: read the texts."


@pytest.fixture
def theme() -> Theme:
    return making.theme(making.plan("Fair by Practice", slug="wx"))


def publish(plan: Plan, people: tuple[User, User], *, asked_on: datetime.date, on: datetime.date) -> None:
    approval = publishing.ask_to_publish(
        by=people[0], plan=plan, summary="", public_from=asked_on, today=asked_on
    )
    publishing.publish(by=people[1], approval=approval, today=on)


def ages(client: Client) -> dict[str, tuple[str, bool]]:
    """What each action's cell says of its last update, and whether it is marked."""
    found = reading.page(client.get("/progress/wx/")).xpath("//tbody/tr")
    said = {}
    for row in found:
        time = row.xpath(".//time")[-1]
        said[row.get("id")] = (time.text_content(), time.getparent().get("class") == SILENT)
    return said


@pytest.mark.parametrize("stage", CLOSED)
def test_what_is_finished_is_not_silent(theme: Theme, people: tuple[User, User], stage: rules.Stage) -> None:
    for here in (stage, rules.Stage.IN_PROGRESS):
        making.entry(making.action(theme, stage=here, stage_reason="It was done"), said_on=LONG_SINCE)
    publish(theme.plan, people, asked_on=TODAY, on=TODAY)
    assert ages(Client()) == {
        "WX-001": ("last update 13 months ago", False),
        "WX-002": ("no update for 13 months", True),
    }
    assert "no update of any action for 13 months" in reading.words(Client().get("/progress/wx/"))


def test_a_finished_plan_is_not_silent(theme: Theme, people: tuple[User, User]) -> None:
    making.entry(making.action(theme, stage=rules.Stage.VERIFIED_DONE), said_on=LONG_SINCE)
    making.action(theme, stage=rules.Stage.STOPPED, stage_reason="It fell away")
    publish(theme.plan, people, asked_on=TODAY, on=TODAY)
    response = Client().get("/progress/wx/")
    assert "1 Done and verified 1 Stopped" in reading.words(response)
    assert "2 actions. last update of any action 13 months ago" in reading.words(response)
    assert reading.page(response).xpath(f"//main//*[@class='{SILENT}']") == []
    assert "no update yet" not in reading.words(response)


@pytest.mark.parametrize(
    ("end", "status", "since"),
    [
        (TODAY - 6 * DAY, "Overdue", False),  # before it was asked for
        (TODAY - 5 * DAY, "Overdue", False),  # the very day on which it was asked for
        (TODAY - 2 * DAY, "Overdue", False),  # while it waited
        (TODAY - DAY, "Not started", True),  # the day on which it was published: not past then
        (TODAY, "Not started", False),
    ],
)
def test_a_date_that_passed_before_publication_is_overdue_at_publication(
    theme: Theme, people: tuple[User, User], end: datetime.date, status: str, since: bool
) -> None:
    making.action(theme, "Train every panel", target_text="Soon", target_end=end)
    publish(theme.plan, people, asked_on=TODAY - 5 * DAY, on=TODAY - DAY)
    shown = reading.words(Client().get("/progress/wx/"))
    assert f"1 {status} Safe to speak" in shown
    assert ("Its date has passed since this was published." in shown) == since
    table = Client().get("/progress/wx/1/data.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    waited = TODAY - 6 * DAY < end < TODAY - DAY
    assert (row["status"], row["status as at"]) == (status, "2026-03-15" if waited else "2026-03-11")
    why = f"Its date ran out on {end.day} March 2026, before this was published, and it was not closed on 11 March 2026."
    assert ((why in shown), row["why"] == why) == (waited, waited)


def test_nothing_else_becomes_overdue(theme: Theme, people: tuple[User, User]) -> None:
    for stage in rules.CLOSED - {rules.Stage.DECLINED}:
        making.action(theme, stage=stage, target_end=TODAY - 3 * DAY, stage_reason="So it was")
    making.action(
        theme, stage=rules.Stage.ONGOING, target_end=TODAY - 3 * DAY, next_review_on=TODAY + 90 * DAY
    )
    publish(theme.plan, people, asked_on=TODAY - 5 * DAY, on=TODAY)
    shown = reading.words(Client().get("/progress/wx/"))
    assert ("Overdue" in shown, "1 Ongoing" in shown, "passed since" in shown) == (False, True, False)


def test_an_empty_list_of_names_is_no_promise(theme: Theme, people: tuple[User, User]) -> None:
    making.action(theme, "Ask Pat Quill, who was ill, how it went")
    shown = reading.words(making.signed_in(people[0]).get("/plan/wx/publish/"))
    assert f"No name of the register stands in the texts. {WARNING}" in shown


def test_the_second_person_sees_the_same_names_and_what_was_confirmed(
    theme: Theme, people: tuple[User, User]
) -> None:
    someone = making.person("Dayo Okafor")
    making.action(theme, "Ask Dayo Okafor how it went")
    client = making.signed_in(people[0])
    head = f"These names of the register stand in the texts. {WARNING} Names of the register in the texts Name Where"
    assert f"{head} Dayo Okafor WX-001" in reading.words(client.get("/plan/wx/publish/"))
    publishing.ask_to_publish(
        by=people[0], plan=theme.plan, summary="", public_from=TODAY, today=TODAY, names_seen=True
    )
    someone.name = "Dayo Vale"  # the register says something else by now
    someone.save()
    confirmed = (
        f"{head} Dayo Okafor WX-001 {people[0]} confirmed: "
        "“These names may be public. The people have agreed, or hold a public office.”"
    )
    key = Approval.objects.get().pk
    for address in ("/plan/wx/publish/", f"/approvals/{key}/"):
        assert confirmed in reading.words(making.signed_in(people[1]).get(address))


def test_the_second_person_sees_the_names_in_the_reason(theme: Theme, people: tuple[User, User]) -> None:
    making.action(theme)
    publish(theme.plan, people, asked_on=TODAY, on=TODAY)
    making.person("Dayo Okafor")
    version = theme.plan.versions.get()
    asked = publishing.ask_to_withdraw(
        by=people[0], version=version, reason="Dayo Okafor objects", today=TODAY, names_seen=True
    )
    shown = reading.words(making.signed_in(people[1]).get(f"/approvals/{asked.pk}/"))
    assert f"Where Dayo Okafor the reason {people[0]} confirmed: “These names may be public." in shown
