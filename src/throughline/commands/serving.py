"""Serve the site, do the waiting work, run the day."""

import argparse
import datetime
import errno
import os
import socket
import sys

from django.conf import settings
from django.utils import timezone

from throughline.base import clock, mail, rules
from throughline.base import jobs as queue
from throughline.base.queries import notices
from throughline.commands import CommandRefused, children
from throughline.commands.upkeep import migrate_quietly
from throughline.frontdoor import daily as jobs

PATIENCE = 20.0  # seconds that a stopping site has for the job in hand, unless somebody asks again


def serve(chosen: argparse.Namespace) -> int:
    """Serve until stopped; the work is done by a child process beside the web workers."""
    refuse_taken_port(chosen.address, chosen.port)
    migrate_quietly()
    lead_here(chosen.address, chosen.port)
    run_server(chosen.address, chosen.port, chosen.workers, work=not chosen.no_work, patience=PATIENCE)
    return 0


def run_server(address: str, port: int, workers: int, *, work: bool, patience: float) -> None:
    """Serve until interrupted. CommandRefused when the server or its worker ends by itself."""
    commands = [["throughline.commands.web", address, str(port), str(workers)]]
    if work:
        commands.append(["throughline", "work", "--with-server"])
    if not children.run(commands, patience=patience):
        raise CommandRefused("The server ended by itself: look above for why, then start it again.")


def lead_here(address: str, port: int) -> None:
    """Links in mails lead to where the site is served, unless THROUGHLINE_URL names its public address."""
    if os.environ.get("THROUGHLINE_URL"):
        return
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - nothing is bound here
    host = everywhere.get(address, f"[{address}]" if ":" in address else address)
    os.environ["THROUGHLINE_URL"] = settings.BASE_URL = f"http://{host}:{port}"  # the children read it too


def refuse_taken_port(address: str, port: int) -> None:
    """CommandRefused when nothing can be served there."""
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as trouble:
        raise CommandRefused(_why_not(trouble, address, port)) from trouble


def _why_not(trouble: OSError, address: str, port: int) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return f"Port {port} is already used by another program. Choose another one: --port {_other(port)}."
    if trouble.errno == errno.EACCES:
        return f"Port {port} is not yours to use. Choose another one: --port {_other(port)}."
    return (
        f"This machine cannot serve at {address}. Give --address one of its own addresses: 127.0.0.1 for this machine "
        "only, 0.0.0.0 for every network that it is in."
    )


def _other(port: int) -> int:
    return port + 8000 if port < 1024 else port + 1 if port < 65535 else 8000


def work(chosen: argparse.Namespace) -> int:
    """Do the waiting work until stopped, or until nothing waits."""
    if chosen.with_server:
        children.end_with_parent()
    began = timezone.now()
    done = jobs.work(until_empty=chosen.once)
    if not chosen.once:
        return 0
    failed = queue.failed_since(began)
    trouble = mail.send_digests().trouble  # what a job made ready now, or `throughline daily` before
    sent = notices.sent_since(began)
    if trouble:
        print(f"Not every mail could be sent: {trouble}. They are tried again later.", file=sys.stderr)
    if late := notices.given_up(clock.now()):
        said = rules.counted(late, "mail")
        print(f"Not sent any more, because older than two weeks: {said}.", file=sys.stderr)
    print(_said(done, failed, sent))
    return 1 if failed or trouble else 0


def _said(done: int, failed: int, sent: int) -> str:
    if not done and not sent:
        return "Nothing waited: no job was due, and no mail."
    jobs_said = f"{rules.counted(done, 'job')} done, {failed} of them failed." if done else "No job was due."
    return f"{jobs_said} {rules.counted(sent, 'mail')} sent." if sent else jobs_said


def daily(chosen: argparse.Namespace) -> int:
    """Run every daily job of a day that has not run yet. Exit code 1 when one of them failed."""
    try:
        on = datetime.date.fromisoformat(chosen.on) if chosen.on else clock.today()
    except ValueError as trouble:
        raise CommandRefused(f"“{chosen.on}” is not a date. Write it like 2026-03-31.") from trouble
    outcomes = jobs.daily(on)
    words = {
        "done": "done",
        "before": "was done before",
        "elsewhere": "is being done elsewhere",
        "failed": "failed",
    }
    for outcome in outcomes:
        print(f"{outcome.job}: {words[outcome.state]}{': ' if outcome.trouble else ''}{outcome.trouble}")
    return 1 if any(outcome.state == "failed" for outcome in outcomes) else 0
