"""Pages on which a plan is changed by hand: what they do, what they say to whom, and how many queries they make."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import making, reading
from tests.making import agree, signed_in
from throughline.base.models import Approval, User
from throughline.plan.changes import actions, themes
from throughline.plan.models import Plan, Recommendation, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
ASKED = "Asked. It happens when a second person agrees."


def seen(client: Client, url: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(url).content.decode())
    assert found
    return found.group(1)


# ---- stale forms -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "thing", "said"),
    [
        ("/plan/wx/about/", "plan", {"title": "{}"}),
        ("/plan/wx/themes/{theme}/", "theme", {"title": "{}", "is_theme": "yes"}),
        ("/plan/wx/recommendations/{asked}/", "recommendation", {"text": "{}"}),
        ("/plan/wx/recommendations/{asked}/reply/", "recommendation", {"text": "{}"}),
    ],
)
def test_a_stale_form_overwrites_nothing_until_it_is_saved_again(
    plan: Plan, officer: Client, url: str, thing: str, said: dict[str, str]
) -> None:
    theme = making.theme(plan)
    asked = theme.recommendations.create(text="Pay panels", position=1)
    url = url.format(theme=theme.pk, asked=asked.pk)
    other = signed_in(making.account("equality_team"))

    def values(words: str, seen: str) -> dict[str, str]:
        return {name: value.format(words) for name, value in said.items()} | {"seen": seen}

    first = seen(officer, url)
    other.post(url, values("What the other wrote", first))
    late = officer.post(url, values("What I wrote", first))
    assert "Somebody else changed this while you were writing." in reading.words(late)
    assert "What I wrote" in late.content.decode()
    assert "What the other wrote" in other.get(url).content.decode()
    again = re.search(r'name="seen" value="(\d+)"', late.content.decode())
    assert again
    assert officer.post(url, values("What I wrote", again.group(1))).status_code == 302
    assert "What I wrote" in other.get(url).content.decode()


def test_what_is_wrong_in_a_form_is_no_news_of_the_other(plan: Plan, officer: Client) -> None:
    """Somebody who forgot the title has not been told of the other's change: the form stays as old as it was."""
    theme = making.theme(plan)
    url = f"/plan/wx/themes/{theme.pk}/"
    first = seen(officer, url)
    signed_in(making.account("equality_team")).post(
        url, {"title": "Theirs", "is_theme": "yes", "seen": first}
    )
    page = officer.post(url, {"title": "", "is_theme": "yes", "seen": first})
    assert f'name="seen" value="{first}"' in page.content.decode()


# ---- themes and recommendations ----------------------------------------------------------------------------------------


def test_one_click_moves_and_the_focus_goes_with_it(plan: Plan, officer: Client) -> None:
    first, second, third = (making.theme(plan, title) for title in ("One", "Two", "Three"))
    go = f"/plan/wx/themes/{third.pk}/move/"

    def moved(past: Theme, to: str) -> str:
        return str(officer.post(go, {"past": past.pk, "to": to})["Location"])

    assert moved(second, "up") == f"/plan/wx/arrange/#theme-{third.pk}-up"
    page = officer.get("/plan/wx/arrange/")
    assert f'id="theme-{third.pk}-up"' in page.content.decode()
    assert re.findall(r"\d\. (?:One|Two|Three)", reading.words(page)) == ["1. One", "2. Three", "3. Two"]
    assert moved(first, "up") == f"/plan/wx/arrange/#theme-{third.pk}-down"  # first now: no way further up
    assert f'id="theme-{third.pk}-up"' not in officer.get("/plan/wx/arrange/").content.decode()
    assert moved(first, "up") == "/plan/wx/arrange/"  # pressed twice: it is above already
    assert "The order has changed since you looked at it." in reading.words(officer.get("/plan/wx/arrange/"))
    assert [theme.title for theme in plan.themes.order_by("position")] == ["Three", "One", "Two"]
    assert officer.get(go)["Location"] == "/plan/wx/arrange/"
    assert officer.post(go, {"past": "x", "to": "down"})["Location"] == "/plan/wx/arrange/"


def test_recommendations_move_within_their_theme(plan: Plan, officer: Client) -> None:
    theme = making.theme(plan)
    one, two = (theme.recommendations.create(text=words, position=n) for n, words in enumerate("ab", 1))
    answer = officer.post(f"/plan/wx/recommendations/{one.pk}/move/", {"past": two.pk, "to": "down"})
    assert answer["Location"] == f"/plan/wx/arrange/#recommendation-{one.pk}-up"
    assert [row.text for row in theme.recommendations.order_by("position")] == ["b", "a"]


def test_a_theme_with_actions_says_what_to_do_first(plan: Plan, officer: Client) -> None:
    theme = making.theme(plan)
    making.action(theme)
    url = f"/plan/wx/themes/{theme.pk}/remove/"
    page = officer.get(url)
    assert "Empty the theme before you remove it 1 action is still in it." in reading.words(page)
    assert f'href="/plan/wx/?theme={theme.pk}"' in page.content.decode()
    officer.post(url, {"reason": "Over"})
    assert Theme.objects.get().removed_on is None


def test_removed_and_put_back(plan: Plan, officer: Client) -> None:
    """What is removed is gone from every page, stands among what was removed with its reason, and comes back."""
    theme = making.theme(plan)
    asked = theme.recommendations.create(text="Pay panels for their time", position=1)
    theme.recommendations.create(text="Name them", position=2)
    assert "Nothing was removed" in reading.words(officer.get("/plan/wx/removed/"))
    page = officer.post(f"/plan/wx/recommendations/{asked.pk}/remove/", {"reason": "Said twice"}, follow=True)
    assert "The recommendation is removed. You find it under “What was removed”." in reading.words(page)
    for url in ("/plan/wx/", "/plan/wx/recommendations/", "/plan/wx/arrange/"):
        assert "Pay panels" not in reading.words(officer.get(url)), url
    assert "1 recommendation for corporate action without a reply" in (
        reading.words(officer.get("/plan/wx/overview/")).lower()
    )
    for url in ("", "reply/", "remove/"):
        assert officer.get(f"/plan/wx/recommendations/{asked.pk}/{url}").status_code == 404
    officer.post(f"/plan/wx/themes/{theme.pk}/remove/", {"reason": "Over"})
    gone = reading.words(officer.get("/plan/wx/removed/"))
    for piece in ("Safe to speak 16 March 2026 by", "Over", "Pay panels for their time", "Said twice"):
        assert piece in gone, piece
    assert "Put the theme “Safe to speak” back first" in gone
    assert officer.get(f"/plan/wx/themes/{theme.pk}/").status_code == 404
    assert "Name them" not in reading.words(officer.get("/plan/wx/recommendations/"))
    officer.post(f"/plan/wx/recommendations/{asked.pk}/put-back/")
    assert "“Safe to speak”, to which it belongs, is removed too." in reading.words(
        officer.get("/plan/wx/removed/")
    )
    officer.post(f"/plan/wx/themes/{theme.pk}/put-back/")
    officer.post(f"/plan/wx/recommendations/{asked.pk}/put-back/")
    assert "Safe to speak" in reading.words(officer.get("/plan/wx/"))
    assert "Pay panels for their time" in reading.words(officer.get("/plan/wx/recommendations/"))
    assert Recommendation.objects.filter(removed_on=None).count() == 2


def test_a_removed_action_comes_back_with_a_second_person(plan: Plan, officer: Client) -> None:
    theme = making.theme(plan)
    action = making.action(theme, "Mend the lifts")
    one, two = making.account("equality_team"), making.account("equality_team")
    asked = actions.ask_to_remove(by=one, action=action, reason="Said twice", today=making.TODAY)
    actions.approve_removal(by=two, approval=asked, action=action, today=making.TODAY)
    assert f"WX-001 Mend the lifts Safe to speak 16 March 2026 by {two} Said twice Put back" in reading.words(
        officer.get("/plan/wx/removed/")
    )
    assert ASKED in reading.words(officer.post("/plan/wx/1/put-back/", follow=True))
    assert officer.get("/plan/wx/1/").status_code == 404
    assert "Put WX-001 back: Mend the lifts" in agree(signed_in(two))
    assert "put the action back" in reading.words(officer.get("/plan/wx/1/"))


def test_a_directorate_asks_for_every_change(plan: Plan, directors: tuple[Client, Client]) -> None:
    one, two = directors
    theme, other = making.theme(plan), making.theme(plan, "Fair chances")
    assert "Each change on this page happens when a second person agrees." in reading.words(
        one.get("/plan/wx/arrange/")
    )
    page = one.post(f"/plan/wx/themes/{other.pk}/move/", {"past": theme.pk, "to": "up"}, follow=True)
    assert page.redirect_chain == [("/plan/wx/arrange/", 302)]
    assert ASKED in reading.words(page)
    assert "Move “Fair chances” above “Safe to speak”" in reading.words(two.get("/approvals/"))
    agree(two)
    assert [row.title for row in plan.themes.order_by("position")] == ["Fair chances", "Safe to speak"]
    one.post(f"/plan/wx/themes/{other.pk}/remove/", {"reason": "Over"})
    waiting = Approval.objects.get(state="waiting")
    assert "The reason: Over" in reading.words(two.get(f"/approvals/{waiting.pk}/"))
    agree(two)
    one.post(f"/plan/wx/themes/{other.pk}/put-back/")
    assert Theme.objects.get(pk=other.pk).removed_on == making.TODAY
    agree(two)
    assert Theme.objects.get(pk=other.pk).removed_on is None
    late = one.post(f"/plan/wx/themes/{theme.pk}/", {"title": "x", "is_theme": "no", "seen": "99"})
    assert "Somebody else changed this while" in reading.words(
        late
    )  # heard at once, not when the other agrees
    assert Approval.objects.filter(state="waiting").count() == 0


def test_themes_without_actions_stand_in_their_place(plan: Plan, officer: Client) -> None:
    for title, held in (("One", 0), ("Two", 70), ("Three", 0), ("Four", 1), ("Five", 0)):
        theme = making.theme(plan, title)
        for _ in range(held):
            making.action(theme)

    def shown(query: str) -> list[str]:
        return re.findall(r'id="theme-\d+">(\w+)<', officer.get(f"/plan/wx/{query}").content.decode())

    assert shown("") == ["One", "Two"]
    assert shown("?page=2") == ["Two", "Three", "Four", "Five"]


def test_actions_outside_any_theme(plan: Plan, officer: Client) -> None:
    officer.post("/plan/wx/themes/add/", {"title": "Also agreed", "is_theme": "no"})
    assert Theme.objects.get().is_theme is False
    assert "Actions outside any theme" in reading.words(officer.get("/plan/wx/arrange/"))
    assert 'value="no" checked' in re.sub(
        r' (id|class)="[^"]*"', "", officer.get(f"/plan/wx/themes/{Theme.objects.get().pk}/").content.decode()
    )


# ---- recommendations without a reply -----------------------------------------------------------------------------------


def test_recommendations_without_a_reply_are_a_list(plan: Plan, officer: Client) -> None:
    theme, other = making.theme(plan), making.theme(plan, "Fair chances")
    theme.recommendations.create(text="Pay panels", position=1)
    other.recommendations.create(text="Name them", position=1, reply="We do", replied_on=making.TODAY)
    whole = reading.words(officer.get("/plan/wx/recommendations/"))
    assert "Show: all (2) · without a reply (1)" in whole
    assert "Fair chances Name them Reply, 16 Mar 2026: We do" in whole
    some = reading.words(officer.get("/plan/wx/recommendations/?unanswered=on"))
    assert "Safe to speak Pay panels No reply yet." in some
    assert "Name them" not in some
    address = 'href="/plan/wx/recommendations/?unanswered=on"'
    for url in ("/", "/plan/wx/overview/"):
        assert address in officer.get(url).content.decode(), url
    asked = Recommendation.objects.get(reply="")
    done = officer.post(f"/plan/wx/recommendations/{asked.pk}/reply/", {"text": "From April"})
    assert done["Location"] == f"/plan/wx/recommendations/#recommendation-{asked.pk}"
    assert "Every one has a reply" in reading.words(officer.get("/plan/wx/recommendations/?unanswered=on"))
    assert address not in officer.get("/").content.decode()


def test_whoever_reads_the_plan_reads_them_and_changes_nothing(plan: Plan) -> None:
    theme = making.theme(plan)
    asked = theme.recommendations.create(text="Pay panels", position=1)
    reader = signed_in(making.account("service_manager", plan.place))
    page = reader.get("/plan/wx/recommendations/")
    assert "Pay panels" in reading.words(page)
    assert "/reply/" not in page.content.decode()
    urls = [
        "/plan/new/",
        *(f"/plan/wx/{name}/" for name in ("about", "arrange", "removed")),
        *(f"/plan/wx/themes/{theme.pk}/{name}/" for name in ("remove", "move", "put-back")),
        *(f"/plan/wx/recommendations/{asked.pk}/{name}" for name in ("", "remove/", "move/", "put-back/")),
        "/plan/wx/1/put-back/",
    ]
    assert [(url, reader.get(url).status_code, reader.post(url).status_code) for url in urls] == [
        (url, 403, 403) for url in urls
    ]


def test_another_directorate_changes_nothing(plan: Plan) -> None:
    """They hold the permission somewhere, so the page opens; this plan refuses them, before any form is shown."""
    elsewhere = signed_in(making.account("dmt", making.place("Elsewhere", "directorate")))
    theme, other = making.theme(plan), making.theme(plan, "Fair chances")
    asked = theme.recommendations.create(text="Pay panels", position=1)
    for url in (
        "about/",
        "arrange/",
        "removed/",
        f"themes/{theme.pk}/remove/",
        f"recommendations/{asked.pk}/",
    ):
        assert elsewhere.get(f"/plan/wx/{url}").status_code == 403, url
    said = {"past": other.pk, "to": "down", "reason": "Over"}
    for url in ("move", "remove", "put-back"):
        for thing in (f"themes/{theme.pk}", f"recommendations/{asked.pk}"):
            assert elsewhere.post(f"/plan/wx/{thing}/{url}/", said).status_code == 403, (thing, url)
    assert Approval.objects.count() == 0


@pytest.mark.parametrize(
    "url",
    [
        "/plan/new/",
        "/plan/wx/about/",
        "/plan/wx/arrange/",
        "/plan/wx/removed/",
        "/plan/wx/recommendations/",
        "/plan/wx/recommendations/?unanswered=on",
    ],
)
def test_as_many_queries_for_one_as_for_many(
    plan: Plan, url: str, django_assert_max_num_queries: Any
) -> None:
    by: User = making.account("equality_team")
    client = signed_in(by)

    def add() -> None:
        theme, gone = making.theme(plan), making.theme(plan, "Gone")
        making.action(theme, removed_on=making.TODAY)
        for position in (1, 2):
            theme.recommendations.create(text="x", position=position)
        theme.recommendations.create(text="y", position=3, removed_on=making.TODAY)
        themes.remove_theme(by=by, theme=gone, reason="Over", today=making.TODAY)

    add()
    client.get(url)
    with django_assert_max_num_queries(15) as one:
        assert client.get(url).status_code == 200
    add(), add()
    with django_assert_max_num_queries(15) as many:
        client.get(url)
    assert len(many.captured_queries) == len(one.captured_queries)
