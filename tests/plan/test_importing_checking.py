"""What the pages of an import show for checking: short name, same title, introduction, statuses, doubts, what waits."""

import dataclasses
import datetime
import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from documents import plan_json, targets
from documents.plan import Action as Read
from documents.plan import Passage, Source, Target, TargetKind
from documents.plan import Plan as ReadPlan
from documents.plan import Theme as ReadTheme
from tests import making, reading
from throughline.base.models import Approval, User
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch, Plan
from throughline.plan.rules import corrections
from throughline.plan.rules import plans as plan_rules

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
NOTE = "Draft v3 - not for circulation"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr("throughline.frontdoor.kept.TRUSTED", 0)


@pytest.fixture
def people() -> tuple[User, User]:
    making.place("London Borough of Wexcombe", "authority")
    return making.account("equality_team"), making.account("equality_team")


def read(row: int, action: str, target: Target | None = None, doubts: tuple[str, ...] = ()) -> Read:
    source = Source(table=1, row=row)
    return Read(service=None, action=action, target=target or Target(), doubts=doubts, source=source)


@pytest.fixture
def batch(people: tuple[User, User]) -> ImportBatch:
    past = Target(text="May 2025", kind=TargetKind.MONTH, end=datetime.date(2025, 5, 31))
    document = ReadPlan(
        title="Workforce",
        organisation="Wexcombe",
        document_date="2026-01",
        front_matter=(Passage(text=NOTE), Passage(text="This is why."), Passage(text="Ring everybody.")),
        themes=(
            ReadTheme(
                title="Fair jobs",
                actions=(
                    read(1, "Train every panel"),
                    read(2, "Publish the figures", past, doubts=("two names were split",)),
                    read(3, "Train every panel"),
                ),
            ),
        ),
    )
    whole = plan_json.to_json(document)
    return ImportBatch.objects.create(
        file_name="plan.docx", uploaded_by=people[0], uploaded_on=TODAY, read=whole, corrected=whole
    )


def text(response: HttpResponse) -> str:
    found = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert found, (response.status_code, response.headers.get("Location"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())


def post(client: Client, batch: ImportBatch, part: str, **data: object) -> HttpResponse:
    return client.post(f"/plan/import/{batch.pk}/{part}", data, follow=True)


def about(client: Client, batch: ImportBatch, **data: str) -> HttpResponse:
    given = {"title": "Workforce", "organisation": "Wexcombe", "slug": "wf", "place": ""}
    return post(client, batch, "about/", **(given | {"document_date": "January 2026"} | data))


def fresh(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)


def ask(people: tuple[User, User], batch: ImportBatch) -> Approval:
    return importing.ask_to_accept(by=people[0], batch=batch, today=TODAY)


# --- the short name ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("w", "Short name in use: “w”. Choose another one, such as “w2”."),
        ("W", "Short name in use: “w”. Choose another one, such as “w2”."),
        ("mine", "“mine” is the address of another page. Choose another short name."),
    ],
)
def test_a_short_name_that_cannot_be_had_is_refused_on_the_form(
    first: Client, batch: ImportBatch, typed: str, error: str
) -> None:
    making.plan("Another", "w")
    assert reading.errors(about(first, batch, slug=typed)) == [error]
    assert fresh(batch).decisions == {}


@pytest.mark.parametrize("typed", ["w", "mine"])
def test_and_by_the_change_itself(batch: ImportBatch, people: tuple[User, User], typed: str) -> None:
    making.plan("Another", "w")
    with pytest.raises(plan_rules.PlanRefused):
        importing.correct(by=people[0], batch=batch, decisions={"slug": typed}, today=TODAY)


def test_a_short_name_that_somebody_took_meanwhile_is_not_replaced_in_silence(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    batch = importing.correct(by=people[0], batch=batch, decisions={"slug": "wf"}, today=TODAY)
    approval = ask(people, batch)
    taken = making.plan("Another", "wf")
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.accept(by=people[1], approval=approval, today=TODAY)
    assert str(refusal.value) == (
        "Short name in use: “wf”. Choose another one, such as “wf2”. Somebody took it while this waited: refuse the "
        "request with that reason. Whoever asked can then change the short name and ask again."
    )
    assert list(Plan.objects.all()) == [taken]
    importing.take_back(by=people[0], batch=batch, today=TODAY)
    with pytest.raises(plan_rules.PlanRefused):
        ask(people, batch)


def test_a_name_that_nobody_typed_is_numbered_on_and_shown(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    making.plan("Another", "w")
    shown = "with the short name w2 (its first action is W2-001)"
    assert shown in text(first.get(f"/plan/import/{batch.pk}/accept/"))
    assert "w2: the first action will be W2-001" in text(first.get(f"/plan/import/{batch.pk}/"))
    assert importing.accept(by=people[1], approval=ask(people, batch), today=TODAY).slug == "w2"
    assert "w2: the first action" in text(first.get(f"/plan/import/{batch.pk}/"))


# --- a plan of the same title -----------------------------------------------------------------------------------------


def test_a_live_plan_of_the_same_title_is_named(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    making.plan("Workforce plan", "wp")
    making.plan("Workforce", "gone")
    Plan.objects.filter(slug="gone").update(removed_on=TODAY)
    pages = [f"/plan/import/{batch.pk}/", f"/plan/import/{batch.pk}/accept/"]
    assert [page for page in pages if "of this title already" in text(first.get(page))] == []
    making.plan("WORKFORCE", "old")
    for page in pages:
        response = first.get(page)
        assert "There is a plan of this title already: WORKFORCE (OLD) . This import" in text(response)
        assert '<a class="govuk-link" href="/plan/old/">' in response.content.decode()
    importing.accept(by=people[1], approval=ask(people, batch), today=TODAY)
    assert "of this title already" not in text(first.get(pages[0]))


# --- what stands before the first theme -------------------------------------------------------------------------------


def test_date_and_introduction_are_shown_to_both(first: Client, second: Client, batch: ImportBatch) -> None:
    before = f"It becomes the introduction of the plan. Keep it or leave it out {NOTE} This is why. Ring everybody."
    checked = text(first.get(f"/plan/import/{batch.pk}/"))
    assert "Date of the document January 2026 Change date of the document" in checked
    assert "Introduction 3 passages before the first theme; 0 not taken Check introduction" in checked
    assert f"What stands before the first theme {before}" in checked
    asked = text(first.get(f"/plan/import/{batch.pk}/accept/"))
    assert "“Workforce” becomes a live plan of Wexcombe, dated January 2026, with the short name w" in asked
    assert before in asked
    post(first, batch, "accept/")
    assert before.replace("Keep it or leave it out ", "") in text(second.get(f"/plan/import/{batch.pk}/"))


def test_passages_of_the_introduction_go_away_or_to_the_leftovers(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    page = first.get(f"/plan/import/{batch.pk}/about/")
    assert f"{NOTE} Where does “{NOTE}” go?" in text(page)
    goes = {"passage-0-goes": "out", "passage-1-goes": "kept", "passage-2-goes": "leftover"}
    shown = text(about(first, batch, document_date="March 2025", **goes))
    assert f"Left out {NOTE} This is why. With the leftovers Ring everybody." in shown
    assert "1 passage was not understood; 1 to decide" in shown
    assert "3 passages before the first theme; 2 not taken" in shown
    out = {"leftover-introduction-2-become": "ignored", "leftover-introduction-2-reason": "Said elsewhere"}
    assert f"Left out {NOTE} This is why. Left out Ring everybody." in text(
        post(first, batch, "leftovers/", **out)
    )
    become = {"leftover-introduction-2-become": "action", "leftover-introduction-2-theme": "0"}
    shown = text(post(first, batch, "leftovers/", **become))
    assert "Made of a leftover" in shown
    assert "Decided with the leftovers Ring everybody." in shown
    plan = importing.accept(by=people[1], approval=ask(people, fresh(batch)), today=TODAY)
    assert (plan.introduction, plan.document_date) == ("This is why.", "2025-03")
    assert plan.actions.get(number=4).text == "Ring everybody."


def test_another_date_of_the_document_reads_words_without_a_year_again(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    document = plan_json.from_json(batch.read)
    june = read(1, "Train every panel", targets.read_target("by June", document_date="2026-01"))
    theme = dataclasses.replace(document.themes[0], actions=(june,))
    batch.read = batch.corrected = plan_json.to_json(dataclasses.replace(document, themes=(theme,)))
    batch.save()
    shown = text(about(first, batch))
    assert "What you said of the plan as a whole is saved. " in shown
    assert "read again" not in shown
    assert "by June Read as: the last day is 30 June 2026" in shown
    shown = text(about(first, batch, document_date="March 2027"))
    assert "as a whole is saved. The words of 1 target date were read again by the new date." in shown
    assert "by June Read as: the last day is 30 June 2027" in shown
    plan = importing.accept(by=people[1], approval=ask(people, fresh(batch)), today=TODAY)
    assert plan.actions.get().target_end == datetime.date(2027, 6, 30)


def test_a_date_of_the_document_that_is_none_is_refused(first: Client, batch: ImportBatch) -> None:
    assert reading.errors(about(first, batch, document_date="soon")) == [
        "“soon” is not a date. Write it as “14 March 2027”, “March 2027” or “2027”, or leave it empty."
    ]


# --- while it waits ---------------------------------------------------------------------------------------------------


def test_whoever_asked_takes_the_request_back(
    first: Client, second: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    approval = ask(people, batch)
    button = "Take the request back"
    assert [button in text(client.get(f"/plan/import/{batch.pk}/")) for client in (first, second)] == [
        True,
        False,
    ]
    assert "You can refuse it, with a reason." in text(post(second, batch, "take-back/"))
    approval.refresh_from_db()
    assert approval.state == Approval.State.WAITING
    assert first.get(f"/plan/import/{batch.pk}/take-back/").status_code == 302
    assert "The request is taken back." in text(post(first, batch, "take-back/"))
    approval.refresh_from_db()
    assert approval.state == Approval.State.WITHDRAWN
    assert "What you said of the plan as a whole is saved." in text(about(first, batch))
    assert "there is nothing to take back" in text(post(first, batch, "take-back/"))


PARTS = ["about/", "actions/0.0/", "themes/0/", "leftovers/", "services/", "leads/", "cancel/", "accept/"]


@pytest.mark.parametrize("part", PARTS)
def test_what_cannot_be_changed_says_so_before_there_is_a_form(
    first: Client, batch: ImportBatch, people: tuple[User, User], part: str
) -> None:
    waits = "This waits for a second person, who must see what was asked for, so it cannot be changed now."
    assert waits not in text(first.get(f"/plan/import/{batch.pk}/{part}"))
    approval = ask(people, batch)
    page = first.get(f"/plan/import/{batch.pk}/{part}")
    assert waits in text(page)
    posting = re.findall(
        r'<form method="post"[^>]*>', re.findall(r"<main.*</main>", page.content.decode(), re.S)[0]
    )
    assert posting == [f'<form method="post" action="/plan/import/{batch.pk}/take-back/">']
    importing.accept(by=people[1], approval=approval, today=TODAY)
    assert "another step now, so it cannot be corrected: in the plan." in text(
        first.get(page.request["PATH_INFO"])
    )


# --- statuses, doubts and dates of rows -------------------------------------------------------------------------------


def test_a_row_comes_in_with_the_status_that_the_plan_shows(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    page = text(first.get(f"/plan/import/{batch.pk}/"))
    assert re.findall(r"Comes in as: (Not started|Overdue|Agreed)", page)[-3:] == [
        "Not started",
        "Overdue",
        "Not started",
    ]
    plan = importing.accept(by=people[1], approval=ask(people, batch), today=TODAY)
    statuses = [text(first.get(f"/plan/{plan.slug}/{number}/")) for number in (1, 2, 3)]
    assert [("Not started" in one, "Overdue" in one) for one in statuses] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_what_nobody_has_checked_is_said_before_and_after_it_goes_live(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    warned = "3 doubtful rows are still unchecked. They come in as they were read: check them first ."
    assert warned in text(first.get(f"/plan/import/{batch.pk}/accept/"))
    post(first, batch, "actions/0.0/right/")
    post(first, batch, "actions/0.2/right/")
    assert "1 doubtful row is still unchecked." in text(first.get(f"/plan/import/{batch.pk}/accept/"))
    batch = fresh(batch)
    importing.accept(by=people[1], approval=ask(people, batch), today=TODAY)
    finished = text(first.get(f"/plan/import/{batch.pk}/"))
    assert "1 thing not checked." in finished
    assert "to check" not in finished


def test_a_theme_without_a_title_has_a_link_with_a_name(first: Client, batch: ImportBatch) -> None:
    themes = [{**theme, "title": ""} for theme in batch.read["themes"]]
    whole = {**batch.read, "themes": themes}
    ImportBatch.objects.update(read=whole, corrected=whole)
    assert "Correct this theme : without a title" in text(first.get(f"/plan/import/{batch.pk}/"))


def test_a_doubtful_row_is_right_as_it_stands(first: Client, batch: ImportBatch) -> None:
    assert "3 things to check" in text(first.get(f"/plan/import/{batch.pk}/"))
    right = f'action="/plan/import/{batch.pk}/actions/0.1/right/"'
    assert first.get(f"/plan/import/{batch.pk}/").content.decode().count(right) == 2
    assert first.get(f"/plan/import/{batch.pk}/actions/0.1/right/").status_code == 302
    assert fresh(batch).decisions == {}
    response = post(first, batch, "actions/0.1/right/")
    shown = text(response)
    assert "2 things to check" in shown
    assert "two names were split" not in shown
    assert "Corrected" not in shown
    assert right not in response.content.decode()
    assert post(first, batch, "actions/9.9/right/").status_code == 404


def test_rows_that_say_the_same_are_pointed_out_and_stay_two(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    doubt = "another row says the very same; leave one of them out if the two are one"
    shown = text(first.get(f"/plan/import/{batch.pk}/"))
    assert [shown.count(f"{doubt} (table 1, row {row})") for row in (1, 2, 3)] == [2, 0, 2]
    shown = text(post(first, batch, "actions/0.0/right/"))
    assert [shown.count(f"{doubt} (table 1, row {row})") for row in (1, 3)] == [2, 0]
    assert "nothing was doubtful" not in shown
    post(first, batch, "actions/0.1/right/")
    assert "nothing was doubtful" in text(post(first, batch, "actions/0.2/right/"))
    assert (
        importing.accept(by=people[1], approval=ask(people, fresh(batch)), today=TODAY).actions.count() == 3
    )


def test_a_date_that_a_person_set_stands_beside_the_words(first: Client, batch: ImportBatch) -> None:
    data = {"action": "Train every panel", "theme": "0", "target": "46234"}
    data |= {"day_day": "13", "day_month": "2", "day_year": "2027"}
    assert "46234 (13 February 2027) Read as: the last day is 13 February 2027" in text(
        post(first, batch, "actions/0.0/", **data)
    )


def test_what_is_longer_than_can_be_kept_is_pointed_out_and_does_not_come_in(
    first: Client, batch: ImportBatch, people: tuple[User, User]
) -> None:
    document = plan_json.from_json(batch.read)
    long = dataclasses.replace(document.themes[0].actions[0], action="Train " * 900)  # 5,400 letters
    theme = dataclasses.replace(document.themes[0], actions=(long, *document.themes[0].actions[1:2]))
    batch.read = batch.corrected = plan_json.to_json(dataclasses.replace(document, themes=(theme,)))
    batch.save()
    sentence = "what will be done has 5,400 letters; shorten it to 5,000"
    assert sentence in text(first.get(f"/plan/import/{batch.pk}/")).replace("What will", "what will")
    with pytest.raises(importing.ImportRefused) as refusal:
        ask(people, batch)
    assert str(refusal.value) == f"“{'Train ' * 7}Train…”: {sentence}, or leave the row out."
    edited = corrections.with_action(
        {}, corrections.rows(plan_json.from_json(batch.read), {})[0], {"action": "x" * 5000}
    )
    importing.correct(by=people[0], batch=fresh(batch), decisions=edited, today=TODAY)
    plan = importing.accept(by=people[1], approval=ask(people, fresh(batch)), today=TODAY)
    assert len(plan.actions.get(number=1).text) == 5000
