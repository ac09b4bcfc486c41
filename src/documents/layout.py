"""Our own layout of a plan in a file: the names that the writers give and that reading recognises again.

What only a machine needs stands in these names and in the types of rows, never hidden in the file: a person may open the
file, change it, add to it and bring it back.
"""

from __future__ import annotations

import enum


class Column(enum.StrEnum):
    """The columns of the grid. In CSV and Excel all of them; in Word from ACTIVITY to REFERENCE."""

    TYPE = "Type"
    THEME = "Theme"
    SERVICE = "Service"
    ACTIVITY = "Activity"
    LEAD = "Lead"
    TARGET = "Target date"
    STATUS = "Status"  # for readers; reading passes over it
    ACHIEVED = "What has been achieved so far?"
    OUTCOME = "Outcome"
    REFERENCE = "Reference"
    RECORDED_LEADS = "Leads as recorded"
    RECORDED_TARGET = "Target date as recorded"
    TEXT = "Text"  # instead of Activity, in the table of an Excel file that says what the plan is
    NOTE = "Note"


ALWAYS = (
    Column.TYPE,
    Column.THEME,
    Column.SERVICE,
    Column.ACTIVITY,
    Column.LEAD,
    Column.TARGET,
    Column.ACHIEVED,
)
NEEDED = (frozenset({Column.TYPE, Column.THEME, Column.ACTIVITY}), frozenset({Column.TYPE, Column.TEXT}))


class Type(enum.StrEnum):
    """What a row of the grid is, in CSV and Excel. The text of every row but an action's is under Activity."""

    PLAN = "Plan"
    ORGANISATION = "Organisation"
    DATE = "Date"
    INTRODUCTION = "Introduction"
    THEME = "Theme"
    OUTSIDE = "Outside the themes"
    DESIRED_OUTCOME = "Desired outcome"
    RECOMMENDATION = "Recommendation"
    REPLY = "Reply"  # to the recommendation above, for readers; reading passes over it
    ACTION = "Action"
    NOT_PLACED = "Not placed"
    CONTINUED = "Continued"  # the rest of the cells of the row above, which were too long for one


class Style(enum.StrEnum):
    """The paragraph styles of a Word file: what each paragraph is."""

    TITLE = "Throughline title"
    ORGANISATION = "Throughline organisation"
    DATE = "Throughline date"
    INTRODUCTION = "Throughline introduction"
    THEME = "Throughline theme"
    OUTSIDE = "Throughline outside the themes"
    UNTITLED = "Throughline untitled theme"
    UNTITLED_OUTSIDE = "Throughline untitled outside"
    DESIRED_OUTCOME = "Throughline desired outcome"
    RECOMMENDATION = "Throughline recommendation"
    REPLY = "Throughline reply"
    LABEL = "Throughline label"  # says what follows; carries nothing of the plan
    GRID = "Throughline grid"  # the line above a table
    COLUMN = "Throughline column"
    SERVICE = "Throughline service"
    NO_SERVICE = "Throughline no service"
    ACTIVITY = "Throughline activity"
    POINT = "Throughline point"
    LEAD = "Throughline lead"
    TARGET = "Throughline target date"
    STATUS = "Throughline status"
    ACHIEVED = "Throughline achieved"
    OUTCOME = "Throughline outcome"
    REFERENCE = "Throughline reference"
    RECORDED_LEAD = "Throughline recorded lead"
    RECORDED_TARGET = "Throughline recorded target"
    NOT_PLACED = "Throughline not placed"
    REASON = "Throughline reason"


PREFIX = "Throughline "
DESIRED_OUTCOME = "Desired outcome: "
RECOMMENDATIONS = "Recommendations for corporate action"
REPLY = "Reply: "
ACTIONS = "The grid below shows the activity of each service:"
UNTITLED_THEME = "A theme without a name"
UNTITLED_OUTSIDE = "Actions outside the themes"
NO_SERVICE = "No service named"
NOT_PLACED = "Not placed in the plan"
ACTION_PLAN = "Action plan"  # the title over a sheet where the plan has none
ABOUT_NOTE = (
    "What this plan is. Its actions are in the sheet Plan. This sheet has one table; it begins in row 4."
)
PLAN_NOTE = (
    "One row for each theme, desired outcome, recommendation and action, as the column Type says. "
    "This sheet has one table; it begins in row 4."
)
MOST_IN_A_TITLE = 250
