"""How many, in words: one of a thing and two of it, on every page and in every sentence that counts."""

import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import throughline
from documents import plan_json, services
from documents.plan import Action as Read
from documents.plan import Lead, Passage, Source
from documents.plan import Plan as ReadPlan
from documents.plan import Theme as ReadTheme
from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Approval, User
from throughline.base.rules import counted
from throughline.frontdoor import kept
from throughline.plan.changes import importing, publishing, undoing
from throughline.plan.models import ImportBatch
from throughline.plan.queries import public
from throughline.plan.rules import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((0, "action"), "0 actions"),
        ((1, "action"), "1 action"),
        ((2, "action"), "2 actions"),
        ((1, "earlier entry", "earlier entries"), "1 earlier entry"),
        ((2, "earlier entry", "earlier entries"), "2 earlier entries"),
        ((1200, "row"), "1,200 rows"),
    ],
)
def test_a_count_in_words(said: tuple[int, str], words: str) -> None:
    assert counted(*said) == words


@given(st.integers(min_value=0), st.sampled_from(["action", "theme"]))
def test_only_of_one_is_there_one(number: int, word: str) -> None:
    figure, found = counted(number, word).split(" ")
    assert (int(figure.replace(",", "")), found == word) == (number, number == 1)


LOOSE = re.compile(
    r"\}\} *\{\{ *terms\.(?:actions|themes|recommendations|services)"  # {{ n }} {{ terms.actions }}
    r"|(?:\|length|_count|\.count|\.total|\.rows) *\}\} [a-z ]*[a-z]s\b"  # {{ found|length }} rows
)


def test_templates_count_by_the_tag() -> None:
    """No `{{ n }} {{ terms.actions }}`, no `{{ found|length }} rows`."""
    room = pathlib.Path(throughline.__file__).parent
    texts = {path: path.read_text(encoding="utf-8") for path in room.rglob("*.html")}
    assert len(texts) > 60
    assert {path.name: hits for path, text in texts.items() if (hits := LOOSE.findall(text))} == {}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("{{ figures.total }} {{ terms.actions }}", 1),
        ("{{ public.total }} actions.", 1),
        ("{{ found|length }} rows left out", 1),
        ("{% counted found|length terms.action terms.actions %}", 0),
        ("{{ n }} of {{ overview.total }}", 0),
        ("{{ preview.undecided|length }} to decide", 0),
    ],
)
def test_the_check_of_templates_finds_it(text: str, hits: int) -> None:
    assert len(LOOSE.findall(text)) == hits


def document(n: int) -> ReadPlan:
    """`n` themes with `n` recommendations each; in the first `n` actions, each with its own service and lead; `n` leftovers."""
    actions = tuple(
        Read(service=f"Service {one}", action=f"Do thing {one}", leads=(Lead(name=f"Pat Quill {one}"),))
        for one in range(n)
    )
    asked = tuple(f"Ask {one}" for one in range(n))
    themes = tuple(
        ReadTheme(
            title=f"Theme {one}",
            recommendations=asked if one == 0 else (),
            actions=actions if one == 0 else (),
        )
        for one in range(n)
    )
    leftovers = tuple(Passage(text=f"What is {one}?", source=Source(line=one)) for one in range(n))
    return ReadPlan(title="A plan", themes=themes, services=services.group(themes), leftovers=leftovers)


@pytest.fixture
def batch(team: User, n: int) -> ImportBatch:
    read = plan_json.to_json(document(n))
    return ImportBatch.objects.create(
        file_name="plan.csv", uploaded_by=team, uploaded_on=TODAY, read=read, corrected=read
    )


CHECKED = {
    1: "1 theme, 1 action, 1 recommendation for corporate action; 1 thing to check.",
    2: "2 themes, 2 actions, 2 recommendations for corporate action; 2 things to check.",
}
LEFT = {
    1: "1 passage was not understood; 1 to decide",
    2: "2 passages were not understood; 2 to decide",
}
ASKED = {
    1: [
        "1 theme, 1 recommendation for corporate action and 1 action",
        "1 service, 1 of them new to the organisation",
        "1 lead still to be matched with the register",
        "1 leftover about which nothing is decided, kept with the import only",
    ],
    2: [
        "2 themes, 2 recommendations for corporate action and 2 actions",
        "2 services, 2 of them new to the organisation",
        "2 leads still to be matched with the register",
        "2 leftovers about which nothing is decided, kept with the import only",
    ],
}


@pytest.mark.parametrize("n", [1, 2])
def test_of_an_import(n: int, team: User, batch: ImportBatch) -> None:
    client = signed_in(team)
    page = client.get(f"/plan/import/{batch.pk}/")
    words = reading.words(page)
    assert (CHECKED[n] in words, LEFT[n] in words) == (True, True)
    captions = [one.text for one in reading.page(page).xpath("//main//table/caption")]
    assert captions == [counted(n, "action")]
    page = client.get(f"/plan/import/{batch.pk}/accept/")
    assert [one.text for one in reading.page(page).xpath("//main//ul/li")] == ASKED[n]
    page = client.get(f"/plan/import/{batch.pk}/services/")
    assert reading.words(page).count("It stands beside 1 action.") == n  # each service beside its own
    approval = importing.ask_to_accept(by=team, batch=batch, today=TODAY)
    assert approval.says == f"Make a live plan of plan.csv: “A plan”, {counted(n, 'action')}."
    importing.accept(by=making.account("equality_team"), approval=approval, today=TODAY)
    batch.refresh_from_db()
    assert batch.plan is not None
    for action in batch.plan.actions.all():
        making.entry(action)
    said = "People have since recorded progress on {} of this plan."
    batch.made["sequence"] = 0
    assert undoing.worked_on(batch) == said.format(counted(n, "action"))


@pytest.mark.parametrize("n", [1, 2])
def test_of_rows_left_out(n: int, team: User, batch: ImportBatch) -> None:
    batch.decisions = {"actions": {f"0.{one}": {"left_out": "Said twice"} for one in range(n)}}
    batch.save()
    page = signed_in(team).get(f"/plan/import/{batch.pk}/accept/")
    assert f"{counted(n, 'row')} left out" in reading.words(page)


@pytest.mark.parametrize("n", [1, 2])
def test_of_a_live_plan(n: int, team: User) -> None:
    plan = making.plan()
    theme = making.theme(plan)
    for one in range(n):
        action = making.action(theme, stage=Stage.IN_PROGRESS)
        theme.recommendations.create(text="Pay panels", position=one + 1)
    for one in range(n + 2):
        making.entry(action, f"Entry {one}")
    client = signed_in(team)
    home = reading.words(client.get("/"))
    assert f"{counted(n, 'action')} 0 overdue" in home
    asked = counted(n, "recommendation for corporate action", "recommendations for corporate action")
    assert f"{asked} without a reply" in home
    found = reading.page(client.get("/plan/wx/?status=in_progress")).xpath("//p[@role='status']")
    assert [one.text for one in found] == [counted(n, "action")]
    words = reading.words(client.get("/plan/wx/"))
    assert f"{counted(n, 'earlier entry', 'earlier entries')} about WX-" in words
    asked_to = publishing.ask_to_publish(by=team, plan=plan, summary="", public_from=TODAY, today=TODAY)
    assert asked_to.says == "Publish “Fair by Practice”, for anybody to read at once."
    shown = reading.words(client.get("/plan/wx/publish/"))
    assert f"As at 16 March 2026: {counted(n, 'action')}." in shown
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("n", [1, 2])
def test_of_a_public_plan_theme_by_theme(n: int, team: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PAGES_OVER", 0)
    kept.forget()
    plan = making.plan()
    theme = making.theme(plan)
    for _ in range(n):
        making.action(theme)
    asked = publishing.ask_to_publish(by=team, plan=plan, summary="", public_from=TODAY, today=TODAY)
    publishing.publish(by=making.account("equality_team"), approval=asked, today=TODAY)
    assert f": {counted(n, 'action')}. " in reading.words(signed_in(team).get("/progress/wx/"))
