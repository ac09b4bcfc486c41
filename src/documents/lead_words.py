"""What tells a person's name from a team, a post or a service."""

from __future__ import annotations

import itertools
import re
import unicodedata

from documents import lead_vocabulary as vocabulary

_LETTER = r"[^\W\d_]"
_NAME = re.compile(
    rf"(?:{_LETTER}\.?|(?:{_LETTER}\.){{1,3}}{_LETTER}\.?|(?:{_LETTER}['’ʼʻ])?{_LETTER}+(?:['’ʼʻ-]{_LETTER}+)*)"
)
_LOWER_BEGINNING = re.compile(
    r"(?:d|l|t|o|al|el|ul|ad|as|an|ar|ash|bin|ibn|ap)['’-](?=\w)"
)  # al-Rashid, d'Almeida
_ACTING_RANK = re.compile(r"^(?:[TADC]/|T?/?Det\.?/|D/Ch/)+(?=\w)", re.IGNORECASE)

SHORT_FOR_MANY = vocabulary.BODIES | {
    "services",
    "groups",
    "teams",
    "service",
}  # words that may begin a longer name


def split_words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _plain(word: str) -> str:
    return word.lower().strip(".,:()").replace("’", "'").removesuffix("'s").rstrip("'")


def is_acronym(word: str) -> bool:
    return len(word) >= 2 and word.isalpha() and word.isupper()


def _is_name(word: str) -> bool:
    """Whether a word has the shape of a forename, a surname or an initial and is no word of offices."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", word) if unicodedata.category(letter) != "Mn"
    )
    if len(bare) <= 5:
        bare = bare.removesuffix(".") or bare  # "Md."
    shaped = bool(_NAME.fullmatch(bare)) and not is_acronym(bare)
    capital = not bare[0].islower() or bool(
        _LOWER_BEGINNING.match(bare) or _LOWER_BEGINNING.match(bare.lower())
    )
    return shaped and capital and not _is_office_word(word)


def _is_office_word(word: str) -> bool:
    """A word that services, teams and posts are made of, and no name."""
    plain = _plain(word)
    if plain in vocabulary.NAMES_TOO or plain in vocabulary.POSTS_AND_NAMES:
        return False
    return (
        plain in vocabulary.OFFICE_WORDS
        or plain in vocabulary.PLURAL_POSTS
        or plain in vocabulary.POSTS
        or (len(plain) >= 7 and plain.endswith(("tion", "tions", "ology")))
    )


def _may_be_office_word(word: str) -> bool:
    return _is_office_word(word) or _plain(word) in vocabulary.NAMES_TOO


def _without_titles(tokens: list[str]) -> tuple[list[str], bool]:
    """The words after titles, ranks of the police and before honours, and whether there was a title or a rank."""
    names = tokens[1:] if tokens and tokens[0].lower() == "the" else list(tokens)
    while len(names) > 1 and _plain(names[-1]) in vocabulary.HONOURS:
        names = names[:-1]
    titled, ranked = False, 0
    while names:
        word = _ACTING_RANK.sub("", names[ranked]) if ranked < len(names) else ""
        if _plain(word) in vocabulary.RANKS or word in vocabulary.RANK_LETTERS:
            names, titled, ranked = names[ranked + 1 :], True, 0
        elif not ranked and _plain(word) in vocabulary.TITLES:
            names, titled = names[1:], True
        elif _plain(word) in vocabulary.BEFORE_RANKS:
            ranked += 1
        else:
            break
    return names, titled


def is_person(text: str) -> bool:
    """Whether the words look like one person's name: two or three names, or four with a particle, an initial or a title."""
    names, titled = _without_titles(split_words(text))
    full = [name for at, name in enumerate(names) if not _is_particle(name, at, len(names))]
    if not full or not all(_is_name(name) for name in full):
        return False
    if sum(len(name.strip(".")) > 1 for name in full) < 1:
        return False
    if not titled and (
        (all(_may_be_office_word(name) for name in full) and not _is_name_of_such_words(full))
        or (len(full) == 2 and _plain(full[-1]) in vocabulary.LAST_OF_A_TEAM)
    ):
        return False
    most = 4 if titled or len(full) < len(names) or any(len(name.strip(".")) == 1 for name in full) else 3
    return (1 if titled else 2) <= len(full) <= most


def _is_name_of_such_words(full: list[str]) -> bool:
    """ "Dean Hill", but not "Hope Street": a forename, and a surname that is no place."""
    return (
        len(full) == 2
        and _plain(full[0]) in vocabulary.FORENAMES_TOO
        and _plain(full[1]) not in vocabulary.PLACES_TOO
    )


def _is_particle(word: str, at: int, count: int) -> bool:
    """ "van" or "Ní" inside a name. With a capital letter at its beginning or end it is a name: "Le Mai", "Minh Do"."""
    if word.strip(".").lower() not in vocabulary.PARTICLES or (word[0].isupper() and len(word) == 1):
        return False
    return at < count - 1 and (word[0].islower() or at > 0)


def people(text: str) -> list[str]:
    """Several people's names with nothing between them, taken two by two; empty if the words are anything else."""
    tokens = split_words(text)
    if len(tokens) < 4 or len(tokens) % 2 or len(tokens) > 12:
        return []
    pairs = [" ".join(tokens[at : at + 2]) for at in range(0, len(tokens), 2)]
    return pairs if all(is_person(pair) for pair in pairs) else []


def is_initials(text: str) -> bool:
    return bool(re.match(r"^[A-Z]{2,3}$", text))


def is_plain_name(text: str) -> bool:
    """One word that may be a forename, a surname or a place: no office word, no acronym."""
    return len(split_words(text)) == 1 and _is_name(text) and len(text) > 1


def is_post(text: str) -> bool:
    """One post, whoever holds it: "Head of Housing", "Portfolio holder"."""
    tokens = [_plain(word) for word in split_words(text)]
    if not tokens:
        return False
    if len(tokens) == 1 and tokens[0] in vocabulary.POST_LETTERS:
        return True
    first = [
        word
        for word in tokens[:3]
        if word not in {"assistant", "deputy", "interim", "acting", "service", "executive", "strategic"}
    ]
    headed = len(tokens) > 2 and bool(first) and first[0] in {"head", "director", "leader", "chair", "chief"}
    if headed or tokens[-1] in vocabulary.POSTS:
        return tokens[-1] not in vocabulary.OWN_TEAMS or headed
    if tokens[-1] in vocabulary.POSTS_AND_NAMES:
        return all(_may_be_office_word(word) or word in vocabulary.SMALL for word in tokens[:-1])
    return any(
        word in vocabulary.POSTS and after in {"of", "for"} for word, after in itertools.pairwise(tokens[:5])
    )


def begins_post(text: str) -> bool:
    """ "Head of Legal" begins a post of its own; "Inclusion Manager" may end one."""
    return bool(
        re.match(
            r"(?:\w+\s+){0,2}(?:head|director|leader|chair|manager|lead|officer)\s+(?:of|for)\b", text, re.I
        )
    )


def ends_post(text: str) -> bool:
    return is_post(text) and _plain(split_words(text)[-1]) in vocabulary.POSTS


def sounds_like_team(text: str) -> bool:
    """Whether a short heading sounds like the name of a service: any word of teams is enough."""
    tokens = split_words(text)
    if not tokens or is_post(text):
        return False
    last = _plain(tokens[-1])
    if last in vocabulary.PLURAL_POSTS or last.rstrip("s") in vocabulary.TEAM_WORDS:
        return True
    if len(tokens) == 1 and len(tokens[0]) >= 3 and is_acronym(tokens[0]):
        return True
    return any(_plain(word) in vocabulary.TEAM_WORDS for word in tokens)


def is_team(text: str) -> bool:
    """Several people under one name: a team, a service, a group, a body, or posts in the plural."""
    tokens = split_words(text)
    if not tokens or is_post(text):
        return False
    if is_surely_team(text):
        return True
    if len(tokens) == 1 and is_acronym(tokens[0]):
        return _plain(tokens[0]) in vocabulary.TEAM_LETTERS or len(tokens[0]) >= 4
    words = [word for word in tokens if _plain(word) not in vocabulary.SMALL]
    known = [_may_be_office_word(word) or _plain(word) in vocabulary.TEAM_LETTERS for word in words]
    if len(words) == 1:
        return known[0] and (_is_office_word(words[0]) or _plain(words[0]) in vocabulary.TEAM_WORDS)
    return all(known) and any(_is_office_word(word) for word in words)


def is_surely_team(text: str) -> bool:
    """A team by its words: "Housing SMT", "Senior managers", "Heads of Service", "Quarry Hill School".

    A person's name before "team" or "services" may be a place or a person: it is not sure.
    """
    tokens = split_words(text)
    plain = [_plain(word) for word in tokens]
    if not plain or is_post(text):
        return False
    last = plain[-1]
    if last in vocabulary.PLURAL_POSTS or any(word in vocabulary.PLURAL_POSTS for word in plain[:3]):
        return True
    if last in vocabulary.OWN_TEAMS or last.rstrip("s") in vocabulary.OWN_TEAMS:
        possessive = any(re.search(r"['’]s?$", word) for word in tokens)
        return possessive or not begins_with_person(text)
    return last in vocabulary.BODIES and not is_person(text)


def ends_as_team(text: str) -> bool:
    return _plain(split_words(text)[-1]) in vocabulary.OWN_TEAMS | vocabulary.BODIES


def begins_with_person(text: str) -> bool:
    """ "Ann Other Legal": two names before words of offices. It may be a place, as in "Quarry Hill Library"."""
    tokens = split_words(text)
    return len(tokens) > 2 and is_person(" ".join(tokens[:2]))


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
