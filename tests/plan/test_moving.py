"""Actions of merged places: they go where the work is done now, on the day, recorded; and whoever manages that may act."""

import datetime

import pytest

from tests import making
from throughline.base import audit
from throughline.base.changes import places, reopening
from throughline.base.models import Place, User
from throughline.base.permissions import NotAllowed
from throughline.frontdoor import daily
from throughline.plan import rules
from throughline.plan.changes import actions, moving, progress
from throughline.plan.models import Action
from throughline.plan.queries import actions as queries

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def homes() -> Place:
    return making.place("Homes", "directorate", making.place("Wexcombe", "authority"))


@pytest.fixture
def lettings(homes: Place) -> Place:
    return making.place("Lettings", "service", homes)


@pytest.fixture
def repairs(homes: Place) -> Place:
    return making.place("Repairs", "service", homes)


@pytest.fixture
def action(homes: Place, lettings: Place) -> Action:
    return making.action(making.theme(making.plan(place=homes)), service=lettings)


def merge(place: Place, into: Place, on: datetime.date = TODAY) -> None:
    places.merge(by=None, place=place, into=into, on=on, today=TODAY)


def service(action: Action) -> str | None:
    return Action.objects.values_list("service__name", flat=True).get(pk=action.pk)


def test_they_go_over_and_the_new_services_manager_may_act(
    action: Action, lettings: Place, repairs: Place
) -> None:
    manager = making.account("service_manager", repairs)
    merge(lettings, repairs)
    stale = Action.objects.get(pk=action.pk)
    with pytest.raises(NotAllowed):
        progress.record_progress(by=manager, action=stale, text="It goes on", today=TODAY)
    moving.follow_mergers(TODAY)
    now = Action.objects.get(pk=action.pk)
    assert now.service == repairs
    [event] = audit.history(now)
    assert (event.what, event.by, event.before, event.after) == (
        "plan.action.moved_place",
        None,
        {"service": lettings.pk},
        {"service": repairs.pk},
    )
    progress.record_progress(by=manager, action=now, text="It goes on", today=TODAY)
    assert Action.objects.get(pk=action.pk).updated_on == TODAY
    moving.follow_mergers(TODAY + DAY)  # nothing is left to do
    assert len(audit.history(now)) == 2
    assert audit.faults() == []


def test_the_history_says_so(action: Action, lettings: Place, repairs: Place) -> None:
    merge(lettings, repairs)
    moving.follow_mergers(TODAY)
    [event] = audit.history(action)
    names = {("service", lettings.pk): "Lettings", ("service", repairs.pk): "Repairs"}
    said = rules.said(event.what, event.before, event.after, names)
    assert said.endswith(": service from “Lettings” to “Repairs”")
    shown = making.signed_in(making.account("equality_team")).get(f"/plan/wx/{action.number}/")
    assert "service from “Lettings” to “Repairs”" in shown.content.decode()


def test_a_chain_of_mergers_is_followed_to_its_end(
    action: Action, homes: Place, lettings: Place, repairs: Place
) -> None:
    tenancies = making.place("Tenancies", "service", homes)
    merge(lettings, repairs, TODAY - DAY)
    merge(repairs, tenancies)
    moving.follow_mergers(TODAY)
    assert service(action) == "Tenancies"


def test_what_has_nowhere_to_go_or_no_reason_to_stays(
    action: Action, homes: Place, lettings: Place, repairs: Place
) -> None:
    theme = action.theme
    here = making.action(theme, service=repairs)
    nowhere = making.action(theme, service=None)
    removed = making.action(theme, service=lettings, removed_on=TODAY)
    closed = making.action(theme, service=making.place("Keys", "service", homes, closed_on=TODAY - DAY))
    merge(lettings, repairs, TODAY - DAY)
    moving.follow_mergers(TODAY - 2 * DAY)
    assert service(action) == "Lettings"  # it was open then
    Place.objects.filter(pk=repairs.pk).update(closed_on=TODAY)
    moving.follow_mergers(TODAY)
    assert service(action) == "Lettings"  # the other is closed too, and nobody does the work
    Place.objects.filter(pk=repairs.pk).update(closed_on=None)
    moving.follow_mergers(TODAY)
    assert [service(one) for one in (action, here, nowhere, removed, closed)] == [
        *("Repairs", "Repairs", None, "Lettings", "Keys"),
    ]
    assert [len(audit.history(one)) for one in (action, here, nowhere, removed, closed)] == [1, 0, 0, 0, 0]


def test_it_is_a_job_of_the_day(action: Action, lettings: Place, repairs: Place) -> None:
    merge(lettings, repairs)
    assert {outcome.state for outcome in daily.daily(TODAY)} == {"done"}
    assert service(action) == "Repairs"
    jobs = list(daily.DAILY)
    assert jobs.index("move the actions of merged places") < jobs.index("make digests")


def test_many_are_moved_in_few_queries(
    action: Action, lettings: Place, repairs: Place, django_assert_max_num_queries: object
) -> None:
    for _ in range(40):
        making.action(action.theme, service=lettings)
    merge(lettings, repairs)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        moving.follow_mergers(TODAY)
    assert Action.objects.filter(service=repairs).count() == 41
    assert queries.action(action.plan, 1, for_user=making.account("equality_team")).service == repairs


def reopen(place: Place) -> None:
    by = making.account("equality_team")
    reopening.reopen(by=by, place=Place.objects.get(pk=place.pk), reason="A mistake.", today=TODAY)


def test_when_a_merger_is_undone_they_come_back(action: Action, lettings: Place, repairs: Place) -> None:
    here = making.action(action.theme, service=repairs)
    merge(lettings, repairs)
    moving.follow_mergers(TODAY)
    reopen(lettings)
    assert service(action) == "Repairs"
    assert {outcome.state for outcome in daily.daily(TODAY + DAY)} == {"done"}
    assert [service(action), service(here)] == ["Lettings", "Repairs"]
    event = audit.history(action)[-1]
    assert (event.what, event.by, event.before, event.after) == (
        "plan.action.moved_place",
        None,
        {"service": repairs.pk},
        {"service": lettings.pk},
    )
    moving.follow_reopenings(TODAY + DAY)  # nothing is left to do
    assert len(audit.history(action)) == 2
    merge(lettings, repairs)  # and once more
    moving.follow_mergers(TODAY)
    reopen(lettings)
    moving.follow_reopenings(TODAY)
    assert service(action) == "Lettings"


@pytest.mark.parametrize("daily_between", [True, False], ids=["day by day", "all on one day"])
def test_along_a_chain_of_mergers_they_come_back_step_by_step(
    action: Action, homes: Place, lettings: Place, repairs: Place, daily_between: bool
) -> None:
    """Lettings was merged into Repairs, Repairs into Tenancies: opened again, each has its own."""
    tenancies = making.place("Tenancies", "service", homes)
    theirs, own = making.action(action.theme, service=repairs), making.action(action.theme, service=tenancies)

    def night() -> list[str | None]:
        moving.follow_reopenings(TODAY)
        moving.follow_mergers(TODAY)
        return [service(one) for one in (action, theirs, own)]

    merge(lettings, repairs)
    if daily_between:
        assert night() == ["Repairs", "Repairs", "Tenancies"]
    merge(Place.objects.get(pk=repairs.pk), tenancies)
    assert night() == ["Tenancies", "Tenancies", "Tenancies"]
    reopen(repairs)
    if daily_between:
        assert night() == ["Repairs", "Repairs", "Tenancies"]
    reopen(lettings)
    assert night() == ["Lettings", "Repairs", "Tenancies"]
    events = len(audit.history(action))
    assert night() == ["Lettings", "Repairs", "Tenancies"]  # nothing is left to do
    assert len(audit.history(action)) == events


def test_what_somebody_gave_a_service_in_the_middle_of_a_chain_comes_back_only_so_far(
    action: Action, homes: Place, lettings: Place, repairs: Place
) -> None:
    merge(lettings, repairs)
    moving.follow_mergers(TODAY)
    by = making.account("equality_team")
    parks = making.place("Parks", "service", homes)
    edit(by, action, parks)
    edit(by, action, repairs)  # somebody says that it is theirs
    merge(Place.objects.get(pk=repairs.pk), making.place("Tenancies", "service", homes))
    moving.follow_mergers(TODAY)
    assert service(action) == "Tenancies"
    reopen(repairs)
    reopen(lettings)
    moving.follow_reopenings(TODAY)
    assert service(action) == "Repairs"


def test_what_somebody_gave_another_service_since_stays(
    action: Action, lettings: Place, repairs: Place
) -> None:
    by, theme = making.account("equality_team"), action.theme
    parks = making.place("Parks", "service", lettings.parent)
    stays, nowhere = making.action(theme, service=lettings), making.action(theme, service=lettings)
    merge(lettings, repairs)
    moving.follow_mergers(TODAY)
    for one, chosen in [(action, [parks]), (stays, [parks, repairs]), (nowhere, [None])]:
        for place in chosen:
            edit(by, one, place)
    reopen(lettings)
    moving.follow_reopenings(TODAY)
    assert [service(one) for one in (action, stays, nowhere)] == ["Parks", "Repairs", None]


def test_one_that_only_closed_and_one_long_ago_bring_nothing(
    action: Action, lettings: Place, repairs: Place
) -> None:
    merge(lettings, repairs)
    moving.follow_mergers(TODAY)
    reopen(lettings)
    moving.follow_reopenings(TODAY + 30 * DAY)
    assert service(action) == "Repairs"
    moving.follow_reopenings(TODAY + 29 * DAY)
    assert service(action) == "Lettings"


def edit(by: User, action: Action, place: Place | None) -> None:
    actions.edit_action(
        by=by,
        action=action,
        theme=action.theme,
        text=action.text,
        points=[],
        service=place,
        accountable=None,
        deputy=None,
        target_text="",
        target_day=None,
        success_measure="",
        next_review_on=None,
        today=TODAY,
    )
