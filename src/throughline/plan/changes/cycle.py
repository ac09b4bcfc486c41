"""The monthly round: one mail to each person with all that they are asked about, an answer, the figures of the month."""

import collections
import datetime

from django.template.loader import render_to_string

from throughline.base import transaction
from throughline.base.changes import notices
from throughline.base.models import Person, User
from throughline.base.queries import authority
from throughline.base.rules import counted
from throughline.plan import permissions
from throughline.plan.changes import actions, progress
from throughline.plan.models import Action, CycleFigure, ProgressEntry
from throughline.plan.queries import answer_links, cycle
from throughline.plan.rules import CLOSED, NAMES, Stage, target_in_words
from throughline.plan.rules import cycle as rules
from throughline.plan.rules.cycle import ANSWERS, NOTHING_TO_ADD, Answer, Step

OVER = CLOSED - {Stage.REPORTED_DONE}  # what was only just reported can be said once more


def ask(today: datetime.date) -> int:
    """A daily job: the step of the round that has come, for everybody whom it asks; gives how many letters were written.

    Each person gets one letter a step, about everything that waits for them. A day on which it did not run is made up
    on the next one.
    """
    step = rules.step_of(today)
    if step is None:
        return 0
    theirs: dict[Person, list[Action]] = collections.defaultdict(list)
    for one in cycle.waiting(cycle.unanswered(today), step, today=today):
        for person in one.people:
            theirs[person].append(one.action)
    return sum(_write(person, actions, step, today) for person, actions in theirs.items())


@transaction.atomic
def keep_figures(today: datetime.date) -> None:
    """A daily job: how many of each plan were answered this month, as it stands today.

    On the first day of a month it counts the month before once more: it runs in the morning, and its last day was still to come.
    """
    yesterday = today - datetime.timedelta(days=1)
    for day in [today] if rules.began(today) == rules.began(yesterday) else [yesterday, today]:
        for row in cycle.figures(day):
            counts = {"asked": row["asked"], "answered": row["answered"]}
            CycleFigure.objects.update_or_create(plan_id=row["plan"], month=rules.began(day), defaults=counts)


@transaction.atomic
def answer(*, by: User, action: Action, answer: Answer, text: str, today: datetime.date) -> ProgressEntry:
    """What somebody says to the monthly question: an entry like any other. Progress begins what was only agreed."""
    action = actions.locked(action)
    permissions.check(by, answer_links.UPDATE, action)
    if action.stage in OVER:
        raise progress.ProgressRefused(
            f"{action.reference} is “{NAMES[Stage(action.stage)].lower()}”: nothing is asked about it any more. "
            "There is nothing to do."
        )
    stage = None
    if answer is Answer.DONE:
        stage = Stage.REPORTED_DONE
    elif answer is Answer.PROGRESS and action.stage == Stage.AGREED:
        stage = Stage.IN_PROGRESS
    if answer is Answer.NO_CHANGE:
        text = text.strip() or NOTHING_TO_ADD
    return progress.record_progress(by=by, action=action, text=text, today=today, stage=stage, answer=answer)


def _write(person: Person, actions: list[Action], step: Step, today: datetime.date) -> bool:
    ours, words = authority.authority(), authority.words()
    asked = [
        {
            "action": one,
            "target": target_in_words(one),
            "links": [
                (ANSWERS[kind][0], address)
                for kind, address in answer_links.links(one, person, today=today).items()
            ],
        }
        for one in actions
    ]
    context = {
        "authority": ours,
        "person": person,
        "opening": step.opening.format_map(words),
        "asked": asked,
        "terms": words,
    }
    letter = notices.write(
        person=person,
        event=f"plan.cycle {rules.began(today):%Y-%m} {step.name}",
        subject=f"{ours.programme_name}: how {'is' if len(actions) == 1 else 'are'} "
        f"{counted(len(actions), words['action'], words['actions'])}?",
        text=render_to_string("plan/mail/cycle.txt", context),
        html=render_to_string("plan/mail/cycle.html", context),
        today=today,
    )
    return letter is not None
