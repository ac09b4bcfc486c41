"""Divides the words of who leads: into lines, into what stands between commas, and at slashes and "and"s."""

from __future__ import annotations

import re

from documents import lead_nobody as nobody
from documents import lead_words as words
from documents.lead_known import Known

STRONG = re.compile(
    r"\s*(?:/|\|\s|\s\+\s|(?<=(?-i:[a-z]))\+(?=\s?[A-Z])"
    r"|\b(?:jointly\s+|working\s+|in (?:conjunction|partnership|collaboration|consultation)\s+)?"
    r"with(?:\s+(?:support|input|help|assistance)\s+(?:from|of))?\b"
    r"|\b(?:supported|assisted|deputised|led|chaired|overseen) by\b)\s*(?![^()]*\))",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:&|\band\b|\bor\b)\s*(?![^()]*\))", re.IGNORECASE)
COMMA = re.compile(r",(?![^()]*\))")
DASH = re.compile(r"\s+[-–—]\s+(?![^()]*\))|\s*:\s+(?![^()]*\))")
_SENTENCE = re.compile(r"(?<=\w\w)\.\s+(?=[A-Z])")
_SHORT_TITLE = re.compile(
    r"\b(?:cllr|dr|prof|mr|mrs|ms|mx|revd?|md|mohd|muhd|st|sgt|insp|supt|ch|det|hon|jr|sr|asst|dep)$",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^(?P<outside>[^()]+?)\s*\((?P<inside>[^()]+)\)$")
CHAIR = re.compile(r"^(?:co-)?chair(?:ed by|person)?\s*[:\-–]?\s+(?=(?-i:[A-Z]))", re.IGNORECASE)
_LABEL = (
    r"(?:(?:overall|joint|strategic|operational|executive|exec|senior|project|corporate|service|key|named|lead|accountable"
    r"|responsible|director|board|political|elected)\s+){0,2}(?:leads?|led by|owners?|sponsor|sro|officers?|support"
    r"|supported by|responsible|accountable|contact|person|people|by|deputy|co-?leads?|names?|who|leading|various)"
)
_LABELLED = re.compile(
    rf"^{_LABEL}(?:\s*:\s*|\s+[-–—]\s+)(?=\w)|^(?:to be )?(?:led|owned|delivered|supported|overseen) by\s+",
    re.IGNORECASE,
)
_LINES = re.compile(r"[\n;]|\s+(?=\(?\d{1,2}[.)]\s+[A-Z])")
IS_LABEL = re.compile(_LABEL, re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•·▪◦*–—-]\s+|\(?(?:\d{1,2}|[a-h])[.)]\s+)")
_AFTER_BRACKETS = re.compile(r"(?<=\))\s+(?=[A-Z])")


def lines(text: str, doubts: list[str]) -> list[str]:
    """Lines and parts between semicolons that name somebody; a line that ends in a comma or an "and" goes on in the next."""
    joined = re.sub(r"([,/&]|\band)\s*\n\s*", r"\1 ", text.replace("[", "(").replace("]", ")"))
    joined = re.sub(r"\band\s*/\s*or\b", "and", joined, flags=re.IGNORECASE)
    lines = (" ".join(_BULLET.sub("", line).split()) for line in _LINES.split(joined))
    return [line for line in (somebody(line, doubts) for line in lines) if line]


def somebody(line: str, doubts: list[str]) -> str:
    """The words without what names nobody, and without a label such as "Lead:"."""
    if (doubt := nobody.doubt(line)) is not None:
        doubts.extend([doubt] if doubt else [])
        return ""
    rest = _LABELLED.sub("", nobody.left_out(line, doubts).strip(" .,;"))
    return "" if nobody.doubt(rest) is not None else rest


def sentences(line: str) -> list[str]:
    """The parts between full stops that end a sentence, and not a title: "Reading group. Chair Dr. Ann Other"."""
    parts: list[str] = []
    for part in _SENTENCE.split(line):
        if parts and _SHORT_TITLE.search(parts[-1]):
            parts[-1] = f"{parts[-1]}. {part}"
        else:
            parts.append(part)
    return parts


def commas(sentence: str, known: Known) -> list[str]:
    if known.has(sentence):
        return [sentence]
    return COMMA.split(sentence)


def apart(part: str) -> list[str]:
    """ "Ann Other (HR) Ben Other (Legal)" and "HR & Ben Other" after "Ann Other," hold two, with little between them."""
    pieces = [piece.strip() for piece in _AFTER_BRACKETS.split(part)]
    return pieces if len(pieces) > 1 and all(words.is_person(outside(piece)) for piece in pieces) else [part]


def one_name(parts: list[str], known: Known, doubts: list[str]) -> list[str]:
    """One post or team may have commas in its name: "Assistant Director, Housing", "Parks, Streets and Leisure Manager"."""
    if len(parts) < 2 or any(known.has(part) for part in parts):
        return parts
    whole, last = ", ".join(parts), parts[-1]
    if all(words.is_team(part) and not words.is_surely_team(part) for part in parts[:-1]) and AND.search(
        last
    ):
        if words.is_post(last):
            return [whole]
        if words.is_surely_team(last) and not last.endswith("s"):
            doubts.append(f"“{whole}” was read as one team: it could be several")
            return [whole]
    if len(parts) == 2 and words.is_post(parts[0]) and words.is_team(last) and not words.is_surely_team(last):
        return [whole]
    return parts


def separate(part: str, known: Known) -> list[str]:
    """The part at its slashes and "and"s, but not inside the name of one team or post."""
    if known.has(part) or known.is_team_of(part) or words.is_one_team(part):
        return [part]
    names = [name.strip(" .,-") for name in STRONG.split(part)]
    names = [name for name in names if name]
    if len(names) > 1 and all(
        any(_stands_alone(one, known) for one in (name, *AND.split(name))) for name in names
    ):
        return [found for name in names for found in _at_ands(name, known)]
    return _at_ands(part, known)


def _at_ands(part: str, known: Known) -> list[str]:
    """ "Diversity and Inclusion Manager" is one; "Ann Other and Housing SMT" are two."""
    if known.has(part) or known.is_team_of(part):
        return [part]
    for match in AND.finditer(part):
        one, other = part[: match.start()].strip(" ,"), part[match.end() :].strip(" ,")
        if not one or not other or not _stands_alone(one, known):
            continue
        left_ends = words.is_person(outside(one)) or known.has(one) or _is_whole_team(one)
        left_may_end = words.is_initials(one) or (words.is_acronym(one) and not words.is_post(other))
        two_posts = (words.ends_post(one) and words.is_post(other)) or (
            words.is_post(one) and words.begins_post(other)
        )
        if left_ends or left_may_end or two_posts or _begins_with_person(other):
            return [one, *_at_ands(other, known)]
    return [part]


def _is_whole_team(text: str) -> bool:
    """A team by its last word, unless that word is alone: "Schools and Learning" may be one service."""
    return words.is_surely_team(text) and (" " in text or text.lower() not in words.SHORT_FOR_MANY)


def _begins_with_person(text: str) -> bool:
    return words.is_person(outside(AND.split(text)[0]))


def _stands_alone(name: str, known: Known) -> bool:
    bare = CHAIR.sub("", outside(name))
    return (
        words.is_person(bare)
        or known.has(bare)
        or words.is_team(bare)
        or words.is_post(bare)
        or words.is_initials(bare)
        or words.is_acronym(bare)
    )


def has_person(text: str) -> bool:
    pieces = (piece for side in DASH.split(text) for piece in STRONG.split(CHAIR.sub("", side)))
    return any(
        words.is_person(outside(name)) or len(words.people(outside(name))) > 1
        for part in pieces
        for name in AND.split(part)
    )


def outside(name: str) -> str:
    """The name without what stands in brackets behind it."""
    found = BRACKETS.match(name)
    return found["outside"] if found else name
