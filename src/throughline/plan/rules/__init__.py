"""The rules of the plan: stages and what may follow, the status that is shown, what an action lacks. No Django, no clock."""

from throughline.plan.rules.cycle import ANSWERS, Answer
from throughline.plan.rules.history import said
from throughline.plan.rules.smarter import LETTERS, MIN_LETTERS, NO_DATE, Lack, has_usable_date, lacks
from throughline.plan.rules.stages import (
    CLOSED,
    LONGEST_TEXT,
    NAMES,
    OVER,
    TRANSITIONS,
    MoveRefused,
    Stage,
    check_move,
    check_review_date,
    is_decision,
    needs,
)
from throughline.plan.rules.status import (
    STATUSES,
    WHEN,
    Facts,
    Status,
    days_since_update,
    is_overdue,
    is_review_due,
    is_silent,
    last_day_meant,
    status,
)
from throughline.plan.rules.target_words import target_in_words, target_meaning_of

__all__ = [
    "ANSWERS",
    "CLOSED",
    "LETTERS",
    "LONGEST_TEXT",
    "MIN_LETTERS",
    "NAMES",
    "NO_DATE",
    "OVER",
    "STATUSES",
    "TRANSITIONS",
    "WHEN",
    "Answer",
    "Facts",
    "Lack",
    "MoveRefused",
    "Stage",
    "Status",
    "check_move",
    "check_review_date",
    "days_since_update",
    "has_usable_date",
    "is_decision",
    "is_overdue",
    "is_review_due",
    "is_silent",
    "lacks",
    "last_day_meant",
    "needs",
    "said",
    "status",
    "target_in_words",
    "target_meaning_of",
]
