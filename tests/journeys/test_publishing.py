"""What the public may read: asked for, approved by a second person, read by a stranger on a phone, and withdrawn."""

import csv
import io
import time
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.journeys.browser import PHONE, Visitor
from throughline.frontdoor import kept

pytestmark = pytest.mark.journey

NEWS = "Every service has said what it did this autumn."
REASON = "It told of one family in such a way that neighbours would know them."
ATOM = "{http://www.w3.org/2005/Atom}"


def test_from_asking_to_withdrawing(visit: Callable[..., Visitor]) -> None:
    marcia, jasmine, stranger = visit("equality_team"), visit("equality_team", which=1), visit(width=PHONE)
    before = latest(visit(width=PHONE))  # somebody else: a browser may show for a minute what it has read
    ask(marcia)
    approve(jasmine)
    number = read(stranger)
    take_home(stranger, number)
    assert stranger.context.cookies() == []
    withdraw(marcia, number)
    approve(jasmine)
    time.sleep(kept.TRUSTED)  # for so long a page that was just looked at is given again
    gone(visit(width=PHONE), number, before)


def ask(marcia: Visitor) -> None:
    marcia.go("/plan/w/")
    marcia.follow("Publish")
    marcia.fill("What is new, in a sentence or two (optional)", NEWS)
    if names := marcia.page.get_by_label("These names may be public").all():
        names[0].check()
    marcia.press("Ask for approval")
    assert marcia.said == "A second person must approve this. They see exactly what you saw."


def approve(jasmine: Visitor) -> None:
    jasmine.go("/approvals/")
    jasmine.follow("Look at it")
    jasmine.follow("See what it is about")
    jasmine.page.go_back()
    jasmine.choose("Yes, do it")
    jasmine.press("Save")
    assert jasmine.said.startswith("You agreed. ")


def latest(stranger: Visitor) -> str:
    """From the home page, on a phone, to the public page. Returns the number of the version that it shows."""
    stranger.go("/")
    stranger.follow("Fair by Practice: ", stranger.page.locator("main"))
    return stranger.text.partition("Version ")[2].partition(",")[0]


def read(stranger: Visitor) -> int:
    """The version that was published today. Returns its number."""
    words = latest(stranger)
    assert NEWS in stranger.text
    assert "published on 1 November 2026" in stranger.text
    assert stranger.page.locator(".tl-person").count() == 0
    stranger.go(f"/progress/w/{words}/")
    assert NEWS in stranger.text
    assert "pdate of any action" in stranger.text
    return int(words)


def take_home(stranger: Visitor, number: int) -> None:
    """The feed and the table say what the page says."""
    ask = stranger.context.request
    table = list(
        csv.DictReader(io.StringIO(ask.get(f"{stranger.page.url}data.csv").body().decode("utf-8-sig")))
    )
    assert f"{len(table)} actions" in stranger.text
    feed = ElementTree.fromstring(ask.get(f"{stranger.site.address}/progress/w/feed/").body())
    newest = feed.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.findtext(f"{ATOM}title") == f"Version {number}"
    assert newest.findtext(f"{ATOM}summary") == NEWS
    assert newest.findtext(f"{ATOM}id") == stranger.page.url


def withdraw(marcia: Visitor, number: int) -> None:
    marcia.go("/plan/w/publish/")
    marcia.follow("Withdraw", marcia.row(f"Version {number}"))
    marcia.press("Ask for approval")
    assert marcia.errors == ["Answer “Why is it withdrawn?”"]
    marcia.fill("Why is it withdrawn?", REASON)
    marcia.press("Ask for approval")
    assert marcia.said == "A second person must approve this."


def gone(stranger: Visitor, number: int, before: str) -> None:
    """Its address stays, and says why; the version before is the latest again."""
    stranger.go(f"/progress/w/{number}/")
    assert stranger.heading == f"Version {number} was withdrawn"
    assert REASON in stranger.text
    assert NEWS not in stranger.text
    stranger.follow("Read the latest version")
    assert f"Version {before}, published on" in stranger.text
