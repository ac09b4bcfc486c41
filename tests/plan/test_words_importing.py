"""The authority's own words stand on the pages of an import, in what is refused, in notices, the history and tables of data."""

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

import documents
from documents import plan_json
from documents.plan import Action as Read
from documents.plan import Lead, Passage, ServiceSpellings, Source, Target, TargetKind
from documents.plan import Plan as ReadPlan
from documents.plan import Theme as ReadTheme
from tests import making, reading
from tests.plan.own_words import OWN, usual, usual_in
from throughline.base import terms
from throughline.base.models import Approval, Authority, Notice, User
from throughline.base.rules import Refused
from throughline.frontdoor import kept
from throughline.plan import exports, rules, urls
from throughline.plan.changes import importing, leads, plans, telling, undoing
from throughline.plan.models import ActionLead, ImportBatch, Plan
from throughline.plan.queries import exporting, public
from throughline.plan.rules import history

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
PAGES = [
    one.name
    for one in urls.urlpatterns
    if isinstance(one, URLPattern) and one.name and one.name.startswith("import")
]
BUTTONS = {"import_right", "import_take_back"}  # what only answers one
DOCUMENT = ReadPlan(
    title="Fair by Practice",
    organisation="Wexcombe",
    document_date="2026-01",
    front_matter=(Passage(text="This is why."),),
    themes=(
        ReadTheme(
            title="Safe to speak",
            desired_outcome="All are heard",
            recommendations=("Publish who is appointed",),
            actions=(
                Read(
                    service="Housing",
                    action="Offer all a talk",
                    leads=(Lead(name="Pat Moss"), Lead(name="Parks crew", kind="team")),
                    target=Target(text="by June", kind=TargetKind.BY_MONTH, end=datetime.date(2026, 6, 30)),
                    achieved=("Two have had theirs",),
                    source=Source(table=1, row=1),
                    doubts=("two names were split",),
                ),
                Read(service=None, action="Train every panel", source=Source(table=1, row=2)),
            ),
        ),
        ReadTheme(title="Nothing so far"),
    ),
    services=(ServiceSpellings(name="Housing", spellings=("Housing",)),),
    leftovers=(Passage(text="Ask who left", source=Source(line=4), reason="outside every table"),),
)


@pytest.fixture(autouse=True)
def _own_words(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr(kept, "TRUSTED", 0)
    Authority.objects.create(pk=1, name="Wexcombe", programme_name="Fair", words=OWN)
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def two() -> tuple[User, User]:
    """Two who have names without a usual word in them."""
    first, second = (making.person(name) for name in ("Marcia Vale", "Ada Obi"))
    return making.account("equality_team", someone=first), making.account("equality_team", someone=second)


@pytest.fixture
def officer(two: tuple[User, User]) -> Client:
    return making.signed_in(two[0])


@pytest.fixture
def batch(two: tuple[User, User]) -> ImportBatch:
    whole = plan_json.to_json(DOCUMENT)
    return ImportBatch.objects.create(
        file_name="fair.docx", uploaded_by=two[0], uploaded_on=TODAY, read=whole, corrected=whole
    )


def ask(batch: ImportBatch, two: tuple[User, User]) -> Approval:
    return importing.ask_to_accept(by=two[0], batch=batch, today=TODAY)


def accept(batch: ImportBatch, two: tuple[User, User]) -> Plan:
    return importing.accept(by=two[1], approval=ask(batch, two), today=TODAY)


def address(name: str, batch: ImportBatch) -> str:
    keys: tuple[dict[str, Any], ...] = ({}, {"key": batch.pk}, {"key": batch.pk, "row": "0.0"})
    wanted = {"import_action": keys[2], "import_theme": {"key": batch.pk, "number": 0}}
    if name in {"imports", "import_upload"}:
        return reverse(f"plan:{name}")
    return reverse(f"plan:{name}", kwargs=wanted.get(name, keys[1]))


def shown(client: Client, name: str, batch: ImportBatch) -> list[str]:
    response = client.get(address(name, batch))
    assert response.status_code == 200, name
    return usual(response)


@pytest.mark.parametrize("name", sorted(set(PAGES) - BUTTONS))
def test_a_page_of_an_import_says_it_in_the_authoritys_words(
    officer: Client, batch: ImportBatch, two: tuple[User, User], name: str
) -> None:
    assert shown(officer, name, batch) == []
    ask(batch, two)
    assert shown(officer, name, batch) == []
    assert shown(making.signed_in(two[1]), name, batch) == []


@pytest.mark.parametrize("name", sorted(set(PAGES) - BUTTONS))
def test_and_when_it_is_live(officer: Client, batch: ImportBatch, two: tuple[User, User], name: str) -> None:
    plan = accept(batch, two)
    assert shown(officer, name, ImportBatch.objects.get()) == []
    making.entry(plan.actions.get(number=1), "Three have had theirs")
    assert shown(officer, name, ImportBatch.objects.get()) == []


@pytest.mark.parametrize("name", sorted(set(PAGES) - BUTTONS - {"imports", "import_cancel"}))
def test_a_form_of_an_import_that_is_refused_does_so_too(
    officer: Client, batch: ImportBatch, name: str
) -> None:
    sent = {"leftover-0-become": "action", "service-housing-choice": "other"}
    response = officer.post(address(name, batch), sent, follow=True)
    assert response.status_code == 200
    assert usual(response) == []


SAID = [
    (
        "import_about",
        {"title": "Fair", "slug": "zz", "document_date": "2025"},
        "Done What you said of the zephyr",
    ),
    ("import_theme", {"title": "Heard"}, "Done The quill is corrected."),
    ("import_services", {"service-housing-choice": "none"}, "Done The islands are saved."),
    ("import_leads", {"lead-pat-moss-choice": ""}, "Done The helms are saved."),
]


@pytest.mark.parametrize(("name", "values", "said"), SAID)
def test_what_is_said_of_an_import_when_it_is_done(
    officer: Client, batch: ImportBatch, name: str, values: dict[str, str], said: str
) -> None:
    values = values | {"passage-0-goes": "kept"}
    response = officer.post(address(name, batch), values, follow=True)
    assert reading.words(response).startswith(said)
    assert usual(response) == []


def test_what_a_second_person_reads_of_an_import(batch: ImportBatch, two: tuple[User, User]) -> None:
    accepting = ask(batch, two)
    assert accepting.says == "Make a live zephyr of fair.docx: “Fair by Practice”, 2 ospreys."
    importing.accept(by=two[1], approval=accepting, today=TODAY)
    undo = undoing.ask_to_undo(
        by=two[0], batch=ImportBatch.objects.get(), reason="Wrong", keep_history=True, today=TODAY
    )
    assert undo.says == "Undo the import of fair.docx: the whole zephyr “Fair by Practice” goes."


def test_what_is_refused_is_said_in_them_too(batch: ImportBatch, two: tuple[User, User]) -> None:
    team = two[0]

    def refused(change: Any, **what: Any) -> str:
        with pytest.raises(Refused) as found:
            change(by=team, today=TODAY, **what)
        return str(found.value)

    empty = making.plan("Empty", "empty")
    said = [refused(importing.upload, name="x.csv", data=b"a,b\n1,2\n")]
    said += [refused(plans.make_plan, title="Again", slug="empty")]
    batch.corrected = plan_json.to_json(ReadPlan(title="Nothing"))
    batch.save()
    said += [refused(importing.ask_to_accept, batch=batch)]
    batch.corrected = plan_json.to_json(DOCUMENT)
    batch.save()
    plan = accept(batch, two)
    batch = ImportBatch.objects.get()
    action = plan.actions.get(number=1)
    making.entry(action, "Three have had theirs")
    action.accountable = None
    action.save()
    lead = making.person("Pat Moss")
    said += [refused(plans.remove_plan, plan=plan, reason="Wrong")]
    said += [refused(leads.add_lead, action=action, lead=lead)]
    said += [refused(importing.ask_to_accept, batch=batch)]
    leads.add_lead(by=team, action=plan.actions.get(number=2), lead=lead, today=TODAY)
    said += [refused(undoing.ask_to_undo, batch=batch, reason="Wrong", keep_history=False)]
    assert [usual_in(sentence) for sentence in said] == [[] for _ in said]
    assert said[:2] == [
        "x.csv: no osprey was found in it. A zephyr is read from tables whose columns say what the osprey is, who leads it "
        "and by when; check that this is the right file.",
        "Another zephyr has the short name “empty”. Choose another one.",
    ]
    assert said[-2:] == [
        "This import is at another step now: in the zephyr.",
        "People have since recorded progress on 1 osprey of this zephyr. Confirm that the zephyr is to go all the same: "
        "what they wrote is kept, out of sight.",
    ]
    assert empty.actions.count() == 0


def test_notices_and_the_mail_of_them(batch: ImportBatch, two: tuple[User, User]) -> None:
    lead = making.person("Pat Moss")
    plan = accept(batch, two)
    action = plan.actions.get(number=2)
    ActionLead.objects.create(action=action, kind="person", name=lead.name, person=lead, position=1)
    telling.tell_leads(action, {lead}, today=TODAY)
    telling.tell_due(TODAY + datetime.timedelta(days=200))
    said = [notice.text for notice in Notice.objects.filter(person=lead).order_by("id")]
    assert said == [
        "You lead 1 osprey of a zephyr that is in Throughline now: Fair by Practice",
        f"You are a helm of {action.reference} now: Train every panel",
        f"The date of {plan.slug.upper()}-001 ran out, and it is not closed: Offer all a talk",
        f"Nobody has said anything about {plan.slug.upper()}-001 for 200 days: Offer all a talk",
    ]


def test_every_event_of_the_history() -> None:
    words = terms.words(OWN)
    names = [*history.DONE, *history.LEADS, "plan.action.linked", "plan.action.edited"]
    before: dict[str, Any] = dict.fromkeys(history.FIELDS, "one") | {"stage": "agreed"}
    after: dict[str, Any] = dict.fromkeys(history.FIELDS, "two") | {"stage": "stopped"}
    said = [rules.said(name, before, after, None, words) for name in names]
    assert [usual_in(sentence) for sentence in said] == [[] for _ in said]
    assert rules.said("plan.action.edited", {"theme": "A"}, {"theme": "B"}, None, words) == (
        "changed the osprey: quill from “A” to “B”"
    )
    assert rules.said("plan.action.edited", {"theme": "A"}, {"theme": "B"}) == (
        "changed the action: theme from “A” to “B”"
    )


def test_the_page_of_an_action_tells_its_history_in_them(
    officer: Client, batch: ImportBatch, two: tuple[User, User]
) -> None:
    plan = accept(batch, two)
    words = reading.words(officer.get(f"/plan/{plan.slug}/1/"))
    assert "imported the osprey" in words


def test_the_columns_of_published_data_are_named_in_them() -> None:
    snapshot = {"themes": [], "as_at": TODAY.isoformat()}
    text = public.as_csv(snapshot, public_from=TODAY, today=terms.words(OWN))
    assert list(csv.reader(io.StringIO(text))) == [
        [
            *(
                "quill",
                "hoped-for end",
                "reference",
                "island",
                "osprey",
                "points",
                "due moment",
                "last day meant",
            ),
            *("status", "why", "status as at", "last update", "what came of it"),
        ]
    ]


@pytest.mark.parametrize("kind", list(exports.EXPORTS))
def test_files_that_we_read_back_keep_the_usual_names_of_their_columns(
    batch: ImportBatch, two: tuple[User, User], kind: str
) -> None:
    """Reading knows them by these names, so that what an authority exports can be brought back."""
    plan = accept(batch, two)
    data = exports.export(plan, kind, for_user=two[0], today=TODAY)
    back = documents.read(data, name=f"fair.{kind}")
    written = exporting.to_document(plan, for_user=two[0])
    assert [(theme.title, theme.desired_outcome, theme.recommendations) for theme in back.themes] == [
        (theme.title, theme.desired_outcome, theme.recommendations) for theme in written.themes
    ]
    assert [(one.action, one.service, one.leads, one.target, one.achieved) for one in back.actions] == [
        (one.action, one.service, one.leads, one.target, one.achieved) for one in written.actions
    ]
