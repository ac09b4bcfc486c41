"""What a short text is, told from its words alone: a date, a lead, a state, an action, a stretch of time."""

from __future__ import annotations

import functools
import re

from documents import lead_words, leads, moments, targets
from documents.plan import TargetKind
from documents.targets import state_words

_VERBS_TEXT = """
    adapt add address adopt advertise advise advocate agree allocate amend amplify analyse anonymise apply
    appoint arrange ask assess attend audit award benchmark brief bring build capture carry celebrate
    challenge champion clarify co-design co-produce collaborate collate collect commission communicate
    complete conduct consider consult continue contribute convene create define deliver design develop
    diversify draft embed embrace enable encourage engage enhance ensure establish evaluate examine expand
    explore extend facilitate finalise focus form formalise gather give help highlight hold host identify
    implement improve include incorporate increase influence inform initiate integrate introduce invest
    investigate invite involve issue launch lead learn link listen look maintain make mandate map mark meet
    mentor monitor move nominate offer open organise participate partner pilot plan prepare prioritise procure
    produce promote provide publicise publish put raise re-establish recognise record recruit redesign reduce
    reform refresh reinforce relaunch remove renew report require research respond revamp review revise
    revisit roll run scope scrutinise secure seek send set share showcase sign simplify speak sponsor start
    streamline strengthen submit support survey sustain take target test track train transform undertake
    update upskill use utilise walk widen work write
    accelerate achieve acknowledge act adjust allow announce answer approve assign assist authorise avoid balance become begin
    broaden broker call cancel caption change charter check choose circulate close collaborate combine commit compare compile
    confirm connect consolidate construct contact contract co-create co-ordinate coordinate correct cover cultivate cut decide
    decolonise decrease dedicate demonstrate deploy detail determine digitise direct discuss display distribute diversify do
    document double drive drop earmark educate eliminate employ empower end enforce enrol equip equalise establish evidence
    exchange expect extend feed fill find fit fix follow foster fund get grow guarantee guide halve hear hire improve induct
    insert inspect inspire install interview join keep lend let level light limit list lobby locate lower maximise mainstream
    merge migrate minimise mitigate model move name negotiate notify nurture observe obtain offer operate order own pay perform
    permit persuade phase pin place pool populate post present preserve prevent print prioritise process profile promise
    protect prove purchase pursue question raise re-launch reach reaffirm realign rebuild receive redesign refer reflect refurbish
    register regularise reinstate rename reorganise replace replicate reply repeat rescind resolve respect restore restrict
    retain rethink return reward rewrite roll-out safeguard save say schedule screen scrap search see select serve
    shape shift signpost simplify speed spend spread standardise stop strive study subscribe suggest supply surface
    sustain switch tackle talk teach tell tender tie tighten trace translate transfer treat trial trim turn unify update uphold
    urge validate value verify visit wait watch welcome withdraw
"""
VERBS = frozenset(_VERBS_TEXT.split())
_NO_DATE = {TargetKind.NONE, TargetKind.UNREADABLE}
_SMALL = {"and", "of", "the", "for", "&", "in", "to", "with", "-", "–", "on", "or", "a"}
_SENTENCE = re.compile(r"[.!?]['\"”’)]*$")
_RUN_ON = re.compile(r"\b(Q[1-4](?:\s*[/&–-]\s*(?:Q?[1-4]))?)(?=[A-Z][a-z])")
_TERM = re.compile(
    r"^(?:(?:short|medium|long|mid|near|longer|shorter)[ -]term|immediate(?:ly)?|(?:year|phase"
    r"|stage) (?:\d|one|two|three|four|five)"
    r"|(?:within|next|first|over) (?:the next )?\d+[ -](?:months?|years?|weeks?)|\d+[-–]\d+ (?:months"
    r"|years|weeks))\b(?:.{0,40})$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;]\s+|\s+/\s+")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$", re.IGNORECASE)
_CONDITION = re.compile(
    r"^(?:after|as|at|before|by|dependent|depending|following|if|in line|linked|on|once|pending|subject"
    r"|tied|to be|until|upon|when"
    r"|within)\b",
    re.IGNORECASE,
)
_TICK = re.compile(r"^(?:x|y|yes|✓|✔|☑|√|■|●|•|[^\w\s]|[\ue000-\uf8ff])$", re.IGNORECASE)
_COLOURS = {"r", "a", "g", "b", "red", "amber", "green", "blue", "grey", "gray", "yellow", "purple"}
_TO_DO = re.compile(
    r"^(?:we will|to|will|continue to|work to|we are going to|we plan to)\s+(?P<verb>[\w-]+)", re.I
)
_GERUND = re.compile(r"^[A-Z][a-z]+ing\b")


def starts_with_verb(text: str) -> bool:
    """Whether the text begins as an action does: "Review the policy", "We will review", "Reviewing"."""
    first = text.split(maxsplit=1)[0].lower().strip(",;:“\"'") if text.split() else ""
    found = _TO_DO.match(text)
    return first in VERBS or bool(found and found["verb"].lower() in VERBS) or bool(_GERUND.match(text))


@functools.lru_cache(maxsize=4096)
def is_date(text: str) -> bool:
    """Whether a whole short text says when: a date, a quarter, "ongoing", "TBC"."""
    if not text or len(text.split()) > 14 or len(text) > 120:
        return False
    count = len(text.split())
    kind = targets.read_target(text).kind
    if (count > 4 and starts_with_verb(text)) or kind in _NO_DATE:
        return False
    if len(parts := _PARTS.split(text)) > 1 and not all(map(_says_when, parts)):
        return False
    found = moments.find(moments.plain(text))
    said = sum(moment.end - moment.at for moment in found)
    if not found and kind is TargetKind.CONDITIONAL and not _CONDITION.match(text):
        return False
    if not found:
        return count <= (3 if kind is TargetKind.RECURRING else 7)
    return count <= 4 or said * 3 >= len(text)


def _says_when(part: str) -> bool:
    return not part or bool(_WEEKDAY.match(part)) or targets.read_target(part).kind not in _NO_DATE


def has_day(text: str) -> bool:
    """Whether the text names a date of the calendar."""
    return bool(moments.find(moments.plain(text)))


@functools.lru_cache(maxsize=4096)
def is_period(name: str) -> bool:
    """A column named for a stretch of time, as in grids with a column for each quarter or year."""
    plain = moments.plain(tidy_period(name))
    if _TERM.match(plain):
        return True
    found = moments.find(plain)
    return bool(found) and sum(moment.end - moment.at for moment in found) * 2 >= len(plain)


def tidy_period(name: str) -> str:
    """ "Q2Jul - Sept 2024" with the space that was lost."""
    return _RUN_ON.sub(r"\1 ", name)


def is_tick(text: str) -> bool:
    return bool(_TICK.match(text))


@functools.lru_cache(maxsize=4096)
def is_lead(text: str) -> bool:
    """Whether a whole short text names people, posts or teams."""
    if (
        not text
        or len(text) > 120
        or len(text.split()) > 14
        or (len(text.split()) > 3 and _SENTENCE.search(text))
    ):
        return False
    if text.strip().lower() in _COLOURS:
        return False
    if starts_with_verb(text) and not (lead_words.is_person(text) or _is_named_by_gerund(text)):
        return False
    read = leads.read_leads(text)
    if not read.leads:
        return False
    names = [lead.name for lead in read.leads]
    return all(
        lead.kind in {"person", "team"}
        or lead_words.is_post(lead.name)
        or lead_words.is_initials(lead.name)
        or lead_words.sounds_like_team(lead.name)
        for lead in read.leads
    ) and sum(len(name) for name in names) * 2 >= len(text)


def _is_named_by_gerund(text: str) -> bool:
    """ "Housing Options Manager", "Planning Team": a post or a team whose name begins as a sentence may."""
    few = len(text.split()) <= 6 and bool(_GERUND.match(text))
    return few and (lead_words.is_post(text) or lead_words.sounds_like_team(text))


def may_be_lead(text: str) -> bool:
    """Whether the text is written like a name or a post: a few words, most with a capital letter, and no state or date."""
    words = [word for word in text.split() if word.lower() not in _SMALL]
    if not words or len(words) > 8 or (len(words) > 2 and _SENTENCE.search(text)) or is_date(text):
        return False
    if is_state(text) or starts_with_verb(text):
        return False
    return sum(word[0].isupper() for word in words) * 10 >= len(words) * 6


def is_state(text: str) -> bool:
    """Whether the text says how far something is: a colour, "Completed", "In progress"."""
    short = text.strip(" .()").lower()
    return short in _COLOURS or state_words.status(moments.plain(text)) is not None
