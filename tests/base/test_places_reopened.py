"""A place that closed by mistake opens again: with what its merger took, unless something else hangs on it."""

import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import making, organisation
from tests.making import TODAY
from tests.organisation import Borough, fresh
from tests.reading import words
from throughline.base import audit
from throughline.base.changes import left_behind, places, reopening, roles
from throughline.base.changes.places import PlaceRefused
from throughline.base.models import AuditEvent, Person, Place, User
from throughline.base.permissions import NotAllowed
from throughline.base.queries import left_behind as left_behind_queries
from throughline.base.queries import places as queries

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
MAY = TODAY - 300 * DAY
WHY = "It was the wrong service."


@pytest.fixture
def borough() -> Borough:
    return organisation.borough()


@pytest.fixture
def by() -> User:
    return making.account("equality_team")


def merge(borough: Borough, place: str, into: str, on: datetime.date = MAY) -> None:
    places.merge(by=None, place=now(borough, place), into=now(borough, into), on=on, today=TODAY)


def now(borough: Borough, code: str) -> Place:
    return Place.objects.get(pk=borough[code].pk)


def reopen(by: User, place: Place, today: datetime.date = TODAY) -> Any:
    return reopening.reopen(by=fresh(by), place=place, reason=WHY, today=today)


def tree(day: datetime.date, by: User) -> list[str]:
    def lines(nodes: tuple[queries.Node, ...], depth: int = 0) -> list[str]:
        return [line for n in nodes for line in ["  " * depth + n.name, *lines(n.children, depth + 1)]]

    return lines(queries.as_of(day, for_user=by, today=TODAY))


def refusal(by: User, place: Place) -> str:
    events = AuditEvent.objects.count()
    with pytest.raises(PlaceRefused) as refused:
        reopen(by, place)
    assert AuditEvent.objects.count() == events
    return str(refused.value)


def test_one_that_was_closed_is_as_if_it_never_had_been(by: User, borough: Borough) -> None:
    before = tree(TODAY, by)
    places.close(by=by, place=borough["boilers"], on=MAY, today=TODAY)
    assert tree(TODAY, by) != before
    reopen(by, now(borough, "boilers"))
    assert [tree(day, by) for day in (MAY - DAY, MAY, MAY + 9 * DAY, TODAY)] == [before] * 4
    event = AuditEvent.objects.latest("sequence")
    assert (event.what, event.about, event.by, event.before, event.after, event.reason) == (
        "base.place.reopened",
        str(borough["boilers"].pk),
        by,
        {"closed_on": MAY.isoformat()},
        {"closed_on": None},
        WHY,
    )
    assert [(one.on, one.words) for one in queries.history(now(borough, "boilers"), for_user=by)] == [
        (TODAY, "Opened again: it had closed by mistake"),
        (MAY, "Closed"),
    ]
    assert audit.faults() == []


def test_a_merger_is_undone_with_its_people_and_what_stood_below_it(by: User, borough: Borough) -> None:
    before = tree(TODAY, by)
    ada, ben = making.person("Ada Obi", borough["lettings"]), making.person("Ben Fox", borough["lettings"])
    key, own = making.person("Kay Lee", borough["keys"]), making.person("Own Staff", borough["repairs"])
    merge(borough, "lettings", "repairs")
    late = making.person("Late Comer", borough["repairs"])
    Person.objects.filter(pk=ben.pk).update(place=borough["parks"])  # has another place since
    done = reopen(by, now(borough, "lettings"))
    assert (done.people, [place.code for place in done.below], done.moved_on) == ((ada,), ["keys", "rent"], 1)
    where = dict(Person.objects.values_list("name", "place__code"))
    assert {one.name: where[one.name] for one in (ada, ben, key, own, late)} == {
        "Ada Obi": "lettings",
        "Ben Fox": "parks",
        "Kay Lee": "keys",
        "Own Staff": "repairs",
        "Late Comer": "repairs",
    }
    assert tree(TODAY, by) == before
    lettings = now(borough, "lettings")
    assert (lettings.closed_on, lettings.merged_into) == (None, None)
    assert queries.find("lettings", today=TODAY) == [lettings]
    events = AuditEvent.objects.filter(reason=WHY).order_by("sequence")
    assert [(one.what, one.about) for one in events] == [
        ("base.place.reopened", str(lettings.pk)),
        ("base.place.moved", str(borough["keys"].pk)),
        ("base.place.moved", str(borough["rent"].pk)),
        ("base.person.moved", str(ada.pk)),
    ]
    assert [one.words for one in queries.history(lettings, for_user=by)] == [
        "Opened again: it had closed by mistake; the merger with Repairs was undone",
        "Merged into Repairs",
    ]
    assert audit.faults() == []


def test_what_another_merger_took_stays_where_it_is(by: User, borough: Borough) -> None:
    """Two places were merged into one, one of them after the other: each takes back its own."""
    ada, bea = making.person("Ada Obi", borough["lettings"]), making.person("Bea Moss", borough["parks"])
    merge(borough, "parks", "repairs")
    merge(borough, "lettings", "repairs")
    reopen(by, now(borough, "parks"))
    for person in (ada, bea):
        person.refresh_from_db()
    assert (ada.place, bea.place) == (borough["repairs"], borough["parks"])
    assert [place.code for place in borough["repairs"].children.order_by("code")] == [
        "boilers",
        "keys",
        "rent",
    ]


def test_it_can_be_merged_and_opened_again_more_than_once(by: User, borough: Borough) -> None:
    ada = making.person("Ada Obi", borough["lettings"])
    merge(borough, "lettings", "repairs")
    reopen(by, now(borough, "lettings"))
    ben = making.person("Ben Fox", borough["lettings"])
    merge(borough, "lettings", "parks", on=TODAY)
    assert reopen(by, now(borough, "lettings")).people == (ada, ben)
    assert set(Person.objects.filter(place=borough["lettings"])) == {ada, ben}


def test_roles_for_it_count_as_before(by: User, borough: Borough) -> None:
    making.account("service_manager", borough["lettings"])
    merge(borough, "lettings", "repairs")
    assert left_behind_queries.number(for_user=by, today=TODAY) == 1
    reopen(by, now(borough, "lettings"))
    assert left_behind_queries.number(for_user=by, today=TODAY) == 0


# What stands in the way


def test_what_is_open_is_not_opened(by: User, borough: Borough) -> None:
    assert refusal(by, borough["lettings"]) == "Lettings is open."


def test_nothing_opens_below_what_is_closed(by: User, borough: Borough) -> None:
    places.close(by=by, place=borough["boilers"], on=MAY, today=TODAY)
    places.close(by=by, place=borough["repairs"], on=MAY, today=TODAY)
    assert (
        refusal(by, now(borough, "boilers"))
        == "It stands under Repairs, which has closed. Open that again first."
    )
    reopen(by, now(borough, "repairs"))
    reopen(by, now(borough, "boilers"))


def test_a_chain_of_mergers_is_undone_from_its_end(by: User, borough: Borough) -> None:
    ada = making.person("Ada Obi", borough["lettings"])
    merge(borough, "lettings", "repairs")
    merge(borough, "repairs", "parks")
    said = refusal(by, now(borough, "lettings"))
    assert said.startswith("Repairs, into which it was merged, has closed itself. Open that again first.")
    assert set(reopen(by, now(borough, "repairs")).people) == {ada}
    assert set(reopen(by, now(borough, "lettings")).people) == {ada}
    ada.refresh_from_db()
    assert ada.place == borough["lettings"]


def test_what_stood_below_it_and_went_elsewhere_is_named(by: User, borough: Borough) -> None:
    merge(borough, "lettings", "repairs")
    places.move(by=by, place=now(borough, "keys"), parent=now(borough, "parks"), on=MAY, today=TODAY)
    places.close(by=by, place=now(borough, "rent"), on=MAY, today=TODAY)
    assert refusal(by, now(borough, "lettings")) == (
        "Keys, which stood below it, stands under Parks since. Move it back under Repairs first, or leave this place "
        "closed and open a new one. Rent, which stood below it, has closed since. Open that again first."
    )
    places.move(by=by, place=now(borough, "keys"), parent=now(borough, "repairs"), on=TODAY, today=TODAY)
    reopen(by, now(borough, "rent"))
    assert [place.code for place in reopen(by, now(borough, "lettings")).below] == ["keys", "rent"]


def test_another_of_its_name_stands_there_now(by: User, borough: Borough) -> None:
    places.close(by=by, place=borough["boilers"], on=MAY, today=TODAY)
    places.open_place(by=by, name="Boilers", kind="team", parent=borough["repairs"], on=MAY, today=TODAY)
    assert refusal(by, now(borough, "boilers")) == "There is a team called “Boilers” here already."


def test_a_role_that_followed_stands_in_the_way_and_one_that_was_asked_for_is_not_given(
    by: User, borough: Borough
) -> None:
    other = making.account("equality_team")
    ada = making.account("service_manager", borough["lettings"], making.person("Ada Obi"))
    merge(borough, "lettings", "repairs")
    first = left_behind.ask_to_follow(by=fresh(by), grant=ada.grants.get(), today=TODAY)
    roles.approve(by=fresh(other), approval=first, today=TODAY)
    assert refusal(by, now(borough, "lettings")) == (
        "Ada Obi became a service manager for Repairs in its stead. End that role first; when the place is open again, "
        "give the former one again."
    )
    followed = ada.grants.get(place=borough["repairs"])
    roles.end_role(by=fresh(by), grant=followed, reason="Back to before.", today=TODAY)
    ben = making.account("service_manager", borough["lettings"])
    waiting = left_behind.ask_to_follow(by=fresh(by), grant=ben.grants.get(), today=TODAY)
    reopen(by, now(borough, "lettings"))
    with pytest.raises(roles.RoleRefused, match="The work of Lettings is not done there any more"):
        roles.approve(by=fresh(other), approval=waiting, today=TODAY)
    assert [grant.place for grant in ben.grants.all()] == [borough["lettings"]]


def test_a_reason_is_asked_for(by: User, borough: Borough) -> None:
    places.close(by=by, place=borough["boilers"], on=MAY, today=TODAY)
    with pytest.raises(PlaceRefused, match="Say why it opens again"):
        reopening.reopen(by=by, place=now(borough, "boilers"), reason="  ", today=TODAY)


@pytest.mark.parametrize("role", ["staff", "board", "dpo_auditor"])
def test_who_may_not(role: str, by: User, borough: Borough) -> None:
    places.close(by=by, place=borough["boilers"], on=MAY, today=TODAY)
    with pytest.raises(NotAllowed):
        reopen(making.account(role), now(borough, "boilers"))


# The page


@pytest.fixture
def browser(by: User, settings: Any) -> Client:
    settings.TODAY = TODAY.isoformat()
    return making.signed_in(by)


def test_the_page_says_what_goes_back_and_does_it(browser: Client, borough: Borough) -> None:
    making.person("Ada Obi", borough["lettings"])
    making.person("Bea Moss", borough["lettings"])
    merge(borough, "lettings", "repairs")
    assert "It closed by mistake: open it again" in words(browser.get("/places/lettings/"))
    said = words(browser.get("/places/lettings/reopen/"))
    assert "its merger with Repairs is undone" in said
    assert "What goes back 2 people whom the merger moved Keys, with everything below it Rent," in said
    answer = browser.post("/places/lettings/reopen/", {"reason": WHY}, follow=True)
    assert "Lettings is open again. Back in it: 2 people, Keys, Rent." in words(answer)
    assert "open it again" not in words(browser.get("/places/lettings/"))


def test_the_page_says_what_stands_in_the_way_and_offers_no_button(browser: Client, borough: Borough) -> None:
    merge(borough, "lettings", "repairs")
    merge(borough, "repairs", "parks")
    answer = browser.get("/places/lettings/reopen/")
    assert (
        "It cannot be opened again as things stand. Repairs, into which it was merged, has closed"
        in words(answer)
    )
    assert "<button" not in answer.content.decode().partition("<main")[2]
    assert words(browser.post("/places/lettings/reopen/", {"reason": WHY})).startswith(
        "There is a problem Repairs, into which it was merged"
    )
    assert "It closed by mistake" not in words(making.signed_in(making.account()).get("/places/lettings/"))


class AnyHistory(TestCase):
    """A class because hypothesis asks for one to roll the database back after each example."""

    @settings(max_examples=20)
    @given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.booleans()), max_size=8))
    def test_a_merger_and_its_undoing_leave_everything_as_it_was(
        self, steps: list[tuple[int, int, bool]]
    ) -> None:
        by, borough = making.account("equality_team"), organisation.borough()
        every = list(borough.places.values())
        for place in every:
            making.person(place=place)

        def state() -> Any:
            people = dict(Person.objects.values_list("id", "place"))
            found = Place.objects.values_list("id", "name", "parent", "closed_on", "merged_into")
            return people, sorted(found)

        def merged(one: Place, other: Place) -> bool:
            try:
                places.merge(by=None, place=one, into=other, on=TODAY, today=TODAY)
            except PlaceRefused:
                return False
            return True

        for one, other, undone in steps:
            before = state()
            place = Place.objects.get(pk=every[one].pk)
            if merged(place, Place.objects.get(pk=every[other].pk)) and undone:
                reopen(by, Place.objects.get(pk=place.pk))
                assert state() == before
        assert audit.faults() == []
