"""Keeps a spreadsheet from running text as a formula, without losing a letter of it."""

from __future__ import annotations

import re

_BEGINS_A_FORMULA = re.compile(
    "'*[=+\\-@\t\r\n\x00＝＋－＠]"
)  # ASVS 1.2.10, and the wide forms that Excel also takes
_ESCAPED = re.compile("'+[=+\\-@\t\r\n\x00＝＋－＠]")


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, or an escaped text for an escaped formula."""
    return _BEGINS_A_FORMULA.match(text) is not None


def escape(text: str) -> str:
    """The text with an apostrophe before it where it begins like a formula, or like one already escaped."""
    return f"'{text}" if begins_a_formula(text) else text


def unescape(text: str) -> str:
    """What `escape` was given. Other programs escape in the same way."""
    return text[1:] if _ESCAPED.match(text) else text
