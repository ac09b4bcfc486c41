"""The names of public bodies, as they stand in a title or on a line of their own."""

from __future__ import annotations

import re

ORGANISATION = re.compile(
    r"\b(?:(?:the\s+)?(?:London|Royal) Borough of [A-Z](?:(?!['’]s\b)[\w'’-])+"
    r"(?:(?: and| &| upon)? [A-Z](?:(?!['’]s\b)[\w'’-])+)*"
    r"|City of [A-Z][\w'’-]+ Council"
    r"|University of [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
    r"|(?:[A-Z][\w'’-]+ (?:and |of |upon |on )?){1,6}(?:City|County|Borough|District|Metropolitan Borough"
    r"|Unitary|Town|Parish) Council"
    r"|(?:[A-Z][\w'’-]+ (?:and |of )?){1,8}(?:NHS[A-Za-z ]{0,60} Trust|Police|Constabulary|University|Combined Authority"
    r"|Integrated Care Board|Fire and Rescue (?:Service|Authority)|Housing Association|College|Health Board))"
)
_SCHOOL = re.compile(
    r"^(?!Theme|Priority|Objective|Aim|Goal|Part|Section|Area|Strand|Pillar)(?:[A-Z][\w'’.-]+ (?:and |of "
    r"|the |for )?){1,8}(?:School|Academy|Hospice|Museum|Hospitals?|Foundation|Society|Federation)$"
)
COUNCIL = re.compile(r"^(?:[A-Z][\w'’-]+ ){1,4}Council$")


def is_name(text: str) -> bool:
    """Whether the text is the name of a body and nothing else."""
    found = ORGANISATION.match(text.strip())
    return bool(COUNCIL.match(text.strip()) or _SCHOOL.match(text.strip())) or (
        found is not None and found.end() == len(text.strip())
    )
