"""Reading plans out of files, and writing them into files."""

from __future__ import annotations

from documents.plan import (
    Action,
    Lead,
    Passage,
    Plan,
    ServiceSpellings,
    Source,
    Target,
    TargetKind,
    Theme,
)
from documents.read import parse, read
from documents.refusals import Refused
from documents.write import write

__all__ = [
    "Action",
    "Lead",
    "Passage",
    "Plan",
    "Refused",
    "ServiceSpellings",
    "Source",
    "Target",
    "TargetKind",
    "Theme",
    "parse",
    "read",
    "write",
]
