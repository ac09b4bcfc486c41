"""Progress: what it moves, what it keeps, who may, and who may not verify their own work."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests import making, reading
from tests.plan.recorded import last_event
from throughline.base.models import User
from throughline.base.permissions import NotAllowed
from throughline.base.rules import Refused
from throughline.plan import rules
from throughline.plan.changes import actions, progress
from throughline.plan.models import Action, ProgressEntry, Theme
from throughline.plan.rules import Stage

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
SOON = TODAY + datetime.timedelta(days=90)


def test_progress_moves_the_stage_and_keeps_the_counts(theme: Theme) -> None:
    lead = making.account("staff")
    action = making.action(theme, accountable=lead.person)
    entry = progress.record_progress(
        by=lead, action=action, text="Three teams have had theirs", stage=Stage.IN_PROGRESS, today=TODAY
    )
    action.refresh_from_db()
    assert (action.stage, action.updated_on, action.progress_count, action.evidence_count) == (
        "in_progress",
        TODAY,
        1,
        0,
    )
    assert (entry.author, entry.said_on, entry.stage) == (lead.person, TODAY, "in_progress")
    assert last_event() == (
        "plan.progress.recorded",
        {"stage": "agreed"},
        {"text": "Three teams have had theirs", "files": [], "evidence": False, "stage": "in_progress"},
        "",
    )


def test_an_edit_with_an_old_copy_undoes_no_progress(theme: Theme, team: User) -> None:
    action = making.action(theme)
    old_copy = Action.objects.get(pk=action.pk)
    progress.record_progress(by=team, action=action, text="Begun", stage=Stage.IN_PROGRESS, today=TODAY)
    actions.hand_over(by=team, action=old_copy, accountable=making.person(), deputy=None, today=TODAY)
    action.refresh_from_db()
    assert (action.stage, action.progress_count, action.updated_on) == (Stage.IN_PROGRESS, 1, TODAY)


def test_what_one_did_oneself_one_does_not_verify(theme: Theme, team: User, settings, tmp_path) -> None:
    """Not by another way either: attaching the evidence, deciding instead of reporting, or a second account."""
    settings.MEDIA_ROOT = tmp_path
    reporter = making.account("equality_team")
    action = making.action(theme)
    with pytest.raises(Refused, match="Record that it is done as progress"):
        actions.move(by=team, action=action, stage=Stage.REPORTED_DONE, today=TODAY)
    progress.record_progress(by=reporter, action=action, text="Done", stage=Stage.REPORTED_DONE, today=TODAY)
    with pytest.raises(Refused, match="then somebody else verifies it"):
        actions.move(by=team, action=action, stage=Stage.VERIFIED_DONE, today=TODAY)
    note = progress.File("note.txt", b"seen", is_evidence=True)
    progress.record_progress(by=team, action=action, text="The note", files=[note], today=TODAY)
    with pytest.raises(Refused, match="You attached the evidence"):
        progress.verify(by=team, action=action, text="seen", today=TODAY)
    with pytest.raises(Refused, match="You reported this as done"):
        progress.verify(by=reporter, action=action, text="seen", today=TODAY)
    assert progress.verify(by=making.account("equality_team"), action=action, text="seen", today=TODAY)


def test_a_review_date_is_ahead(theme: Theme, team: User) -> None:
    action = making.action(theme)
    for day in (TODAY, TODAY - datetime.timedelta(days=400)):
        with pytest.raises(rules.MoveRefused, match="Choose a day ahead"):
            progress.record_progress(
                by=team, action=action, text="x", stage=Stage.ONGOING, next_review_on=day, today=TODAY
            )


def test_files_of_an_entry_that_failed_are_gone(
    theme: Theme, team: User, settings, tmp_path, monkeypatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(progress.audit, "record", lambda **said: 1 / 0)
    note = progress.File("note.txt", b"seen", is_evidence=True)
    with pytest.raises(ZeroDivisionError):
        progress.record_progress(by=team, action=making.action(theme), text="x", files=[note], today=TODAY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_progress_is_for_leads_and_managers(theme: Theme) -> None:
    stranger = making.account("staff")
    with pytest.raises(NotAllowed):
        progress.record_progress(by=stranger, action=making.action(theme), text="x", today=TODAY)
    assert ProgressEntry.objects.count() == 0


def test_done_needs_evidence_and_somebody_else(theme: Theme, team: User, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    action = making.action(theme, accountable=team.person)
    report = progress.File("Report.PDF", b"%PDF-1.7 what was done startxref", is_evidence=True)
    with pytest.raises(rules.MoveRefused, match="can only become"):
        progress.verify(by=team, action=action, text="seen", today=TODAY)
    progress.record_progress(by=team, action=action, text="All done", stage=Stage.REPORTED_DONE, today=TODAY)
    other = making.account("equality_team")
    with pytest.raises(rules.MoveRefused, match="Attach evidence first"):
        progress.verify(by=other, action=action, text="seen", today=TODAY)
    progress.record_progress(by=team, action=action, text="The report", files=[report], today=TODAY)
    with pytest.raises(Refused, match="somebody else must verify it"):
        progress.verify(by=team, action=action, text="seen", today=TODAY)
    assert (
        progress.verify(by=other, action=action, text="I read the report", today=TODAY).stage
        == "verified_done"
    )
    assert last_event() == (
        "plan.action.verified",
        {"stage": "reported_done"},
        {"stage": "verified_done", "text": "I read the report"},
        "",
    )
    kept = action.progress.get(text="The report").attachments.get()
    with kept.file.open() as file:
        assert (kept.name, kept.size, kept.is_evidence, file.read()) == (
            "Report.PDF",
            len(report.data),
            True,
            report.data,
        )


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (progress.File("run.exe", b"MZ"), "run.exe: attach one of these kinds of file"),
        (progress.File("page.html", b"<script>"), "page.html: attach one of these kinds of file"),
        (progress.File("empty.pdf", b""), "empty.pdf is empty. Choose the file again."),
        (
            progress.File("noise.pdf", b"\x93\x00noise"),
            "noise.pdf is damaged, or is not a PDF as its name says.",
        ),
        (progress.File("big.pdf", b"0" * (progress.MAX_FILE + 1)), "big.pdf is larger than 10 MB."),
    ],
)
def test_files_that_are_refused(theme: Theme, team: User, file: progress.File, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        progress.record_progress(by=team, action=making.action(theme), text="x", files=[file], today=TODAY)
    assert str(refusal.value).startswith(sentence)
    assert ProgressEntry.objects.count() == 0


def test_ongoing_always_has_a_review_date(theme: Theme, team: User) -> None:
    action = making.action(theme)
    with pytest.raises(rules.MoveRefused, match="next review date"):
        progress.record_progress(by=team, action=action, text="It goes on", stage=Stage.ONGOING, today=TODAY)
    progress.record_progress(
        by=team, action=action, text="It goes on", stage=Stage.ONGOING, next_review_on=SOON, today=TODAY
    )
    with pytest.raises(IntegrityError, match="ongoing_has_a_review_date"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(next_review_on=None)


@pytest.mark.parametrize("stage", [Stage.STOPPED, Stage.DECLINED, Stage.VERIFIED_DONE, Stage.REPORTED_DONE])
def test_an_update_on_what_is_over_needs_nothing_again(theme: Theme, team: User, stage: Stage) -> None:
    """On a page: the stage as it is preselected, and only the words are given."""
    given = {"stage_reason": "Budget cut"} if stage in {Stage.STOPPED, Stage.DECLINED} else {}
    action = making.action(theme, stage=stage, **given)
    address = f"/plan/{theme.plan.slug}/{action.number}/progress/"
    client = making.signed_in(team)
    form = client.get(address).context["form"]
    assert (form.initial["stage"], "reason" in form.fields) == (stage, False)
    response = client.post(address, {"text": "The report is on the shelf", "stage": stage.value})
    assert response.status_code == 302, reading.errors(response)
    action.refresh_from_db()
    assert (action.stage, action.stage_reason) == (stage, given.get("stage_reason", ""))
    assert action.progress.get().text == "The report is on the shelf"
