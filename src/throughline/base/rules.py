"""Rules of base that need no database: how spellings are compared."""

import re
import unicodedata


def key(spelling: str) -> str:
    """A spelling as it is compared: no case, no accents, "&" as "and", single spaces, no punctuation."""
    text = unicodedata.normalize("NFKD", spelling.replace("&", " and ")).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", text.replace("'", "").replace("’", "")).split())
