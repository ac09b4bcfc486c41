"""What tells a person's name from a team, a post or a service."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable

from documents import services


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = {
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "prof",
    "professor",
    "cllr",
    "councillor",
    "sir",
    "dame",
    "rev",
    "lord",
    "lady",
}
_PARTICLES = {
    "de",
    "da",
    "di",
    "del",
    "della",
    "la",
    "le",
    "van",
    "von",
    "der",
    "den",
    "bin",
    "ibn",
    "al",
    "el",
    "ap",
    "st",
    "dos",
    "do",
}
_NAME = re.compile(r"^(?:[^\W\d_]\.?|(?:[^\W\d_]['’])?[^\W\d_]+(?:['’-][^\W\d_]+)*)$")

# A team is several people: these words give it away, as a last word in the plural or anywhere.
_TEAM_WORDS = _set(
    "smt dmt cmt slt elt emt clt hr od team teams group groups board boards service services unit units committee forum network"
    " partnership directorate department division panel council cabinet trust office hub alliance association academy schools"
    " resources learning commissioning procurement communications comms finance legal housing policy strategy safeguarding"
    " development support care families complex early help prevention intervention health education transport planning"
    " environment regeneration adults children childrens communities corporate digital customer libraries leisure youth"
    " organisational workforce wellbeing public adult social inclusion equality equalities diversity governance audit"
    " performance intelligence insight engagement participation democratic property highways parks management leadership"
    " recruitment business"
)
_PLURAL_POSTS = _set(
    "directors managers officers heads leads advocates ambassadors champions partners coordinators advisers advisors chairs"
    " facilitators supervisors governors members leaders staff practitioners workers teachers headteachers everyone colleagues"
    " owners councillors consultants all"
)
_POSTS = _set(
    "manager officer director head facilitator chair lead holder coordinator co-ordinator consultant adviser advisor partner"
    " guardian executive ceo commissioner secretary administrator analyst supervisor leader mayor principal practitioner"
    " specialist assistant deputy owner champion sponsor business-partner worker trainer governor member headteacher"
)
_SMALL = {"and", "of", "the", "for", "&", "in", "to", "a", "on"}


def _tokens(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _plain(word: str) -> str:
    return word.lower().strip(".,:()").replace("’", "'").removesuffix("'s")


def is_acronym(word: str) -> bool:
    return len(word) >= 2 and word.isalpha() and word.isupper()


def _is_name(word: str) -> bool:
    return (
        bool(_NAME.match(word)) and word[0].isupper() and not is_acronym(word) and not _is_office_word(word)
    )


def _is_office_word(word: str) -> bool:
    plain = _plain(word)
    return plain in _TEAM_WORDS or plain in _PLURAL_POSTS or plain in _POSTS


def _without_title(tokens: list[str]) -> list[str]:
    return tokens[1:] if tokens and _plain(tokens[0]) in _TITLES else tokens


def is_person(text: str) -> bool:
    """Whether the words look like one person's name: two or three names, or four with a particle or an initial."""
    tokens = _tokens(text)
    names = _without_title(tokens)
    titled = len(names) < len(tokens)
    full = [name for name in names if name.lower() not in _PARTICLES]
    if (
        not all(_is_name(name) for name in full)
        or not full
        or (names and names[-1].lower() in _PARTICLES and len(full) < 2)
    ):
        return False
    return (1 if titled else 2) <= len(full) <= 3 and sum(len(name.strip(".")) > 1 for name in full) >= 1


def people(text: str) -> list[str]:
    """Several people's names with nothing between them, taken two by two; empty if the words are anything else."""
    tokens = _tokens(text)
    if len(tokens) < 4 or len(tokens) % 2 or len(tokens) > 12:
        return []
    pairs = [" ".join(tokens[at : at + 2]) for at in range(0, len(tokens), 2)]
    return pairs if all(is_person(pair) for pair in pairs) else []


def is_initials(text: str) -> bool:
    return bool(re.match(r"^[A-Z]{2,3}$", text))


def is_post(text: str) -> bool:
    """One post, whoever holds it: "Head of Housing", "Portfolio holder"."""
    tokens = [_plain(word) for word in _tokens(text)]
    if not tokens:
        return False
    first = [
        word
        for word in tokens[:3]
        if word not in {"assistant", "deputy", "interim", "acting", "service", "executive", "strategic"}
    ]
    headed = len(tokens) > 2 and bool(first) and first[0] in {"head", "director", "leader", "chair", "chief"}
    return tokens[-1] in _POSTS or headed


def is_team(text: str) -> bool:
    """Several people under one name: a team, a service, a group, or posts in the plural."""
    tokens = _tokens(text)
    if not tokens or is_post(text):
        return False
    if is_surely_team(text):
        return True
    if len(tokens) == 1 and len(tokens[0]) >= 3 and is_acronym(tokens[0]):
        return True
    return any(_plain(word) in _TEAM_WORDS for word in tokens)


def is_surely_team(text: str) -> bool:
    """A team by its last word: "Housing SMT", "Senior managers"."""
    last = _plain((_tokens(text) or [""])[-1])
    return last in _PLURAL_POSTS or last.rstrip("s") in {
        "smt",
        "dmt",
        "cmt",
        "slt",
        "team",
        "group",
        "board",
        "forum",
        "committee",
    }


def is_one_team(text: str) -> bool:
    """ "HR / IT teams": short names before one plural belong to it."""
    parts = [part.strip() for part in re.split(r"/|&|\band\b", text)]
    if len(parts) < 2 or not re.match(
        r"^\S+ (?:teams|services|departments|boards|groups|directorates)$", parts[-1], re.I
    ):
        return False
    return all(is_acronym(part) for part in parts[:-1])


def mixed_scripts(text: str) -> str:
    """The names of the alphabets, if one word has letters of two ("Cyrillic and Latin"); else nothing."""
    for word in text.split():
        if word.isascii():
            continue
        scripts = {unicodedata.name(letter, "?").split()[0].title() for letter in word if letter.isalpha()}
        mixed = scripts & {"Latin", "Cyrillic", "Greek", "Armenian"}
        if len(mixed) > 1:
            return " and ".join(sorted(mixed))
    return ""


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
        tokens = _tokens(text)
        return len(tokens) > 1 and is_team(tokens[-1]) and self.has(" ".join(tokens[:-1]))

    def split_before_service(self, text: str) -> tuple[str, str | None]:
        """ "Ann Other Housing Options" as the words before and the service; the longest that is known, else an acronym."""
        tokens = _tokens(text)
        for at in range(1, len(tokens)):
            service = " ".join(tokens[at:])
            if self.has(service) or (at == len(tokens) - 1 and at >= 2 and is_acronym(service)):
                return " ".join(tokens[:at]), service
        return text, None

    def split_after_service(self, text: str) -> tuple[str, str]:
        """ "HO Legal / Finance teams" as the service HO and the rest; the rest is empty where there is none."""
        tokens = _tokens(text)
        rest = " ".join(tokens[1:])
        if len(tokens) > 2 and is_acronym(tokens[0]) and self.has(tokens[0]) and is_one_team(rest):
            return tokens[0], rest
        return text, ""
