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
from throughline.plan.rules import target_meaning

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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ongoing. Ends 2nd December 2026.", "ongoing, with the date 2 December 2026"),
        ("Ongoing. Ends 2nd December.", "ongoing, with a date that could not be read"),
        ("Ongoing", "ongoing, with no last day"),
        ("Completed June 2020.", "completed, June 2020"),
        ("Completed 3 June 2020", "completed, 3 June 2020"),
        ("Completed 30 June 2020", "completed, 30 June 2020"),
        ("Completed in Autumn 2020", "completed, by 30 November 2020"),
        ("Completed 2020/21", "completed, by 31 March 2021"),
        ("Complete", "completed, on a day that is not said"),
        ("By March 2027", "the last day is 31 March 2027"),
        ("Spring 2026", "from 1 March 2026 to 31 May 2026"),
    ],
)
def test_one_wording_for_a_kind_of_date(text: str, meant: str) -> None:
    assert target_meaning.meaning(targets.read_target(text)) == meant


@pytest.mark.django_db
def test_the_page_of_an_action_and_its_status_say_the_same_about_its_date() -> None:
    theme = making.theme(making.plan())
    team = making.account("equality_team")
    end = datetime.date(2026, 12, 2)
    both = making.action(
        theme,
        stage=rules.Stage.ONGOING,
        next_review_on=datetime.date(2099, 9, 1),
        target_text="Ongoing. Ends 2nd December.",
        target_kind="date_and_ongoing",
        target_end=end,
    )
    shown = reading.words(making.signed_in(team).get(f"/plan/{theme.plan.slug}/{both.number}/"))
    assert (
        "Ongoing It is ongoing, with the date 2 December 2026; it is looked at again on 1 September 2099."
        in shown
    )
    assert "Ongoing. Ends 2nd December. Read as: ongoing, with the date 2 December 2026" in shown
    done = making.action(
        theme,
        stage=rules.Stage.REPORTED_DONE,
        target_text="Completed June 2020.",
        target_kind="completed",
        target_end=datetime.date(2020, 6, 30),
    )
    shown = reading.words(making.signed_in(team).get(f"/plan/{theme.plan.slug}/{done.number}/"))
    assert "Completed June 2020. Read as: completed, June 2020" in shown


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
