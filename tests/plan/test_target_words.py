"""A target date in words: the document's own, and the date beside them where they do not tell it."""

import datetime
import json

import pytest

from documents import targets
from documents.plan import TargetKind
from tests import making, reading
from throughline.plan import rules
from throughline.plan.models import Action
from throughline.plan.queries import actions, publishing

DAY = datetime.date(2027, 2, 13)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "shown"),
    [
        ("13-02-2027", TargetKind.BY_DAY, None, DAY, "13-02-2027 (13 February 2027)"),
        ("13/02/2027", TargetKind.DAY, None, DAY, "13/02/2027 (13 February 2027)"),
        ("46234", TargetKind.BY_DAY, None, DAY, "46234 (13 February 2027)"),
        ("46234", TargetKind.UNREADABLE, None, None, "46234"),
        ("By spring 2027", TargetKind.BY_DAY, None, DAY, "By spring 2027 (13 February 2027)"),
        ("By 13 February 2027", TargetKind.BY_DAY, None, DAY, "By 13 February 2027"),
        ("02/2027", TargetKind.MONTH, None, DAY, "02/2027 (the last day is 13 February 2027)"),
        ("2027", TargetKind.YEAR, DAY, DAY, "2027"),
        ("Ongoing", TargetKind.ONGOING, None, None, "Ongoing"),
        ("", TargetKind.NONE, None, None, ""),
    ],
)
def test_the_date_stands_beside_words_that_do_not_tell_it(
    text: str, kind: TargetKind, start: datetime.date | None, end: datetime.date | None, shown: str
) -> None:
    action = Action(target_text=text, target_kind=kind.value, target_start=start, target_end=end)
    assert rules.target_in_words(action) == shown


@pytest.mark.parametrize(
    "text", ["March 2027", "By 5 May 2027", "by end of Q3 2026", "Autumn 2026", "2026/27"]
)
def test_words_that_were_read_and_tell_the_date_stay_alone(text: str) -> None:
    read = targets.read_target(text)
    action = Action(
        target_text=text, target_kind=read.kind.value, target_start=read.start, target_end=read.end
    )
    assert rules.target_in_words(action) == text


@pytest.mark.django_db
def test_lists_and_what_is_published_show_the_date_where_the_words_do_not_tell_it() -> None:
    action = making.action(
        making.theme(making.plan()),
        target_text="46234",
        target_kind="by_day",
        target_end=datetime.date(2026, 7, 31),
    )
    team = making.account("equality_team")
    line = actions.line(action, for_user=team, today=making.TODAY, cycle_days=31)
    assert line.target == "46234 (31 July 2026)"
    assert "46234 (31 July 2026)" in reading.words(making.signed_in(team).get("/plan/wx/"))
    snapshot = json.dumps(publishing.snapshot(action.plan, today=making.TODAY))
    assert "46234 (31 July 2026)" in snapshot
