"""What stands in a cell of leads and is nobody: "N/A", "TBC", "vacant", "various", "see above", and notes in brackets."""

from __future__ import annotations

import re

STILL_TO_BE_NAMED = "the words say that a lead is still to be named"
NOBODY_IN_PARTICULAR = "the words name nobody in particular"
ELSEWHERE = "the words point to another place for the lead"
UNSURE = "the words put a question mark behind a lead"

_NOBODY = re.compile(
    r"n\W?/?\W?a\W?|none|nil|no|nobody|no[\s-]one|not (?:applicable|required|needed)|not known|0|x|completed?|done|on-?going",
    re.IGNORECASE,
)
_TBC = (
    r"(?:t\.?\s?b\.?\s?[acdn]\b\.?|to be (?:confirmed|agreed|appointed|named|decided|determined|identified|recruited"
    r"|advised|assigned|allocated|nominated|announced|established))"
)
_WHO = (
    r"(?:(?:the\s+)?(?:lead|leads|lead officer|officer|owner|names?|named lead|person|post|post[\s-]?holder|role|who|date)"
    r"\s+)?"
)
_VACANT = (
    r"(?:currently |now )?(?:vacant|vacancy|unassigned|unallocated|unknown|unnamed|recruiting|new post|under recruitment"
    r"|not (?:yet )?(?:assigned|appointed|identified|allocated|named|agreed|confirmed|decided|in post|recruited|known)"
    r"|(?:no|none) (?:lead |owner |one |officer )?(?:yet )?(?:identified|assigned|named|appointed|agreed|allocated|yet|lead)"
    r"|no (?:lead|owner|named lead|named officer)|(?:awaiting|pending) (?:appointment|recruitment|confirmation|nomination)"
    r"|lead required|\??\s*name|(?:insert|add|enter) (?:\w+\s){0,2}?(?:name|names|lead|officer|here)|x{2,}|\?+)"
    r"(?:\s+(?:post|position|role))?"
)
_NOT_YET = re.compile(rf"{_WHO}(?:{_TBC}|{_VACANT})", re.IGNORECASE)
_APART = r"[\s()\[\]/,;:+&–—-]"
_NOT_YET_APART = re.compile(
    rf"(?:^|(?<=[(\[/,;:+&–—-])|(?<=\s[–—-]\s))\s*{_WHO}(?:{_TBC}|{_VACANT})\s*(?=$|[)\]/,;:+&]|\s[–—-]\s|\s*\()",
    re.IGNORECASE,
)
_TBC_AT_END = re.compile(rf"(?<=\w)[\s–—-]+{_WHO}{_TBC}\s*$", re.IGNORECASE)
_TBC_AT_START = re.compile(rf"^\s*{_TBC}\s+(?=\w)", re.IGNORECASE)
_AFTER_A_NAME = re.compile(
    r"\s+to (?:lead|confirm)$|\s+(?:x|ext\.?\s*|tel\.?:?\s*)?\+?\d[\d ]{2,}$", re.IGNORECASE
)
_VARIOUS = re.compile(
    r"(?:various|multiple|several|numerous|many|different|a range of|a number of|varies)(?:\s+(?:\w+\s+)?"
    r"(?:leads?|officers?|teams?|services?|staff|people|partners|owners?|departments?|managers?|directorates?|areas?|colleagues))?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:(?:see|as|same as|as per|as for|per)\s+(?:the\s+)?(?:above|below|previous|over|overleaf|before"
    r"|(?:action|row|item|line|section|ref)\b.*)|ditto|do\.?|[\"”〃]+|above|same)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*[(\[]\s*(?:(?:interim|acting|temporary|temp|job[\s-]?share|joint|jointly|lead|co-?leads?|overall lead|main lead"
    r"|deputy|chair|co-?chair|sponsor|owner|support|supporting|new|retired|left|secondment|(?:on )?secondment|seconded|agency"
    r"|part[\s-]time|cover|all|completed?|done|maternity(?: leave| cover)?|paternity leave|on leave|nominated|provisional"
    r"|proposed|and team|plus team|with team|s?he/(?:her|him|them)|they/them)(?:\s+(?:lead|cover|officer|basis))?"
    r"|(?:until|from|since|up to|to|ext\.?|extension|tel\.?|leaving|left)\s[^()]*)\s*[)\]]",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"\s*\(\s*[/,;:+&–—-]?\s*\)")


def doubt(text: str) -> str | None:
    """What to say of words that name nobody: a doubt, or nothing where "none" is meant. None: they may name somebody."""
    said = text.strip(" .,;:()[]<>*_")
    if not any(letter.isalnum() for letter in said):
        return (
            STILL_TO_BE_NAMED if "?" in text else ELSEWHERE if re.fullmatch(r"\s*[\"”〃]+\s*", text) else ""
        )
    if _NOBODY.fullmatch(said):
        return ""
    if _NOT_YET.fullmatch(said):
        return STILL_TO_BE_NAMED
    if _VARIOUS.fullmatch(said):
        return NOBODY_IN_PARTICULAR
    return ELSEWHERE if _ELSEWHERE.fullmatch(said) else None


def left_out(text: str, doubts: list[str]) -> str:
    """The words without notes in brackets and without "TBC" beside a name, with the doubt added."""
    rest = _AFTER_A_NAME.sub("", _NOTE.sub("", text))
    without = _TBC_AT_START.sub("", _TBC_AT_END.sub("", _NOT_YET_APART.sub(" ", rest)))
    if without != rest:
        doubts.append(STILL_TO_BE_NAMED)
        without = _EMPTY_BRACKETS.sub("", without).strip(" ,;:/+&–—-")
        if re.fullmatch(r"\([^()]*\)", without):
            without = without[1:-1]
    if without.endswith("?") and any(letter.isalnum() for letter in without):
        doubts.append(UNSURE)
        without = without.rstrip("? ")
    return without
