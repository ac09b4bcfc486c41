"""The words of a target date that are not dates: states, "to be confirmed", "every week", "by", "from", "linked to"."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


def _before(*alternatives: str) -> re.Pattern[str]:
    """These words, as the last ones before a date."""
    return re.compile(
        r"\b(?:" + "|".join(alternatives) + r")\W{0,3}(?:(?:the|on|in)\s+){0,2}$", re.IGNORECASE
    )


_DONE = (
    r"(?:completed|finished|done|delivered|achieved|implemented|concluded|closed|published|produced|circulated|launched"
    r"|established|approved|held|submitted|presented|signed off|in place)"
)
_UNITS = r"(?:days?|weeks?|fortnights?|months?|quarters?|terms?|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)"

COMPLETED = _words(
    _DONE,
    r"(?:is|are|now|all|100%|fully|action) complete",
    r"(?<!to )(?<!will )complete(?=\s*(?:$|[.,;:()-]|and\b|but\b|although\b))",
)
NOT_COMPLETED = _words(
    rf"(?:to|will|would|shall|should|must|can|could|may|might|being)\s+(?:be\s+|have been\s+)?(?:{_DONE}|complete)",
    rf"(?:once|when|until|after|before|if)\s+(?:(?:[\w'-]+\s+){{0,5}}?(?:is|are|was|were|been|be)\s+)?(?:{_DONE}|complete)",
    rf"not\s+(?:yet\s+)?(?:been\s+)?(?:{_DONE}|complete)",
    r"in-?complete",
)
COMPLETED_BY = _words(rf"(?:{_DONE}|complete) by")
PARTLY = _words(
    rf"(?:part(?:ly|ially|ial)?|almost|nearly|mostly|half|some)[\s-]+(?:\w+\s+)?(?:{_DONE}|complete|completion)"
)
FUTURE = _words(
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
)
ONGOING = _words(
    r"on[\s-]?going",
    r"continuous(?:ly)?",
    "continuing",
    "continual(?:ly)?",
    "business as usual",
    "bau",
    r"open[\s-]ended",
    "rolling",
)
UNDERWAY = _words(
    r"under[\s-]?way", "in progress", "in train", "started", "commenced", "begun", "in development"
)
PAUSED = _words("paused", "on hold", "deferred", "suspended", "postponed", r"repriorit[is|z]ed", "stopped")
NOT_STARTED = _words(r"not (?:yet )?(?:started|begun|commenced)", r"yet to (?:begin|start|commence)")
TBC = re.compile(
    r"\bt\.?b\.?[cad]\b\.?"
    r"|\bto be (?:confirmed|agreed|announced|arranged|decided|determined|advised|set|scheduled|established|defined)\b"
    r"|\b(?:not yet|date not|dates? to be) (?:known|set|agreed|confirmed|decided|fixed)\b|^\?+$",
    re.IGNORECASE,
)
CONDITIONAL = _words(
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
    r"on (?:completion|receipt|approval|publication) of",
    r"as (?:and when )?(?:required|needed)",
)
RECURRING = _words(
    rf"(?:every|each)\s+(?:\w+\s+){{0,2}}?(?:{_UNITS}|{_MONTHS})",
    "annually",
    "yearly",
    "monthly",
    "quarterly",
    "weekly",
    "fortnightly",
    "termly",
    "daily",
    r"six[\s-]monthly",
    r"bi-?(?:monthly|annually|annual|weekly)",
    r"biennial(?:ly)?",
    r"per (?:annum|year|month|quarter|week|term)",
    r"(?:once|twice|\w+ times) a (?:year|month|week|quarter|term)",
    r"regular(?:ly)?",
    r"annual(?=\s*(?:$|[.,;)]))",
)
IMMEDIATE = _words(
    r"immediate(?:ly)?", "asap", "as soon as possible", r"straight ?away", "with immediate effect"
)

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = r"(?:\d{1,3}|" + "|".join([*_NUMBERS, "an?", "eighteen"]) + ")"
RELATIVE = re.compile(
    rf"\b(?:(?P<cue>over|within|in|during|next|coming|following|further|for)\s+(?:the\s+|a\s+)?(?:(?:next|coming|first|further)\s+)?)?"
    rf"(?P<low>{_NUMBER})(?:\s?(?:-|to|or)\s?(?P<high>{_NUMBER}))?[\s-]+(?P<unit>working day|day|week|month|year)s?'?(?!\w)"
    rf"(?P<after>\s+(?:time|from\b|of (?:approval|publication|adoption)))?",
    re.IGNORECASE,
)
YEAR_END = re.compile(
    r"\b(?:end of (?:the |this )?(?P<of>financial |academic |school |calendar )?year"
    r"|(?P<at>financial |academic )?year[\s-]end)\b",
    re.IGNORECASE,
)

BY = re.compile(
    r"\b(?:by|before|prior to|no later than|not later than|latest|deadline(?: of| is)?|due"
    r"|completion(?: date)?|complete|ends?)\W{0,3}"
    r"(?:(?:the|at|early|mid|late|start|middle|beginning|end|latest|of|in|on|by)\W{1,2}){0,6}$",
    re.IGNORECASE,
)
BEFORE = _before("before", "prior to")
AFTER = _before("after")
FROM = _before(
    "from",
    "since",
    r"start(?:s|ing|ed)?",
    r"commenc(?:es|ing|ed|e)",
    r"begin(?:s|ning)?",
    "began",
    r"launch(?:es|ing)?",
    r"as (?:of|from)",
)
END_OF = re.compile(r"\bend(?:\s+of)?\s+(?:the\s+)?$", re.IGNORECASE)
UNTIL = _before("until", "till", "up to", "through to", "to")
ONWARDS = re.compile(r"^\W{0,2}(?:onwards?\b|on\s*$|on[,.;]|and beyond\b|and onwards?\b|\+)", re.IGNORECASE)
VAGUE = re.compile(
    r"\b(early|mid|middle of|late|start of|beginning of|around|approximately|approx\.?|circa)[\s-]*(?:in\s+)?$",
    re.IGNORECASE,
)
WEEK = re.compile(
    r"\b(?:w\s?[/.]?\s?[bc]|(?:week|wk)\.?\s?(?:beginning|commencing|starting|of|begins))\W{0,3}(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"^[\s,]*(?:-|/|to|until|till|through|and|&|up to|ending|ends|finishing|finishes)[\s,]*(?:in\s+)?(?:the\s+)?"
    r"(?:(?:end|middle|start|beginning)\s+(?:of\s+)?|early\s+|mid\W{1,2}|late\s+)?$",
    re.IGNORECASE,
)


def number(text: str) -> int:
    """The number that a word or some digits stand for."""
    if text.isdigit():
        return int(text)
    lower = text.lower()
    return 1 if lower in {"a", "an"} else 18 if lower == "eighteen" else _NUMBERS.index(lower) + 1


def is_completed(text: str) -> bool:
    """Whether the words say that it is done, and not only that it is to be."""
    return bool(COMPLETED.search(NOT_COMPLETED.sub(" ", text)))


def status(text: str) -> str | None:
    """What the words say about the state, one of STATUS_HINTS, or None."""
    if NOT_STARTED.search(text):
        return "not started"
    if PARTLY.search(text) or (is_completed(text) and FUTURE.search(text) and not COMPLETED_BY.search(text)):
        return "partly complete"
    if is_completed(text) and not COMPLETED_BY.search(text):
        return "complete"
    if PAUSED.search(text):
        return "paused"
    if UNDERWAY.search(text):
        return "underway"
    if ONGOING.search(text) or RECURRING.search(text):
        return "ongoing"
    return None
