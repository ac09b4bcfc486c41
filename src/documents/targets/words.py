"""The words around a date: "by", "from", "until", "week beginning", "was … now", "not exact"; and stretches counted from now."""

from __future__ import annotations

import re

from documents.moments.moment import MONTH_NAME


def _before(*alternatives: str) -> re.Pattern[str]:
    """These words, as the last ones before a date."""
    return re.compile(
        r"\b(?:" + "|".join(alternatives) + r")\W{0,3}(?:(?:the|on|in)\s+){0,2}$", re.IGNORECASE
    )


BY = re.compile(
    r"\b(?:by|before|prior to|no later than|not later than|latest|deadline(?: of| is)?|due"
    r"|completion(?: date)?|complete|ends?)\W{0,3}"
    r"(?:(?:the|at|early|mid|late|start|middle|beginning|end|latest|of|in|on|by)\W{1,2}){0,6}$",
    re.IGNORECASE,
)
_PLACE = r"(?:(?:the|at|early|mid|late|start|middle|beginning|end|of|in|on|by|from|due|target|date|deadline)\W{1,2}){0,4}$"
BEFORE = _before("before", "prior to")
NOT_BEFORE = _before(
    r"not (?:[\w'-]+\s+){0,4}?(?:before|until|till|earlier than)",
    r"no (?:earlier|sooner) than",
    "earliest",
    r"from (?:the )?earliest",
)
AFTER = _before("after", "following")
AFTER_EVENT = re.compile(r"\b(?:after|following)\s+(?:[\w'-]+\s+){1,6}(?:in|on|of)\s+$", re.IGNORECASE)
EVENT = re.compile(
    r"^\s+(?:[\w'-]+\s+){0,2}?(?:board|committee|cabinet|council|meeting|meetings|panel|forum|scrutiny|elections?|review|audit|inspection"
    r"|conference|agm|executive|budget|consultation|event|summit|survey|assembly|briefing)\b",
    re.IGNORECASE,
)
FROM = _before(
    "from",
    "since",
    r"(?<!not )(?<!yet to )start(?:s|ing|ed)?(?: date)?",
    r"(?<!not )(?<!yet to )commenc(?:es|ing|ed|e)",
    r"begin(?:s|ning)?",
    "began",
    r"as (?:of|from)",
)
END_OF = re.compile(r"\bend(?:\s+of)?\s+(?:the\s+)?(?:year\s+)?$", re.IGNORECASE)
UNTIL = _before("until", "till", "up to", "through to", "to")
MOVED_TO = _before(
    r"(?:extended|moved|deferred|postponed|delayed|revised|slipped|rescheduled|re-?profiled|pushed back|put back"
    r"|carried (?:over|forward)"
    r"|changed|amended)\s+(?:to|until|till|into)(?: the)?(?: end of)?"
)
OLD = re.compile(
    r"\b(?:was|were|originally|previously|formerly|original(?:\s+(?:target|deadline|date))?|previous(?:\s+(?:target|deadline|date))?"
    r"|(?:slipped|moved|changed|delayed|revised|extended|amended|rescheduled) from|instead of|rather than)\W{1,3}"
    + _PLACE,
    re.IGNORECASE,
)
OLD_DATE = re.compile(
    r"\b(?:slipped|moved|changed|delayed|revised|extended|amended|rescheduled) from\b", re.IGNORECASE
)
NEW = re.compile(
    r"\b(?:now|revised|new|extended|moved|changed|delayed|postponed|deferred|slipped|rescheduled|amended)\W{1,3}(?:(?:to|until|for)\s+)?"
    + _PLACE,
    re.IGNORECASE,
)
ONWARDS = re.compile(
    r"^\W{0,2}(?:onwards?\b|on\s*$|on[,.;]|and beyond\b|and onwards?\b|\+|(?:(?:-|to|until)\s*)?(?:present|date|now|current)\s*$"
    r"|(?:-|to)\s*(?:on[\s-]?going|continuous|rolling)\b)",
    re.IGNORECASE,
)
EVERY = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
NEXT = re.compile(r"\b(?:next|first)\b", re.IGNORECASE)
VAGUE = re.compile(
    r"\b(early|mid|middle of|late|start of|beginning of|around|approximately|approx\.?|circa"
    r"|(?<![\w/])c\.)[\s-]*(?:in\s+)?(?:the\s+)?$|(~)\s*$",
    re.IGNORECASE,
)
WEEK = re.compile(
    r"\b(?:w\s?[/.]?\s?[bc]|(?:week|wk)\.?\s?(?:beginning|commencing|starting|of|begins))\W{0,3}(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
WEEK_ENDING = re.compile(
    r"\b(?:w\s?/\s?e|(?:week|wk)\.?\s?ending)\W{0,3}(?:on\s+)?(?:the\s+)?$", re.IGNORECASE
)
BETWEEN = re.compile(
    r"^[\s,]*(?:-|/|to|until|till|through|and|&|up to|(?:and )?(?:ending|ends?|finish(?:ing|es)?|complet(?:ing|es?"
    r"|ion))(?: date)?:?)"
    r"[\s,]*(?:(?:in|by|on)\s+)?(?:the\s+)?(?:(?:end|middle|start|beginning)\s+(?:of\s+)?|early\s+|mid\W{1,2}|late\s+)?$",
    re.IGNORECASE,
)
AND = re.compile(r"^[\s,]*(?:and|&)\b", re.IGNORECASE)
CLAUSE_END = re.compile(
    rf"[.;:()]|,(?!\s*(?:\d|(?:19|20)\d\d|{MONTH_NAME}))|\bbut\b|\s-\s(?!\s*(?:\d|{MONTH_NAME}))|\band\b(?!\s*(?:\d|{MONTH_NAME}))",
    re.IGNORECASE,
)
PAUSED_UNTIL = _before(
    r"(?:paused|on hold|suspended|stopped)(?:\s+[\w'-]+){0,3}?\s+(?:until|till)(?: the)?(?: end of)?"
)
GOES_WITH_YEAR = re.compile(
    r"^\s+(?:(?!and\b|or\b|to\b|until\b|then\b|by\b)[\w'-]+\s+){1,3}$", re.IGNORECASE
)  # "June AGM 2026"
# What may stand beside a bare year that is meant; beside any other word only the year was understood.
YEAR_NEIGHBOURS = frozenset(
    "by the end of in during before after following from until till to up early late mid middle start beginning"
    " onwards on and or ongoing"
    " complete completed completion done finished delivered throughout within over calendar year years tbc due"
    " target date since a at"
    " starting started begins begin around approx approximately circa c all whole full both between through then"
    " for revised was now"
    " originally closed published launched achieved implemented every annually yearly monthly quarterly weekly".split()
)

_NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBER = r"(?:\d{1,3}|" + "|".join([*_NUMBERS, "an?", "eighteen"]) + ")"
RELATIVE = re.compile(
    rf"\b(?:(?P<cue>over|within|in|during|next|coming|following|further|for)\s+(?:the\s+|a\s+)?(?:(?:next|coming|first|further)\s+)?)?"
    rf"(?P<low>{_NUMBER})(?:\s?(?:-|to|or)\s?(?P<high>{_NUMBER}))?\+?[\s-]+(?P<unit>working day|day|week|wk|month"
    rf"|mth|year|yr)s?'?(?!\w)"
    r"(?P<after>\s+(?:time|(?:from|of|after|following|post|since)\b(?P<event>.*)))?",
    re.IGNORECASE,
)
UNITS = {"wk": "week", "mth": "month", "yr": "year"}
COMING_UNIT = re.compile(
    r"\b(?:over|within|in|during)\s+the\s+(?:next|coming|following)\s+(?P<unit>week|month|quarter|year)\b",
    re.IGNORECASE,
)
A_FEW = re.compile(r"\b(?:few|several|coming|couple of)\s+(?:weeks|months|years)\b", re.IGNORECASE)
OF_THE_PLAN = re.compile(
    r"^\W*(?:the\s+|this\s+|our\s+|its\s+)?(?:plan|strategy|approval|publication|adoption|agreement|sign[\s-]?off|now|today)\b",
    re.IGNORECASE,
)
NOW = re.compile(r"^\W*(?:now|today)\b", re.IGNORECASE)
HORIZON = re.compile(
    r"\b(?P<how>(?:very )?short|medium|long|near|short[\s-]+to[\s-]+medium|medium[\s-]+to[\s-]+long)(?:er)?[\s-]+term\b",
    re.IGNORECASE,
)
IMMEDIATE = re.compile(
    r"\b(?:immediate(?:ly)?|asap|as soon as (?:possible|practicable)|straight ?away|with immediate effect"
    r"|urgent(?:ly)?|at once|quick wins?)\b"
    r"|^\W*now\W*$",
    re.IGNORECASE,
)
YEAR_OF_PLAN = re.compile(
    r"\b(?:years?|yrs?|y)\s?(?:[1-5]|one|two|three|four|five)\b(?!\s*(?:pupils?|students?|children|groups?|class))",
    re.IGNORECASE,
)
LIFE_OF_PLAN = re.compile(
    r"\b(?:life|lifetime|life[\s-]?span|duration|term|length|course) of (?:the|this|our) (?:\w+\s+)?(?:plan"
    r"|strategy|programme|scheme|policy"
    r"|framework|contract)\b|\bthroughout (?:the|this|our) (?:\w+\s+)?(?:plan|strategy|programme)\b|\b(?:plan"
    r"|strategy) (?:period|lifetime)\b",
    re.IGNORECASE,
)
NAMED_STRETCH = re.compile(
    r"\b(?P<which>this|next|current|coming|the following|the new|new|the)\s+(?P<of>financial|fiscal|academic|school"
    r"|calendar|council)?\s*"
    r"(?P<unit>year|quarter|month)\b(?!\s?[\d-])(?!'s|s\b)",
    re.IGNORECASE,
)
IN_YEAR = re.compile(r"^\W*in[\s-]year\W*$", re.IGNORECASE)
YEAR_END = re.compile(
    r"\b(?:end of (?:the |this )?(?P<of>financial |academic |school |calendar )?year"
    r"|(?P<at>financial |academic )?year[\s-]end)\b",
    re.IGNORECASE,
)


def number(text: str) -> int:
    """The number that a word or some digits stand for."""
    if text.isdigit():
        return int(text)
    lower = text.lower()
    return 1 if lower in {"a", "an"} else 18 if lower == "eighteen" else _NUMBERS.index(lower) + 1
