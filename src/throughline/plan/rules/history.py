"""What an audit event about an action says, in words. Terms that an authority may replace stand in braces."""

from collections.abc import Mapping
from typing import Any

from throughline.base import terms
from throughline.plan.rules.stages import NAMES, Stage

USUAL = terms.words({})

DONE = {
    "plan.action.added": "added the {action}",
    "plan.action.imported": "imported the {action}",
    "plan.action.handed_over": "handed the {action} over",
    "plan.action.moved": "decided about the {action}",
    "plan.action.verified": "verified that it is done",
    "plan.action.removed": "removed the {action}",
    "plan.action.put_back": "put the {action} back",
    "plan.action.restored": "undid what came from a file",
    "plan.progress.recorded": "recorded progress",
    "plan.lead.matched": "said who is meant by {an_lead}",
    "plan.lead.match_taken_back": "took back who is meant by {an_lead}",
}
FIELDS = {
    "text": "what will be done",
    "points": "points",
    "theme": "{theme}",
    "service": "{service}",
    "accountable": "accountable person",
    "deputy": "deputy",
    "lead_text": "{lead} in words",
    "target_text": "{target_date}",
    "target_end": "last day of the {target_date}",
    "success_measure": "how to tell that it worked",
    "stage": "stage",
    "next_review_on": "next review date",
    "removed_on": "removal",
}
LEADS = {"plan.lead.added": "added {an_lead}", "plan.lead.removed": "removed {an_lead}"}
LINKS = {"supports": "supports", "depends": "depends on", "duplicates": "says the same as"}


def said(
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[tuple[str, Any], str] | None = None,
    words: Mapping[str, str] = USUAL,
) -> str:
    """One sentence, without a full stop. `names`: (field, key) -> what the key of a person, theme or place stands for.

    words: the authority's (base.terms.words).
    """
    if what in {"plan.action.linked", "plan.action.unlinked"}:
        link = after or before
        verb = "linked" if after else "removed the link"
        return f"{verb}: {LINKS.get(link.get('kind', ''), '')} {link.get('other', '')}".strip()
    if what in LEADS:
        return f"{LEADS[what].format_map(words)}: “{(after or before).get('lead', '')}”"
    if "target_in_document" in after:
        said_there = _shown("target_text", after["target_in_document"], None)
        return f"{DONE[what]}; its {{target_date}} in the document: ".format_map(words) + said_there
    lead = DONE.get(what, "changed the {action}").format_map(words)
    if (
        what in {"plan.action.added", "plan.action.imported", "plan.progress.recorded"}
        and "stage" not in before
    ):
        return lead
    changes = [
        f"{FIELDS[name].format_map(words)} from {_shown(name, before.get(name), names)} to {_shown(name, after[name], names)}"
        for name in FIELDS
        if name in after and name in before and after[name] != before[name]
    ]
    return f"{lead}: {'; '.join(changes)}" if changes else lead


def _shown(name: str, value: Any, names: Mapping[tuple[str, Any], str] | None) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    if names and not isinstance(value, list) and (name, value) in names:
        return f"“{names[name, value]}”"
    if name == "stage":
        return f"“{NAMES[Stage(value)].lower()}”"
    return f"“{'; '.join(map(str, value)) if isinstance(value, list) else value}”"
