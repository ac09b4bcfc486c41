"""Mail: digests to people, sent at least once and with the same Message-ID each time, so that none is read twice.

A digest is claimed for a while, sent without holding the database, and marked when the server took it. A worker that
dies in between leaves a claim that runs out, and the next worker sends the digest again under the same Message-ID.
"""

import contextlib
import dataclasses
import datetime
import hashlib
import logging
import smtplib
import urllib.parse
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from throughline.base import clock, rules
from throughline.base.models import Digest, NoticePreference
from throughline.base.queries import authority, notices

log = logging.getLogger(__name__)

CLAIM = datetime.timedelta(
    minutes=10
)  # longer than any server may take: TIMEOUT for connecting and for each answer
TIMEOUT = 20  # seconds
FIRST_WAIT = datetime.timedelta(minutes=5)
LONGEST_WAIT = datetime.timedelta(hours=6)
ServerTrouble = (smtplib.SMTPException, OSError)


@dataclasses.dataclass(frozen=True)
class Sent:
    """What one round did. `trouble`: why it stopped before the end, in the server's words."""

    sent: int = 0
    failed: int = 0
    trouble: str = ""


def send_digests(now: Callable[[], datetime.datetime] = clock.now) -> Sent:
    """Send every digest that waits. When the server cannot be reached, the round stops and the next one tries again."""
    sent = failed = 0
    with contextlib.ExitStack() as stack:
        server: BaseEmailBackend | None = None
        while (digest := _claim(now())) is not None:
            try:
                server = server or stack.enter_context(_open_server())
            except ServerTrouble as trouble:
                _put_back(digest, now(), trouble)
                log.warning("The mail server cannot be reached: %s", trouble)
                return Sent(sent, failed + 1, _said(trouble))
            try:
                server.send_messages([message(digest)])
            except ServerTrouble as trouble:
                _put_back(digest, now(), trouble)
                failed += 1
                if not isinstance(trouble, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
                    return Sent(
                        sent, failed, _said(trouble)
                    )  # not about this one mail: the connection is gone
            else:
                sent += _mark_sent(digest, now())
    return Sent(sent, failed)


def message(digest: Digest) -> EmailMultiAlternatives:
    """The mail of a digest, or a letter: the same one always gives the same Message-ID."""
    if digest.event:
        return _mail(digest, digest.subject, digest.text, digest.html)
    told = list(digest.notices.all())
    often = NoticePreference.objects.filter(person=digest.person_id).first() or NoticePreference()
    choose = settings.BASE_URL + reverse("base:notices")
    ours = authority.authority()
    context = {
        "authority": ours,
        "person": digest.person,
        "notices": [(notice.text, settings.BASE_URL + notice.path if notice.path else "") for notice in told],
        "often": often.get_often_display().lower(),
        "choose": choose,
    }
    mail = _mail(
        digest,
        f"{ours.programme_name}: {rules.counted(len(told), 'notice')}",
        render_to_string("base/mail/digest.txt", context),
        render_to_string("base/mail/digest.html", context),
    )
    mail.extra_headers["List-Unsubscribe"] = f"<{choose}>"
    return mail


def _mail(digest: Digest, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(digest), "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject=subject, body=text, to=[digest.person.email or ""], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def message_id(digest: Digest) -> str:
    """Made of the digest and the site alone, so that a second sending is known as the same mail."""
    host = urllib.parse.urlsplit(settings.BASE_URL).hostname or "localhost"
    seal = hashlib.sha256(f"{host} {digest.pk} {digest.made_on}".encode()).hexdigest()[:16]
    return f"<digest-{digest.pk}-{seal}@{host}>"


@transaction.atomic
def _claim(now: datetime.datetime) -> Digest | None:
    """The next digest, ours for a while. On PostgreSQL workers pass over each other's rows; SQLite has one writer."""
    skip = connection.features.has_select_for_update_skip_locked
    row = notices.to_send(now).select_for_update(skip_locked=skip, of=("self",) if skip else ()).first()
    if row is None:
        return None
    Digest.objects.filter(pk=row.pk).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    return Digest.objects.select_related("person").get(pk=row.pk)


def _put_back(digest: Digest, now: datetime.datetime, trouble: Exception) -> None:
    """Not sent: again later, after a longer wait each time."""
    wait = min(FIRST_WAIT * 2 ** (digest.attempts - 1), LONGEST_WAIT)
    Digest.objects.filter(pk=digest.pk).update(claimed_until=now + wait, trouble=_said(trouble))


def _mark_sent(digest: Digest, now: datetime.datetime) -> int:
    return Digest.objects.filter(pk=digest.pk).update(sent_at=now, claimed_until=None, trouble="")


def _said(trouble: Exception) -> str:
    return f"{type(trouble).__name__}: {trouble}"[:500]


@contextlib.contextmanager
def _open_server() -> Iterator[BaseEmailBackend]:
    server = get_connection(timeout=TIMEOUT)
    server.open()
    try:
        yield server
    finally:
        with contextlib.suppress(*ServerTrouble):
            server.close()
