"""The names of services that the rest of a document gives, by which its leads are told apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from documents import lead_words as words
from documents import services


@dataclasses.dataclass(frozen=True)
class Known:
    """Names of services known from the rest of the document, without case."""

    names: frozenset[str]

    @staticmethod
    def of(names: Iterable[str]) -> Known:
        found = set()
        for name in names:
            found |= {name.lower(), services.without_abbreviation(name).lower()}
            if abbreviation := services.abbreviation(name):
                found.add(abbreviation.lower())
        return Known(names=frozenset(name for name in found if name))

    def has(self, text: str) -> bool:
        return text.lower() in self.names

    def is_team_of(self, text: str) -> bool:
        """ "Families and Play SMT", where Families and Play is known."""
        tokens = words.split_words(text)
        return len(tokens) > 1 and words.is_team(tokens[-1]) and self.has(" ".join(tokens[:-1]))

    def split_before_service(self, text: str) -> tuple[str, str | None]:
        """ "Ann Other Housing Options" as the words before and the service; the longest that is known, else an acronym."""
        tokens = words.split_words(text)
        for at in range(1, len(tokens)):
            service = " ".join(tokens[at:])
            if self.has(service) or (at == len(tokens) - 1 and at >= 2 and words.is_acronym(service)):
                return " ".join(tokens[:at]), service
        return text, None

    def split_after_service(self, text: str) -> tuple[str, str]:
        """ "HO Legal / Finance teams" as the service HO and the rest; the rest is empty where there is none."""
        tokens = words.split_words(text)
        rest = " ".join(tokens[1:])
        if (
            len(tokens) > 2
            and words.is_acronym(tokens[0])
            and self.has(tokens[0])
            and words.is_one_team(rest)
        ):
            return tokens[0], rest
        return text, ""
