"""Notices as somebody reads them, and digests that could not be sent."""

import dataclasses

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from throughline.base import permissions
from throughline.base.models import Digest, Notice, NoticePreference, User

EDIT = "system.notice_preference.edit"


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


def unsent() -> QuerySet[Digest]:
    """Digests that the mail server did not take yet, with what it said: for whoever keeps the site running."""
    return (
        Digest.objects.filter(Q(sent_at=None) & ~Q(trouble=""))
        .select_related("person")
        .order_by("made_on", "id")
    )
