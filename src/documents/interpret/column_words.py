"""The words of a column's name that give away what an unknown one holds, and what belongs to no plan."""

from __future__ import annotations

import re

from documents.interpret.column_names import Role

KEYWORDS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NEXT_STEPS, r"\b(next steps?|what next|outstanding actions?)\b"),
        (Role.STATUS, r"\b(b?rag|ragb|status|traffic light|percent complete)\b(?!.*\b(update|comments?)\b)"),
        (Role.ACHIEVED, r"\b(achieved|achievements?|progress|updates?|comment(?:s|ary)?|remarks|happened|where (we are"
                        r"|are we))\b"),
        (Role.ACHIEVED, r"\b(have we done|we have done|we ve done|latest|position|actual completion|date (completed|closed))\b"),
        (Role.ACHIEVED, r"\bhow (we are|we re|are we|is it|it is|things are) (doing|getting|going)\b"),
        (Role.START, r"\b(start|commence\w*|begins?) date$|^(start|commence)"),
        (Role.OUTCOME, r"\b(outcomes?|success|measures?|indicators?|kpis?|evidence|impact|difference|benefits?|outputs?)\b"),
        (Role.OUTCOME, r"^how (will|do|would|can|shall) (we|you|it)\b"),
        (Role.LEAD, r"\b(lead|leads|responsib\w+|owners?|accountab\w+|whom|sro|in charge|assigned|sponsor|allocated to)\b"),
        (Role.LEAD, r"^(who|whose)\b|\b(portfolio holder|cabinet member|delivered by)\b"),
        (Role.TARGET, r"\b(target dates?|time ?scales?|deadlines?|by when|due|completion|timing|time ?frames?|timelines?)\b"),
        (Role.TARGET, r"\b(complete|completed|finish|finished|achieved|delivered|done)( this| it)? by$|\b(milestone dates?"
                      r"|finish(ed)? (date|by|this by)|delivery date|end date)\b|^(when|by when)\b"),
        (Role.OBJECTIVE, r"^what (do|are) we (want|trying)\b|\b(objectives?|commitments?|recommendations?|pledges?|promises?"
                         r"|we promise|aims?|goals?)\b"),
        (Role.ACTION, r"\b(actions?|activity|activities|tasks?|initiatives?|interventions?|deliverables?|milestones?|steps?"
                      r"|strateg(?:y|ies))\b"),
        (Role.SERVICE, r"^(service|directorate|department|faculty|school|division|team|unit)( or| area| unit| team| service|$)+"),
        (Role.ACTION, r"^what (we|are we|will we|we ll|is going to|needs?|must|should)\b|^(this year )?we (will|ll|are going)\b"),
        (Role.THEME, r"\b(theme|strand|pillar|workstream|work stream|principle|domain|metric|category|programme|project"
                     r"|aspect|topic|standard)$"),
    )
)  # fmt: skip
REVISED = re.compile(r"\b(revised|new|current|updated|latest|forecast|expected|amended)\b")
WEAKER = re.compile(
    r"\b(title|name|heading|deliverables?|milestones?|outputs?|interventions?|initiatives?|tasks?|steps)\b"
)
SECOND = re.compile(
    r"\b(else|others|portfolio holder|cabinet member|councillor|sro|senior responsible \w+|sponsor|accountable"
    r"|support\w*|partners?|deputy|executive)\b"
)
# What a plan may say of an action, and that has no place of its own.
ASIDE = re.compile(
    r"\b(resources?|costs?|budget|funding|partners?|rationale|baseline|risks?|why|stakeholders?"
    r"|support\w*|links?|response|barriers?"
    r"|gaps?|issues?|background|context|evidence base|dependenc\w+|priority|notes?)\b"
)
# What names a theme before the actions, and nothing after them.
ASIDE_AFTER = re.compile(r"\b(protected characteristics?|project|standard|priority)\b")
# The names over tables that are no plan: a register of risks, the history of a document, accounts, figures.
FOREIGN = re.compile(
    r"^(risks?|risk description|likelihood|probability|severity|score|controls?|mitigations?|version|author|editor|changes?"
    r"|revision|reviewer|approved by|page|section|chapter|budget|actual|variance|forecast|spend|total|meaning|definition"
    r"|term|abbreviation|acronym|key|colour|women|men|disabled|number of staff|headcount|percentage|name|job title|role"
    r"|email|telephone|phone|contact|agenda item|minute)\b"
)
