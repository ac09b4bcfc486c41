"""The monthly round: every open action is asked about, and who is asked next when nobody answers. No Django, no clock."""

import dataclasses
import datetime
import enum

from throughline.base import working_days


class Answer(enum.StrEnum):
    """What somebody can say to the monthly question, with one word."""

    NO_CHANGE = "no_change"
    PROGRESS = "progress"
    STUCK = "stuck"
    DONE = "done"


ANSWERS = {  # in words: on the button, and as the question of its page
    Answer.NO_CHANGE: ("No change", "Do you want to say why nothing has changed?"),
    Answer.PROGRESS: ("Progress", "What has been done?"),
    Answer.STUCK: ("Stuck", "What is in the way, and who could move it?"),
    Answer.DONE: ("Done", "What was done, and how can one see that it worked?"),
}
NOTHING_TO_ADD = "No change."


class To(enum.StrEnum):
    """Whom a step asks."""

    ACCOUNTABLE = "accountable"
    DEPUTY = "deputy"
    MANAGER = "manager"  # of the service
    REVIEW = "review"  # nobody by mail: the agenda of the next review


@dataclasses.dataclass(frozen=True)
class Step:
    """One step of the round. `after`: days since the first of the month; where nobody works then, the next working day."""

    name: str
    after: int
    to: To
    opening: str  # the first sentence of the mail; terms that an authority may replace stand in braces


STEPS = (
    Step("ask", 0, To.ACCOUNTABLE, "What has become of these since the last month?"),
    Step("remind", 7, To.ACCOUNTABLE, "Nobody has said anything about these this month yet."),
    Step(
        "deputy",
        14,
        To.DEPUTY,
        "Nobody has answered about these this month. You stand in: can you say how they are?",
    ),
    Step(
        "manager",
        19,
        To.MANAGER,
        "Nobody has answered about these of your {service} this month. Can you find out?",
    ),
    Step("review", 24, To.REVIEW, ""),
)
NEXT = {To.ACCOUNTABLE: To.DEPUTY, To.DEPUTY: To.MANAGER, To.MANAGER: To.REVIEW}


def began(today: datetime.date) -> datetime.date:
    """The first day of the round that this day is in."""
    return today.replace(day=1)


def ends(today: datetime.date) -> datetime.date:
    """The last day of the round."""
    return (began(today) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)


def day_of(step: Step, today: datetime.date) -> datetime.date:
    """On which day of this round the step is taken."""
    return working_days.on_or_after(began(today) + datetime.timedelta(days=step.after))


def step_of(today: datetime.date) -> Step | None:
    """The last step whose day has come; None before the first working day of the month."""
    due = [step for step in STEPS if day_of(step, today) <= today]
    return due[-1] if due else None


def asked(to: To, *, accountable: bool, deputy: bool, manager: bool) -> To:
    """Who is really asked: the next one where nobody is there any more, so that whoever leaves leaves no orphan."""
    there = {To.ACCOUNTABLE: accountable, To.DEPUTY: deputy, To.MANAGER: manager, To.REVIEW: True}
    while not there[to]:
        to = NEXT[to]
    return to
