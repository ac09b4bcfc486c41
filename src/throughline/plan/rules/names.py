"""Names of people inside texts: so that nobody is named in public without somebody having looked."""

import re
from collections.abc import Iterable, Iterator

from throughline.base.rules import key

WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*")
OWNER = re.compile(r"['’]s?$")
MOST_WORDS = 5


class Names:
    """Full names, ready to be looked for. A single word is no full name: too many of them are words of the language."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {
            found: name for name in names if 2 <= len((found := key(name)).split()) <= MOST_WORDS * 2
        }

    def within(self, text: str) -> Iterator[str]:
        """Each name that stands in the text, as the register spells it. Its first and last word begin with capitals there."""
        words = list(WORD.finditer(text))
        for start, first in enumerate(words):
            if not first[0][0].isupper():
                continue
            for last in words[start + 1 : start + MOST_WORDS]:
                words_here = text[first.start() : last.end()]
                name = self.names.get(key(words_here)) or self.names.get(key(OWNER.sub("", words_here)))
                if name is not None and last[0][0].isupper():
                    yield name
