"""The names that columns and labels of action plans have."""

from __future__ import annotations

import enum


class Role(enum.StrEnum):
    """What the cells of a column say about an action."""

    ACTION = "action"
    OBJECTIVE = "objective"  # the action, where no column is called action; else its outcome or theme
    LEAD = "lead"
    LEAD_AND_TARGET = "lead and target"
    TARGET = "target"
    START = "start"
    EARLIER_TARGET = "earlier target"  # what the target was, beside a column that says what it is now
    ACHIEVED = "achieved"
    STATUS = "status"
    NEXT_STEPS = "next steps"
    OUTCOME = "outcome"
    SERVICE = "service"
    THEME = "theme"
    REFERENCE = "reference"
    DESIRED_OUTCOME = "desired outcome"  # of the theme, in a grid that carries its theme on every row


_TEXT: dict[Role, str] = {
    Role.ACTION: """
        action, activity, what, activity actions,
        actions activities, proposed action, action required, key action, specific action,
        wres action, action to be taken, what we will do, what will we do, what are we going to do, what needs to be done,
        what we'll do, what we are going to do, what we plan to do, task, initiative, planned action, action point,
        action item, our action, agreed action, action description, description of action, key activity, improvement action
        """,
    Role.OBJECTIVE: "objective, commitment, recommendation, aim, goal, pledge, we will",
    Role.LEAD: """
        lead, lead officer, lead service area, lead person, action lead, responsibility, responsible, responsible officer,
        responsible person, person responsible, person team responsible, accountable, accountable people team,
        accountable officer, action owner, owner, owned by, led by, by whom, who, who is responsible, who will do it,
        who will lead, lead director, lead manager, responsible lead, lead department, lead team, sro,
        senior responsible officer, senior responsible owner, senior responsible officer sro, executive lead, person in charge,
        assigned to, officer, named officer, named lead,
        delivery lead, operational lead, strategic lead, lead and partners, lead officer and partners
        """,
    Role.LEAD_AND_TARGET: """
        who and by when, who and when, who by when, lead and timescale, lead and date, lead and target date, lead and deadline,
        lead officer and timescale, lead date, lead timescale, owner and date, owner and deadline, responsibility and timescale,
        responsibility and deadline, lead and by when, who when, owner timescale, responsible and deadline
        """,
    Role.TARGET: """
        target date, date, by when, when, timetable, timescale, time scale, time frame, timeframe, timeline, deadline, due date,
        due, end date, finish date, milestone date, completion date, completion year, completion, date for completion,
        target completion date, planned completion period, when this will happen, when will this happen, delivery date,
        timing, date due, to be completed by, complete by, completed by, forecast end, forecast completion, expected completion,
        target end date, finish, when will it be done, when by, delivery timescale, target for completion, end
        """,
    Role.START: "start date, start, date started, from, planned start, start by, begin date",
    Role.ACHIEVED: """
        what has been achieved so far, achieved so far, achieved, achievements, achievements to date, progress, progress update,
        progress to date, progress so far, our progress, latest update, update, completed, what's happened, what has happened,
        what we have done, current position, comments, commentary, latest position, where we are, where we are now,
        where are we now, how are we doing, how is it going, position statement, delivery update, what have we done,
        what we've done, progress comment, progress notes, progress made, notes, done, done yet, goals achieved,
        progress rag, progress and rag, year end position
        """,
    Role.STATUS: """
        status, rag, rag status, rag rating, brag, brag status, brag rating, current status, action status, progress status, ragb,
        on track, delivery confidence, completion status
        """,
    Role.NEXT_STEPS: "next steps, further action, what next, further action required, outstanding action",
    Role.OUTCOME: """
        outcome, outcomes targets, expected outcome, intended outcome, outcome measure, success measures, measure of success,
        success criteria, target criteria, key performance indicators, kpi, how will we measure success,
        how we will measure success, how will we know, what will success look like, baseline measure, impact, intended impact,
        measure, evidence, target, evidence of success, how we will know, how will we know it has worked, expected impact,
        what difference will it make, what difference it will make, what difference will this make, benefit, output,
        key output, success indicator, performance measure, how will we measure it, what good looks like
        """,
    Role.SERVICE: """
        service, service area, directorate, department, division, service team, team, faculty, school, portfolio, care group
        """,
    Role.THEME: """
        theme, priority, priority area, strand, workstream, area, category, pillar, metric, indicator, standard, domain,
        focus area, area of focus, strategic priority, key priority, priority theme, wres indicator, strategic objective,
        equality objective, topic, key theme, work stream, principle, project, protected characteristic
        """,
    Role.REFERENCE: """
        ref, reference, number, no, id, action no, action number, action ref, item, ref no, reference number, action id,
        item no, s no, line, sn
        """,
    Role.DESIRED_OUTCOME: "desired outcome, desired outcome objective, theme outcome",
}
NAMES: dict[Role, tuple[str, ...]] = {
    role: tuple(" ".join(name.split()) for name in text.split(",")) for role, text in _TEXT.items()
}
