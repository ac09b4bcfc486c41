"""The words of the site that an authority may replace with its own (terminology layer). Official titles keep theirs."""

from collections.abc import Mapping

TERMS = {
    "plan": "plan",
    "plans": "plans",
    "theme": "theme",
    "themes": "themes",
    "desired_outcome": "desired outcome",
    "recommendation": "recommendation for corporate action",
    "recommendations": "recommendations for corporate action",
    "action": "action",
    "actions": "actions",
    "lead": "lead",
    "leads": "leads",
    "sponsor": "lead sponsor",
    "target_date": "target date",
    "achieved": "what has been achieved so far",
    "directorate": "directorate",
    "service": "service",
    "services": "services",
    "team": "team",
}
PAIRS = {one: many for one in TERMS if (many := f"{one}s") in TERMS}  # singular -> plural
SHORT = {
    "recommendation": "recommendation",
    "recommendations": "recommendations",
    "sponsor": "sponsor",
}  # in sentences
COUNTED = ("plan", "action", "theme", "recommendation", "lead", "service", "team", "short_recommendation")


def words(preferred: Mapping[str, str]) -> dict[str, str]:
    """Every term in the authority's own words; unknown keys are left out. "an_action": with its article.

    "short_sponsor": as it stands in a sentence, where the usual word is shorter than the official one.
    """
    own = {key: word for key, word in preferred.items() if key in TERMS and word}
    found = TERMS | own | {f"short_{key}": own.get(key, word) for key, word in SHORT.items()}
    return found | {f"an_{key}": _with_article(found[key]) for key in COUNTED}


def half_said(preferred: Mapping[str, str]) -> dict[str, str]:
    """What is missing, by its term: the plural to a singular that is the authority's own, or the other way round."""
    own = {key for key, word in preferred.items() if word and word != TERMS.get(key)}
    missing = {}
    for one, many in PAIRS.items():
        if (one in own) is not (many in own):
            key, kind = (many, "plural") if one in own else (one, "singular")
            missing[key] = f"Enter the {kind} too: your word for “{TERMS[key]}”"
    return missing


def _with_article(word: str) -> str:
    return f"an {word}" if word[:1].casefold() in "aeiou" else f"a {word}"
