"""Notices: tell somebody, choose how often to be told by mail, put what is untold into digests."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from throughline.base import audit, permissions, rules, transaction
from throughline.base.models import Digest, Notice, NoticePreference, Person, User
from throughline.base.permission_grid import Scope

EDIT = "system.notice_preference.edit"
Often = NoticePreference.Often


class NoticeRefused(rules.Refused):
    """A notice or a choice that cannot be taken. The sentence is fit for the form."""


def tell(*, person: Person, event: str, text: str, path: str = "", today: datetime.date) -> Notice:
    """Note that `person` is to know something. The same event is noted once, however often it is told.

    event: the occasion, the same for the same occasion: "plan.action.due 42 2026-03-31". text: one plain sentence without
    anything confidential, because it goes by mail. path: where to go, on this site.
    """
    _check(event, path)
    notice, _ = Notice.objects.get_or_create(
        person=person, event=event, defaults={"text": text, "path": path, "made_on": today}
    )
    return notice


def tell_many(told: Iterable[tuple[Person, str, str, str]], *, today: datetime.date) -> None:
    """Many at once: (person, event, text, path). What was told before stays as it was."""
    notices = []
    for person, event, text, path in told:
        _check(event, path)
        notices.append(Notice(person=person, event=event, text=text, path=path, made_on=today))
    Notice.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)


def write(
    *, person: Person, event: str, subject: str, text: str, html: str, today: datetime.date
) -> Digest | None:
    """A letter of its own, beside the digests: it goes out with the next mail. None: this one was written before.

    text, html: the same in both forms. Nothing confidential, because it goes by mail.
    """
    _check(event, "")
    letter, new = Digest.objects.get_or_create(
        person=person,
        event=event,
        defaults={"made_on": today, "subject": subject[:200], "text": text, "html": html},
    )
    return letter if new else None


@transaction.atomic
def choose(*, by: User, often: str, today: datetime.date) -> NoticePreference:
    """How often somebody wants mail. What is untold stays on their page of notices in any case."""
    if by.person is None:
        raise NoticeRefused(
            "Your account belongs to no person in the register, so there is nobody to send mail to."
        )
    permissions.check_alone(by, EDIT, Scope(owners=frozenset({by.person.pk})))
    if often not in Often.values:
        raise NoticeRefused("Choose never, every day or every week.")
    preference, _ = NoticePreference.objects.select_for_update().get_or_create(person=by.person)
    before, preference.often = preference.often, often
    preference.save()
    if before != often:
        audit.record(
            by=by,
            what="base.notices.chosen",
            about=preference,
            before={"often": before},
            after={"often": often},
        )
    return preference


def make_digests(today: datetime.date) -> int:
    """One digest for everybody who is due one and has something untold; gives how many. Each notice goes into one digest.

    Daily: each day. Weekly: on a Monday, or on the first day afterwards if nothing ran on the Monday. Who has left, has
    no e-mail address or wants no mail gets none. One transaction for each person.
    """
    return sum(_make_digest(person, today) for person in due(today))


def due(today: datetime.date) -> list[int]:
    """The ids of the people who are due a digest today."""
    monday = today - datetime.timedelta(days=today.weekday())
    untold = Notice.objects.filter(person=OuterRef("pk"), digest=None)
    waiting_since_monday = untold if today == monday else untold.filter(made_on__lt=monday)
    weekly = Q(notice_preference=None) | Q(notice_preference__often=Often.WEEKLY)
    found = (
        Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today))
        .exclude(email=None)
        .filter(
            (Q(notice_preference__often=Often.DAILY) & Exists(untold))
            | (weekly & Exists(waiting_since_monday))
        )
        .exclude(Exists(Digest.objects.filter(person=OuterRef("pk"), made_on=today, event="")))
    )
    return list(found.order_by("id").values_list("id", flat=True))


@transaction.atomic
def _make_digest(person: int, today: datetime.date) -> bool:
    """Whether there was anything to put into one. The person's row is locked, so that two workers take turns."""
    Person.objects.select_for_update().get(pk=person)
    untold = Notice.objects.filter(person=person, digest=None)
    if Digest.objects.filter(person=person, made_on=today, event="").exists() or not untold.exists():
        return False
    digest = Digest.objects.create(person_id=person, made_on=today)
    untold.update(digest=digest)
    return True


def _check(event: str, path: str) -> None:
    if not event or len(event) > 120:
        raise ValueError(f"An event needs a name of at most 120 letters: {event!r}")
    if path and (not path.startswith("/") or path.startswith("//")):
        raise ValueError(f"The path of a notice leads to a page of this site: {path!r}")
