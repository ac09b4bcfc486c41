"""Public progress: what it shows, by equality; and that nothing else ever shows."""

import csv
import datetime
import io
import re
from xml.etree import ElementTree

import pytest

from tests import making
from tests.frontdoor.public_page import on_one_line, page, publish, words
from throughline.base.models import Authority, User
from throughline.frontdoor import kept
from throughline.plan import rules
from throughline.plan.changes import publishing
from throughline.plan.models import Action, ActionLead, Plan, PublishedVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = making.TODAY
ATOM = "{http://www.w3.org/2005/Atom}"


def test_what_the_public_reads(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people, summary="The first time that we publish it.")
    assert words(page()) == on_one_line(
        """
        London Borough of Wexcombe Fair by Practice: progress
        Version 1, published on 16 March 2026. last update of this page today
        The first time that we publish it.
        As at 16 March 2026: 2 actions. no update of any action for 40 days
        1 Not started 1 Overdue
        Safe to speak Desired outcome: Everybody is heard.
        What we said, and where it stands : Safe to speak
        What we said By when Where it stands What has been done
        WX-001 Offer every team a conversation Housing Options By June 2026 Not started
        It is agreed, and nobody has said that work has begun.
        4 February 2026: Two teams have had theirs no update for 40 days
        WX-002 Train every panel January 2026 Overdue
        Its date ran out on 31 January 2026, and it is not closed. no update yet
        Recommendations for corporate action Publish who is appointed. Reply, 16 March 2026: We will, each June.
        Actions by where they stand Not started: 1 WX-001 Overdue: 1 WX-002
        This page The actions as a table (CSV) , for spreadsheets
        The feed tells you when there is a new version
        The address of this version, which stays: http://testserver/progress/wx/1/
        """
    )


def everything() -> list[str]:
    """All that the public can read of the plan."""
    return [page(f"/progress/wx/{what}") for what in ("", "1/", "1/data.csv", "feed/")]


def test_what_could_leak_does_not(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    before = everything()
    lead = making.person("Dayo Okafor")
    for action in Action.objects.all():
        action.accountable, action.deputy, action.lead_text = (
            lead,
            making.person("Pat Quill"),
            "Dayo Okafor / Pat Quill",
        )
        action.save()
        ActionLead.objects.create(action=action, kind="person", name="Dayo Okafor", person=lead, position=1)
    theme = plan.themes.get()
    theme.sponsor = lead
    theme.save()
    making.action(theme, "Proposed in confidence", stage=rules.Stage.PROPOSED)
    making.action(theme, "Declined in confidence", stage=rules.Stage.DECLINED, stage_reason="Not now")
    making.action(theme, "Removed in confidence", removed_on=TODAY)
    making.entry(plan.actions.order_by("number").last(), "On something removed")
    again = PublishedVersion.objects.create(
        plan=plan,
        number=2,
        snapshot={},
        asked_by=people[0],
        approved_by=people[1],
        published_on=TODAY,
        public_from=TODAY + datetime.timedelta(days=1),
    )
    kept.forget()
    assert everything() == before
    again.delete()
    first = PublishedVersion.objects.get(number=1).snapshot
    assert publishing.publishing.snapshot(plan, today=TODAY) == first
    making.entry(plan.actions.order_by("number")[0], "Said after it was published", TODAY)
    kept.forget()
    assert everything() == before


def test_nothing_is_there_before_it_is_published_or_before_its_day(
    plan: Plan, people: tuple[User, User]
) -> None:
    page(status=404)
    publish(plan, people, public_from=TODAY + datetime.timedelta(days=1))
    for path in ("/progress/wx/", "/progress/wx/1/", "/progress/wx/1/data.csv", "/progress/wx/feed/"):
        page(path, status=404)
    assert "Fair by Practice" not in page("/")


def test_it_shows_on_its_day(plan: Plan, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = TODAY + datetime.timedelta(days=1)
    publish(plan, people, public_from=tomorrow)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    assert (
        "Version 1, published on 17 March 2026. last update of this page today As at 16 March 2026"
        in words(page())
    )


def test_a_new_version_keeps_the_old_one_at_its_address(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    old = page("/progress/wx/1/")
    action = plan.actions.order_by("number")[0]
    making.entry(action, "All teams have had theirs", TODAY)
    publish(plan, people)
    assert "All teams have had theirs" in page()
    assert page() == page("/progress/wx/2/")
    now = page("/progress/wx/1/")
    assert "All teams have had theirs" not in now
    assert "There is a newer version" in now
    assert "There is a newer version" not in old


def test_a_version_keeps_the_words_and_the_name_of_its_day(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    before = {path: page(f"/progress/wx/{path}") for path in ("1/", "1/data.csv")}
    own = {"action": "pledge", "actions": "pledges", "desired_outcome": "hoped-for end"}
    Authority.objects.update(name="Wexcombe Council", words=own)
    kept.forget()
    title = "<title>Fair by Practice: progress – Throughline – London Borough of Wexcombe</title>"
    assert words(page("/progress/wx/1/")) == words(before["1/"])
    assert (title in before["1/"], title in page("/progress/wx/1/")) == (True, True)
    assert page("/progress/wx/1/data.csv") == before["1/data.csv"]
    publish(plan, people)
    shown = words(page("/progress/wx/"))
    assert shown.startswith("Wexcombe Council Fair by Practice")
    assert "2 pledges. no update of any pledge for 40 days" in shown
    assert page("/progress/wx/2/data.csv").startswith("\ufefftheme,hoped-for end,reference,service,pledge,")
    authors = ElementTree.fromstring(page("/progress/wx/feed/")).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in authors] == [
        None,
        "London Borough of Wexcombe",
    ]


def test_a_version_from_before_they_were_kept_says_todays(plan: Plan, people: tuple[User, User]) -> None:
    version = publish(plan, people)
    del version.snapshot["words"], version.snapshot["authority"]
    version.save()
    Authority.objects.update(name="Wexcombe Council", words={"action": "pledge", "actions": "pledges"})
    kept.forget()
    shown = words(page("/progress/wx/1/"))
    assert (shown.startswith("Wexcombe Council Fair by Practice"), "2 pledges." in shown) == (True, True)
    assert ",pledge," in page("/progress/wx/1/data.csv").splitlines()[0]
    author = ElementTree.fromstring(page("/progress/wx/feed/")).findtext(f"{ATOM}author/{ATOM}name")
    assert author == "Wexcombe Council"


def test_ages_grow_with_the_days(
    plan: Plan, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(plan, people)
    assert "no update for 40 days" in words(page())
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY + datetime.timedelta(days=2))
    shown = words(page())
    assert "no update for 42 days" in shown


def test_no_age_stands_still_however_late_it_is_read(
    plan: Plan, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(plan, people)
    later = TODAY + datetime.timedelta(days=60)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: later)
    shown = words(page())
    assert "Overdue Its date ran out on 31 January 2026, and it is not closed. no update yet" in shown
    assert set(re.findall(r"\d+ days", shown)) == {"60 days"}  # since this page was published
    rows = csv.DictReader(io.StringIO(page("/progress/wx/1/data.csv").removeprefix("\ufeff")))
    assert [row["why"] for row in rows] == [
        "It is agreed, and nobody has said that work has begun.",
        "Its date ran out on 31 January 2026, and it is not closed.",
    ]


def test_withdrawn_says_so_and_why(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    second = publish(plan, people)
    approval = publishing.ask_to_withdraw(
        by=people[1], version=second, reason="A figure was wrong.", today=TODAY
    )
    publishing.withdraw(by=people[0], approval=approval, today=TODAY)
    gone = words(page("/progress/wx/2/", status=410))
    assert gone == (
        "Version 2 was withdrawn It was withdrawn on 16 March 2026. The reason: A figure was wrong. Read the latest version"
    )
    assert words(page("/progress/wx/2/data.csv", status=410)) == gone
    assert "Version 1, published on" in words(page())
    first = PublishedVersion.objects.get(number=1)
    approval = publishing.ask_to_withdraw(by=people[1], version=first, reason="So was this.", today=TODAY)
    publishing.withdraw(by=people[0], approval=approval, today=TODAY)
    assert words(page(status=410)) == (
        "Version 2 was withdrawn It was withdrawn on 16 March 2026. The reason: A figure was wrong. "
        "There is no other version at present."
    )


def test_both_links_to_the_feed_lead_there(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    addresses = re.findall(r'<(?:a|link)\b[^>]*?href="([^"]*)"', page())
    assert (addresses.count("/progress/wx/feed/"), addresses.count("")) == (2, 0)


def test_the_feed_is_atom(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people, summary="First & foremost")
    feed = ElementTree.fromstring(page("/progress/wx/feed/"))
    assert feed.tag == f"{ATOM}feed"
    assert [child.tag.removeprefix(ATOM) for child in feed] == [
        "title",
        "link",
        "link",
        "id",
        "updated",
        "author",
        "entry",
    ]
    assert feed.findtext(f"{ATOM}title") == "Fair by Practice: progress"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-16T00:00:00+00:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "London Borough of Wexcombe"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    address = "http://testserver/progress/wx/1/"
    assert {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry} == {
        "title": "Version 1",
        "link": address,
        "id": address,
        "published": "2026-03-16T00:00:00+00:00",
        "updated": "2026-03-16T00:00:00+00:00",
        "summary": "First & foremost",
    }


def test_the_data(plan: Plan, people: tuple[User, User]) -> None:
    action = plan.actions.order_by("number")[1]
    action.text = '=HYPERLINK("x")'
    action.save()
    publish(plan, people)
    text = page("/progress/wx/1/data.csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["reference"] for row in rows] == ["WX-001", "WX-002"]
    assert rows[0] == {
        "theme": "Safe to speak",
        "desired outcome": "Everybody is heard.",
        "reference": "WX-001",
        "service": "Housing Options",
        "action": "Offer every team a conversation",
        "points": "",
        "target date": "By June 2026",
        "last day meant": "",
        "status": "Not started",
        "why": "It is agreed, and nobody has said that work has begun.",
        "status as at": "2026-03-16",
        "last update": "2026-02-04",
        "what has been achieved so far": "2026-02-04: Two teams have had theirs",
    }
    assert rows[1]["action"] == '\'=HYPERLINK("x")'
