"""A plan made by hand, and what it says of itself: the result, the refusal, the second person, the audit event."""

import pytest

from tests import making
from tests.making import signed_in
from tests.plan.recorded import events
from throughline.base.models import Approval, User
from throughline.base.permissions import NeedsSecondPerson, NotAllowed
from throughline.base.rules import Refused
from throughline.plan.changes import approvals, asking, plans
from throughline.plan.models import Plan
from throughline.plan.rules import import_words
from throughline.plan.rules import plans as rules
from throughline.plan.urls import urlpatterns

pytestmark = pytest.mark.django_db
TODAY = making.TODAY


def test_an_empty_plan(team: User) -> None:
    homes = making.place("Homes", "directorate")
    made = plans.make_plan(
        by=team, title="Fair Homes", slug="fh", organisation="Wexcombe", place=homes, today=TODAY
    )
    assert (made.title, made.slug, made.organisation, made.place, made.made_on) == (
        "Fair Homes",
        "fh",
        "Wexcombe",
        homes,
        TODAY,
    )
    after = {"title": "Fair Homes", "slug": "fh", "organisation": "Wexcombe", "place": homes.pk}
    assert events() == [("plan.plan.made", str(made.pk), {}, after, "")]
    with pytest.raises(Refused) as refusal:
        plans.make_plan(by=team, title="Another", slug="fh", today=TODAY)
    assert str(refusal.value) == "Another plan has the short name “fh”. Choose another one."


def test_a_directorate_makes_its_plan_with_a_second_person(plan: Plan) -> None:
    director, other = (making.account("dmt", plan.place) for _ in range(2))
    values = {"title": "Fair Homes", "slug": "fh", "organisation": ""}
    with pytest.raises(NeedsSecondPerson):
        plans.make_plan(by=director, place=plan.place, today=TODAY, **values)
    with pytest.raises(NotAllowed) as refusal:
        plans.make_plan(by=director, place=None, today=TODAY, **values)
    assert not isinstance(refusal.value, NeedsSecondPerson)
    assert plan.place is not None
    asked = asking.ask(
        by=director, about=plan.place, change="make_plan", values=values, says="Make it", today=TODAY
    )
    with pytest.raises(Refused, match="somebody else must approve it"):
        approvals.APPROVALS["make_plan"](by=director, approval=asked, today=TODAY)
    assert Plan.objects.filter(slug="fh").count() == 0
    approvals.APPROVALS["make_plan"](by=other, approval=asked, today=TODAY)
    assert Plan.objects.get(slug="fh").place == plan.place


@pytest.mark.parametrize("short", ["", "2027", "a b", "é", "wx-", "a--b", "x" * 21, "Wx"])
def test_a_short_name_is_an_address(short: str) -> None:
    with pytest.raises(rules.PlanRefused, match="Short name: use at most 20 small letters and numbers"):
        rules.check_short_name(short)


@pytest.mark.parametrize("short", ["wx", "rep-2027", "x" * 20])
def test_a_short_name_that_is_one(short: str) -> None:
    rules.check_short_name(short)


def test_what_a_plan_says_of_itself(plan: Plan, team: User) -> None:
    values = {
        "title": "Fairer",
        "organisation": "",
        "introduction": "We begin.",
        "document_date": "March 2027",
    }
    plans.edit_plan(by=team, plan=plan, today=TODAY, seen=0, **values)
    before = {"title": "Fair by Practice", "introduction": "", "document_date": ""}
    after = {"title": "Fairer", "introduction": "We begin.", "document_date": "2027-03"}
    assert events() == [("plan.plan.edited", str(plan.pk), before, after, "")]
    plans.edit_plan(by=team, plan=plan, today=TODAY, **values)
    assert len(events()) == 1
    plan.refresh_from_db()
    assert (plan.title, plan.slug, plan.document_date) == ("Fairer", "wx", "2027-03")
    with pytest.raises(asking.Stale) as refusal:
        plans.edit_plan(by=team, plan=plan, today=TODAY, seen=0, **values | {"title": "Mine"})
    assert str(refusal.value) == (
        "Somebody else changed this while you were writing. Look at it in another window, then save again here."
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("", ""),
        ("14 march 2027", "2027-03-14"),
        (" March  2027 ", "2027-03"),
        ("2027", "2027"),
        ("2027-03", "2027-03"),
    ],
)
def test_the_date_of_a_plan(words: str, kept: str) -> None:
    assert rules.document_date(words) == kept


@pytest.mark.parametrize("words", ["soon", "31 February 2027", "13/2027", "2027-13"])
def test_what_is_no_date(words: str) -> None:
    with pytest.raises(rules.PlanRefused, match="is not a date"):
        rules.document_date(words)


def test_no_plan_takes_the_address_of_another_page(team: User) -> None:
    """The fixed words of the addresses are the reserved ones, so that no page of the plan stands in front of a plan."""
    firsts = {str(one.pattern).partition("/")[0] for one in urlpatterns}
    assert {word for word in firsts if word and "<" not in word} == import_words.RESERVED
    for word in import_words.RESERVED:
        with pytest.raises(rules.PlanRefused, match=f"“{word}” is the address of another page"):
            plans.make_plan(by=team, title="x", slug=word, today=TODAY)


def test_the_suggested_short_name_is_free(plan: Plan) -> None:
    assert plans.suggest_slug("Wexcombe: the Xylophone Plan") == "wx2"
    assert plans.suggest_slug("", "Borough of Wexcombe") == "bw"


def test_an_empty_plan_is_removed_and_its_history_stays(
    plan: Plan, team: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    theme = making.theme(plan)
    action = making.action(theme)
    with pytest.raises(rules.PlanRefused) as refusal:
        plans.remove_plan(by=team, plan=plan, reason="By mistake", today=TODAY)
    assert str(refusal.value) == (
        "There are actions in this plan. Undo its import, or remove them one by one; an empty plan can be removed."
    )
    action.removed_on = TODAY
    action.save()
    client = signed_in(team)
    assert client.get("/plan/wx/remove/").status_code == 200
    answer = client.post("/plan/wx/remove/", {"reason": "By mistake"})
    assert (answer.status_code, answer["Location"]) == (302, "/plan/?all")
    assert client.get("/plan/wx/").status_code == 404
    [(what, about, before, after, reason)] = events()
    assert (what, about, reason) == ("plan.plan.removed", str(plan.pk), "By mistake")
    assert (before, after) == ({"removed_on": None}, {"removed_on": TODAY.isoformat()})
    with pytest.raises(Refused):
        plans.make_plan(by=team, title="Another", slug="wx", today=TODAY)


def test_a_directorates_empty_plan_is_removed_by_two(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    director, other = (making.account("dmt", plan.place) for _ in range(2))
    signed_in(director).post("/plan/wx/remove/", {"reason": "By mistake"})
    plan.refresh_from_db()
    assert plan.removed_on is None
    approvals.APPROVALS["remove_plan"](by=other, approval=Approval.objects.get(), today=TODAY)
    plan.refresh_from_db()
    assert plan.removed_on == TODAY
