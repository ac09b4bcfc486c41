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


def _with_article(word: str) -> str:
    return f"an {word}" if word[:1].casefold() in "aeiou" else f"a {word}"
