"""What is sent twice is one entry: by a second click, by going back and saving again, by two requests at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import User
from throughline.plan.changes import progress
from throughline.plan.models import Action, Attachment
from throughline.plan.rules import LONGEST_TEXT, Stage

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
DAY = making.datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def uploads(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.fixture
def lead() -> User:
    return making.account("staff")


@pytest.fixture
def action(lead: User) -> Action:
    return making.action(making.theme(making.plan()), accountable=lead.person)


def said(action: Action) -> list[str]:
    action.refresh_from_db()
    texts = list(action.progress.order_by("id").values_list("text", flat=True))
    assert action.progress_count == len(texts)
    return texts


def test_the_form_that_is_sent_twice_makes_one_entry_with_one_file(lead: User, action: Action) -> None:
    client = signed_in(lead)
    for _ in range(2):
        file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes startxref")
        answer = client.post(
            "/plan/wx/1/progress/", {"text": "Two depots", "stage": "in_progress", "evidence": [file]}
        )
        assert answer.status_code == 302
    assert (said(action), Attachment.objects.count()) == (["Two depots"], 1)


def test_whatever_differs_is_another_entry(lead: User, action: Action) -> None:
    def record(by: User = lead, text: str = "Two depots", today=TODAY, files=()) -> None:
        progress.record_progress(by=by, action=action, text=text, today=today, files=files)

    record()
    record()
    record(text="Three depots")
    record()
    record(files=[progress.File("list.csv", b"a,b", True)])
    record(by=making.account("equality_team"))
    record()
    record(today=TODAY + DAY)
    assert said(action) == ["Two depots", "Three depots"] + ["Two depots"] * 5


def test_a_text_that_is_too_long_is_refused_with_what_to_do(lead: User, action: Action) -> None:
    with pytest.raises(progress.ProgressRefused) as refusal:
        progress.record_progress(by=lead, action=action, text="a" * (LONGEST_TEXT + 1), today=TODAY)
    assert (
        str(refusal.value)
        == "This has 5,001 letters. Say it in at most 5,000, and attach the rest as a file."
    )
    progress.record_progress(by=lead, action=action, text="a" * LONGEST_TEXT, today=TODAY)
    assert len(said(action)) == 1


def test_whoever_verifies_sees_what_there_is_to_look_at(lead: User, action: Action) -> None:
    file = progress.File("report.pdf", b"%PDF-1.7 report startxref", True)
    progress.record_progress(by=lead, action=action, text="Begun", today=TODAY)
    progress.record_progress(
        by=lead, action=action, text="Finished", today=TODAY, stage=Stage.REPORTED_DONE, files=[file]
    )
    page = signed_in(making.account("equality_team")).get("/plan/wx/1/verify/")
    words = reading.words(page)
    assert ("Finished" in words, "report.pdf" in words, "Begun" in words) == (True, True, False)
    attached = Attachment.objects.get()
    assert f"/plan/wx/1/files/{attached.pk}/" in reading.links(page)
    assert "/plan/wx/1/decide/" in reading.links(page)
