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
    "sponsor": "lead sponsor",
    "target_date": "target date",
    "achieved": "what has been achieved so far",
    "directorate": "directorate",
    "service": "service",
    "services": "services",
    "team": "team",
}
COUNTED = ("action", "theme", "recommendation", "lead")


def words(preferred: Mapping[str, str]) -> dict[str, str]:
    """Every term in the authority's own words; unknown keys are left out. "an_action": with its article."""
    found = TERMS | {key: word for key, word in preferred.items() if key in TERMS and word}
    return found | {f"an_{key}": _with_article(found[key]) for key in COUNTED}


def _with_article(word: str) -> str:
    return f"an {word}" if word[:1].casefold() in "aeiou" else f"a {word}"
