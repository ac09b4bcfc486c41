"""Notices as somebody reads them, and digests that could not be sent."""

import dataclasses
import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from throughline.base import clock, permissions
from throughline.base.models import Digest, Notice, NoticePreference, User

EDIT = "system.notice_preference.edit"
OLD_NEWS = datetime.timedelta(days=14)  # then a digest is not sent any more; its notices stay on the page


@dataclasses.dataclass(frozen=True)
class Mine:
    """Somebody's notices, the newest first, and how often they get mail. None of both without a person in the register."""

    page: Page[Notice]
    often: str
    has_person: bool
    email: str


def mine(*, for_user: User, number: int, size: int = 25) -> Mine:
    permissions.check(for_user, EDIT, permissions.own(for_user))
    person = for_user.person
    found: QuerySet[Notice] = Notice.objects.none()
    often: str = NoticePreference.Often.WEEKLY
    if person is not None:
        found = Notice.objects.filter(person=person).order_by("-made_on", "-id")
        chosen = NoticePreference.objects.filter(person=person).first()
        often = chosen.often if chosen else often
    page = Paginator(found, size).get_page(number)
    return Mine(page, often, person is not None, (person.email or "") if person else "")


def to_send(now: datetime.datetime) -> QuerySet[Digest]:
    """Digests and letters to be sent now: not sent, not claimed, not old news, to somebody who works here and wants it."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return _wanted(now).filter(free, made_on__gt=clock.day_of(now) - OLD_NEWS).order_by("id")


def waiting(now: datetime.datetime) -> int:
    """How many mails are still to be sent: now, or after the next wait."""
    return _wanted(now).filter(made_on__gt=clock.day_of(now) - OLD_NEWS).count()


def given_up(now: datetime.datetime) -> int:
    """How many mails were not sent in two weeks, and are not sent any more."""
    return _wanted(now).filter(made_on__lte=clock.day_of(now) - OLD_NEWS).count()


def _wanted(now: datetime.datetime) -> QuerySet[Digest]:
    today = clock.day_of(now)
    return (
        Digest.objects.filter(sent_at=None, person__email__isnull=False)
        .filter(Q(person__left_on=None) | Q(person__left_on__gt=today))
        .exclude(event="", person__notice_preference__often=NoticePreference.Often.OFF)
    )


def sent_since(moment: datetime.datetime) -> int:
    """How many mails a server took since then."""
    return Digest.objects.filter(sent_at__gte=moment).count()


def unsent() -> QuerySet[Digest]:
    """Digests that the mail server did not take yet, with what it said: for whoever keeps the site running."""
    return (
        Digest.objects.filter(Q(sent_at=None) & ~Q(trouble=""))
        .select_related("person")
        .order_by("made_on", "id")
    )
