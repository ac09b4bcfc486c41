"""Writes a plan as a file of the format that a suffix names."""

from __future__ import annotations

from documents.plan import Plan
from documents.refusals import Refused
from documents.standing import NOTHING, Standing
from documents.writers import WRITERS


def write(plan: Plan, suffix: str, *, name: str = "", standing: Standing = NOTHING) -> bytes:
    """The bytes of a file with this plan. Raises Refused for a suffix that cannot be written. name: used in the message.

    standing: what Word, Excel and CSV say beside the plan, for their readers.
    """
    writer = WRITERS.get(suffix.strip().lower())
    if writer is None:
        fix = f"choose one of {', '.join(WRITERS)}"
        raise Refused(
            file=name or suffix or "the file",
            place="",
            problem="this kind of file cannot be written",
            fix=fix,
        )
    return writer(plan, standing)
