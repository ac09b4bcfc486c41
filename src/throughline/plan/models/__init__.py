"""The tables of plan."""

from throughline.plan.models.action import Action, ActionLead, ActionLink
from throughline.plan.models.cycle import CycleFigure
from throughline.plan.models.importing import ImportBatch, LeadMatch, LeadToMatch
from throughline.plan.models.merging import Merge
from throughline.plan.models.plan import Plan, Recommendation, Theme
from throughline.plan.models.progress import Attachment, ProgressEntry
from throughline.plan.models.publishing import PublishedVersion

__all__ = [
    "Action",
    "ActionLead",
    "ActionLink",
    "Attachment",
    "CycleFigure",
    "ImportBatch",
    "LeadMatch",
    "LeadToMatch",
    "Merge",
    "Plan",
    "ProgressEntry",
    "PublishedVersion",
    "Recommendation",
    "Theme",
]
