"""The rules of the plan: stages and what may follow, the status that is shown, what an action lacks. No Django, no clock."""

from throughline.plan.rules.smarter import Lack, lacks
from throughline.plan.rules.stages import (
    CLOSED,
    NAMES,
    TRANSITIONS,
    MoveRefused,
    Stage,
    check_move,
    needs,
)
from throughline.plan.rules.status import (
    STATUSES,
    Facts,
    Status,
    days_since_update,
    is_overdue,
    is_silent,
    last_day_meant,
    status,
)

__all__ = [
    "CLOSED",
    "NAMES",
    "STATUSES",
    "TRANSITIONS",
    "Facts",
    "Lack",
    "MoveRefused",
    "Stage",
    "Status",
    "check_move",
    "days_since_update",
    "is_overdue",
    "is_silent",
    "lacks",
    "last_day_meant",
    "needs",
    "status",
]
