"""The rules of status and of SMARTER as conditions for the database, so that lists of thousands are filtered there.

rules/ says what they mean; tests hold that both give the same answer for every action.
"""

import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Length

from throughline.base.models import Place
from throughline.plan import rules
from throughline.plan.rules import Stage


def of_status(name: str, *, today: datetime.date) -> Q:
    """Actions whose rules.status has this name; "done" is reported or verified. KeyError when there is no such status."""
    open_stages = {"not_started": Stage.AGREED, "in_progress": Stage.IN_PROGRESS}
    past, review_past = Q(target_end__lt=today), Q(next_review_on__lt=today)
    if name in open_stages:
        return Q(stage=open_stages[name]) & (Q(target_end=None) | Q(target_end__gte=today))
    return {
        "proposed": Q(stage=Stage.PROPOSED),
        "overdue": Q(stage__in=[Stage.AGREED, Stage.IN_PROGRESS]) & past,
        "review_due": Q(stage=Stage.ONGOING) & review_past,
        "ongoing": Q(stage=Stage.ONGOING) & Q(next_review_on__gte=today),
        "done": Q(stage__in=[Stage.REPORTED_DONE, Stage.VERIFIED_DONE]),
        "reported_done": Q(stage=Stage.REPORTED_DONE),
        "verified_done": Q(stage=Stage.VERIFIED_DONE),
        "stopped": Q(stage=Stage.STOPPED),
        "declined": Q(stage=Stage.DECLINED),
    }[name]


def within(place: int) -> Q:
    """Actions of a place and of everything below it, three levels down: a directorate, its services, their teams."""
    below = Place.objects.filter(Q(pk=place) | Q(parent=place) | Q(parent__parent=place))
    return Q(service__in=below.values("pk"))


def is_silent(*, today: datetime.date, cycle_days: int) -> Q:
    """Open, without a human update for longer than a cycle. Needs the annotation of `with_facts`."""
    return ~Q(stage__in=rules.CLOSED | {Stage.PROPOSED}) & Q(
        last_word__lt=today - datetime.timedelta(days=cycle_days)
    )


FACTS = {"last_word": Coalesce(F("updated_on"), F("made_on")), "letters": Length("text")}


def lacking(letter: str, *, today: datetime.date, cycle_days: int) -> Q:
    """Actions with at least one lack of this letter of SMARTER. Needs the annotation of `with_facts`."""
    is_open = ~Q(stage__in=rules.CLOSED)
    no_date = Q(target_end=None, target_kind__in=rules.NO_DATE)
    past = Q(target_end__lt=today) & is_open & ~Q(stage=Stage.ONGOING)
    of_letter = {
        "specific": Q(letters__lt=rules.MIN_LETTERS, points=[]),
        "measurable": Q(success_measure=""),
        "assignable": Q(accountable=None) | Q(deputy=None),
        "realistic": past | Q(target_end=None, target_kind="conditional"),
        "time_bound": no_date,
        "evaluated": Q(progress_count=0) | Q(stage=Stage.REPORTED_DONE, evidence_count=0),
        "readjusted": is_silent(today=today, cycle_days=cycle_days),
    }
    return ~Q(stage__in=rules.OVER) & of_letter[letter]
