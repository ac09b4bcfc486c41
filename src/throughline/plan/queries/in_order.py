"""The keys of actions in the order of the plan, so that a page of a long list costs little."""

import collections
from collections.abc import Sequence
from typing import overload

from django.db.models import Count, QuerySet

from throughline.plan.models import Action

ORDER = ("theme__position", "theme_id", "position", "pk")


class InOrder(Sequence[int]):
    """The keys of some actions by theme and position. A slice is sorted within the themes that it touches, no others.

    `sizes`: how many there are of each theme, in the order of the themes; one query. `at_once`: all keys are fetched by that
    query, because looking for them (a search) costs more than sorting them.
    """

    def __init__(self, found: QuerySet[Action], *, at_once: bool = False) -> None:
        self.found = found
        self.keys: list[int] | None = None
        if at_once:
            pairs = list(found.order_by(*ORDER).values_list("theme_id", "pk"))
            self.keys = [key for _, key in pairs]
            self.sizes: dict[int, int] = dict(collections.Counter(theme for theme, _ in pairs))
            return
        rows = found.order_by("theme__position", "theme_id").values_list("theme_id").annotate(n=Count("pk"))
        self.sizes = dict(rows)

    def __len__(self) -> int:
        return sum(self.sizes.values())

    @overload
    def __getitem__(self, part: int) -> int: ...

    @overload
    def __getitem__(self, part: slice) -> list[int]: ...

    def __getitem__(self, part: int | slice) -> int | list[int]:
        if isinstance(part, int):
            place = range(len(self))[part]
            return self[place : place + 1][0]
        if self.keys is not None:
            return self.keys[part]
        touched: list[int] = []
        before = passed = 0  # actions of the themes before those touched; of all themes so far
        start, stop, _ = part.indices(len(self))
        for theme, size in self.sizes.items():
            if passed + size <= start:
                before += size
            elif passed < stop:
                touched.append(theme)
            passed += size
        found = self.found.filter(theme__in=touched).order_by(*ORDER)
        return list(found.values_list("pk", flat=True)[start - before : stop - before])
