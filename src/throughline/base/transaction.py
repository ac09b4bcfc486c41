"""The transaction of a change: it begins with the lock on the end of the audit chain, so that no two changes wait for each other.

Every change records its events at one row, the head of the chain, and locks rows of its own. Two changes that take these in a
different order wait for each other until PostgreSQL breaks one of them off. So there is one order: the head first, then the rest.
Changes follow one another, as their events must in any case; what takes long (reading a file, sending mail) is done before or
after. `tests/house/test_transactions.py` holds it.
"""

import contextlib
import contextvars
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar, overload

from django.db import transaction

from throughline.base import audit

_begun = contextvars.ContextVar(
    "begun", default=False
)  # a change may call others: the lock is asked for once
_P = ParamSpec("_P")
_R = TypeVar("_R")


@overload
def atomic() -> AbstractContextManager[None]: ...
@overload
def atomic(change: Callable[_P, _R]) -> Callable[_P, _R]: ...
def atomic(
    change: Callable[_P, _R] | None = None,
) -> AbstractContextManager[None] | Callable[_P, _R]:
    """As that of Django, `@transaction.atomic` or `with transaction.atomic():`, for a change."""
    return _change() if change is None else _change()(change)


@contextlib.contextmanager
def _change() -> Iterator[None]:
    with transaction.atomic():
        if _begun.get():
            yield
            return
        audit.lock()
        before = _begun.set(True)
        try:
            yield
        finally:
            _begun.reset(before)
