"""The words of a target date that say how things stand: completed, in part, underway, paused, to be confirmed, every week."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


_DONE = (
    r"(?:completed|finished|done|delivered|achieved|implemented|concluded|closed|published|produced|circulated|launched"
    r"|established|approved|held|submitted|presented|signed off|in place)"
)
_IS_DONE = rf"(?:{_DONE}|complete)"
_UNITS = (
    r"(?:days?|weeks?|fortnights?|months?|quarters?|terms?|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|meetings?|inductions?|cohorts?|intakes?|campaigns?|cycles?|new starters?|appointments?|recruitments?)"
)
_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter)"
)
_SOME = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|most|half|several|many|few|none)"
_PIECE = r"(?:phases?|stages?|parts?|steps?|tranches?|cohorts?|rounds?|waves?)\s+(?:\d+|one|two|three|four|[a-d]|i{1,3})"

_COMPLETED = any_of(
    _DONE,
    r"(?:is|are|now|all|both|100\s?%|fully|action) complete",
    r"(?<!to )(?<!will )complete(?=\s*(?:$|[.,;:()-]|and\b|but\b|although\b))",
)
_NOT_COMPLETED = any_of(
    rf"(?:to|will|would|shall|should|must|can|could|may|might|cannot|can't|being)\s+(?:be\s+|have been\s+)?{_IS_DONE}",
    rf"(?:once|when|until|after|before|if)\s+(?:(?:[\w'-]+\s+){{0,5}}?(?:is|are|was|were|been|be)\s+)?{_IS_DONE}",
    rf"(?:not|never|\w+n't|no)\s+(?:yet\s+)?(?:been\s+)?(?:fully\s+)?{_IS_DONE}",
    r"in-?complete",
    rf"{_IS_DONE}\s*[:?-]\s*(?:no|n|not)\b(?! longer)",
    rf"(?:for|due for|awaiting|pending|near(?:ing)?|close to)\s+{_IS_DONE}",
)
_SUBORDINATE = re.compile(
    r"\b(?:once|when(?:ever)?|until|after|if|unless|following|subject to|dependent (?:up)?on|depends? on|linked to"
    r"|pending|awaiting)"
    r"\b[^.;,()]*",
    re.IGNORECASE,
)
COMPLETED_BY = any_of(rf"{_IS_DONE} by")
PARTLY = any_of(
    rf"(?:part(?:ly|ially|ial)?|almost|nearly|mostly|half|some)[\s-]+(?:\w+\s+)?(?:{_DONE}|complete|completion)",
    rf"\d{{1,2}}(?:\.\d+)?\s?(?:%|per ?cent)\s+(?:of (?:\w+\s+){{1,3}})?{_IS_DONE}",
)
A_PART = any_of(
    rf"{_SOME}\s+(?:out\s+)?of\s+(?:\w+\s+){{1,4}}?{_IS_DONE}",
    rf"\d+\s?/\s?\d+\s+(?:\w+\s+){{0,2}}?{_IS_DONE}",
    rf"{_PIECE}[\s:-]+(?:\w+\s+){{0,2}}?{_IS_DONE}",
    rf"first\s+(?:\w+\s+){{1,3}}?{_IS_DONE}",
)
FUTURE = any_of(
    "will",
    "shall",
    "to be",
    r"plan(?:s|ned)? to",
    "next",
    "due",
    r"aim(?:s|ing)? to",
    "expected",
    "scheduled",
    "remaining",
    "to follow",
    "to come",
)
ONGOING = any_of(
    r"on[\s-]?going",
    r"continuous(?:ly)?",
    "continuing",
    "continual(?:ly)?",
    "business as usual",
    "bau",
    r"open[\s-]ended",
    "rolling",
    r"permanent(?:ly)?",
    r"indefinite(?:ly)?",
    r"(?<=[-,] )present",
    r"to present(?=$)",
    "to date",
)
UNDERWAY = any_of(
    r"under[\s-]?way",
    "in progress",
    "in train",
    "in hand",
    "started",
    "commenced",
    "begun",
    "in development",
    r"on (?:track|target|schedule)(?: for)?",
)
_OPEN_FIRST = re.compile(
    r"^\W*(?P<ongoing>on[\s-]?going|continuous|rolling)|^\W*(?:under[\s-]?way|in progress|in train|started|on track)",
    re.IGNORECASE,
)
PAUSED = any_of(
    "paused",
    "on hold",
    "deferred",
    "suspended",
    "postponed",
    r"re-?prioriti[sz]ed",
    "stopped",
)
NOT_STARTED = any_of(r"not (?:yet )?(?:started|begun|commenced)", r"yet to (?:begin|start|commence)")
OVERDUE = any_of(
    "overdue", "over due", r"(?:delayed|behind schedule|slipp(?:ed|age)|missed)(?!\s+(?:to|until|till))"
)
GIVEN_UP = any_of(
    "cancelled",
    "canceled",
    "withdrawn",
    "abandoned",
    "superseded",
    "discontinued",
    r"no longer (?:\w+\s+)?(?:required|needed|relevant|applicable|going ahead|planned|pursued|happening|valid|necessary)",
)
TBC = re.compile(
    r"\bt\.?b\.?[cad]\b\.?"
    r"|\bto be (?:confirmed|agreed|announced|arranged|decided|determined|advised|set|scheduled|established|defined)\b"
    r"|\b(?:not yet|date not|dates? to be) (?:known|set|agreed|confirmed|decided|fixed)\b|^\?+$"
    r"|^(?:(?:dates?\s+)?(?:not (?:set|known|agreed|confirmed|decided)|unknown|required|awaited|to follow|needed)"
    r"|no date(?: set| yet)?)\W*$",
    re.IGNORECASE,
)
AWAITED = any_of(
    "awaiting", "pending", "subject to", r"(?:sign[\s-]?off|approval) (?:required|needed|awaited)"
)
CONDITIONAL = any_of(
    r"link(?:ed|s)? (?:to|with|into)",
    r"depend(?:s|ent|ing)? (?:up)?on",
    "subject to",
    "following",
    "after",
    "once",
    "when(?:ever)?",
    "pending",
    "upon",
    "in line with",
    r"aligned (?:to|with)",
    r"tied to",
    r"contingent",
    "awaiting",
    r"on (?:completion|receipt|approval|publication|appointment|adoption)",
    r"post[\s-](?:restructure|implementation|elections?|launch|review|go-live)",
    r"as (?:and when )?(?:required|needed)",
)
BEFORE_AN_EVENT = any_of("before", "prior to", "ahead of", r"in time for", r"(?:by|at|for) the (?:next )?\w+")
_AGAIN = (
    rf"(?:every|each)\s+(?:\w+\s+){{0,2}}?(?:{_UNITS}|{_MONTHS})",
    "annually",
    "yearly",
    "monthly",
    "quarterly",
    "weekly",
    "fortnightly",
    "termly",
    "daily",
    r"(?:\d{1,2}|two|three|four|six|half)[\s-](?:monthly|yearly|weekly)",
    r"bi-?(?:monthly|annually|annual|weekly)",
    r"biennial(?:ly)?",
    r"alternate (?:days|weeks|months|terms|years)",
    r"per (?:annum|year|month|quarter|week|term)",
    r"(?:once|twice|\w+ times) (?:a|each|every) (?:year|month|week|quarter|term)",
    r"regular(?:ly)?",
    r"annual(?=\s*(?:$|[.,;)]))",
)
RECURRING = any_of(*_AGAIN)
_DONE_AGAIN = re.compile(
    rf"\b{_IS_DONE}\s+(?!but\b|and\b)(?:\w+\s+)?(?:{'|'.join(_AGAIN)})(?!\w)", re.IGNORECASE
)
NOT_APPLICABLE = re.compile(r"\W*(?:n\W?/?\W?a|none|nil|not applicable|no date applies)\W*", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"\W*(?:(?:see|as|as per|same as)\s+(?:the\s+)?(?:above|below|previous|(?:action|row|item|line|section"
    r"|ref)\b.*)|ditto|various"
    r"(?:\s+dates)?)\W*",
    re.IGNORECASE,
)


def _main_words(text: str) -> str:
    """The words without what is not completed, and without clauses that say after what or when."""
    return _SUBORDINATE.sub(" ", _NOT_COMPLETED.sub(" ", text))


def is_completed(text: str) -> bool:
    """Whether the words say that it is done, and not only that it is to be."""
    return bool(_COMPLETED.search(_main_words(text)))


def comes_again_only(text: str) -> bool:
    """ "Published annually", "monthly reports produced": done again and again, which is not completed."""
    again, done = RECURRING.search(text), _COMPLETED.search(text)
    return bool(_DONE_AGAIN.search(text) or (again and done and again.start() < done.start()))


def status(text: str) -> str | None:
    """What the words say about the state, one of STATUS_HINTS, or None."""
    if NOT_STARTED.search(text):
        return "not started"
    completed = is_completed(text) and not COMPLETED_BY.search(text)
    if completed and comes_again_only(text):
        return "ongoing"
    if completed and (first := _OPEN_FIRST.match(text)):
        return "ongoing" if first["ongoing"] else "underway"
    if PARTLY.search(text) or (completed and (A_PART.search(text) or FUTURE.search(text))):
        return "partly complete"
    if completed:
        return "complete"
    if PAUSED.search(text):
        return "paused"
    if UNDERWAY.search(text):
        return "underway"
    if ONGOING.search(text) or RECURRING.search(text):
        return "ongoing"
    return None
