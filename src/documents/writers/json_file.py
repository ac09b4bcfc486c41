"""Writes a plan as JSON: the stable shape of `documents.plan_json`, with all that was read and where it stood."""

from __future__ import annotations

import json

from documents import plan_json
from documents.plan import Plan
from documents.standing import NOTHING, Standing


def write(plan: Plan, standing: Standing = NOTHING) -> bytes:
    """The shape is stable, and has no place for what is said beside the plan."""
    text = json.dumps(plan_json.to_json(plan), ensure_ascii=False, indent=2)
    return f"{text}\n".encode(errors="backslashreplace")
