"""The demo: the sample borough, or one's own plan in it, on this machine only."""

import argparse
import json
import os
import pathlib

from django.conf import settings

from documents.refusals import Refused
from throughline.base import clock
from throughline.base.models import Authority, User
from throughline.base.rules import counted
from throughline.commands import CommandRefused, files, sample, serving, upkeep
from throughline.plan.changes import importing
from throughline.plan.models import Plan

PATIENCE = 3.0  # seconds for what is in hand: whoever tries something out waits for nothing


def demo(chosen: argparse.Namespace) -> int:
    """Fill the database if it is empty, print where to go and as whom, and serve until stopped."""
    if not settings.DEMO:
        raise CommandRefused(
            "The demo lets anybody sign in as a sample person. Start it with THROUGHLINE_DEMO=1, or with dev.py."
        )
    own = files.to_read(chosen.plan) if chosen.plan is not None else None
    serving.refuse_taken_port("127.0.0.1", chosen.port)
    serving.lead_here("127.0.0.1", chosen.port)
    upkeep.migrate_quietly()
    if chosen.plan is None:  # the sample borough's history ends on a day; there the demo stands still
        os.environ["THROUGHLINE_TODAY"] = settings.TODAY = sample.stands_at()
    if not User.objects.exists():
        print("Loading the sample borough …", flush=True)
        sample.load(today=clock.today(), size=chosen.people, with_plan=chosen.plan is None)
    if own is not None and not Plan.objects.exists():
        print(_import_own(own), flush=True)
    print(welcome(chosen.port), flush=True)
    serving.run_server("127.0.0.1", chosen.port, 1, work=True, patience=PATIENCE)
    return 0


def people() -> list[dict[str, str]]:
    return json.loads(settings.HOME.joinpath("demo_people.json").read_text(encoding="utf-8"))


def _import_own(path: pathlib.Path) -> str:
    """One's own plan, imported by the two sample people of the equality team."""
    team = [User.objects.get(email=one["email"]) for one in people() if one["role"] == "equality_team"]
    try:
        plan = importing.import_file(path, by=team[0], approved_by=team[1], today=clock.today())
    except Refused as refusal:
        raise CommandRefused(str(refusal)) from refusal
    if plan.organisation:  # the page's head bears the name that the document gives
        Authority.objects.filter(pk=1).update(name=plan.organisation, short_name="", contact_email="")
    return f"{plan.title}: {counted(plan.actions.count(), 'action')} in the plan."


def welcome(port: int) -> str:
    """Where to go, and one sign-in for each role."""
    address = f"http://127.0.0.1:{port}/"
    plan = Plan.objects.order_by("id").first()
    lines = [
        "",
        f"Throughline is at {address}",
        f"Sign in as a sample person at {address}demo/ (nothing to type):",
        "",
    ]
    lines += [f"  {one['role'].replace('_', ' '):18} {one['name']:24} {one['email']}" for one in people()]
    if plan is not None:
        lines += [
            "",
            f"The plan: {address}plan/{plan.slug}/   public progress: {address}progress/{plan.slug}/",
        ]
    return "\n".join([*lines, "", "Stop it with Ctrl-C. What you change is kept for the next start."])
