"""Digests over real SMTP: sent, sent again under the same Message-ID, never two for one notice; faults at every step."""

import datetime
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.db import connection, connections

from tests import making
from throughline.base import mail
from throughline.base.changes import notices
from throughline.base.models import Authority, Digest, Notice, NoticePreference, Person
from throughline.base.queries import notices as queries

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 3, 16)
NOON = datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.UTC)
LATER = datetime.timedelta(hours=7)


class Server(socketserver.ThreadingTCPServer):
    """A small SMTP server that keeps what it took. `refuse`: addresses it does not take; `hang_up_after`: a command."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.hang_up_after = ""
        self.talks = 0


class Talk(socketserver.StreamRequestHandler):
    """One conversation: enough of RFC 5321 for a client that sends."""

    server: Server

    def handle(self) -> None:
        self.server.talks += 1
        self.say("220 test server")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].split(":")[0].upper()
            if not self.answer(word, line) or word == self.server.hang_up_after:
                return

    def answer(self, word: str, line: str) -> bool:
        if word == "QUIT":
            self.say("221 bye")
            return False
        address = line.partition("<")[2].partition(">")[0]
        if word == "RCPT" and address in self.server.refuse:
            self.say(self.server.refuse[address])
        elif word == "DATA":
            self.say("354 go on")
            lines = []
            while (data := self.rfile.readline()) != b".\r\n":
                lines.append(data.removeprefix(b".") if data.startswith(b"..") else data)
            self.server.taken.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
            if self.server.hang_up_after != "DATA":
                self.say("250 taken")
        else:
            self.say("250 fine")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = "127.0.0.1", False, ""
    settings.BASE_URL = "https://throughline.wexcombe.example"
    with Server() as running:
        settings.EMAIL_PORT = running.server_address[1]
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def digest(name: str, *events: str) -> Digest:
    person = making.person(name)
    NoticePreference.objects.create(person=person, often="daily")
    for event in events:
        notices.tell(person=person, event=event, text=f"“{event}” is due.", path="/plan/wx/1/", today=MONDAY)
    assert notices.make_digests(MONDAY) == 1
    return Digest.objects.get(person=person)


def at(*moments: datetime.datetime) -> mail.Sent:
    """One round; the clock stands at the given moment."""
    [moment] = moments or (NOON,)
    return mail.send_digests(lambda: moment)


def test_a_digest_goes_to_its_person_once_with_its_notices_and_the_way_out(server):
    Authority.objects.create(pk=1, name="London Borough of Wexcombe", programme_name="Fair by Practice")
    made = digest("Renée Łuczak", "Parks & <b>nature</b>", "Second")
    assert at() == mail.Sent(sent=1)
    assert at(NOON + LATER) == mail.Sent()
    [taken] = server.taken
    assert (taken["To"], taken["Subject"], taken["Auto-Submitted"]) == (
        made.person.email, "Fair by Practice: 2 notices", "auto-generated",
    )  # fmt: skip
    assert taken["Message-ID"] == mail.message_id(made)
    assert taken["List-Unsubscribe"] == "<https://throughline.wexcombe.example/notices/>"
    assert taken.get_body(["plain"]).get_content().strip().splitlines() == [
        "Dear Renée Łuczak,",
        "",
        "what is new in Fair by Practice for you:",
        "",
        "- “Parks & <b>nature</b>” is due.",
        "  https://throughline.wexcombe.example/plan/wx/1/",
        "- “Second” is due.",
        "  https://throughline.wexcombe.example/plan/wx/1/",
        "",
        "You get this mail every day. To get it more or less often, or never:",
        "https://throughline.wexcombe.example/notices/",
        "",
        "London Borough of Wexcombe",
    ]
    html = taken.get_body(["html"]).get_content()
    assert (
        '<a href="https://throughline.wexcombe.example/plan/wx/1/">“Parks &amp; &lt;b&gt;nature&lt;/b&gt;” is due.</a>'
        in html
    )
    made.refresh_from_db()
    assert (made.sent_at, made.attempts, made.trouble, made.claimed_until) == (NOON, 1, "", None)


def test_many_go_over_one_connection(server):
    for number in range(5):
        digest(f"Person {number}", "event")
    assert (at(), server.talks, len(server.taken)) == (mail.Sent(sent=5), 1, 5)
    assert len({taken["Message-ID"] for taken in server.taken}) == 5


def test_a_server_that_is_down_stops_the_round_and_the_next_tries_again(server, settings, caplog):
    first, second = digest("Ada", "event"), digest("Ben", "event")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    done = at()
    assert (done.sent, done.failed, done.trouble.startswith("ConnectionRefusedError")) == (0, 1, True)
    assert at(NOON + datetime.timedelta(minutes=4)).failed == 1  # the other one: the first waits five minutes
    first.refresh_from_db()
    assert (first.attempts, first.sent_at, first.trouble) == (1, None, done.trouble)
    settings.EMAIL_PORT = port
    assert at(NOON + datetime.timedelta(minutes=4)) == mail.Sent()
    assert at(NOON + datetime.timedelta(minutes=9)) == mail.Sent(sent=2)
    second.refresh_from_db()
    assert (second.attempts, second.trouble) == (2, "")


def test_each_failure_waits_longer_up_to_six_hours(server, settings):
    made = digest("Ada", "event")
    settings.EMAIL_PORT, moment, waits = 1, NOON, []
    for _ in range(9):
        at(moment)
        made.refresh_from_db()
        waits.append((made.claimed_until - moment).total_seconds() / 60)
        moment = made.claimed_until
    assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]


def test_an_address_that_is_refused_stops_nobody_else(server):
    bad, good = digest("Ada", "event"), digest("Ben", "event")
    server.refuse[bad.person.email] = "550 no such user here"
    assert at() == mail.Sent(sent=1, failed=1)
    bad.refresh_from_db()
    assert (bad.sent_at, "no such user here" in bad.trouble) == (None, True)
    assert [taken["To"] for taken in server.taken] == [good.person.email]
    server.refuse.clear()
    assert at(NOON + LATER) == mail.Sent(sent=1)


def test_a_connection_that_breaks_stops_the_round(server):
    for name in ("Ada", "Ben", "Cy"):
        digest(name, "event")
    server.hang_up_after = "MAIL"
    done = at()
    assert (done.sent, done.failed, len(server.taken)) == (0, 1, 0)
    server.hang_up_after = ""
    assert at(NOON + LATER) == mail.Sent(sent=3)


class Died(BaseException):
    """A worker is killed: nothing catches it."""


def test_killed_after_the_claim_it_is_sent_once_the_claim_ran_out(server, monkeypatch):
    made = digest("Ada", "event")
    with monkeypatch.context() as fault:
        fault.setattr(mail, "message", lambda digest: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            at()
    made.refresh_from_db()
    assert (made.claimed_until, server.taken) == (NOON + mail.CLAIM, [])
    assert at(NOON + mail.CLAIM - datetime.timedelta(seconds=1)) == mail.Sent()
    assert at(NOON + mail.CLAIM) == mail.Sent(sent=1)
    assert [taken["Message-ID"] for taken in server.taken] == [mail.message_id(made)]


def test_killed_before_the_mark_it_is_sent_again_as_the_same_mail(server, monkeypatch):
    made = digest("Ada", "one", "two")
    with monkeypatch.context() as fault:
        fault.setattr(mail, "_mark_sent", lambda digest, now: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            at()
    assert len(server.taken) == 1
    notices.tell(person=made.person, event="three", text="T.", today=MONDAY)
    assert at(NOON + mail.CLAIM) == mail.Sent(sent=1)
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id(made)
    assert first.get_body(["plain"]).get_content() == second.get_body(["plain"]).get_content()


def test_a_server_that_takes_the_mail_and_does_not_say_so_gets_the_same_mail_again(server):
    made = digest("Ada", "event")
    server.hang_up_after = "DATA"
    assert at().failed == 1
    server.hang_up_after = ""
    assert at(NOON + LATER) == mail.Sent(sent=1)
    assert {taken["Message-ID"] for taken in server.taken} == {mail.message_id(made)}
    assert len(server.taken) == 2


def test_killed_while_a_digest_is_made_nothing_is_lost_or_doubled(server, monkeypatch):
    person = making.person("Ada")
    NoticePreference.objects.create(person=person, often="daily")
    for event in ("one", "two"):
        notices.tell(person=person, event=event, text=f"{event}.", today=MONDAY)
    from django.db.models import QuerySet

    with monkeypatch.context() as fault:
        fault.setattr(QuerySet, "update", lambda self, **values: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            notices.make_digests(MONDAY)
    assert (Digest.objects.count(), Notice.objects.filter(digest=None).count()) == (0, 2)
    assert notices.make_digests(MONDAY) == 1
    assert (Digest.objects.count(), Notice.objects.filter(digest=None).count()) == (1, 0)


def test_who_left_chose_never_or_waits_too_long_gets_no_mail(server):
    left, never, old, here = (digest(name, "event") for name in ("Ada", "Ben", "Cy", "Di"))
    Person.objects.filter(pk=left.person.pk).update(left_on=MONDAY)
    NoticePreference.objects.filter(person=never.person).update(often="off")
    Digest.objects.filter(pk=old.pk).update(made_on=MONDAY - queries.OLD_NEWS)
    assert at() == mail.Sent(sent=1)
    assert [taken["To"] for taken in server.taken] == [here.person.email]


def test_where_the_day_stands_still_mail_of_that_day_is_no_old_news(server, settings):
    """The demo: everything is dated by the day on which it stands still, months before the moment of sending."""
    settings.TODAY = MONDAY.isoformat()
    digest("Ada", "event")
    months_later = NOON + datetime.timedelta(days=250)
    assert queries.waiting(months_later) == 1
    assert at(months_later) == mail.Sent(sent=1)
    assert (queries.waiting(months_later), queries.given_up(months_later)) == (0, 0)


def test_mail_that_waits_and_mail_that_is_given_up_are_counted():
    left, never, old, waits, claimed = (digest(name, "event") for name in ("Ada", "Ben", "Cy", "Di", "Ed"))
    Person.objects.filter(pk=left.person.pk).update(left_on=MONDAY)
    NoticePreference.objects.filter(person=never.person).update(often="off")
    Digest.objects.filter(pk=old.pk).update(made_on=MONDAY - queries.OLD_NEWS)
    Digest.objects.filter(pk=claimed.pk).update(claimed_until=NOON + LATER)
    assert [made.pk for made in queries.to_send(NOON)] == [waits.pk]
    assert (queries.waiting(NOON), queries.given_up(NOON)) == (2, 1)


def test_names_and_words_cannot_forge_headers(server):
    Authority.objects.create(pk=1, name="W", programme_name="Fair – Practice, Bcc: x@y.example")
    digest("Ada\u2028Bcc: x@y.example", "event")
    assert at() == mail.Sent(sent=1)
    [taken] = server.taken
    assert (taken["Bcc"], taken["To"].count("@")) == (None, 1)


def test_message_ids_differ_between_digests_and_between_sites(server, settings):
    ada, ben = digest("Ada", "event"), digest("Ben", "event")
    here = {mail.message_id(ada), mail.message_id(ben)}
    settings.BASE_URL = "https://other.example"
    assert len(here | {mail.message_id(ada)}) == 3
    assert mail.message_id(ada).endswith("@other.example>")


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_make_and_send_each_digest_once(server):
    if connection.vendor != "postgresql":
        pytest.skip("Several writers at once need PostgreSQL; SQLite lets one write at a time.")
    people = [making.person(f"Person {number}") for number in range(40)]
    for person in people:
        NoticePreference.objects.create(person=person, often="daily")
        notices.tell_many([(person, f"event {n}", "T.", "") for n in range(3)], today=MONDAY)
    start = threading.Barrier(4)

    def worker() -> None:
        try:
            start.wait()
            notices.make_digests(MONDAY)
            mail.send_digests(lambda: NOON)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    mail.send_digests(lambda: NOON)
    assert sorted(taken["To"] for taken in server.taken) == sorted(person.email for person in people)
    assert Notice.objects.filter(digest__sent_at=NOON).count() == 120
    assert Digest.objects.count() == 40


def test_without_a_mail_server_mails_are_written_to_files(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    digest("Ada", "event")
    assert at() == mail.Sent(sent=1)
    [file] = tmp_path.iterdir()
    assert (
        "“event” is due."
        in email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        .get_body(["plain"])
        .get_content()
    )
