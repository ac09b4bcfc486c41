"""Notices: each event once, how often by mail, and who is due a digest on which day."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import making
from throughline.base import permissions
from throughline.base.changes import notices
from throughline.base.changes.notices import NoticeRefused
from throughline.base.models import AuditEvent, Digest, Notice, NoticePreference, Person

MONDAY = datetime.date(2026, 3, 16)
DAY = datetime.timedelta(days=1)


def reader(often: str | None = None, **fields: object) -> Person:
    person = making.person(**fields)
    if often:
        NoticePreference.objects.create(person=person, often=often)
    return person


def tell(person: Person, event: str, on: datetime.date = MONDAY) -> Notice:
    return notices.tell(person=person, event=event, text=f"About {event}.", path="/plan/", today=on)


def digests() -> list[tuple]:
    return [
        (d.made_on, d.person, [n.event for n in d.notices.all()])
        for d in Digest.objects.select_related("person").order_by("id")
    ]


@pytest.mark.django_db
def test_the_same_event_is_told_once_to_each():
    ada, ben = reader(), reader()
    first = tell(ada, "action.due 1")
    assert tell(ada, "action.due 1", MONDAY + DAY) == first
    notices.tell_many(
        [(ada, "action.due 1", "Other words.", ""), (ben, "action.due 1", "For Ben.", "")], today=MONDAY
    )
    assert list(Notice.objects.order_by("id").values_list("person", "text", "made_on")) == [
        (ada.pk, "About action.due 1.", MONDAY),
        (ben.pk, "For Ben.", MONDAY),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("event", "path"), [("", ""), ("x" * 121, ""), ("e", "//elsewhere.example/"), ("e", "https://e.example")]
)
def test_a_notice_names_its_event_and_leads_to_this_site_only(event, path):
    with pytest.raises(ValueError):
        notices.tell(person=reader(), event=event, text="T.", path=path, today=MONDAY)
    with pytest.raises(ValueError):
        notices.tell_many([(reader(), event, "T.", path)], today=MONDAY)
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_daily_gets_one_each_day_with_what_is_new():
    ada = reader("daily")
    for day in range(3):
        tell(ada, f"event {day}", MONDAY + day * DAY)
        assert notices.make_digests(MONDAY + day * DAY) == 1
        assert notices.make_digests(MONDAY + day * DAY) == 0
    assert notices.make_digests(MONDAY + 3 * DAY) == 0
    assert digests() == [(MONDAY + day * DAY, ada, [f"event {day}"]) for day in range(3)]


@pytest.mark.django_db
def test_a_second_run_on_the_same_day_waits_with_what_came_in_between():
    ada = reader("daily")
    tell(ada, "one")
    notices.make_digests(MONDAY)
    tell(ada, "two")
    assert notices.make_digests(MONDAY) == 0
    assert notices.make_digests(MONDAY + DAY) == 1
    assert digests() == [(MONDAY, ada, ["one"]), (MONDAY + DAY, ada, ["two"])]


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [None, "weekly"])
def test_weekly_gets_one_each_monday(chosen):
    ada = reader(chosen)
    made = []
    for day in range(15):
        tell(ada, f"event {day}", MONDAY + day * DAY)
        made.append(notices.make_digests(MONDAY + day * DAY))
    assert made == [1, *[0] * 6, 1, *[0] * 6, 1]
    assert [len(events) for _, _, events in digests()] == [1, 7, 7]


@pytest.mark.django_db
def test_weekly_is_made_up_for_after_a_missed_monday():
    ada = reader()
    tell(ada, "friday", MONDAY - 3 * DAY)
    tell(ada, "tuesday", MONDAY + DAY)
    assert [notices.make_digests(MONDAY + day * DAY) for day in (2, 3, 4)] == [1, 0, 0]
    assert digests() == [(MONDAY + 2 * DAY, ada, ["friday", "tuesday"])]


@pytest.mark.django_db
def test_who_wants_none_has_left_or_has_no_address_gets_none_and_keeps_the_notice():
    for person in (reader("off"), reader("daily", left_on=MONDAY), reader("daily", email=None)):
        tell(person, "event")
    assert (notices.make_digests(MONDAY), Digest.objects.count(), Notice.objects.count()) == (0, 0, 3)


class AnyWeek(TestCase):
    """A class because hypothesis asks for one to roll the database back after each example."""

    @settings(max_examples=30)
    @given(
        st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["tell", "run"])), max_size=25),
        st.sampled_from(["daily", "weekly"]),
    )
    def test_every_notice_is_in_one_digest_at_the_most_and_none_is_forgotten(self, steps, often):
        ada = reader(often)
        for number, (day, what) in enumerate(sorted(steps)):
            if what == "tell":
                tell(ada, f"event {number}", MONDAY + day * DAY)
            else:
                notices.make_digests(MONDAY + day * DAY)
        notices.make_digests(MONDAY + 28 * DAY)
        assert Notice.objects.filter(digest=None).count() == 0
        assert all(events for _, _, events in digests())
        days = [day for day, _, _ in digests()]
        assert len(days) == len(set(days))
        assert sorted(event for _, _, events in digests() for event in events) == sorted(
            Notice.objects.values_list("event", flat=True)
        )


@pytest.mark.django_db
def test_everybody_chooses_for_themselves():
    by = making.account("staff")
    notices.choose(by=by, often="daily", today=MONDAY)
    notices.choose(by=by, often="daily", today=MONDAY)
    notices.choose(by=by, often="off", today=MONDAY)
    assert list(NoticePreference.objects.values_list("person", "often")) == [(by.person.pk, "off")]
    events = AuditEvent.objects.filter(what="base.notices.chosen").order_by("sequence")
    assert [(e.before, e.after) for e in events] == [
        ({"often": "weekly"}, {"often": "daily"}),
        ({"often": "daily"}, {"often": "off"}),
    ]


@pytest.mark.django_db
def test_a_choice_that_is_none_and_an_account_without_a_person_are_refused():
    with pytest.raises(NoticeRefused, match="Choose never, every day or every week"):
        notices.choose(by=making.account("staff"), often="hourly", today=MONDAY)
    from throughline.base.models import User

    with pytest.raises(NoticeRefused, match="Your account belongs to no person"):
        notices.choose(
            by=User.objects.create(email="break.glass@wexcombe.example"), often="off", today=MONDAY
        )


@pytest.mark.django_db
def test_a_leaver_cannot_choose():
    by = making.account("staff", someone=making.person(left_on=MONDAY - 400 * DAY))
    with pytest.raises(permissions.NotAllowed):
        notices.choose(by=by, often="off", today=MONDAY)
