"""An authority with unusual words for everything, and what of the usual ones is left on a page."""

import re
from typing import Any

from tests import reading

OWN = {  # unusual words, with which no other word can be mistaken
    "plan": "zephyr",
    "plans": "zephyrs",
    "theme": "quill",
    "themes": "quills",
    "desired_outcome": "hoped-for end",
    "recommendation": "wish",
    "recommendations": "wishes",
    "action": "osprey",
    "actions": "ospreys",
    "lead": "helm",
    "leads": "helms",
    "sponsor": "patron",
    "target_date": "due moment",
    "achieved": "what came of it",
    "directorate": "continent",
    "service": "island",
    "services": "islands",
    "team": "crew",
}
USUAL = re.compile(
    r"\b(?:plans?|themes?|desired outcomes?|recommendations?|actions?|sponsors?|target dates?|directorates?|services?"
    r"|teams?|(?:a|an|the|its|this|other|another|of|no|named?) leads?)\b",
    re.IGNORECASE,
)


def usual(response: Any) -> list[str]:
    """The usual words that are left, each with what stands around it: in the text, the title, labels and banners."""
    page = reading.page(response)
    for one in page.xpath("//script|//style|//header|//footer|//*[@class='govuk-service-navigation']"):
        one.drop_tree()
    said = [" ".join(" ".join(page.itertext()).split())]
    said += [str(one) for one in page.xpath("//@aria-label|//@data-label|//@alt|//@placeholder")]
    return [text[max(0, one.start() - 30) : one.end() + 30] for text in said for one in USUAL.finditer(text)]


def usual_in(text: str) -> list[str]:
    """The usual words that are left in a sentence."""
    return USUAL.findall(text)
