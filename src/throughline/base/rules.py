"""Rules of base that need no database: what a refusal is, how spellings are compared, how a count is said."""

import re
import unicodedata


class Refused(ValueError):
    """A change that would make no sense. The sentence is fit for the form. Every room's refusals are of this kind."""


def key(spelling: str) -> str:
    """A spelling as it is compared: no case, no accents, "&" as "and", single spaces, no punctuation."""
    text = unicodedata.normalize("NFKD", spelling.replace("&", " and ")).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", text.replace("'", "").replace("’", "")).split())


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 action", "2 actions", "1,200 actions". `many`: what there are several of, where that is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
