"""How public pages are kept between requests: caches, compression, long plans."""

from typing import Any

import pytest
from django.test import Client

from tests import making
from tests.frontdoor.public_page import page, publish, words
from throughline.base.models import Authority, User
from throughline.frontdoor import kept
from throughline.plan.models import Action, Plan, PublishedVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = making.TODAY
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_reader_who_has_it_already_is_told_so(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    client = Client()
    first = client.get("/progress/wx/")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Vary"] == "Accept-Encoding"
    again = client.get("/progress/wx/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    since = client.get("/progress/wx/", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    publish(plan, people)
    changed = client.get("/progress/wx/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_it_comes_compressed_to_whom_that_suits(plan: Plan, people: tuple[User, User]) -> None:
    import gzip

    publish(plan, people)
    small = Client().get("/progress/wx/", headers={"Accept-Encoding": "br, gzip"})
    whole = Client().get("/progress/wx/")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == whole.content
    assert small.headers["ETag"] != whole.headers["ETag"]


def test_somebody_who_is_signed_in_sees_the_same(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    client = Client()
    client.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/progress/wx/").content.decode() == page()


def test_the_authoritys_new_name_shows_at_once(plan: Plan, people: tuple[User, User]) -> None:
    publish(plan, people)
    page()
    Authority.objects.update_or_create(pk=1, defaults={"name": "Wexcombe Council"})
    assert ">Wexcombe Council</a>" in page()  # around the page; what was published keeps the name of its day
    assert words(page()).startswith("London Borough of Wexcombe Fair by Practice: progress")


@pytest.mark.parametrize(
    ("days", "said"),
    [(39, "no update of any action for 40 days"), (40, "last update of any action 40 days ago")],
)
def test_the_authoritys_own_cycle_tells_what_is_silent_at_once(
    plan: Plan, people: tuple[User, User], days: int, said: str
) -> None:
    publish(plan, people)
    page()
    Authority.objects.update(update_cycle_days=days)
    html = page()
    assert f"As at 16 March 2026: 2 actions. {said}" in words(html)
    assert html.count(said.replace(" of any action", "")) == 1


def test_a_long_plan_has_a_page_for_each_theme(plan: Plan, people: tuple[User, User]) -> None:
    second = making.theme(plan, "Fair jobs")
    Action.objects.bulk_create(
        Action(
            plan=plan,
            theme=second,
            number=number,
            position=number,
            text=f"Job {number}",
            stage="agreed",
            made_on=TODAY,
        )
        for number in range(3, 160)
    )
    publish(plan, people)
    whole = words(page())
    assert "158 Not started 1 Overdue Themes Theme Desired outcome Actions Safe to speak" in whole
    assert "Job 3 " not in whole
    only = words(page("/progress/wx/?theme=1"))
    assert "As at 16 March 2026: 2 actions." in only
    assert "WX-001 Offer every team" in only
    assert "Job 3 " not in only
    page("/progress/wx/?theme=3", status=404)
    page("/progress/wx/?theme=x", status=404)


@pytest.mark.parametrize(
    "theme", ["+1", "01", "%201", "1%20", "1_0", "%D9%A1", "%C2%B9", "-1", "1.0", "9" * 5000]
)
def test_a_theme_has_one_address(plan: Plan, people: tuple[User, User], theme: str) -> None:
    publish(plan, people)
    page("/progress/wx/?theme=1")
    for path in ("/progress/wx/", "/progress/wx/1/"):
        page(f"{path}?theme={theme}", status=404)
    assert list(kept._made) == ["testserver /progress/wx/?1"]


def test_under_load_the_database_is_asked_once_a_second(
    plan: Plan, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    publish(plan, people)
    now = 100.0
    monkeypatch.setattr(kept, "TRUSTED", 1)
    monkeypatch.setattr("throughline.frontdoor.kept.time.monotonic", lambda: now)
    first = page()
    with django_assert_num_queries(0):
        assert page() == first
    with django_assert_num_queries(0):
        page("/progress/wx/?other=1")
    now = 101.0
    with django_assert_num_queries(2):
        assert page() == first
    version = PublishedVersion.objects.get()
    version.withdrawn_on, version.withdrawn_reason = TODAY, "Wrong"
    version.save()
    assert page() == first
    now = 102.0
    page(status=410)


def test_the_memory_of_pages_is_bounded(
    plan: Plan, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(plan, people)
    monkeypatch.setattr(kept, "MOST", 2)
    for path in ("/progress/wx/", "/progress/wx/1/", "/progress/wx/?theme=1", "/progress/wx/?x=2"):
        page(path)
    assert list(kept._made) == ["testserver /progress/wx/?1", "testserver /progress/wx/?"]
    assert list(kept._looked) == list(kept._made)
