"""Plans that hypothesis makes up: every kind of text and target date, everything that may be absent, absent at times."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from documents import leads, services, targets
from documents.plan import Action, Lead, Passage, Plan, Source, Target, TargetKind, Theme

TRICKY = (
    "TBC",
    "N/A",
    "-",
    "• a point",
    "•no space",
    "  • indented",
    "- a dash\n- and another",
    "1. One\n2. Two",
    "* star",
    "Desired outcome: more trust",
    "Desired outcome/objective: more trust",
    "RECOMMENDATIONS FOR CORPORATE ACTION",
    "Recommendations for corporate action",
    "The grid below shows the activity of each service:",
    "Activity",
    "Activity\tLead\tTarget Date\tWhat has been achieved so far?",
    "Activity | Lead | Target date",
    "Lead",
    "Theme",
    "Type",
    "Action",
    "Continued",
    "Not placed",
    "No service named",
    "A theme without a name",
    "Actions outside the themes",
    "No lead recorded",
    "Person: Asha Okoro",
    "Service: Housing Options",
    "Read as: day",
    "Throughline title",
    "=1+1",
    '=HYPERLINK("x")',
    "+44 20 7946 0000",
    "-5",
    "@SUM(A1)",
    "＝1",
    "'=1+1",
    "''=1",
    "'quoted'",
    '"quoted"',
    "a,b;c|d",
    "sep=;",
    "<b>bold</b> & <p>more</p>",
    "&amp; &#10;",
    "]]>",
    "<!DOCTYPE x>",
    "_x0041_",
    "_x000D_",
    "0012",
    "1e5",
    "TRUE",
    "31/03/2021",
    "2021-03-31",
    "31 March 2021",
    "December 2020 and ongoing.",
    "Completed June 2020.",
    "by the end of Q3 2021/22",
    "Dec 20",
    "two\nlines",
    "blank\n\nline between",
    "ends in a break\n",
    "\r\nbegins with one\rand another",
    "tab\there",
    "\ttab first",
    "non\u00a0breaking\u00a0space",
    "zero\u200bwidth\u200djoiner",
    "\ufeffmark first",
    "“quotes” – dashes — and ‘more’…",
    "שלום עולם",
    "\u202eright to left\u202c",
    "مرحبا",
    "👩🏽‍🚀 emoji 🎉",
    "e\u0301 combined",
    "ﬁ ligature",
    "nul\x00 bell\x07 escape\x1b vertical\x0b form\x0c next\x85 line\u2028 paragraph\u2029",
    "lone \ud800 surrogate",
    "no character \ufffe \U0001ffff",
    "soft\u00adhyphen and non\u2011breaking",
)
SENTENCES = (
    "Hold a listening circle each term",
    "Publish the pay gap by grade",
    "Review every policy with the staff network",
    "Wexcombe Housing Options",
    "Housing Options (HO)",
    "Adult Social Care",
    "Asha Okoro / Tom Field",
    "Asha Okoro, Housing Options",
    "Adult Social Care DMT and Tom Field",
    "Head of Learning",
    "",
)
DATES = (
    "TBC",
    "Ongoing",
    "January 2021",
    "By April 2021",
    "31 March 2021",
    "12/08/2020",
    "Autumn term 2021",
    "over the next 6 months",
    "Linked to the outcome of the review.",
    "September",
    "week commencing 4 January 2021",
    "Completed",
    "Summer/Autumn 2021",
    "2021/22",
    "",
)

_any_text = st.one_of(
    st.sampled_from(SENTENCES), st.sampled_from(TRICKY), st.sampled_from(TRICKY), st.text(max_size=40)
)
text = st.one_of(_any_text, st.lists(_any_text, min_size=2, max_size=3).map("\n".join))
_texts = st.lists(text, max_size=3).map(tuple)
_maybe = st.one_of(st.none(), text)
_iso_days = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2099, 12, 31))
document_dates = st.one_of(
    st.none(),
    _iso_days.map(str),
    _iso_days.map(lambda day: str(day)[:7]),
    st.sampled_from(("2020", "Autumn 2020", "May 2021")),
)
sources = st.builds(
    Source,
    line=st.one_of(st.none(), st.integers(1, 999)),
    sheet=st.one_of(st.none(), st.text(max_size=5)),
    table=st.one_of(st.none(), st.integers(1, 9)),
    row=st.one_of(st.none(), st.integers(1, 99)),
)


_start = st.one_of(st.none(), _iso_days)
_kinds = st.sampled_from(TargetKind)
_hints = st.sampled_from((None, "ongoing", "complete"))
_leads = st.lists(
    st.builds(Lead, name=text, kind=st.sampled_from(("person", "team", "unknown")), service=_maybe),
    max_size=3,
).map(tuple)
_services = st.one_of(st.none(), st.sampled_from(SENTENCES[3:6]), text)
_target_texts = st.one_of(st.sampled_from(DATES), text)
_or_nothing = st.one_of(st.just(""), text)
_or_no_doubts = st.one_of(st.just(()), _texts)
_up_to_four = st.integers(0, 4)
_chance = st.booleans()
_passages = st.lists(st.builds(Passage, text=text, reason=_or_nothing), max_size=3).map(tuple)


def _target(draw: st.DrawFn, document_date: str | None) -> Target:
    """What the words say; or, at times, what a person set, whatever they say."""
    words = draw(_target_texts)
    if draw(_chance) or draw(_chance):
        return targets.read_target(words, document_date=document_date)
    days = [draw(_start), draw(_start)]
    start, end = sorted(days) if all(days) else days  # type: ignore[type-var]
    return Target(
        text=words, kind=draw(_kinds), start=start, end=end, status_hint=draw(_hints), doubts=draw(_texts)
    )


def _action(draw: st.DrawFn, document_date: str | None) -> Action:
    lead_text = draw(text)
    return Action(
        service=draw(_services),
        action=draw(text),
        points=draw(_texts),
        lead_text=lead_text,
        leads=leads.read_leads(lead_text).leads if draw(_chance) else draw(_leads),
        target=_target(draw, document_date),
        achieved=draw(_texts),
        outcome=draw(_or_nothing),
        doubts=draw(_or_no_doubts),
        source=draw(sources),
        reference=draw(_or_nothing),
    )


def _theme(draw: st.DrawFn, document_date: str | None) -> Theme:
    return Theme(
        title=draw(text),
        is_theme=draw(_chance),
        desired_outcome=draw(_maybe),
        recommendations=draw(_texts),
        actions=tuple(_action(draw, document_date) for _ in range(draw(_up_to_four))),
        source=draw(sources),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to four themes with up to four actions each."""
    document_date = draw(document_dates)
    themes = tuple(_theme(draw, document_date) for _ in range(draw(_up_to_four)))
    return Plan(
        title=draw(text),
        organisation=draw(_maybe),
        document_date=document_date,
        themes=themes,
        services=services.group(themes),
        front_matter=draw(_passages),
        leftovers=draw(_passages),
    )
