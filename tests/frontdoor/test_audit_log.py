"""The audit log: what happened in words, beside the page of what it is about; in the authority's own words."""

import ast
import datetime
import pathlib
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import throughline
from tests import making, reading
from throughline.base import audit, permission_grid, terms
from throughline.base.models import Authority, User
from throughline.base.queries import audit_log as log_queries
from throughline.base.queries import audit_words as base_words
from throughline.frontdoor import audit_log
from throughline.plan.models import ImportBatch, Plan, PublishedVersion, Recommendation
from throughline.plan.queries import audit_words

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
LOG = "/administration/audit/"
SOURCE = pathlib.Path(throughline.__file__).parent
CODE = re.compile(r"(?:base|plan)\.[a-z_]+\.[a-z_]+")


def recorded() -> set[str]:
    """Every name of an event in the program: the strings of its changes that look like one, but for permissions."""
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        if "changes" in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found |= {node.value} if CODE.fullmatch(node.value) else set()
    return found - set(permission_grid.grid())


@pytest.fixture
def user() -> User:
    return making.account("equality_team")


@pytest.fixture
def plan(user: User) -> Plan:
    """With an event about each kind of thing."""
    plan = making.plan("Fair by Practice", "wx")
    theme = making.theme(plan, "Safe to speak")
    asked = Recommendation.objects.create(theme=theme, text="Publish who is appointed", position=1)
    action = making.action(theme)
    gone = making.action(theme, removed_on=TODAY)
    batch = ImportBatch.objects.create(
        file_name="plan.docx", uploaded_by=user, uploaded_on=TODAY, read={"x": 1}, corrected={}
    )
    version = PublishedVersion.objects.create(
        plan=plan,
        number=1,
        snapshot={"title": "Fair by Practice", "organisation": "", "as_at": "2026-03-16", "themes": []},
        asked_by=user,
        approved_by=making.account("equality_team"),
        published_on=TODAY,
        public_from=TODAY,
    )
    place = making.place("Parks")
    events = [
        ("plan.plan.made", plan),
        ("plan.theme.added", theme),
        ("plan.recommendation.replied", asked),
        ("plan.action.edited", action),
        ("plan.action.removed", gone),
        ("plan.import.uploaded", batch),
        ("plan.version.withdrawn", version),
        ("base.place.opened", place),
    ]
    audit.record_many([(what, about, {}, {}) for what, about in events], by=user)
    return plan


def log(role: str, query: str = "") -> Any:
    return making.signed_in(making.account(role)).get(f"{LOG}{query}")


def shown(response: Any) -> list[tuple[str, str]]:
    """What happened, and what it is about; without the number of the event."""
    return [(row[0].split(" ", 1)[1], row[3]) for row in reversed(reading.rows(response))]


def test_the_auditor_reads_what_happened_and_goes_to_what_it_is_about(plan: Plan) -> None:
    response = log("dpo_auditor")
    theme, asked = plan.themes.get(), Recommendation.objects.get()
    assert shown(response) == [
        ("Plan made", "Fair by Practice"),
        ("Theme added", "WX, theme “Safe to speak”"),
        ("Recommendation: reply given", f"WX, recommendation {asked.pk}"),
        ("Action changed", "WX-001"),
        ("Action removed", "WX-002, removed"),
        ("File uploaded", f"Import {ImportBatch.objects.get().pk}"),
        ("Publication withdrawn", "WX, version 1"),
        ("Place opened", "Parks"),
    ]
    links = [
        link for link in reading.links(response) if link.startswith(("/plan/", "/progress/", "/places/"))
    ]
    assert sorted(links) == [
        "/places/parks/",
        "/plan/wx/",
        f"/plan/wx/#theme-{theme.pk}",
        "/plan/wx/1/",
        f"/plan/wx/recommendations/#recommendation-{asked.pk}",
        "/progress/wx/1/",
    ]
    client = making.signed_in(making.account("dpo_auditor"))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_who_may_not_see_the_plan_reads_no_names_of_it(plan: Plan) -> None:
    response = log("sysadmin", "?what=plan.")
    assert [what for what, _ in shown(response)][:2] == ["Plan made", "Theme added"]
    assert [about for _, about in shown(response)][:2] == [f"Plan {plan.pk}", f"Theme {plan.themes.get().pk}"]
    assert "Safe to speak" not in response.content.decode()
    assert [link for link in reading.links(response) if link.startswith("/plan/")] == []


def test_an_import_leads_to_what_was_read_for_whoever_may_import(plan: Plan, user: User) -> None:
    batch = ImportBatch.objects.get()
    keys = {"plan.importbatch": {str(batch.pk)}}
    words = terms.words({})
    found = audit_words.named(keys, for_user=user, terms=words, today=TODAY)
    assert found == {
        ("plan.importbatch", str(batch.pk)): audit_words.Named(
            "Import of plan.docx", f"/plan/import/{batch.pk}/"
        )
    }
    ImportBatch.objects.update(state=ImportBatch.State.CANCELLED)
    [cancelled] = audit_words.named(keys, for_user=user, terms=words, today=TODAY).values()
    assert cancelled == audit_words.Named("Import of plan.docx")
    auditor = making.account("dpo_auditor")
    [hidden] = audit_words.named(keys, for_user=auditor, terms=words, today=TODAY).values()
    assert hidden == audit_words.Named(f"Import {batch.pk}")


def test_a_version_that_is_not_public_yet_has_no_page(plan: Plan) -> None:
    PublishedVersion.objects.update(public_from=TODAY + datetime.timedelta(days=1))
    keys = {"plan.publishedversion": {str(PublishedVersion.objects.get().pk)}}
    auditor = making.account("dpo_auditor")
    found = audit_words.named(keys, for_user=auditor, terms=terms.words({}), today=TODAY)
    assert list(found.values()) == [audit_words.Named("WX, version 1")]


def test_the_log_speaks_in_the_authoritys_words(plan: Plan) -> None:
    Authority.objects.create(pk=1, words={"action": "osprey", "actions": "ospreys", "plans": "zephyrs"})
    response = log("dpo_auditor", "?what=plan.action.")
    assert shown(response) == [("Osprey changed", "WX-001"), ("Osprey removed", "WX-002, removed")]
    assert "Zephyrs: ospreys" in response.content.decode()


def test_every_event_that_is_recorded_has_words_and_can_be_chosen() -> None:
    decided = {f"base.approval.{state}" for state in ("approved", "refused", "withdrawn")}
    assert recorded() | decided == set(audit_log.EVENTS)
    beginnings = [beginning for beginning, _ in audit_log.KINDS]
    assert [code for code in audit_log.EVENTS if not code.startswith(tuple(beginnings))] == []
    assert [one for one in beginnings if not any(code.startswith(one) for code in audit_log.EVENTS)] == []
    page = log("sysadmin").content.decode()
    choices = audit_log.kinds(terms.words({}))
    assert [words for _, words in choices if f">{words}</option>" not in page] == []


def test_names_stand_in_the_place_of_keys_for_whoever_may_see_them(user: User, plan: Plan) -> None:
    ada, bo, parks = making.person("Ada Obi"), making.person("Bo Li"), making.place("Housing")
    theme = plan.themes.get()
    before = {"accountable": ada.pk, "place": None, "theme": theme.pk, "mapping": {}, "open": True}
    after = {"accountable": bo.pk, "place": parks.pk, "theme": theme.pk, "mapping": None, "open": False}
    audit.record_many(
        [("plan.action.edited", ada, before, after), ("base.account.opened", user, {}, {})], by=user
    )

    def newest(role: str) -> list[list[str]]:
        return reading.rows(log(role))[:2]

    account, edited = newest("dpo_auditor")
    assert (account[3], edited[3]) == (str(user), "Ada Obi")
    assert edited[4] == (
        "Before and after What Before After accountable Ada Obi Bo Li open yes no place nothing Housing "
        "theme WX, theme “Safe to speak” WX, theme “Safe to speak”"
    )
    entry = log_queries.log(for_user=making.account("dpo_auditor"), what="plan.action.edited").entries[0]
    assert [after for name, _, after in entry.in_words({}, {}) if name == "accountable"] == [str(bo.pk)]


def test_who_may_not_see_people_reads_no_names_of_them() -> None:
    someone = making.person("Ada Obi")
    stranger = base_words.named({"base.person": {str(someone.pk)}}, for_user=None)  # type: ignore[arg-type]
    assert stranger == {("base.person", str(someone.pk)): base_words.Named(f"Person {someone.pk}")}


def test_every_kind_of_thing_on_one_page_takes_few_queries(plan: Plan) -> None:
    client = making.signed_in(making.account("dpo_auditor"))
    client.get(LOG)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LOG).status_code == 200
    assert len(queries) <= 15
