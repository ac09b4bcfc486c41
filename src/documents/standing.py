"""What a file may say beside a plan, for its readers: where each action stands, and replies. Reading passes over it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True)
class Standing:
    """statuses: by the reference of an action; replies: by the title of a theme and the text of a recommendation of it."""

    statuses: Mapping[str, str] = dataclasses.field(default_factory=dict)
    replies: Mapping[tuple[str, str], str] = dataclasses.field(default_factory=dict)


NOTHING = Standing()
