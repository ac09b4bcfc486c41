"""The authority's own words stand on every page of the plan and in what forms refuse; no usual word is left."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests import making, reading
from tests.plan.own_words import OWN, USUAL, usual
from throughline.base import terms
from throughline.base.models import Authority, User
from throughline.frontdoor import kept
from throughline.plan import exports, rules, urls
from throughline.plan.changes import lead_matching, merging, publishing
from throughline.plan.models import ActionLead, LeadMatch, LeadToMatch, Plan, Recommendation

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
IMPORT = "import"  # its pages are tried in test_words_importing.py
NOT_PAGES = {  # files, and what only answers a button
    *("export_part", "export_as", "attachment", "unlink", "remove_lead", "move_theme", "move_recommendation"),
    *("put_back_theme", "put_back_recommendation", "put_back_action", "answer_by_mail"),
    *("picture_figures", "take_match_back"),
}
NAMES = sorted(
    one.name
    for one in urls.urlpatterns
    if isinstance(one, URLPattern)
    and one.name
    and not one.name.startswith(IMPORT)
    and one.name not in NOT_PAGES
)
OTHERS = [
    *("/", "/approvals/", "/plan/?all", "/plan/zz/?q=nowhere", "/plan/zz/?unplaced=on", "/plan/empty/"),
    *(
        "/plan/empty/services/",
        "/plan/empty/arrange/",
        "/plan/empty/removed/",
        "/plan/empty/recommendations/",
    ),
    *("/progress/", "/progress/zz/", "/progress/zz/?theme=1"),
]


@pytest.fixture(autouse=True)
def _own_words(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr(kept, "TRUSTED", 0)
    Authority.objects.create(pk=1, name="Wexcombe", programme_name="Fair", words=OWN)
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def team() -> User:
    return making.account("equality_team", someone=making.person("Marcia Vale"))


@pytest.fixture
def plan(team: User) -> Plan:
    """With something of everything, none of it named by a usual word."""
    home = making.place("Homes", "directorate")
    plan = making.plan("Fair by Practice", "zz", home)
    making.plan("Nothing so far", "empty", home)
    theme = making.theme(plan, "Safe to speak", desired_outcome="All are heard", sponsor=making.person())
    Recommendation.objects.create(theme=theme, text="Publish who is appointed", position=1)
    first = making.action(theme, "Offer all a talk", service=making.place("Housing", parent=home))
    first.accountable = team.person
    first.save()
    making.entry(first, "Two have had theirs")
    making.action(theme, "Train every panel", stage=rules.Stage.REPORTED_DONE)
    making.action(theme, "Ask who left", stage=rules.Stage.PROPOSED)
    making.action(theme, "Out of it", removed_on=TODAY, service=home)
    gone = making.theme(plan, "Gone", removed_on=TODAY)
    Recommendation.objects.create(theme=gone, text="Gone too", position=1, removed_on=TODAY)
    lead = ActionLead.objects.create(action=first, kind="person", name="Pat Quill", position=1)
    LeadToMatch.objects.create(lead=lead, made_on=TODAY)
    other = ActionLead.objects.create(action=first, kind="person", name="Sam Turner", position=2)
    settled = LeadToMatch.objects.create(lead=other, made_on=TODAY)
    lead_matching.match_person(by=team, to_match=[settled], person=making.person(), today=TODAY)
    publish(team, plan)
    return plan


def publish(team: User, plan: Plan) -> None:
    asked = publishing.ask_to_publish(by=team, plan=plan, summary="", public_from=TODAY, today=TODAY)
    publishing.publish(by=making.account("equality_team"), approval=asked, today=TODAY)
    publishing.ask_to_publish(by=team, plan=plan, summary="", public_from=TODAY, today=TODAY)


def merge(plan: Plan) -> int:
    """A file that says something of everything otherwise."""
    team = making.account("equality_team")
    data = exports.export(plan, "json", for_user=team, today=TODAY).decode()
    for was, now in (("Offer all", "Give all"), ("All are heard", "All speak"), ("Two have", "Six have")):
        data = data.replace(was, now)
    merge = merging.upload(by=team, plan=plan, name="back.json", data=data.encode(), today=TODAY)
    return merge.pk


def address(name: str, plan: Plan) -> str:
    if name in {"merge", "merge_cancel", "merge_undo"}:
        return reverse(f"plan:{name}", args=[merge(plan)])
    theme = plan.themes.get(removed_on=None)
    known: dict[str, Any] = {
        "match_lead": {"key": LeadToMatch.objects.get().pk},
        "service": {"slug": "zz", "key": plan.actions.get(number=1).service_id},
        "withdraw": {"slug": "zz", "number": 1},
        "verify": {"slug": "zz", "number": 2},
        "decide": {"slug": "zz", "number": 3},
        "remove_plan": {"slug": "empty"},
        "answer": {"slug": "zz", "number": 1, "answer": "stuck"},
    }
    if name in known:
        return reverse(f"plan:{name}", kwargs=known[name])
    for kwargs in ({}, {"slug": "zz"}, {"slug": "zz", "number": 1}, {"slug": "zz", "key": theme.pk}):
        if name == "reply" or ("recommendation" in name and name != "add_recommendation"):
            kwargs = kwargs | ({"key": theme.recommendations.get().pk} if "key" in kwargs else {})
        try:
            return reverse(f"plan:{name}", kwargs=kwargs)
        except LookupError:
            continue
        except Exception as wrong:
            if type(wrong).__name__ != "NoReverseMatch":
                raise
    raise LookupError(name)


def test_what_was_matched_is_said_in_the_authoritys_words(team: User, plan: Plan) -> None:
    response = making.signed_in(team).get(f"/plan/leads-to-match/{LeadMatch.objects.get().to_match}/")
    assert (response.status_code, usual(response)) == (200, [])


def test_every_word_is_replaced() -> None:
    assert set(OWN) == set(terms.TERMS)
    assert USUAL.findall("The theme leads to our Actions") == ["theme", "Actions"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_it_in_the_authoritys_words(team: User, plan: Plan, name: str) -> None:
    client = making.signed_in(team)
    path = address(name, plan)
    response = client.get(path)
    assert response.status_code == 200, path
    assert usual(response) == []


@pytest.mark.parametrize("path", OTHERS)
def test_another_page_does_so_too(team: User, plan: Plan, path: str) -> None:
    client = Client() if path.startswith("/progress/") else making.signed_in(team)
    response = client.get(path)
    assert response.status_code == 200
    assert usual(response) == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "merge_cancel"])  # it asks for nothing
def test_a_form_that_is_refused_does_so_too(team: User, plan: Plan, name: str) -> None:
    """Sent empty but for one word that nobody asked for; many pages have no form, and show themselves again."""
    response = making.signed_in(team).post(address(name, plan), {"nothing": "said"})
    assert response.status_code == 200
    assert usual(response) == []


SAID = [
    ("add_theme", {"title": "Fair pay", "is_theme": "yes"}, "It is there. Add its first osprey next."),
    ("edit_plan", {"title": "Fair", "seen": "0"}, "What the zephyr says of itself is changed."),
    ("add_recommendation", {"text": "Pay all"}, "The wish is there now."),
    (
        "record_progress",
        {"text": "Done so far", "stage": "in_progress"},
        "Thank you. What you wrote is there.",
    ),
]


@pytest.mark.parametrize(("name", "values", "said"), SAID)
def test_what_is_said_when_it_is_done(
    team: User, plan: Plan, name: str, values: dict[str, str], said: str
) -> None:
    response = making.signed_in(team).post(address(name, plan), values, follow=True)
    assert reading.words(response).startswith(f"Done {said}")
    assert usual(response) == []


def test_a_label_stays_replaced_when_the_form_comes_back(team: User, plan: Plan) -> None:
    response = making.signed_in(team).post(address("edit_action", plan), {"text": ""})
    labels = [" ".join(one.text_content().split()) for one in reading.page(response).xpath("//main//label")]
    assert "Quill" in labels
    assert "Theme" not in labels
